import { describe, expect, it } from 'vitest';
import type { AwaySummary } from '../../../src-main/away-services.ts';
import { callCli } from './call-cli.ts';

const NOON = Date.UTC(2026, 0, 5, 12);
const OF = { instrument: 'BTC/USDT.BINANCE', side: 'buy', type: 'limit', size: '0.05', origin: 'grid-1' } as const;

const QUIET = {
  status: {
    ...{
      book: 'live',
      account: 'main',
      venue: 'BINANCE',
      session: null,
      time: NOON,
      recovering: false,
      reducedUntil: null,
      state: 'ACTIVE',
    },
    ...{ reason: 'start', since: 0, openOrders: 0, inDoubt: 0, positions: 0, strategies: [] },
  },
  ...{ from: NOON - 3_600_000, basis: 'asked', fills: 0, realised: '0', refusals: 0, ended: 0, alerts: 0 },
  ...{ fillRows: [], endedRows: [], refusalRows: [], alertRows: [], doubts: [] },
} as unknown as AwaySummary;

const BUSY = {
  ...QUIET,
  status: { ...QUIET.status, inDoubt: 1 },
  ...{ basis: 'window', fills: 2, realised: '12.5', ended: 1, refusals: 1, alerts: 150 },
  fillRows: [
    { ...OF, side: 'sell', price: '60000', time: NOON - 1_000, realised: '12.5', fee: '0', feeAsset: 'USDT' },
    { ...OF, price: '59750', time: NOON - 9_000, realised: null, fee: '0', feeAsset: 'USDT' },
  ],
  endedRows: [{ ...OF, state: 'cancelled', reason: 'user', updatedAt: NOON - 2_000 }],
  doubts: [{ ...OF, state: 'expired', reason: 'never-sent', updatedAt: NOON - 3_000 }],
  refusalRows: [{ ...OF, message: 'Not sent: trading is HALTED.', time: NOON - 4_000 }],
  alertRows: [{ time: NOON - 5_000, sentence: 'BTC/USDT is at or above 60000.' }],
} as unknown as AwaySummary;

describe('away', () => {
  const asked: unknown[] = [];
  const call = (summary: AwaySummary, ...argv: string[]) =>
    callCli(['away', ...argv], {
      services: {
        away: (_home, wish) => {
          asked.push(wish);
          return Promise.resolve(summary);
        },
      },
    });

  it('tells everything, newest first', async () => {
    const { code, stdout } = await call(BUSY);
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'main (live, BINANCE): trading is ACTIVE.',
        'Since 2026-01-05 11:00:00 UTC, when the window was followed last: 2 fills with 12.5 realised, 1 order ended unfilled, 1 refusal, 150 alerts.',
        '1 order is in doubt now: cryptoorch orders shows which.',
        '',
        '2026-01-05 11:59:59  fill     sold 0.05 BTC/USDT.BINANCE at 60000, by grid-1, 12.5 realised',
        '2026-01-05 11:59:58  ended    buy limit 0.05 BTC/USDT.BINANCE, by grid-1: user',
        '2026-01-05 11:59:57  doubt    buy limit 0.05 BTC/USDT.BINANCE, by grid-1 was in doubt: expired',
        '2026-01-05 11:59:56  refused  Not sent: trading is HALTED.',
        '2026-01-05 11:59:55  alert    BTC/USDT is at or above 60000.',
        '2026-01-05 11:59:51  fill     bought 0.05 BTC/USDT.BINANCE at 59750, by grid-1',
        'The newest hundred of each are shown.',
        '',
      ].join('\n'),
    );
    expect(asked).toEqual([{ account: null, spanMs: null }]);
  });

  it('says that nothing happened, and looks back as far as it is asked to', async () => {
    const { stdout } = await call(QUIET, '--account', 'main', '--since', '1h');
    expect(stdout.split('\n').slice(1)).toEqual([
      'Since 2026-01-05 11:00:00 UTC, as you asked: 0 fills with 0 realised, 0 orders ended unfilled, 0 refusals, 0 alerts.',
      '',
    ]);
    expect(asked.at(-1)).toEqual({ account: 'main', spanMs: 3_600_000 });
    expect(JSON.parse((await call(QUIET, '--json')).lastLine)).toEqual(QUIET);
    expect((await call(QUIET, '--since', 'yesterday')).code).toBe(2);
  });
});
