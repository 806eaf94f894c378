import { describe, expect, it } from 'vitest';
import { chooseStrategy, findStrategy } from '../../../../src-main/core/strategies/catalog.ts';
import { HedgeFit } from '../../../../src-main/core/strategies/building/hedge-fit.ts';
import type { PairDesk, PairPhase } from '../../../../src-main/core/strategies/building/pair-strategy.ts';
import { completeParameters } from '../../../../src-main/core/strategies/parameters.ts';
import { pairProblem } from '../../../../src-main/core/strategies/building/pair-problem.ts';
import { isSignalCode, signalSentence } from '../../../../src-shared/domain/signals.ts';
import type { StrategyParameters } from '../../../../src-shared/domain/strategy-spec.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { unwrap } from '../../../../src-shared/kernel/result.ts';
import { spec } from '../risk/desk-of-one.ts';
import { naivePairs, naiveLine } from '../../../support/naive-pairs.ts';

/** Does at once what it is asked to, and writes it down. */
class AskedDesk implements PairDesk {
  readonly symbols = ['A', 'B'] as const;
  phase: PairPhase = 'flat';
  refuses = false;
  row = 0;
  readonly deeds: string[] = [];
  readonly said: string[] = [];

  enter(way: 'long' | 'short', ratio: number): boolean {
    this.deeds.push(`${this.row} ${way} ${ratio.toFixed(6)}`);
    if (!this.refuses) this.phase = 'held';
    return !this.refuses;
  }
  leave(): void {
    this.deeds.push(`${this.row} out`);
    this.phase = 'flat';
  }
  signal(code: string, details: Parameters<PairDesk['signal']>[1]): void {
    expect(isSignalCode(code)).toBe(true);
    this.said.push(`${code.slice(6)}: ${signalSentence(code, details)}`);
  }
}

const PAIRS = findStrategy('pairs')!;

function made(parameters: StrategyParameters) {
  return PAIRS.createPair!(unwrap(completeParameters(PAIRS, parameters)));
}

/** Two series that share a wandering trend and part by what comes back. */
function related(seed: number, length: number): readonly (readonly [number, number])[] {
  const random = new Sfc32(seed);
  let trend = Math.log(2_000);
  let spread = 0;
  return Array.from({ length }, () => {
    trend += 0.01 * random.normal();
    spread = 0.9 * spread + 0.008 * random.normal();
    return [Math.exp(0.7 * trend + 1 + spread), Math.exp(trend)] as const;
  });
}

describe('the line through two series', () => {
  it('is the one of a worked example: x 0 1 2, y 1 3 4 is 7/6 + 3/2 x, residuals -1/6 1/3 -1/6', () => {
    const fit = new HedgeFit(3);
    for (const [y, x] of [
      [9, 7],
      [1, 0],
      [3, 1],
      [4, 2],
    ])
      fit.take(Float64Array.of(Math.exp(y!), Math.exp(x!)));
    expect(fit.slope).toBeCloseTo(1.5, 12);
    expect(fit.intercept).toBeCloseTo(7 / 6, 12);
    expect(fit.deviation).toBeCloseTo(Math.sqrt(1 / 6), 12);
    expect(fit.z).toBeCloseTo(-1 / 6 / Math.sqrt(1 / 6), 12);
  });

  it('is that of the normal equations at every bar, and nothing before its window is full', () => {
    const fit = new HedgeFit(40);
    const pairs = related(3, 300);
    pairs.forEach(([a, b], row) => {
      fit.take(Float64Array.of(a, b));
      if (row < 39) {
        expect(fit.z).toBeNaN();
        return;
      }
      const line = naiveLine(pairs.slice(row - 39, row + 1));
      expect(fit.slope).toBeCloseTo(line.slope, 8);
      expect(fit.intercept).toBeCloseTo(line.intercept, 7);
      expect(fit.z).toBeCloseTo(line.z, 7);
    });
  });

  it('is none where the second did not move, and has no deviation where both move as one', () => {
    const still = new HedgeFit(10);
    const same = new HedgeFit(10);
    for (let i = 0; i < 20; i += 1) {
      still.take(Float64Array.of(100 + (i % 3), 50));
      same.take(Float64Array.of(100 + (i % 3), 200 + 2 * (i % 3)));
    }
    expect(still.z).toBeNaN();
    expect(same.slope).toBeCloseTo(1, 9);
    expect(same.z).toBeNaN();
  });
});

describe('pairs', () => {
  it.each([
    { bars: 30, entry: 1.5, exit: 0.3, stop: 2.5, hold: 12 },
    { bars: 20, entry: 1, exit: 0, stop: 4, hold: 200 },
    { bars: 60, entry: 2, exit: 0.5, stop: 2.2, hold: 5 },
  ])('goes in and out where a separate reckoning does: %j', (settings) => {
    const closes = related(11, 900);
    const strategy = made(settings);
    const desk = new AskedDesk();
    closes.forEach(([a, b], row) => {
      desk.row = row;
      strategy.onPair(Float64Array.of(a, b), desk);
    });
    expect(desk.deeds).toEqual(naivePairs(closes, settings));
    expect(desk.deeds.length).toBeGreaterThan(20);
  });

  it('says why, with the figures of the moment', () => {
    const strategy = made({ bars: 30, entry: 1.5, exit: 0.3, stop: 2.5, hold: 12 });
    const desk = new AskedDesk();
    for (const [a, b] of related(11, 900)) strategy.onPair(Float64Array.of(a, b), desk);
    const kinds = new Set(desk.said.map((sentence) => sentence.split(':')[0]));
    expect(kinds).toEqual(new Set(['long', 'short', 'back', 'stopped', 'expired']));
    expect(desk.said.find((each) => each.startsWith('long'))).toMatch(
      /^long: Spread \d\.\d+ deviations under its mean: bought A, sold 0\.\d+ times its value of B short$/u,
    );
    expect(desk.said.find((each) => each.startsWith('expired'))).toMatch(/^expired: Held for 12 bars, spread at -?\d\.?\d* deviations/u);
  });

  it('asks once and waits for the spread to come back where it was refused', () => {
    const settings = { bars: 30, entry: 1.5, exit: 0.3, stop: 2.5, hold: 12 };
    const strategy = made(settings);
    const desk = new AskedDesk();
    desk.refuses = true;
    const closes = related(11, 900);
    closes.forEach(([a, b], row) => {
      desk.row = row;
      strategy.onPair(Float64Array.of(a, b), desk);
    });
    const rows = desk.deeds.map((deed) => Number(deed.split(' ')[0]));
    expect(rows.length).toBeGreaterThan(5);
    for (let i = 1; i < rows.length; i += 1) {
      const between = closes
        .slice(0, rows[i])
        .map((_, row) => (row <= rows[i - 1]! ? 9 : Math.abs(naiveLine(closes.slice(row - 29, row + 1)).z)));
      expect(between.some((z) => z < settings.entry)).toBe(true);
    }
    expect(desk.said).toEqual([]);
  });

  it('is no pair where the line falls', () => {
    const strategy = made({ bars: 200, entry: 0.5, exit: 0, stop: 9, hold: 5 });
    const desk = new AskedDesk();
    for (const [a, b] of related(5, 900)) strategy.onPair(Float64Array.of(a, 1e6 / b), desk);
    expect(desk.deeds).toEqual([]);
  });

  it('refuses parameters that do not fit, and to be made for one instrument or on spot', () => {
    expect(PAIRS.conflict?.({ entry: 2, exit: 2, stop: 4 })).toMatchObject({ parameter: 'exit' });
    expect(PAIRS.conflict?.({ entry: 2, exit: 1, stop: 2 })).toMatchObject({ parameter: 'stop' });
    expect(PAIRS.conflict?.({ entry: 2, exit: 1, stop: 3 })).toBeNull();
    expect(PAIRS.warmupBars({ bars: 50 })).toBe(50);
    expect(() => PAIRS.create({}, spec('BTC') as never)).toThrow(/needs the second one/u);
    expect(chooseStrategy('pairs', {}).ok).toBe(false);
    const [btc, eth] = [spec('BTC', { kind: 'perpetual' }), spec('ETH', { kind: 'perpetual' })];
    expect(pairProblem(btc, eth)).toBeNull();
    expect(pairProblem(btc, btc)).toBe('both are BTC/USD.SIM.');
    expect(pairProblem(btc, spec('ETH'))).toMatch(/^ETH\/USD\.SIM is spot, and one of the two is always held short/u);
  });
});
