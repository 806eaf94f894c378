import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { MatchingCore } from '../../src-main/core/matching/matching-core.ts';
import type { ApprovedOrder } from '../../src-main/ports/approved-order.ts';
import type { ExecutionReport } from '../../src-main/ports/execution-venue.ts';
import { costs, instrument, order } from '../src-main/core/matching/venue-fixture.ts';

const TRADED = instrument(0);
const side = fc.constantFrom('buy' as const, 'sell' as const);
const price = fc.integer({ min: 9_900, max: 10_100 });

/** One millisecond of the market: a quote, a print, and what is sent. */
const moment = fc.record({
  bid: price,
  spread: fc.integer({ min: 1, max: 5 }),
  print: fc.record({ ticks: price, lots: fc.integer({ min: 1, max: 5_000 }), aggressor: side }),
  send: fc.option(
    fc.record({
      side,
      kind: fc.constantFrom('market', 'limit', 'stop', 'stop-limit'),
      lots: fc.integer({ min: 1, max: 6_000 }),
      limit: price,
      trigger: price,
      timeInForce: fc.constantFrom('gtc' as const, 'gtc' as const, 'ioc' as const, 'fok' as const),
      reduceOnly: fc.boolean(),
    }),
  ),
  cancel: fc.option(fc.nat(20)),
});

const scenario = fc.record({
  moments: fc.array(moment, { minLength: 5, maxLength: 60 }),
  participation: fc.constantFrom(1, 0.25),
  latencyMs: fc.constantFrom(0, 3),
  queue: fc.constantFrom(0, 700),
});

describe('matching on quotes and prints', () => {
  it('keeps balances exact and never negative, fills no more than ordered and never beyond a limit', () => {
    fc.assert(
      fc.property(scenario, ({ moments, participation, latencyMs, queue }) => {
        const reports: ExecutionReport[] = [];
        const orders = new Map<string, ApprovedOrder>();
        const core = new MatchingCore({
          instruments: [TRADED],
          costs: costs({ participation, latencyMs, takerFeeBps: 7.25, makerFeeBps: 3, slippageBps: 2, impact: 1 }),
          balances: new Map([
            ['USD', Decimal.parse('900')],
            ['BTC', Decimal.parse('5')],
          ]),
          evidence: { dailyVolatility: () => 0.03, dailyVolume: () => 5_000, minuteVolume: () => 3, queueAhead: () => queue },
          report: (report) => reports.push(report),
        });
        moments.forEach(({ bid, spread, print, send, cancel }, time) => {
          core.onQuote(0, bid, bid + spread);
          core.advance(time);
          core.onPrint({ instrument: 0, time, ...print });
          if (send !== null) {
            const { kind, limit, trigger, ...rest } = send;
            const one = order({
              ...rest,
              id: `t${orders.size}`,
              type: kind as 'market',
              limitTicks: kind.endsWith('limit') ? limit : null,
              triggerTicks: kind.startsWith('stop') ? trigger : null,
            });
            orders.set(one.id, one);
            core.submit(one, time);
          }
          if (cancel !== null) core.cancel(`t${cancel}` as ApprovedOrder['id'], 'user', time);
        });

        let usd = Decimal.parse('900');
        let coins = Decimal.parse('5');
        const filled = new Map<string, number>();
        for (const report of reports) {
          if (report.kind !== 'fill') continue;
          const one = orders.get(report.order)!;
          const { ticks, lots, fee } = report.fill;
          const value = TRADED.notional(ticks, lots);
          usd = usd.add(one.side === 'buy' ? value.neg() : value).sub(fee);
          coins = coins.add(TRADED.sizeOf(one.side === 'buy' ? lots : -lots));
          expect(usd.sign()).toBeGreaterThanOrEqual(0);
          expect(coins.sign()).toBeGreaterThanOrEqual(0);
          filled.set(one.id, (filled.get(one.id) ?? 0) + lots);
          expect(report.remaining).toBe(one.lots - filled.get(one.id)!);
          if (one.limitTicks !== null) expect(one.side === 'buy' ? ticks <= one.limitTicks : ticks >= one.limitTicks).toBe(true);
        }
        expect([core.balance('USD').toString(), core.balance('BTC').toString()]).toEqual([usd.toString(), coins.toString()]);
      }),
      { numRuns: 400 },
    );
  });
});
