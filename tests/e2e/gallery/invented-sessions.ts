import type { GapSplitView, GapTradeView, GapView, SessionRow } from '../../../src-shared/contract/attribution.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';

// Sessions with an invented gap, and one whose strategy is gone.

const DAY = 86_400_000;

function rows(): readonly SessionRow[] {
  const now = Date.now();
  return [
    {
      session: '4f0c9k2m1x7d8a3e',
      book: 'paper',
      account: 'cli-4f0c9k2m1x7d8a3e',
      venue: 'BINANCE',
      startedAt: now - 3_600_000,
      endedAt: null,
    },
    { session: '0hs7mgjygurjlrkc', book: 'live', account: 'main', venue: 'KRAKEN', startedAt: now - 2 * DAY, endedAt: now - DAY },
    { session: '2tnczthpzyh8qb7t', book: 'paper', account: 'paper-1', venue: 'SIM', startedAt: now - 90 * DAY, endedAt: now - 89 * DAY },
  ].map((row, place) => ({ ...row, journal: place < 2 }));
}

function split(parts: Partial<GapSplitView['parts']>, over: Omit<GapSplitView, 'parts'>): GapSplitView {
  return { ...over, parts: { signal: '0', timing: '0', price: '0', fee: '0', size: '0', missed: '0', extra: '0', ...parts } };
}

function trade(number: number, change: Partial<GapTradeView>, gap: GapSplitView): GapTradeView {
  const from = Date.UTC(2026, 10, 20, 3, 12) + number * 7_000_000;
  const base = {
    origin: 'donchian-breakout-91e2aa07',
    instrument: 'BTC/USDT.BINANCE',
    side: 'buy',
    from,
    to: from + 5_000_000,
    reasons: [],
  } as const;
  return { number, ...base, ...gap, ...change };
}

function view(session: string): GapView {
  const whole = split(
    { timing: '-41.0412', price: '-103.2205', fee: '-12.6', size: '8.1177', missed: '-1312.48', extra: '212.9001' },
    { sessionProfit: '-212.3419', backtestProfit: '1041.2005', gap: '-1253.5424', residual: '-5.2185', largest: 'missed' },
  );
  const missed = split(
    { missed: '-1312.48' },
    { sessionProfit: '0', backtestProfit: '1312.48', gap: '-1312.48', residual: '0', largest: 'missed' },
  );
  const mine = split(
    { extra: '212.9001' },
    { sessionProfit: '212.9001', backtestProfit: '0', gap: '212.9001', residual: '0', largest: 'extra' },
  );
  const price = split(
    { timing: '-41.0412', price: '-103.2205', fee: '-12.6', size: '8.1177' },
    { sessionProfit: '-420.0234', backtestProfit: '-271.2795', gap: '-148.744', residual: '0', largest: 'price' },
  );
  const old = split({}, { sessionProfit: '-5.2185', backtestProfit: '0', gap: '-5.2185', residual: '-5.2185', largest: null });
  const same = split({}, { sessionProfit: '0', backtestProfit: '0', gap: '0', residual: '0', largest: null });
  const trades = [
    trade(2, { reasons: ['risk.max-position', 'in-doubt'] }, missed),
    trade(1, { origin: 'you', instrument: 'ETH/USDT.BINANCE', to: null }, mine),
    trade(4, { side: 'sell' }, price),
    trade(3, { origin: 'you' }, old),
    trade(5, {}, same),
  ];
  const span = { from: Date.UTC(2026, 10, 20), to: Date.UTC(2026, 10, 21, 7, 30) };
  return {
    session,
    quote: 'USDT',
    ...span,
    costs: 'conservative',
    sessionFills: 1_204,
    backtestFills: 1_188,
    funding: [],
    corrections: [{ time: span.from, asset: 'USDT', amount: '-250.5' }],
    ...whole,
    trades,
    tradeCount: 641,
  };
}

/** The client's calls about sessions. */
export function inventedSessions(isEmpty: boolean): unknown {
  return {
    sessions: () => Promise.resolve({ sessions: isEmpty ? [] : rows() }),
    split: ({ session }: { session: string }) =>
      session.startsWith('0')
        ? Promise.reject(new Fault('attribution.strategy', { session, strategy: 'my-cross', problem: 'has been changed since.' }))
        : Promise.resolve(view(session)),
  };
}
