import fc from 'fast-check';
import { expect, it } from 'vitest';
import { termsOf } from '../../src-shared/domain/order.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { MatchingCore } from '../../src-main/core/matching/matching-core.ts';
import type { MatchingState } from '../../src-main/core/matching/matching-state.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../src-main/ports/approved-order.ts';
import type { ExecutionReport } from '../../src-main/ports/execution-venue.ts';
import { costs, instrument, order } from '../src-main/core/matching/venue-fixture.ts';

const TRADED = instrument(0);
const price = fc.integer({ min: 9_900, max: 10_100 });
const side = fc.constantFrom('buy' as const, 'sell' as const);

const moment = fc.record({
  bid: price,
  print: fc.record({ ticks: price, lots: fc.integer({ min: 1, max: 5_000 }), aggressor: side }),
  send: fc.option(
    fc.record({
      side,
      type: fc.constantFrom('market' as const, 'limit' as const, 'stop' as const, 'trailing-stop' as const, 'take-profit' as const),
      lots: fc.integer({ min: 1, max: 6_000 }),
      ticks: price,
      life: fc.option(fc.integer({ min: 1, max: 30 })),
      group: fc.option(fc.constantFrom('entry' as const, 'stop' as const, 'target' as const)),
    }),
  ),
  amend: fc.option(fc.record({ order: fc.nat(20), lots: fc.integer({ min: 1, max: 9_000 }), ticks: price })),
  cancel: fc.option(fc.nat(20)),
});

type Moment = typeof moment extends fc.Arbitrary<infer Each> ? Each : never;

/** Decimals become text on the way, as in a file. */
function throughFile(state: MatchingState): MatchingState {
  const read = JSON.parse(JSON.stringify(state)) as MatchingState;
  return { ...read, orders: read.orders.map((saved, place) => ({ ...saved, order: state.orders[place]!.order })) };
}

/** Everything that is reported, with a new core that goes on from the state of the old one before the given moments. */
function reports(moments: readonly Moment[], turns: ReadonlySet<number>): string {
  const told: ExecutionReport[] = [];
  const open = (state?: MatchingState): MatchingCore =>
    new MatchingCore({
      instruments: [TRADED],
      costs: costs({ participation: 0.4, latencyMs: 3, takerFeeBps: 7.25, impact: 1 }),
      balances: new Map([
        ['USD', Decimal.parse('9000')],
        ['BTC', Decimal.parse('5')],
      ]),
      evidence: { dailyVolatility: () => 0.03, dailyVolume: () => 5_000, minuteVolume: () => 3, queueAhead: () => 300 },
      report: (report) => told.push(report),
      ...(state === undefined ? {} : { state }),
    });
  let core = open();
  const orders: ApprovedOrder[] = [];
  moments.forEach(({ bid, print, send, amend, cancel }, time) => {
    if (turns.has(time)) core = open(throughFile(core.save()));
    core.onQuote(0, bid, bid + 2);
    core.advance(time);
    core.onPrint({ instrument: 0, time, ...print });
    if (send !== null) {
      const { type, ticks, life, group, ...rest } = send;
      const one = order({
        ...rest,
        id: `s${orders.length}`,
        type,
        limitTicks: type === 'limit' ? ticks : null,
        triggerTicks: type === 'stop' || type === 'take-profit' ? ticks : null,
        trailTicks: type === 'trailing-stop' ? 40 : null,
        timeInForce: life === null ? 'gtc' : 'gtd',
        expiresAt: life === null ? null : time + life,
        // A bracket has one entry.
        group:
          group === null
            ? null
            : { id: 'g', role: group === 'entry' && orders.some((other) => other.group?.role === 'entry') ? 'stop' : group },
      });
      orders.push(one);
      core.submit(one, time);
    }
    const changed = amend === null ? undefined : orders[amend.order];
    if (amend !== null && changed !== undefined) {
      const terms = { ...termsOf(changed), lots: amend.lots, ...(changed.limitTicks === null ? {} : { limitTicks: amend.ticks }) };
      core.amend({ order: changed.id, number: time + 1, terms } as ApprovedAmendment, time);
    }
    if (cancel !== null) core.cancel(`s${cancel}` as ApprovedOrder['id'], 'user', time);
  });
  const known = orders.map(({ id }) => core.status(id));
  return JSON.stringify([told, known, core.balance('USD'), core.balance('BTC')]);
}

it('a core that goes on from what another one knew tells what that one would have told', () => {
  fc.assert(
    fc.property(
      fc.array(moment, { minLength: 5, maxLength: 60 }),
      fc.array(fc.nat(59), { minLength: 1, maxLength: 6 }),
      (moments, turns) => {
        expect(reports(moments, new Set(turns))).toBe(reports(moments, new Set()));
      },
    ),
    { numRuns: 300 },
  );
});
