import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFundingStore } from '../../src-main/market-services.ts';
import { openResearchStore, keepRun, researchBars } from '../../src-main/research-bars.ts';
import { backtest, depthBacktest } from '../../src-main/run-backtest.ts';
import { checkRun, leaksOfRun, luckOfRun } from '../../src-main/run-checks.ts';
import { viewOfCheck } from '../../src-main/sessions/research/kept-check.ts';
import type { CheckStart } from '../../src-main/sessions/research/check-messages.ts';
import { ResearchRun } from '../../src-main/sessions/research/research-run.ts';
import type { CheckAsk } from '../../src-shared/contract/checks.ts';
import type { RunRequest } from '../../src-shared/contract/research.ts';
import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import { DAY_MS, HOUR_MS } from '../../src-shared/kernel/time.ts';

const FIRST = Date.UTC(2025, 0, 1);
const REQUEST: RunRequest = {
  source: { kind: 'simulated' },
  instrument: 'BTC/USD.SIM',
  timeframe: '1h',
  from: FIRST,
  to: FIRST + 30 * DAY_MS,
  strategy: 'sma-cross',
  parameters: { fast: 5, slow: 20 },
  size: { kind: 'all' },
  cash: '100000',
  costs: 'conservative',
  limits: 'none',
  seed: 7,
};
const ID = 'run0000000000001';
const LEAKS = { kind: 'leaks', run: 1, cuts: 6, bars: 200 } as const;
const LUCK = { kind: 'luck', run: 1, paths: 20, blockBars: null } as const;

describe('checks of a kept run', () => {
  let home = '';
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'cryptoorch-checks-'));
    const bars = researchBars({ request: REQUEST, marketSeed: 7, home });
    const parts = { backtest, depthBacktest, costs: CONSERVATIVE, engine: '1.2.3', strategyHash: null, tell: () => undefined };
    keepRun(home, { ...new ResearchRun(REQUEST, bars, parts).play(1).kept, id: ID, at: 1 });
  });
  afterAll(() => {
    rmSync(home, { recursive: true });
  });

  const start = (check: CheckAsk, over: Partial<CheckStart> = {}): CheckStart => ({
    ...{ home, marketSeed: 7, jobs: 1, check, at: 5_000, engine: '1.2.3', id: ID, request: REQUEST, script: null },
    ...over,
  });

  it('look for leaks over the newest bars and measure what hangs on the beginning', () => {
    const told: number[] = [];
    const view = leaksOfRun(start(LEAKS), LEAKS, (done, total) => told.push(done, total));
    expect(view).toMatchObject({ verdict: 'clean', bars: 200, cuts: 6, leak: null, to: REQUEST.to - HOUR_MS });
    expect(view.sentence).toContain('No leak');
    expect(view.futures).toHaveLength(5);
    expect(view.happened).toBeGreaterThan(5);
    expect(view.start.starts).toBeGreaterThan(5);
    expect(view.start.differing).toBeLessThan(1);
    expect(view.start.sentence).toContain(`warm-up of ${String(view.start.warmupBars)} bars`);
    expect(told.slice(-2)).toEqual([6, 6]);
    const all = leaksOfRun(start(LEAKS), { ...LEAKS, cuts: 1, bars: null }, () => undefined);
    expect(all).toMatchObject({ bars: 720, from: FIRST });
  });

  it('are kept with what they came to, luck and leaks beside each other', async () => {
    const leaks = await checkRun(start(LEAKS), () => undefined);
    const luck = await checkRun(start({ ...LUCK }, { at: 6_000 }), () => undefined);
    const store = openResearchStore(home);
    expect(store.checks()).toEqual([
      { run: ID, number: 1, kind: 'leaks', at: 5_000, engine: '1.2.3' },
      { run: ID, number: 1, kind: 'luck', at: 6_000, engine: '1.2.3' },
    ]);
    expect(store.check(ID, 'luck')?.ask).toEqual(LUCK);
    expect([store.check(ID, 'leaks'), store.check(ID, 'luck')].map((check) => viewOfCheck(check!))).toEqual([leaks, luck]);
    store.close();
  });

  it('weigh luck on threads of their own', async () => {
    const told: number[] = [];
    const view = await luckOfRun(start(LUCK), LUCK, (done) => told.push(done));
    expect(told.at(-1)).toBe(20);
    expect(view.paths.returns).toHaveLength(20);
    expect(view.paths.failed).toBe(0);
    // Two warm-ups of 21 bars.
    expect(view.paths.blockBars).toBe(42);
    expect(view.shuffled?.drawdowns).toHaveLength(1_000);
    expect(view.days?.sharpes).toHaveLength(1_000);
    expect(view.randomEntries).toBeGreaterThan(0);
    expect(view.sentence).toContain('20 markets made of blocks of 42');
  });

  it('refuse a run that is not kept, and bars that are others by now', async () => {
    expect(() => leaksOfRun(start(LEAKS, { id: 'run0000000000009' }), LEAKS, () => undefined)).toThrow('Run 1 has no report');
    await expect(luckOfRun(start(LUCK, { marketSeed: 8 }), LUCK, () => undefined)).rejects.toThrow(
      'holds other bars than when run 1 was made',
    );
  });

  it('take a perpetual for what it is, with the rates that were stored for it', async () => {
    const store = openFundingStore(home);
    const time = Float64Array.from({ length: 92 }, (_, i) => FIRST + i * 8 * HOUR_MS);
    store.write({
      venue: 'SIM',
      symbol: 'BTC/USD',
      time,
      rate: time.map((_, i) => (i % 5) * 1e-5),
      source: 'test',
      importedAt: 0,
      replace: false,
    });
    store.close();
    const request: RunRequest = { ...REQUEST, perpetual: { leverage: 2, direction: 'both', funding: { kind: 'stored' } } };
    const bars = researchBars({ request, marketSeed: 7, home });
    expect(bars.funding?.note).toMatchObject({ kind: 'stored', series: 'BTC/USD.SIM:funding' });
    const id = 'run0000000000002';
    const parts = { backtest, depthBacktest, costs: CONSERVATIVE, engine: '1.2.3', strategyHash: null, tell: () => undefined };
    keepRun(home, { ...new ResearchRun(request, bars, parts).play(2).kept, id, at: 2 });
    const leaks = leaksOfRun(start(LEAKS, { id, request }), LEAKS, () => undefined);
    expect(leaks).toMatchObject({ verdict: 'clean', leak: null });
    const luck = await luckOfRun(start(LUCK, { id, request }), LUCK, () => undefined);
    expect(luck.paths).toMatchObject({ failed: 0, blockBars: 42 });
    expect(new Set(luck.paths.returns).size).toBe(20);
    const late = { ...request, to: REQUEST.to + 30 * DAY_MS };
    expect(() => researchBars({ request: late, marketSeed: 7, home })).toThrow('do not lie within');
    const other = { ...request, instrument: 'ETH/USD.SIM' };
    expect(() => researchBars({ request: other, marketSeed: 7, home })).toThrow('no rates are stored');
  });
});
