import { expect, it } from 'vitest';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import { isSignalCode, signalPrice, signalSentence, signalSize } from '../../../src-shared/domain/signals.ts';
import { spec } from '../../src-main/core/risk/desk-of-one.ts';

it('fills a sentence with the details of its signal', () => {
  expect(signalSentence('sma-cross.crossed-up', { fast: 20, slow: 50, size: 0.05, base: 'BTC' })).toBe(
    'SMA 20 crossed above SMA 50, bought 0.05 BTC',
  );
  expect(signalSentence('buy-and-hold.entered', { size: null })).toBe('Bought — — to hold');
  expect(signalSentence('no-such-code', {})).toBe('no-such-code');
  expect(isSignalCode('toString')).toBe(false);
});

it('rounds sizes and prices to what the instrument trades in', () => {
  const btc = new Instrument(spec('BTC'), 0);
  expect(signalSize(btc, 30_003)).toBe(0.30003);
  expect(signalPrice(btc, 10_423_157)).toBe(104_231.57);
});
