import { describe, expect, test } from 'vitest';
import { findStrategy } from '../../../../src-main/core/strategies/catalog.ts';
import {
  defaultPortfolio,
  formOfPortfolio,
  groundOf,
  readPortfolioForm,
  secondsOf,
} from '../../../../src-renderer/features/research/portfolio-form.ts';
import type { PortfolioForm } from '../../../../src-renderer/features/research/portfolio-form.ts';
import { createFormat } from '../../../../src-renderer/format/format.ts';
import { numberStyleOf } from '../../../../src-renderer/format/number-style.ts';
import type { BarsSource } from '../../../../src-shared/contract/research.ts';

const { parseAmount } = createFormat(numberStyleOf('en-US'), 'utc');
const simulated = (instrument: string): BarsSource => ({
  source: { kind: 'simulated' },
  instrument,
  timeframes: ['1h', '4h'],
  from: Date.UTC(2022, 0, 2),
  to: Date.UTC(2026, 10, 21, 12),
  gaps: 0,
});
const STORED: BarsSource = {
  source: { kind: 'stored', series: 'ACME/USD.OWN:1h' },
  instrument: 'ACME/USD.OWN',
  timeframes: ['1h'],
  from: Date.UTC(2026, 0, 10),
  to: Date.UTC(2026, 5, 1),
  gaps: 0,
};
const GROUND = {
  gallery: ['sma-cross', 'buy-and-hold', 'pairs'].map((id) => findStrategy(id)!.spec),
  sources: [simulated('BTC/USD.SIM'), simulated('ETH/USD.SIM'), STORED],
};
const FORM = defaultPortfolio(GROUND);
const read = (form: PortfolioForm) => readPortfolioForm(form, GROUND, parseAmount);

describe('the form of a portfolio', () => {
  test('can be sent as it opens: two instruments, half of the equity each; and a run gives its form back', () => {
    const made = read(FORM);
    if (!('request' in made)) throw new Error('the form has problems');
    expect(made.request).toMatchObject({
      from: Date.UTC(2025, 10, 21),
      to: Date.UTC(2026, 10, 21),
      cash: '100000',
      rows: [
        { instrument: 'BTC/USD.SIM', timeframe: '4h', strategy: 'sma-cross', size: { kind: 'equity-fraction', fraction: 0.5 } },
        { instrument: 'ETH/USD.SIM', timeframe: '4h', strategy: 'sma-cross', size: { kind: 'equity-fraction', fraction: 0.5 } },
      ],
    });
    expect(formOfPortfolio(made.request)).toEqual(FORM);
  });

  test('says of the account what is wrong for all rows, and of a row what is its own', () => {
    const [first, second] = FORM.rows;
    const wrong = read({
      ...FORM,
      cash: '0',
      rows: [
        { ...first!, parameters: { fast: '2.5', slow: '' } },
        { ...second!, sizeAmount: '101' },
      ],
    });
    expect(wrong).toEqual({
      problems: {
        account: { cash: 'More than zero is needed.' },
        rows: [{ fast: 'A whole number is needed.', slow: 'A figure is needed.' }, { size: 'More than zero and at most 100.' }],
      },
    });
  });

  test('names the row that has no bars on a day; rows with fewer bars join later', () => {
    const stored = { ...FORM.rows[0]!, source: 'stored ACME/USD.OWN:1h', timeframe: '1h' as const };
    const wrong = read({ ...FORM, rows: [FORM.rows[0]!, stored] });
    expect(wrong).toMatchObject({
      problems: { account: { from: expect.stringMatching(/^Row 2: There are bars from 10 Jan 2026/u) as string } },
    });
    const joined = read({ ...FORM, from: '2026-01-10', to: '2026-06-01', rows: [FORM.rows[0]!, stored] });
    expect(joined).toMatchObject({ request: { from: Date.UTC(2026, 0, 10), rows: [{}, { source: { series: 'ACME/USD.OWN:1h' } }] } });
  });

  test('takes the first bars and strategy where a row names what is gone', () => {
    const { spec, source } = groundOf({ source: 'stored GONE:1h', strategy: 'gone' }, GROUND);
    expect([spec.id, source.instrument]).toEqual(['sma-cross', 'BTC/USD.SIM']);
  });

  describe('of a strategy over two instruments', () => {
    const preset = Object.fromEntries(findStrategy('pairs')!.spec.parameters.map(({ name, default: value }) => [name, String(value)]));
    const pair = {
      ...FORM.rows[0]!,
      strategy: 'pairs',
      parameters: preset,
      against: 'simulated ETH/USD.SIM',
      leverage: '3',
      funding: 'stored' as const,
    };

    test('asks for both, and a run gives its form back', () => {
      const form = { ...FORM, rows: [pair, FORM.rows[1]!] };
      const made = read(form);
      if (!('request' in made)) throw new Error('the form has problems');
      expect(made.request.rows[0]).toMatchObject({
        instrument: 'BTC/USD.SIM',
        strategy: 'pairs',
        pair: { source: { kind: 'simulated' }, instrument: 'ETH/USD.SIM', leverage: 3, funding: 'stored' },
      });
      expect(made.request.rows[1]).not.toHaveProperty('pair');
      expect(made.request).not.toHaveProperty('rows.0.perpetual');
      expect(formOfPortfolio(made.request)).toEqual(form);
    });

    test('offers what is another instrument with bars of that length', () => {
      expect(secondsOf(pair, GROUND).map(({ instrument }) => instrument)).toEqual(['ETH/USD.SIM']);
      expect(secondsOf({ ...pair, timeframe: '1h' }, GROUND).map(({ instrument }) => instrument)).toEqual(['ETH/USD.SIM', 'ACME/USD.OWN']);
    });

    test('says in its row what is wrong with the second one and with what both are held at', () => {
      const one = { ...FORM, rows: [{ ...pair, against: 'simulated BTC/USD.SIM', leverage: '21' }] };
      expect(read(one)).toEqual({
        problems: { account: {}, rows: [{ against: 'A second instrument with bars of 4h is needed.', leverage: 'From 1 to 20.' }] },
      });
      const short = read({ ...FORM, rows: [{ ...pair, timeframe: '1h', against: 'stored ACME/USD.OWN:1h' }] });
      expect(short).toMatchObject({
        problems: { account: {}, rows: [{ against: expect.stringMatching(/^There are bars from 10 Jan 2026/u) as string }] },
      });
    });
  });
});
