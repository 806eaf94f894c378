import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dailyReturns } from '../../../../src-shared/domain/daily-returns.ts';
import type { EquityCurve } from '../../../../src-shared/domain/metric.ts';
import { METRICS } from '../../../../src-shared/domain/metrics/catalog.ts';
import type { RoundTrip } from '../../../../src-shared/domain/round-trips.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';

interface Example {
  readonly metric: string;
  readonly start: number;
  readonly from: string;
  readonly closes: Readonly<Record<string, number>>;
  readonly trips?: readonly (readonly [string, string | null, number])[];
  readonly bought?: number;
  readonly sold?: number;
  readonly value: number;
}

const page = readFileSync(join(import.meta.dirname, '../../../../docs/metrics.md'), 'utf8');
const examples = [...page.matchAll(/```json\n(.*?)```/gsu)].map((match) => JSON.parse(match[1]!) as Example);

function tripOf([entry, exit]: readonly [string, string | null, number]): RoundTrip {
  return {
    instrument: 0,
    origin: 'example',
    side: 'buy',
    entryTime: Date.parse(entry),
    exitTime: exit === null ? null : Date.parse(exit),
    lots: 1,
    openLots: exit === null ? 1 : 0,
    entryValue: Decimal.ONE,
    exitValue: Decimal.ONE,
    fee: Decimal.ZERO,
    funding: Decimal.ZERO,
    liquidated: false,
  };
}

describe('docs/metrics.md', () => {
  it('has one example of every metric, and no other', () => {
    expect(examples.map((example) => example.metric).sort()).toEqual(METRICS.map((metric) => metric.id).sort());
  });

  it.each(METRICS.map((metric) => [metric.id, metric] as const))('%s: defined as the program says', (_, metric) => {
    expect(page.replace(/\s+/gu, ' ')).toContain(`## ${metric.label} (\`${metric.id}\`) ${metric.definition} Source:`);
  });

  it.each(examples.map((example) => [example.metric, example] as const))('%s: the worked example', (id, example) => {
    const curve: EquityCurve = {
      start: example.start,
      from: Date.parse(example.from),
      times: Float64Array.from(Object.keys(example.closes).map((day) => Date.parse(day))),
      equity: Float64Array.from(Object.values(example.closes)),
    };
    const trips = example.trips ?? [];
    const result = METRICS.find((metric) => metric.id === id)!.compute({
      curve,
      dailyReturns: dailyReturns(curve),
      trips: trips.map(tripOf),
      profits: trips.filter(([, exit]) => exit !== null).map(([, , profit]) => profit),
      bought: example.bought ?? 0,
      sold: example.sold ?? 0,
    });
    expect(result.value).toBeCloseTo(example.value, 7);
  });
});
