import { beforeEach, describe, expect, it } from 'vitest';
import { HeardFigures } from '../../../../src-main/adapters/exchange-heard/heard-figures.ts';
import { HeardMarket } from '../../../../src-main/adapters/exchange-heard/heard-market.ts';
import { HeardView } from '../../../../src-main/adapters/exchange-heard/heard-view.ts';
import { perpetualOf } from '../../../../src-main/core/market-data/perpetual-instrument.ts';
import type { MarketFeed } from '../../../../src-main/ports/market-feed.ts';
import { MarketRows } from '../../../../src-main/sessions/desk/market-rows.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';
import { instrument } from '../../core/matching/venue-fixture.ts';

const START = 1_800_000_000_000;
const TERMS = { maxLeverage: 20, leverage: 2, maintenanceMargin: '0.01', liquidationFee: '0' };
const COIN = instrument().spec;
const CONTRACT = perpetualOf(COIN, TERMS);

let market: HeardMarket;
let figures: HeardFigures;

beforeEach(() => {
  market = new HeardMarket({ specs: [COIN, CONTRACT], startAt: utcMs(START), meeting: null });
  figures = new HeardFigures(market);
});

describe('what a venue says of perpetuals', () => {
  it('is kept exactly as it was told, the newest of each kind with the time at which it was heard', () => {
    expect(figures.of(1)).toBeNull();
    figures.hear({ kind: 'mark', symbol: CONTRACT.symbol, price: '60000.123456789' }, START + 1);
    expect(figures.of(1)).toEqual({ mark: { price: '60000.123456789', at: START + 1 }, funding: null });
    figures.hear({ kind: 'funding', symbol: CONTRACT.symbol, rate: '-0.0001875391284828', nextAt: START + 9_000 }, START + 2);
    figures.hear({ kind: 'mark', symbol: CONTRACT.symbol, price: '60001' }, START + 3);
    expect(figures.of(1)).toEqual({
      mark: { price: '60001', at: START + 3 },
      funding: { rate: '-0.0001875391284828', nextAt: START + 9_000, at: START + 2 },
    });
  });

  it('is nothing of a coin or of what is not traded, and no price of nothing is a mark: that is counted', () => {
    figures.hear({ kind: 'mark', symbol: COIN.symbol, price: '1' }, START);
    figures.hear({ kind: 'funding', symbol: 'DOGE/USD:USD', rate: '0.1', nextAt: START }, START);
    expect([figures.of(0), figures.of(1), market.garbled]).toEqual([null, null, 0]);
    figures.hear({ kind: 'mark', symbol: CONTRACT.symbol, price: '60000' }, START);
    for (const price of ['0', '-1']) figures.hear({ kind: 'mark', symbol: CONTRACT.symbol, price }, START + 5);
    expect([figures.of(1), market.garbled]).toEqual([{ mark: { price: '60000', at: START }, funding: null }, 2]);
  });

  it('is in the quotes of the window, of a perpetual alone', () => {
    const clock = new SteppedClock(START);
    const view = new HeardView({
      ...{ feed: { bars: () => Promise.resolve({ bars: [], time: START }) } as unknown as MarketFeed, instruments: market.instruments },
      ...{ clock, onClosed: () => undefined, onProblem: () => undefined },
    });
    const rows = new MarketRows(view, market.instruments);
    expect(rows.quote(1, utcMs(START))).not.toHaveProperty('contract');
    view.figures = figures;
    expect(rows.quote(1, utcMs(START))).not.toHaveProperty('contract');
    figures.hear({ kind: 'mark', symbol: CONTRACT.symbol, price: '60000' }, START);
    expect(rows.quote(1, utcMs(START)).contract).toEqual({ mark: { price: '60000', at: START }, funding: null });
    expect(rows.quote(0, utcMs(START))).not.toHaveProperty('contract');
  });
});
