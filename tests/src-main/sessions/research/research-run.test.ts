import { expect, test } from 'vitest';
import { researchBars } from '../../../../src-main/research-bars.ts';
import { backtest, depthBacktest } from '../../../../src-main/run-backtest.ts';
import { brokenSeals, readCapsule } from '../../../../src-main/sessions/research/capsule.ts';
import { reportFile } from '../../../../src-main/sessions/research/report-file.ts';
import { ResearchRun } from '../../../../src-main/sessions/research/research-run.ts';
import type { RunRequest } from '../../../../src-shared/contract/research.ts';
import { CONSERVATIVE } from '../../../../src-shared/domain/costs.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { DAY_MS } from '../../../../src-shared/kernel/time.ts';

const TO = Date.UTC(2026, 5, 1);
const REQUEST: RunRequest = {
  source: { kind: 'simulated' },
  instrument: 'BTC/USD.SIM',
  timeframe: '1h',
  from: TO - 90 * DAY_MS,
  to: TO,
  strategy: 'sma-cross',
  parameters: { fast: 10, slow: 30 },
  size: { kind: 'all' },
  cash: '100000',
  costs: 'conservative',
  limits: 'none',
  seed: 7,
};

function played(
  request: RunRequest = REQUEST,
  tell: (done: number, total: number) => void = () => undefined,
  strategyHash: string | null = null,
) {
  const bars = researchBars({ request, marketSeed: 7, home: '' });
  return new ResearchRun(request, bars, { backtest, depthBacktest, costs: CONSERVATIVE, engine: '0.1.0', strategyHash, tell }).play(3);
}

const { view, trades, capsule } = played();

test('the report agrees with itself: curve, months, trades and the last cost step end at the same equity', () => {
  const start = Number(REQUEST.cash);
  const end = Number(view.finalEquity);
  expect(view.closedTrades).toBeGreaterThan(10);
  expect(view.curve.equity.at(-1)).toBeCloseTo(end, 6);
  expect(view.months.reduce((worth, { value }) => worth * (1 + value), start)).toBeCloseTo(end, 4);
  expect(view.months).toHaveLength(3);
  expect(view.costSteps.at(-1)?.equity).toBeCloseTo(end, 6);
  expect(view.costSteps.map(({ id }) => id)).toEqual(['none', 'fee', 'spread', 'slippage', 'latency', 'impact', 'participation']);
  const booked = trades.reduce((sum, { pnl }) => sum.add(Decimal.parse(pnl)), Decimal.parse(REQUEST.cash));
  // What a position still open is worth stands between the trades and the end.
  expect(Math.abs(booked.toNumber() - end) / start).toBeLessThan(0.05);
  expect(view.figures.find(({ id }) => id === 'totalReturn')?.value.value).toBeCloseTo(end / start - 1, 9);
});

test('costs cost: no cost ends best, double costs worst, and the case as it was run is the run', () => {
  const [none, fee] = view.costSteps;
  expect(none!.equity).toBeGreaterThan(fee!.equity);
  const rows = Object.fromEntries(view.sensitivity.map((row) => [row.id, row]));
  expect(rows['costs-none']!.totalReturn).toBeGreaterThan(rows['costs-as-run']!.totalReturn!);
  expect(rows['costs-double']!.totalReturn).toBeLessThan(rows['costs-as-run']!.totalReturn!);
  expect(rows['costs-as-run']!.totalReturn).toBe(view.figures.find(({ id }) => id === 'totalReturn')?.value.value);
});

test('a trade knows how far the price went for and against it', () => {
  for (const trade of trades) {
    const gone = Number(trade.exitPrice) / Number(trade.entryPrice) - 1;
    expect(trade.adverse).toBeGreaterThanOrEqual(0);
    expect(trade.favourable).toBeGreaterThanOrEqual(gone - 1e-9);
    expect(-trade.adverse).toBeLessThanOrEqual(gone + 1e-9);
  }
});

test('the same request gives the same report, and progress ends with every bar of every pass', () => {
  const told: [number, number][] = [];
  const again = played(REQUEST, (done, total) => told.push([done, total]));
  expect(again.view).toEqual(view);
  expect(told.at(-1)?.[0]).toBe(told.at(-1)?.[1]);
  expect(view.assumptions.dataHash).toMatch(/^[0-9a-f]{64}$/u);
});

test('a report is exported with every trade, and its page needs nothing else', () => {
  const csv = reportFile({ view, trades, capsule }, 'csv');
  expect(csv.name).toBe('run-3-sma-cross-BTC-USD-SIM-1h.csv');
  expect(csv.text.trim().split('\n')).toHaveLength(trades.length + 1);
  expect(csv.text).toContain(trades[0]!.pnl);
  const json = JSON.parse(reportFile({ view, trades, capsule }, 'json').text) as {
    readonly trades: readonly unknown[];
    readonly finalEquity: string;
  };
  expect(json.trades).toHaveLength(trades.length);
  expect(json.finalEquity).toBe(view.finalEquity);
  const saved = reportFile({ view, trades, capsule }, 'capsule');
  expect(saved.name).toBe('run-3-sma-cross-BTC-USD-SIM-1h.capsule.json');
  expect(readCapsule(saved.text)).toEqual(JSON.parse(JSON.stringify(capsule)));
  expect(brokenSeals(capsule)).toEqual([]);
  const html = reportFile({ view: { ...view, request: { ...REQUEST, strategy: '<b>' } }, trades, capsule }, 'html').text;
  expect(html).not.toContain('<b>');
  expect(html).not.toMatch(/(?:src|href)=|NaN|Infinity|undefined/u);
  expect(html).toContain(view.finalEquity);
});

test('bars that are too few, and an instrument that is not there, are named', () => {
  expect(() => researchBars({ request: { ...REQUEST, from: TO - 1_000 }, marketSeed: 7, home: '' })).toThrow(
    'BTC/USD.SIM 1h has 0 bars; 2 are needed.',
  );
  expect(() => researchBars({ request: { ...REQUEST, instrument: 'XX/USD.SIM' }, marketSeed: 7, home: '' })).toThrow(
    'There is no instrument XX/USD.SIM.',
  );
});

test('the report and the capsule of a strategy of the user name its hash, those of a built-in one do not', () => {
  const own = played(REQUEST, undefined, 'a'.repeat(64));
  expect(own.view.assumptions.strategyHash).toBe('a'.repeat(64));
  expect(own.capsule.strategyHash).toBe('a'.repeat(64));
  expect(view.assumptions).not.toHaveProperty('strategyHash');
  expect(capsule.strategyHash).toBeNull();
});

test('a perpetual is held both ways, beside the coin itself, with its funding among the costs', () => {
  const request: RunRequest = { ...REQUEST, perpetual: { leverage: 2, direction: 'both', funding: { kind: 'assumed' } } };
  const made = played(request);
  expect(new Set(made.trades.map(({ side }) => side))).toEqual(new Set(['buy', 'sell']));
  expect(made.view.holdEquity).toBe(view.holdEquity);
  expect(made.view.assumptions.perpetual).toMatchObject({ symbol: 'BTC/USD:USD', maintenanceMargin: '0.01' });
  expect(made.view.curve.equity.at(-1)).toBeCloseTo(Number(made.view.finalEquity), 6);
  expect(made.view.costSteps.slice(-2).map(({ id }) => id)).toEqual(['participation', 'funding']);
  const [without, all] = made.view.costSteps.slice(-2).map(({ equity }) => equity);
  expect(all).toBeLessThan(without!);
  expect(all).toBeCloseTo(Number(made.view.finalEquity), 6);
  const rows = Object.fromEntries(made.view.sensitivity.map((row) => [row.id, row.totalReturn]));
  expect(rows['funding-none']).toBeCloseTo(without! / Number(REQUEST.cash) - 1, 9);
  expect(rows['funding-double']).toBeLessThan(rows['costs-as-run']!);
  expect(Number(made.view.funding)).toBeLessThan(0);
  expect(made.trades.reduce((sum, { funding }) => sum + Number(funding), 0)).toBeGreaterThan(Number(made.view.funding) - 1e-9);
  const page = reportFile(made, 'html').text;
  expect(page).toContain('BTC/USD:USD, leverage 2, long and short');
  expect(page).toContain('Funding received');
  expect(made.kept.conditions).toMatchObject({ ways: 'both', funding: { kind: 'against', bps: 1 }, instrument: { kind: 'perpetual' } });
});

test('stated funding is what was stated', () => {
  const made = played({ ...REQUEST, perpetual: { leverage: 1, direction: 'long', funding: { kind: 'stated', bps: -2 } } });
  expect(Number(made.view.funding)).toBeGreaterThan(0);
  expect(made.view.assumptions.perpetual?.funding).toContain('shorts pay longs');
});
