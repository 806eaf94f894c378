import { describe, expect, it } from 'vitest';
import { rerunEvidence } from '../../../src-main/services/rerun-evidence.ts';
import { candleColumns } from '../../../src-shared/domain/candle.ts';
import type { RunRecord } from '../../../src-shared/domain/report.ts';
import type { ExecutedFill } from '../../../src-shared/domain/round-trips.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { storedRun } from '../../support/research-kit.ts';

const HOUR = 3_600_000;
const OPENS = [100, 101, 99, 104, 108, 103, 105, 110, 107, 111];

function bars() {
  const candles = candleColumns(OPENS.length);
  candles.time.set(OPENS.map((_, i) => i * HOUR));
  candles.open.set(OPENS);
  candles.close.set([...OPENS.slice(1), 111]);
  return candles;
}

/** One coin bought or sold a quarter of a second into a bar, at its open. */
function fill(side: 'buy' | 'sell', bar: number): ExecutedFill {
  return { time: bar * HOUR + 250, instrument: 0, origin: 'x-1', side, ticks: OPENS[bar]! * 100, lots: 1e8, fee: Decimal.ZERO };
}

function record(fills: readonly ExecutedFill[]): RunRecord {
  return {
    ...storedRun().record,
    start: Decimal.parse('1000'),
    from: 0,
    times: Float64Array.from(OPENS, (_, i) => (i + 1) * HOUR),
    equity: Float64Array.from(OPENS, (_, i) => 1_000 + 10 * i),
    fills,
    cash: Decimal.parse('1000'),
    lastClose: [111],
  };
}

const PLAN = { seed: 1, runs: 300 };

describe('what a run shows beside its returns', () => {
  it('catches what lay between the opens of entry and exit, and up to the last open where something is held', () => {
    const { entries } = rerunEvidence({ record: record([fill('buy', 2), fill('sell', 5), fill('buy', 8)]), candles: bars() }, PLAN);
    expect(entries!.caught).toBeCloseTo(Math.log(103 / 99) + Math.log(111 / 107), 12);
    expect(entries!.pValue).toBeGreaterThan(0);
  });

  it('counts a sale of what is not held as a holding downwards, and leaves out what began and ended in one bar', () => {
    const short = rerunEvidence(
      { record: record([fill('buy', 1), fill('sell', 1), fill('sell', 4), fill('buy', 5)]), candles: bars() },
      PLAN,
    );
    expect(short.entries!.caught).toBeCloseTo(-Math.log(103 / 108), 12);
  });

  it('shuffles returns on the equity before each entry', () => {
    // +4 on the starting money, then -5 on 1030 and +4 on 1060.
    const fills = [fill('buy', 0), fill('sell', 3), fill('buy', 4), fill('sell', 5), fill('buy', 7), fill('sell', 9)];
    const { shuffled } = rerunEvidence({ record: record(fills), candles: bars() }, PLAN);
    expect(shuffled!.asItWas).toBeCloseTo(5 / 1_030, 12);
    expect(shuffled).toMatchObject({ deeper: 0 });
    expect([shuffled!.median, shuffled!.deep].every((each) => Math.abs(each - 5 / 1_030) < 1e-12)).toBe(true);
  });

  it('has nothing to say of a run without a trade', () => {
    expect(rerunEvidence({ record: record([]), candles: bars() }, PLAN)).toEqual({ entries: null, shuffled: null });
    const held = rerunEvidence({ record: record([fill('buy', 3)]), candles: bars() }, PLAN);
    expect([held.entries === null, held.shuffled]).toEqual([false, null]);
  });
});
