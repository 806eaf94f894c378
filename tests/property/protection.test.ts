import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { termsOf, type OrderIntent, type OrderTerms } from '../../src-shared/domain/order.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { BarEvidence } from '../../src-main/core/matching/bar-evidence.ts';
import { MatchingCore } from '../../src-main/core/matching/matching-core.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../src-main/ports/approved-order.ts';
import type { ExecutionReport } from '../../src-main/ports/execution-venue.ts';
import { bars, costs, HOUR, instrument, order, type BarRow } from '../src-main/core/matching/venue-fixture.ts';

const TRADED = instrument(0);
const LOTS = 1_000;
const price = fc.integer({ min: 9_800, max: 10_200 });

/** What happens to a bracket, or to a held position with its legs, between two movements of the market. */
interface Change {
  readonly leg: number;
  readonly lots: number;
  readonly ticks: number;
  readonly trail: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  leg: fc.nat(4),
  lots: fc.integer({ min: 1, max: LOTS }),
  ticks: price,
  trail: fc.integer({ min: 1, max: 200 }),
});

interface Setup {
  readonly oco: boolean;
  readonly trailing: boolean;
  readonly profits: boolean;
  readonly limited: boolean;
  readonly stop: number;
  readonly trail: number;
  readonly targets: readonly { readonly ticks: number; readonly lots: number }[];
}

const setup: fc.Arbitrary<Setup> = fc.record({
  oco: fc.boolean(),
  trailing: fc.boolean(),
  profits: fc.boolean(),
  limited: fc.boolean(),
  stop: fc.integer({ min: 9_700, max: 10_000 }),
  trail: fc.integer({ min: 1, max: 200 }),
  targets: fc.array(fc.record({ ticks: fc.integer({ min: 10_000, max: 10_300 }), lots: fc.integer({ min: 1, max: 333 }) }), {
    maxLength: 3,
  }),
});

/** An entry, its stop and its targets; without a bracket the legs exclude each other and the entry stands alone. */
function ordersOf({ oco, trailing, profits, limited, stop, trail, targets }: Setup): readonly ApprovedOrder[] {
  const leg = (id: string, role: 'stop' | 'target', intent: Partial<OrderIntent>): ApprovedOrder =>
    order({ id, side: 'sell', reduceOnly: true, group: { id: 'g', role: oco ? 'oco' : role }, ...intent });
  const entry: Partial<OrderIntent> = limited ? { type: 'limit', limitTicks: 9_990 } : {};
  return [
    order({ id: 'entry', lots: LOTS, ...entry, group: oco ? null : { id: 'g', role: 'entry' } }),
    leg(
      'stop',
      'stop',
      trailing ? { type: 'trailing-stop', trailTicks: trail, lots: LOTS } : { type: 'stop', triggerTicks: stop, lots: LOTS },
    ),
    ...targets.map(({ ticks, lots }, place) =>
      leg(
        `target${place}`,
        'target',
        profits ? { type: 'take-profit', triggerTicks: ticks, lots } : { type: 'limit', limitTicks: ticks, lots },
      ),
    ),
  ];
}

/** The terms that a change asks for; those of the entry and the stop keep its size, so that what is filled can always be covered. */
function asked(one: ApprovedOrder, { lots, ticks, trail }: Change): OrderTerms {
  const terms = termsOf(one);
  if (one.type === 'trailing-stop') return { ...terms, trailTicks: trail };
  if (one.type === 'stop') return { ...terms, triggerTicks: ticks };
  if (one.id === 'entry') return { ...terms, limitTicks: one.limitTicks === null ? null : ticks };
  return one.type === 'limit' ? { ...terms, lots, limitTicks: ticks } : { ...terms, lots, triggerTicks: ticks };
}

/** A core that buys once and protects what it holds, and whether its laws held after every report. */
class Protected {
  readonly core: MatchingCore;
  readonly orders: readonly ApprovedOrder[];
  readonly evidence = new BarEvidence();
  private readonly reports: ExecutionReport[] = [];
  private readonly oco: boolean;
  private bought = 0;
  private sold = 0;
  private triggers: number[] = [];
  private readonly amendments = new Map<string, number>();

  constructor(given: Setup, participation: number, latencyMs = 0) {
    this.oco = given.oco;
    this.orders = ordersOf(given);
    this.core = new MatchingCore({
      instruments: [TRADED],
      costs: costs({ participation, latencyMs, takerFeeBps: 10 }),
      balances: new Map([['USD', Decimal.parse('1000000')]]),
      evidence: this.evidence,
      report: (report) => this.reports.push(report),
    });
  }

  /** Legs that exclude each other protect what is held, so they come once it is all bought. */
  send(time: number): void {
    for (const one of this.orders) if (!this.oco || one.id === 'entry') this.core.submit(one, time);
  }

  protect(time: number): void {
    const [entry, ...legs] = this.orders;
    if (this.oco && this.bought > 0 && this.core.status(entry!.id)?.state !== 'working')
      for (const leg of legs) this.core.submit(leg, time);
  }

  amend(what: Change, time: number): void {
    const one = this.orders[what.leg % this.orders.length];
    if (one === undefined || this.core.status(one.id) === null) return;
    const number = (this.amendments.get(one.id) ?? 0) + 1;
    this.amendments.set(one.id, number);
    this.core.amend({ order: one.id, number, terms: asked(one, what) } as ApprovedAmendment, time);
  }

  /** Reads what was told: never more sold than held; a trigger never moves down but by the holder's own hand. */
  read(): void {
    for (const report of this.reports.splice(0)) {
      if (report.kind === 'fill') {
        if (report.order === 'entry') this.bought += report.fill.lots;
        else this.sold += report.fill.lots;
        expect(this.sold).toBeLessThanOrEqual(this.bought);
      } else if (report.kind === 'amended' && report.order === 'stop') {
        this.triggers = report.terms.triggerTicks === null ? [] : [report.terms.triggerTicks];
      } else if (report.kind === 'trigger-moved') {
        expect(report.triggerTicks).toBeGreaterThan(this.triggers.at(-1) ?? 0);
        this.triggers.push(report.triggerTicks);
      }
    }
  }

  get held(): number {
    return this.bought - this.sold;
  }

  get stopWorks(): boolean {
    const stop = this.orders[1]!;
    return this.core.status(stop.id)?.state === 'working';
  }

  /** All that was held and not sold by a target is sold once the market falls through every stop. */
  expectCovered(): void {
    this.read();
    expect([this.held, this.stopWorks]).toEqual([0, false]);
    for (const one of this.orders) expect(this.core.status(one.id)?.state).not.toBe('working');
  }
}

const print = fc.record({
  ticks: price,
  lots: fc.integer({ min: 1, max: 1_500 }),
  aggressor: fc.constantFrom('buy' as const, 'sell' as const),
});

describe('protection on prints', () => {
  it('the stop covers exactly what is open after any interleaving of fills and amendments', () => {
    fc.assert(
      fc.property(
        setup,
        fc.array(fc.record({ print, change: fc.option(change) }), { minLength: 1, maxLength: 40 }),
        fc.constantFrom(1, 0.3),
        fc.constantFrom(0, 2),
        (given, moments, participation, latencyMs) => {
          const run = new Protected(given, participation, latencyMs);
          run.core.onQuote(0, 9_999, 10_001);
          run.send(0);
          let time = 0;
          for (const { print: traded, change: wanted } of moments) {
            time += 1;
            run.core.onQuote(0, traded.ticks - 1, traded.ticks + 1);
            run.core.advance(time);
            run.core.onPrint({ instrument: 0, time, ...traded });
            run.read();
            run.protect(time);
            if (wanted !== null) run.amend(wanted, time);
          }
          // An entry that has not filled by now is taken back; then the market falls through everything.
          run.core.cancel(run.orders[0]!.id, 'user', time);
          time += 10;
          run.core.advance(time);
          run.core.onQuote(0, 1, 2);
          for (let i = 0; i < 200; i += 1) {
            run.core.advance((time += 1));
            run.core.onPrint({ instrument: 0, time, ticks: 1, lots: 5_000, aggressor: 'sell' });
            run.read();
            run.protect(time);
          }
          if (run.held > 0 || run.core.status('stop' as ApprovedOrder['id']) !== null) run.expectCovered();
        },
      ),
      { numRuns: 400 },
    );
  });
});

const bar: fc.Arbitrary<BarRow> = fc
  .tuple(price, price, fc.nat(150), fc.nat(150), fc.nat(4_000))
  .map(([open, close, up, down, volume]) => [
    open / 100,
    (Math.max(open, close) + up) / 100,
    (Math.min(open, close) - down) / 100,
    close / 100,
    volume / 1_000,
  ]);

describe('protection on bars', () => {
  it('the stop covers exactly what is open after any interleaving of fills and amendments', () => {
    fc.assert(
      fc.property(
        setup,
        fc.array(fc.record({ bar, change: fc.option(change) }), { minLength: 2, maxLength: 25 }),
        fc.constantFrom(1, 0.3),
        fc.constantFrom(0, 250, HOUR / 2),
        (given, moments, participation, latencyMs) => {
          const crash = Array.from({ length: 20 }, (): BarRow => [0.5, 0.5, 0.01, 0.5, 1_000]);
          const columns = bars([...moments.map((moment) => moment.bar), ...crash]);
          const run = new Protected(given, participation, latencyMs);
          run.evidence.attach(0, HOUR, columns);
          for (let row = 0; row < columns.length; row += 1) {
            const opens = columns.time[row]!;
            if (row === 0) run.send(opens - 1);
            run.core.advance(opens);
            run.core.onOpen(0, HOUR, columns, row);
            run.core.advance(opens + HOUR - 1);
            run.core.onRange(0, HOUR, columns, row);
            run.read();
            run.protect(opens + HOUR);
            const wanted = moments[row]?.change ?? null;
            if (wanted !== null) run.amend(wanted, opens + HOUR);
            if (row === moments.length) run.core.cancel(run.orders[0]!.id, 'user', opens + HOUR);
          }
          if (run.held > 0 || run.core.status('stop' as ApprovedOrder['id']) !== null) run.expectCovered();
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('time', () => {
  const limited = fc.record({
    type: fc.constantFrom('market' as const, 'limit' as const, 'stop' as const, 'take-profit' as const, 'trailing-stop' as const),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    ticks: price,
    sentAt: fc.nat(20),
    life: fc.integer({ min: 1, max: 40 }),
    moved: fc.option(fc.integer({ min: 1, max: 60 })),
  });

  it('nothing fills at or after its instant, whether that was moved or not', () => {
    fc.assert(
      fc.property(
        fc.array(limited, { minLength: 1, maxLength: 8 }),
        fc.array(print, { minLength: 60, maxLength: 60 }),
        fc.nat(5),
        (all, prints, latencyMs) => {
          const reports: ExecutionReport[] = [];
          const core = new MatchingCore({
            instruments: [TRADED],
            costs: costs({ participation: 0.2, latencyMs }),
            balances: new Map([
              ['USD', Decimal.parse('1000000')],
              ['BTC', Decimal.parse('1000')],
            ]),
            evidence: new BarEvidence(),
            report: (report) => reports.push(report),
          });
          const orders = all.map(({ type, side, ticks, sentAt, life }, place) =>
            order({
              id: `o${place}`,
              type,
              side,
              lots: 4_000,
              limitTicks: type === 'limit' ? ticks : null,
              triggerTicks: type === 'stop' || type === 'take-profit' ? ticks : null,
              trailTicks: type === 'trailing-stop' ? 50 : null,
              timeInForce: 'gtd',
              expiresAt: sentAt + life,
            }),
          );
          const ends = new Map(orders.map(({ id, expiresAt }) => [id as string, expiresAt]));
          prints.forEach((traded, time) => {
            core.onQuote(0, traded.ticks - 1, traded.ticks + 1);
            core.advance(time);
            core.onPrint({ instrument: 0, time, ...traded });
            all.forEach(({ sentAt, moved }, place) => {
              const one = orders[place]!;
              if (sentAt === time) core.submit(one, time);
              if (moved === null || sentAt + 2 !== time) return;
              const terms = { ...termsOf(one), expiresAt: moved };
              core.amend({ order: one.id, number: 1, terms } as ApprovedAmendment, time);
            });
          });
          for (const report of reports) {
            if (report.kind === 'amended') ends.set(report.order, report.terms.expiresAt);
            if (report.kind === 'fill') expect(report.fill.time).toBeLessThan(ends.get(report.order)!);
          }
          for (const { id } of orders) {
            const status = core.status(id);
            if (status?.state === 'working') expect(ends.get(id)).toBeGreaterThan(prints.length - 1);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
