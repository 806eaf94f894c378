import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CostProfile } from '../../src-shared/domain/costs.ts';
import type { OrderIntent } from '../../src-shared/domain/order.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';
import { BarEvidence } from '../../src-main/core/matching/bar-evidence.ts';
import { MatchingCore } from '../../src-main/core/matching/matching-core.ts';
import type { ApprovedOrder } from '../../src-main/ports/approved-order.ts';
import type { ExecutionReport } from '../../src-main/ports/execution-venue.ts';
import { bars, costs, HOUR, instrument, order, type BarRow } from '../src-main/core/matching/venue-fixture.ts';

const INSTRUMENTS = [instrument(0), instrument(1)];
const START_MONEY = { USD: '20000', BTC: '20', ETH: '5' };

const bar: fc.Arbitrary<BarRow> = fc
  .tuple(fc.integer({ min: 9_000, max: 11_000 }), fc.integer({ min: 9_000, max: 11_000 }), fc.nat(400), fc.nat(400), fc.nat(40_000))
  .map(([open, close, up, down, volume]) => {
    const high = Math.max(open, close) + up;
    const low = Math.min(open, close) - down;
    return [open / 100, high / 100, low / 100, close / 100, volume / 1_000];
  });

const costProfile: fc.Arbitrary<Partial<CostProfile>> = fc.record({
  takerFeeBps: fc.constantFrom(0, 10, 7.25),
  makerFeeBps: fc.constantFrom(0, 8, -1),
  halfSpreadBps: fc.constantFrom(0, 1, 20),
  slippageBps: fc.constantFrom(0, 3),
  impact: fc.constantFrom(0, 1),
  participation: fc.constantFrom(1, 0.1, 0.333),
  latencyMs: fc.constantFrom(0, 250, 4_000_000),
});

interface Step {
  readonly row: number;
  readonly cancels: number | null;
  readonly orders: readonly Partial<OrderIntent>[];
}

const price = fc.integer({ min: 8_800, max: 11_200 });
const single: fc.Arbitrary<Partial<OrderIntent>> = fc
  .record({
    instrument: fc.constantFrom(0, 1),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    kind: fc.constantFrom('market', 'amount', 'limit', 'stop', 'stop-limit'),
    lots: fc.integer({ min: 1, max: 30_000 }),
    limit: price,
    trigger: price,
    timeInForce: fc.constantFrom('gtc' as const, 'gtc' as const, 'ioc' as const, 'fok' as const),
    postOnly: fc.boolean(),
    reduceOnly: fc.boolean(),
  })
  .map(({ kind, limit, trigger, postOnly, lots, ...rest }) => ({
    ...rest,
    type: kind === 'amount' ? ('market' as const) : (kind as OrderIntent['type']),
    lots: kind === 'amount' ? 0 : lots,
    quoteAmount: kind === 'amount' ? Decimal.of(BigInt(lots * 7), 1) : null,
    limitTicks: kind.endsWith('limit') ? limit : null,
    triggerTicks: kind.startsWith('stop') ? trigger : null,
    postOnly: postOnly && kind === 'limit',
  }));

/** A bracket of a buy, or an OCO pair of a buy below and a stop above. */
const grouped: fc.Arbitrary<readonly Partial<OrderIntent>[]> = fc
  .record({
    id: fc.uuid(),
    lots: fc.integer({ min: 1, max: 20_000 }),
    at: price,
    away: fc.integer({ min: 1, max: 900 }),
    oco: fc.boolean(),
    limited: fc.boolean(),
  })
  .map(({ id, lots, at, away, oco, limited }) => {
    if (oco) {
      const group = { id, role: 'oco' as const };
      return [
        { type: 'limit', limitTicks: at - away, lots, group },
        { type: 'stop', triggerTicks: at + away, lots, group },
      ];
    }
    return [
      { type: limited ? 'limit' : 'market', limitTicks: limited ? at : null, lots, group: { id, role: 'entry' } },
      { side: 'sell', type: 'stop', triggerTicks: at - away, lots, reduceOnly: true, group: { id, role: 'stop' } },
      { side: 'sell', type: 'limit', limitTicks: at + away, lots, reduceOnly: true, group: { id, role: 'target' } },
    ];
  });

const scenario = fc.record({
  rows: fc.tuple(fc.array(bar, { minLength: 12, maxLength: 30 }), fc.array(bar, { minLength: 12, maxLength: 30 })),
  profile: costProfile,
  steps: fc.array(
    fc.record({
      row: fc.nat(20),
      cancels: fc.option(fc.nat(12)),
      orders: fc.oneof(fc.array(single, { maxLength: 3 }), grouped),
    }) satisfies fc.Arbitrary<Step>,
    { maxLength: 12 },
  ),
});

interface Told {
  readonly report: ExecutionReport;
  readonly instrument: number;
  readonly bar: BarRow;
}

interface Outcome {
  readonly told: readonly Told[];
  readonly orders: ReadonlyMap<string, ApprovedOrder>;
  readonly core: MatchingCore;
}

interface Scenario {
  readonly rows: readonly (readonly BarRow[])[];
  readonly profile: Partial<CostProfile>;
  readonly steps: readonly Step[];
}

/** Plays bars through a core in the stated order of time. */
function play({ rows, profile, steps }: Scenario, repeats = 0): Outcome {
  const told: Told[] = [];
  const orders = new Map<string, ApprovedOrder>();
  const evidence = new BarEvidence();
  const columns = rows.map((part) => bars(part));
  columns.forEach((part, index) => evidence.attach(index, HOUR, part));
  let row = 0;
  const core = new MatchingCore({
    instruments: INSTRUMENTS,
    costs: costs(profile),
    balances: new Map(Object.entries(START_MONEY).map(([asset, text]) => [asset, Decimal.parse(text)])),
    evidence,
    report: (report, index) => told.push({ report, instrument: index, bar: rows[index]![row]! }),
  });
  const length = Math.min(...columns.map((part) => part.length));
  let count = 0;
  for (; row < length; row += 1) {
    const opens = columns[0]!.time[row]!;
    core.advance(opens);
    columns.forEach((part, index) => core.onOpen(index, HOUR, part, row));
    core.advance(opens + HOUR - 1);
    columns.forEach((part, index) => core.onRange(index, HOUR, part, row));
    for (const step of steps) {
      if (step.row !== row) continue;
      for (const intent of step.orders) {
        count += 1;
        const one = order({ id: `p${count}`, ...intent });
        orders.set(one.id, one);
        for (let times = 0; times <= repeats; times += 1) core.submit(one, opens + HOUR);
      }
      if (step.cancels !== null) core.cancel(`p${step.cancels}` as ClientOrderId, 'user', opens + HOUR);
    }
  }
  return { told, orders, core };
}

/** Money and coins as the fills alone tell them; never negative on the way. */
function bookFills({ told, orders }: Outcome): Map<string, Decimal> {
  const held = new Map(Object.entries(START_MONEY).map(([asset, text]) => [asset, Decimal.parse(text)]));
  const add = (asset: string, amount: Decimal): void => {
    const sum = held.get(asset)!.add(amount);
    expect(sum.sign()).toBeGreaterThanOrEqual(0);
    held.set(asset, sum);
  };
  for (const { report } of told) {
    if (report.kind !== 'fill') continue;
    const { side, instrument: index } = orders.get(report.order)!;
    const traded = INSTRUMENTS[index]!;
    const value = traded.notional(report.fill.ticks, report.fill.lots);
    add('USD', (side === 'buy' ? value.neg() : value).sub(report.fill.fee));
    add(traded.spec.base, traded.sizeOf(side === 'buy' ? report.fill.lots : -report.fill.lots));
  }
  return held;
}

describe('matching on bars', () => {
  it('keeps every balance exact and never negative', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const outcome = play(given);
        for (const [asset, amount] of bookFills(outcome)) expect(outcome.core.balance(asset).toString()).toBe(amount.toString());
      }),
      { numRuns: 400 },
    );
  });

  it('fills no more than was ordered, ends each order once, and says what is left', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const { told, orders, core } = play(given);
        for (const one of orders.values()) {
          const own = told.filter(({ report }) => report.order === one.id).map(({ report }) => report);
          const fills = own.flatMap((report) => (report.kind === 'fill' ? [report] : []));
          const lots = fills.reduce((sum, report) => sum + report.fill.lots, 0);
          const traded = INSTRUMENTS[one.instrument]!;
          if (one.quoteAmount === null) expect(lots).toBeLessThanOrEqual(one.lots);
          else {
            const spent = fills.reduce(
              (sum, { fill }) => sum.add(traded.notional(fill.ticks, fill.lots)).add(one.side === 'buy' ? fill.fee : Decimal.ZERO),
              Decimal.ZERO,
            );
            expect(spent.compare(one.quoteAmount)).toBeLessThanOrEqual(0);
          }
          const ends = own.filter(
            (report) => report.kind === 'cancelled' || report.kind === 'rejected' || (report.kind === 'fill' && report.remaining === 0),
          );
          const state = core.status(one.id)?.state;
          expect(ends).toHaveLength(state === 'working' ? 0 : 1);
          expect(fills.map(({ fill }) => fill.id)).toEqual(fills.map((_, i) => `${one.id}-${i + 1}`));
          expect(core.status(one.id)?.fills).toEqual(fills.map(({ fill }) => fill));
        }
        for (const one of orders.values()) {
          if (one.group === null || one.group.role === 'entry') continue;
          const members = [...orders.values()].filter((other) => other.group?.id === one.group?.id);
          const filled = (role: boolean): number =>
            told.reduce((sum, { report }) => {
              const owner = members.find(({ id }) => id === report.order);
              return report.kind === 'fill' && owner !== undefined && (owner.group?.role === 'entry') === role
                ? sum + report.fill.lots
                : sum;
            }, 0);
          expect(filled(false)).toBeLessThanOrEqual(one.group.role === 'oco' ? one.lots : filled(true));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never fills beyond a limit, better than the bar, or more of a bar than its share', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const { told, orders } = play(given);
        const shares = new Map<string, number>();
        for (const { report, bar: row } of told) {
          if (report.kind !== 'fill' || row === null) continue;
          const { fill } = report;
          const one = orders.get(report.order)!;
          const [, high, low, , volume] = row;
          if (one.limitTicks !== null) expect(one.side === 'buy' ? fill.ticks <= one.limitTicks : fill.ticks >= one.limitTicks).toBe(true);
          if (fill.liquidity === 'maker') expect(fill.ticks).toBe(one.limitTicks);
          else if (one.side === 'buy') expect(fill.ticks).toBeGreaterThanOrEqual(Math.round(low * 100));
          else expect(fill.ticks).toBeLessThanOrEqual(Math.round(high * 100));
          const worst = 1 + ((given.profile.halfSpreadBps ?? 0) + (given.profile.slippageBps ?? 0)) / 10_000;
          const plain = given.profile.impact === 0 && given.profile.latencyMs === 0;
          if (plain && fill.liquidity === 'taker') {
            expect(fill.ticks).toBeLessThanOrEqual(Math.ceil(high * 100 * worst + 1e-6));
            expect(fill.ticks).toBeGreaterThanOrEqual(Math.floor(low * 100 * (2 - worst) - 1e-6));
          }
          const key = `${report.order} ${JSON.stringify(row)}`;
          shares.set(key, (shares.get(key) ?? 0) + fill.lots);
          expect(shares.get(key)).toBeLessThanOrEqual(Math.floor(volume * 1_000 * (given.profile.participation ?? 1) + 1e-6));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same bytes for the same inputs, and counts an id once', () => {
    fc.assert(
      fc.property(scenario, (given) => {
        expect(JSON.stringify(play(given, 1).told)).toBe(JSON.stringify(play(given).told));
      }),
      { numRuns: 50 },
    );
  });
});
