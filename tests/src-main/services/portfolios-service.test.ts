import { afterEach, beforeEach, expect, test } from 'vitest';
import { backtest } from '../../../src-main/run-backtest.ts';
import { researchBars } from '../../../src-main/research-bars.ts';
import { CostProfiles } from '../../../src-main/services/cost-profiles.ts';
import { PortfoliosService, type PortfolioThread } from '../../../src-main/services/portfolios-service.ts';
import type { FromPortfolio, PortfolioStart } from '../../../src-main/sessions/research/portfolio-messages.ts';
import { portfolioFile } from '../../../src-main/sessions/research/portfolio-file.ts';
import { type LegRequest, portfolioSession } from '../../../src-main/sessions/research/portfolio-session.ts';
import { storedPortfolio } from '../../../src-main/sessions/research/stored-portfolio.ts';
import type { RunBars } from '../../../src-main/sessions/research/run-bars.ts';
import type { PortfolioAsk, PortfolioRunRow } from '../../../src-shared/contract/portfolios.ts';
import { CONSERVATIVE } from '../../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { storedRun, temporaryResearch } from '../../support/research-kit.ts';
import { HandClock } from '../rpc/wall-fixture.ts';

const FROM = Date.UTC(2026, 0, 1);
const CROSS = { source: { kind: 'simulated' }, timeframe: '1h', strategy: 'sma-cross', parameters: { fast: 5, slow: 20 } } as const;
const REQUEST: PortfolioAsk = {
  from: FROM,
  to: FROM + 40 * DAY_MS,
  cash: '100000',
  costs: 'conservative',
  limits: 'none',
  seed: 7,
  rows: [
    { ...CROSS, instrument: 'BTC/USD.SIM', size: { kind: 'equity-fraction', fraction: 0.3 } },
    { ...CROSS, instrument: 'ETH/USD.SIM', size: { kind: 'quote', amount: '20000' } },
    {
      ...CROSS,
      instrument: 'BTC/USD.SIM',
      timeframe: '4h',
      strategy: 'buy-and-hold',
      parameters: {},
      size: { kind: 'quote', amount: '15000' },
    },
  ],
};

function legOf({ source, instrument, timeframe }: LegRequest): LegRequest {
  return { source, instrument, timeframe };
}

const read = new Map<string, RunBars>();

/** The bars of a leg, read once. */
function barsOf({ rows: _, ...account }: PortfolioAsk, leg: LegRequest): RunBars {
  const request = { ...leg, ...account };
  const key = JSON.stringify(leg);
  const known = read.get(key) ?? researchBars({ request, marketSeed: 7, home: '' });
  read.set(key, known);
  return known;
}

function played(run: number, request: PortfolioAsk = REQUEST, tell: (done: number, total: number) => void = () => undefined) {
  const bars = (leg: LegRequest): RunBars => barsOf(request, leg);
  return portfolioSession(run, request, { backtest, bars, costs: CONSERVATIVE, engine: '0.1.0', tell });
}

class HandThread implements PortfolioThread {
  ended = false;
  private listener: (message: FromPortfolio) => void = () => undefined;

  onMessage(listener: (message: FromPortfolio) => void): void {
    this.listener = listener;
  }

  onEnd(): void {
    // It ends in order.
  }

  end(): void {
    this.ended = true;
  }

  say(message: FromPortfolio): void {
    this.listener(message);
  }
}

let research: ReturnType<typeof temporaryResearch>;
let threads: { readonly start: Pick<PortfolioStart, 'run' | 'id' | 'at' | 'costs'>; readonly thread: HandThread }[];
let told: PortfolioRunRow[];
let ids = 0;

function open(): PortfoliosService {
  return new PortfoliosService({
    clock: new HandClock(),
    ids: { next: () => `both${String((ids += 1)).padStart(12, '0')}` },
    store: research.again(),
    marketTime: () => FROM + 60 * DAY_MS,
    costs: new CostProfiles(() => Promise.reject(new Error('no thread'))),
    open: (start) => {
      const thread = new HandThread();
      threads.push({ start, thread });
      return thread;
    },
    publish: (event) => {
      if (event.kind === 'portfolio') told.push(event.row);
    },
  });
}

beforeEach(() => {
  research = temporaryResearch();
  threads = [];
  told = [];
});
afterEach(() => {
  research.remove();
});

test('what the rows came to is what the account came to, to the last digit', () => {
  const steps: number[] = [];
  const view = played(4, REQUEST, (done, total) => steps.push(done / total));
  const sum = view.parts.reduce((all, { profit }) => all.add(Decimal.parse(profit)), Decimal.parse(REQUEST.cash));
  expect(sum.toString()).toBe(view.finalEquity);
  const fees = view.parts.reduce((all, { fees: paid }) => all.add(Decimal.parse(paid)), Decimal.ZERO);
  expect(fees.toString()).toBe(view.fees);
  expect(view.parts.map(({ name, instrument }) => [name, instrument])).toEqual([
    ['sma-cross-1', 'BTC/USD.SIM'],
    ['sma-cross-2', 'ETH/USD.SIM'],
    ['buy-and-hold-3', 'BTC/USD.SIM'],
  ]);
  expect(view.parts.every(({ fills }) => fills > 0)).toBe(true);
  expect(view.parts[2]!.held).toBeGreaterThan(0.99);
  expect(view.closedTrades).toBe(view.parts.reduce((all, { closedTrades }) => all + closedTrades, 0));
  expect(view.correlation).toHaveLength(3);
  view.correlation.forEach((row, i) => {
    expect(row[i]).toBeCloseTo(1, 12);
    row.forEach((value, j) => expect(value).toBe(view.correlation[j]![i]));
  });
  // Rows over the same bars share them.
  expect(view.markets.map(({ instrument, timeframe, bars }) => [instrument, timeframe, bars])).toEqual([
    ['BTC/USD.SIM', '1h', 960],
    ['ETH/USD.SIM', '1h', 960],
    ['BTC/USD.SIM', '4h', 240],
  ]);
  expect(steps.at(-1)).toBeLessThanOrEqual(1);
  expect([...steps]).toEqual([...steps].sort((a, b) => a - b));
});

test('one row comes to what the single backtest of it comes to', () => {
  const [row] = REQUEST.rows;
  const view = played(1, { ...REQUEST, rows: [row!] });
  const { instrument, candles } = barsOf(REQUEST, legOf(row!));
  const { strategy, timeframe, parameters, size } = row!;
  const outcome = backtest({
    instruments: [instrument],
    series: [{ instrument: 0, timeframe, candles }],
    placements: [{ instance: 'single', instrument: 0, strategy, timeframe, parameters, size }],
    cash: Decimal.parse(REQUEST.cash),
    costs: CONSERVATIVE,
    limits: NO_LIMITS,
    seed: 7,
  });
  expect(view.curve.equity.at(-1)).toBe(outcome.equity.at(-1));
  expect(view.parts[0]!.fills).toBe(outcome.fills.length);
});

test('limits of a new paper account hold for the whole of it', () => {
  const big = { ...REQUEST.rows[0]!, size: { kind: 'all' } } as const;
  const view = played(1, { ...REQUEST, limits: 'default', rows: [big] });
  expect(Object.keys(view.refusals).length).toBeGreaterThan(0);
});

test('a portfolio is completed with defaults, kept, and there after a start under its number with its report', () => {
  const service = open();
  research.store.addRun(storedRun());
  const asked = { ...REQUEST, rows: [{ ...REQUEST.rows[0]!, parameters: { fast: 5 } }] };
  expect(service.run('press-1', asked)).toEqual({ run: 2 });
  expect(service.run('press-1', asked)).toEqual({ run: 2 });
  expect(threads).toHaveLength(1);
  const { start, thread } = threads[0]!;
  expect(start).toMatchObject({ run: 2, costs: { name: 'conservative' }, request: { rows: [{ parameters: { fast: 5, slow: 50 } }] } });
  expect(() => service.report(2)).toThrow('Run 2 has no report');
  const view = played(2, asked);
  research.store.addPortfolio(storedPortfolio(view, start));
  thread.say({ kind: 'done', view });
  const totalReturn = view.figures.find(({ id }) => id === 'totalReturn')?.value.value;
  expect(told.at(-1)).toMatchObject({ run: 2, state: 'done', totalReturn });
  expect(thread.ended).toBe(true);
  expect(service.report(2)).toEqual(view);
  const later = open();
  expect(later.list().portfolios).toMatchObject([
    { run: 2, state: 'done', totalReturn, request: { rows: [{ instrument: 'BTC/USD.SIM' }] } },
  ]);
  expect(later.report(2)).toEqual(view);
  // One that was kept before trades were says how many there were, and shows none.
  const { trades: _, ...before } = view;
  research.store.addPortfolio(storedPortfolio({ ...before, run: 3 } as never, { id: 'both000000000099', at: 5 }));
  const old = open();
  expect(old.report(3)).toMatchObject({ trades: [], closedTrades: view.closedTrades });
  expect(old.export(3, 'html').text).toContain('was kept before its trades were');
});

test('every trade is told with its row, and the rows’ trades come to their profits', () => {
  const view = played(4);
  expect(view.trades).toHaveLength(view.closedTrades);
  expect(view.trades.map(({ number }) => number)).toEqual(view.trades.map((_, at) => at + 1));
  for (const { name, instrument, closedTrades } of view.parts) {
    const own = view.trades.filter(({ row }) => row === name);
    expect([own.length, new Set(own.map((trade) => trade.instrument))]).toEqual([
      closedTrades,
      new Set(closedTrades === 0 ? [] : [instrument]),
    ]);
  }
  // A naive look at the bars: how low the price went while the trade was held.
  const trade = view.trades.find(({ row }) => row === 'sma-cross-2')!;
  const { candles } = barsOf(REQUEST, { source: CROSS.source, timeframe: CROSS.timeframe, instrument: 'ETH/USD.SIM' });
  const held = [...candles.time.keys()].filter((at) => candles.time[at]! >= trade.entryTime && candles.time[at]! < trade.exitTime);
  const lowest = Math.min(...held.map((at) => candles.low[at]!));
  expect(trade.adverse).toBeCloseTo(Math.max(0, 1 - lowest / Number(trade.entryPrice)), 6);
});

test('a portfolio is exported whole: trades with their rows, everything as JSON, a page that fetches nothing', () => {
  const service = open();
  service.run('press-1', REQUEST);
  const { start, thread } = threads[0]!;
  const view = played(1);
  expect(() => service.export(1, 'csv')).toThrow('Run 1 has no report');
  research.store.addPortfolio(storedPortfolio(view, start));
  thread.say({ kind: 'done', view });
  const csv = service.export(1, 'csv');
  expect(csv.name).toBe('run-1-portfolio-3-strategies.csv');
  const [head, first, ...others] = csv.text.trim().split('\n');
  expect(head).toMatch(/^row,instrument,number,side,entryTime/u);
  expect(first).toContain(`${view.trades[0]!.row},${view.trades[0]!.instrument},1,buy,20`);
  expect(others).toHaveLength(view.closedTrades - 1);
  const json = JSON.parse(service.export(1, 'json').text) as typeof view;
  expect([json.finalEquity, json.trades.length, json.curve.equity.length]).toEqual([
    view.finalEquity,
    view.closedTrades,
    view.curve.equity.length,
  ]);
  const page = service.export(1, 'html').text;
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/<script|https?:/u);
  for (const { name, profit } of view.parts) expect(page).toMatch(new RegExp(`<td>${name}</td>.*<td>${profit}</td>`, 'u'));
  expect(page).toContain(`Trades (${String(view.closedTrades)})`);
});

test('a portfolio can be cancelled; what cannot be run is refused before it has a number', () => {
  const service = open();
  service.run('press-1', REQUEST);
  expect(service.cancel(1)).toEqual({ cancelled: true });
  expect(threads[0]!.thread.ended).toBe(true);
  expect(() => service.run('press-2', { ...REQUEST, rows: [{ ...REQUEST.rows[0]!, strategy: 'none' }] })).toThrow('no strategy none');
  expect(() => service.run('press-3', { ...REQUEST, to: FROM })).toThrow('from');
  expect(() => service.run('press-4', { ...REQUEST, costs: 'free' })).toThrow('free');
  expect(() => service.run('press-5', { ...REQUEST, rows: [{ ...REQUEST.rows[0]!, parameters: { fast: 60 } }] })).toThrow('sma-cross');
  expect(() => service.cancel(9)).toThrow('There is no run 9.');
  expect(service.run('press-6', REQUEST)).toEqual({ run: 2 });
  service.close();
  expect(threads[1]!.thread.ended).toBe(true);
});

test('rows that do not fit on one account are refused with their place', () => {
  const usd = barsOf(REQUEST, legOf(REQUEST.rows[0]!));
  const bars = (_: LegRequest, row: number) =>
    row === 0 ? usd : { ...usd, instrument: { ...usd.instrument, id: 'BTC/EUR.SIM', settle: 'EUR' } };
  const parts = { backtest, bars: bars as never, costs: CONSERVATIVE, engine: '0.1.0', tell: () => undefined };
  expect(() => portfolioSession(1, REQUEST, parts)).toThrow('row 2: It does not fit: BTC/EUR.SIM is paid in EUR, the others in USD');
});

const PAIR = {
  ...CROSS,
  instrument: 'BTC/USD.SIM',
  strategy: 'pairs',
  parameters: { bars: 30, entry: 1, exit: 0, stop: 5, hold: 40 },
  size: { kind: 'equity-fraction', fraction: 0.4 },
  pair: { source: CROSS.source, instrument: 'ETH/USD.SIM', leverage: 3, funding: 'assumed' },
} as const;

test('a row over two perpetuals has a part for each, beside a row over one of the coins', () => {
  const view = played(1, { ...REQUEST, rows: [REQUEST.rows[0]!, PAIR] });
  expect(view.parts.map(({ name, instrument }) => [name, instrument])).toEqual([
    ['sma-cross-1', 'BTC/USD.SIM'],
    ['pairs-2', 'BTC/USD:USD.SIM'],
    ['pairs-2', 'ETH/USD:USD.SIM'],
  ]);
  const sum = view.parts.reduce((all, { profit }) => all.add(Decimal.parse(profit)), Decimal.parse(REQUEST.cash));
  expect(sum.toString()).toBe(view.finalEquity);
  expect(view.parts.every(({ fills, closedTrades }) => fills > 1 && closedTrades > 0)).toBe(true);
  expect(view.closedTrades).toBe(view.parts.reduce((all, { closedTrades }) => all + closedTrades, 0));
  expect(view.markets.map(({ instrument }) => instrument)).toEqual(['BTC/USD.SIM', 'BTC/USD:USD.SIM', 'ETH/USD:USD.SIM']);
  for (const { name, instrument, closedTrades } of view.parts)
    expect(view.trades.filter((trade) => trade.row === name && trade.instrument === instrument)).toHaveLength(closedTrades);
  expect(view.trades.filter(({ row }) => row === 'pairs-2').every(({ funding }) => funding !== undefined)).toBe(true);
  const page = portfolioFile(view, 'html').text;
  expect(page).toMatch(
    /<td>pairs-2<\/td><td>BTC\/USD:USD\.SIM<\/td><td>1h<\/td><td>bars 30[^\n]*\n<tr><td>pairs-2<\/td><td>ETH\/USD:USD\.SIM/u,
  );
  expect(page).toContain('perpetuals, leverage 3, funding assumed');
  expect(page).toContain('pairs-2, ETH/USD:USD.SIM');
  expect(view.pairs).toMatchObject([{ instance: 'pairs-2', asked: 959, missed: 0 }]);
  expect(played(1, { ...REQUEST, rows: [PAIR] }).curve).toEqual(played(1, { ...REQUEST, rows: [PAIR] }).curve);
  expect(played(1).pairs).toBeUndefined();
});

test('a row has the instruments that its strategy trades, or is refused with its number', () => {
  const service = open();
  const { pair, ...alone } = PAIR;
  const refusal = (row: PortfolioAsk['rows'][number]) => () => service.run('press', { ...REQUEST, rows: [REQUEST.rows[0]!, row] });
  expect(refusal(alone)).toThrow('row 2: pairs needs a second instrument.');
  expect(refusal({ ...PAIR, pair: { ...pair, instrument: PAIR.instrument } })).toThrow(
    'row 2: pairs needs two instruments, and both are BTC/USD.SIM.',
  );
  expect(refusal({ ...REQUEST.rows[0]!, pair })).toThrow('row 2: sma-cross trades one instrument.');
  expect(refusal({ ...alone, strategy: 'funding-carry', parameters: {} })).toThrow(
    'row 2: funding-carry trades perpetuals, and this row is spot.',
  );
  const other = { ...PAIR, pair: { ...pair, instrument: 'SOL/USD.SIM', leverage: 2 } };
  expect(() => service.run('press', { ...REQUEST, rows: [PAIR, other] })).toThrow(
    'row 2: BTC/USD.SIM is held at another leverage or funding than in row 1; make them the same.',
  );
  const same = { ...PAIR, pair: { ...pair, instrument: 'SOL/USD.SIM' } };
  expect(service.run('press-1', { ...REQUEST, rows: [PAIR, same] })).toEqual({ run: 1 });
});

test('a portfolio over the simulated market ends at the market’s time', () => {
  const service = open();
  service.run('press-past', { ...REQUEST, to: FROM + 90 * DAY_MS });
  expect(service.list().portfolios[0]?.request.to).toBe(FROM + 60 * DAY_MS);
  expect(() => service.run('press-future', { ...REQUEST, from: FROM + 70 * DAY_MS, to: FROM + 90 * DAY_MS })).toThrow('not come so far');
});
