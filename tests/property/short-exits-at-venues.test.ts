import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oppositeOf, type OrderIntent } from '../../src-shared/domain/order.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { ApprovedOrder } from '../../src-main/ports/approved-order.ts';
import type { ExecutionReport } from '../../src-main/ports/execution-venue.ts';
import type { VenueOrder, VenueRequest } from '../../src-main/ports/venue-orders.ts';
import {
  amend,
  BINANCE,
  clock,
  CONTRACT,
  filled,
  KRAKEN,
  open,
  order,
  placed,
  seen,
  sent,
  SYMBOL,
  tell,
  told,
  venue,
} from '../src-main/adapters/exchange-heard/wards-kit.ts';

/** What happens to the exits of ten lots at about 100; prices are those of the long's market, dollars. */
type Deed =
  | { readonly do: 'answer'; readonly how: 'yes' | 'no' | 'unknown' }
  | { readonly do: 'fill'; readonly which: number; readonly lots: number }
  | { readonly do: 'quote'; readonly bid: number }
  | { readonly do: 'amend'; readonly leg: number; readonly away: number }
  | { readonly do: 'cancel'; readonly leg: number }
  | { readonly do: 'wait'; readonly ms: number };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('answer' as const), how: fc.constantFrom('yes', 'yes', 'yes', 'no', 'unknown') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('fill' as const), which: fc.nat(3), lots: fc.integer({ min: 1, max: 10 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('quote' as const), bid: fc.integer({ min: 80, max: 120 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('amend' as const), leg: fc.nat(2), away: fc.integer({ min: 1, max: 15 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), leg: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(100, 1_001, 10_000) }) },
);

/** A stop at 90 and targets at 105 and 110 of ten lots, bought or sold short on the mirrored market, at a venue that answers as it is told. */
class Exits {
  readonly said: string[] = [];
  /** Lots of exits that have filled. */
  filled = 0;
  private readonly short: boolean;
  private readonly legs: readonly ApprovedOrder[];
  private readonly unanswered: VenueRequest[] = [];
  private readonly standing = new Map<string, { readonly order: VenueOrder; lots: number }>();
  private heard = 0;
  private trades = 0;
  private amendments = 0;

  constructor(short: boolean) {
    this.short = short;
    this.legs = [this.leg(90, 10), this.leg(105, 4), this.leg(110, 6)];
  }

  begin(): void {
    for (const each of [order({ side: this.short ? 'sell' : 'buy' }, 'entry'), ...this.legs]) venue.submit(each);
    clock.pass(1);
    const [first] = sent.splice(0);
    if (first?.kind !== 'place') throw new Error('the entry is placed first');
    placed(first.order);
    tell({ kind: 'fill', fill: filled(first.order, '0.01', 'entry') });
    this.read();
  }

  private leg(price: number, lots: number) {
    const ticks = this.mirrored(price) * 100;
    const stop = price < 100;
    const over: Partial<OrderIntent> = {
      ...{ side: this.short ? 'buy' : 'sell', reduceOnly: true, lots },
      ...(stop ? { type: 'stop', triggerTicks: ticks } : { type: 'limit', limitTicks: ticks }),
    };
    return order(over, stop ? 'stop' : 'target');
  }

  run(what: Deed): void {
    switch (what.do) {
      case 'answer':
        this.answer(what.how);
        break;
      case 'fill':
        this.fill(what.which, what.lots);
        break;
      case 'quote': {
        const [bid, ask] = this.short ? [200 - what.bid - 1, 200 - what.bid] : [what.bid, what.bid + 1];
        clock.pass(2_000);
        const prices = { bid: String(bid), bidSize: '1', ask: String(ask), askSize: '1' };
        venue.market.hear({ kind: 'quote', symbol: SYMBOL, ...prices }, clock.now());
        break;
      }
      case 'amend': {
        const leg = this.legs[what.leg]!;
        const ticks = this.mirrored(what.leg === 0 ? 100 - what.away : 100 + what.away) * 100;
        this.amendments += 1;
        amend(leg, this.amendments, what.leg === 0 ? { triggerTicks: ticks } : { limitTicks: ticks });
        break;
      }
      case 'cancel':
        venue.cancel(this.legs[what.leg]!.id, 'user');
        break;
      case 'wait':
        clock.pass(what.ms);
    }
    this.read();
  }

  private answer(how: 'yes' | 'no' | 'unknown'): void {
    const request = this.unanswered.shift();
    if (request === undefined) return;
    const at = clock.now();
    switch (request.kind) {
      case 'place':
      case 'replace':
      case 'place-pair': {
        const orders = request.kind === 'place-pair' ? [request.pair.stop, request.pair.target] : [request.order];
        const [{ id }] = orders as [VenueOrder];
        if (how === 'unknown') tell({ kind: 'unknown', id, problem: 'p' });
        else if (how === 'no') tell({ kind: 'refused', id, reason: 'venue', problem: 'p' });
        else {
          if (request.kind === 'replace') this.standing.delete(request.old.id);
          for (const each of orders) this.standing.set(each.id, { order: each, lots: 0 });
          placed(orders[0]!);
        }
        break;
      }
      case 'cancel': {
        const there = this.standing.get(request.id);
        if (how !== 'yes' || there === undefined) tell({ kind: 'cancel-refused', id: request.id, problem: 'p' });
        else {
          this.standing.delete(request.id);
          tell({ kind: 'cancel-taken', id: request.id });
          tell({ kind: 'order', order: seen(there.order, { state: 'cancelled', filled: size(there.lots) }) });
        }
        break;
      }
      case 'amend': {
        const there = this.standing.get(request.id);
        if (how !== 'yes' || there === undefined) tell({ kind: 'amend-refused', id: request.id, problem: 'p' });
        else {
          const order = { ...there.order, size: request.size ?? there.order.size, price: request.price, trigger: request.trigger };
          this.standing.set(request.id, { ...there, order });
          tell({ kind: 'amend-taken', id: request.id });
        }
        break;
      }
      case 'ask': {
        const there = this.standing.get(request.id);
        if (there === undefined) tell({ kind: 'absent', id: request.id, searched: [], time: at });
        else tell({ kind: 'found', order: seen(there.order, { filled: size(there.lots) }), fills: [] });
        break;
      }
      default:
        break;
    }
  }

  private fill(which: number, lots: number): void {
    const there = [...this.standing.values()][which % Math.max(1, this.standing.size)];
    if (there === undefined) return;
    const left = lotsOf(there.order.size) - there.lots;
    const taken = Math.min(left, lots);
    if (taken <= 0) return;
    this.trades += 1;
    this.filled += taken;
    there.lots += taken;
    tell({ kind: 'fill', fill: filled(there.order, size(taken), `t${String(this.trades)}`) });
    if (taken < left) return;
    this.standing.delete(there.order.id);
    tell({ kind: 'order', order: seen(there.order, { state: 'filled', filled: size(there.lots) }) });
  }

  private read(): void {
    this.said.push(...told().map((report) => this.reportText(report)));
    for (const request of sent.slice(this.heard)) {
      this.said.push(this.requestText(request));
      this.unanswered.push(request);
    }
    this.heard = sent.length;
  }

  private requestText(request: VenueRequest): string {
    switch (request.kind) {
      case 'place':
      case 'replace':
        return `${request.kind} ${this.orderText(request.order)}`;
      case 'place-pair':
        return `pair ${this.orderText(request.pair.stop)} ${this.orderText(request.pair.target)}`;
      case 'amend':
        return `amend ${request.id} ${String(request.size)} ${this.price(request.price ?? request.trigger)}`;
      case 'cancel':
      case 'ask':
        return `${request.kind} ${request.id}`;
      default:
        return request.kind;
    }
  }

  private orderText({ id, side, type, size: lots, price, trigger, timeInForce, reduceOnly }: VenueOrder): string {
    expect(reduceOnly).toBe(true);
    const own = this.short ? oppositeOf(side) : side;
    return `${id} ${own} ${type} ${String(lots)} ${this.price(price ?? trigger)} ${timeInForce}`;
  }

  private reportText(report: ExecutionReport): string {
    const what = report.kind === 'fill' ? String(report.fill.lots) : 'reason' in report ? (report.reason ?? '') : '';
    return `${report.kind} ${report.order} ${what}`;
  }

  private mirrored(price: number): number {
    return this.short ? 200 - price : price;
  }

  private price(text: string | null): string {
    if (text === null) return '-';
    return this.short ? Decimal.parse('200').sub(Decimal.parse(text)).toString() : text;
  }
}

function size(lots: number): string {
  return Decimal.of(BigInt(lots), 3).toString();
}

function lotsOf(text: string | null): number {
  return Math.round(Number(text) * 1_000);
}

function lived(short: boolean, exits: typeof BINANCE, deeds: readonly Deed[]): Exits {
  open(exits, CONTRACT);
  const all = new Exits(short);
  all.begin();
  for (const each of deeds) all.run(each);
  venue.close();
  return all;
}

describe('the exits of a short at a venue, on a mirrored market', () => {
  it.each([
    ['that takes pairs and puts orders in place of others', BINANCE],
    ['that changes orders where they stand', KRAKEN],
  ])('%s: are sent, moved, taken and ended by the very requests of a long', (_, exits) => {
    let requests = 0;
    let bought = 0;
    fc.assert(
      fc.property(fc.array(deed, { minLength: 5, maxLength: 40 }), (deeds) => {
        const long = lived(false, exits, deeds);
        const short = lived(true, exits, deeds);
        expect(short.said).toEqual(long.said);
        requests += short.said.length;
        bought += short.filled;
      }),
      { numRuns: 300 },
    );
    expect([requests > 2_000, bought > 300]).toEqual([true, true]);
  });
});
