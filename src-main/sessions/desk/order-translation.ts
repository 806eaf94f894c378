import type { OrderChange, OrderRequest } from '../../../src-shared/contract/orders.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { oppositeOf, type OrderIntent, type OrderTerms } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { targetLots } from '../../core/engine/protections.ts';

/** What a person asked for, in ticks and lots: one intent, or an entry followed by its legs. Nothing is rounded; what does not lie on tick or lot is a fault. */
export function intentsOf(request: OrderRequest, instrument: Instrument, group: string): readonly OrderIntent[] {
  const { bracket } = request;
  const entry: OrderIntent = {
    instrument: instrument.index,
    side: request.side,
    type: request.type,
    lots: 'base' in request.quantity ? lotsOf(request.quantity.base, instrument) : 0,
    quoteAmount: 'quote' in request.quantity ? Decimal.parse(request.quantity.quote) : null,
    limitTicks: request.price === undefined || request.type === 'market' ? null : orderTicksOf(request.price, instrument),
    triggerTicks: request.trigger === undefined ? null : orderTicksOf(request.trigger, instrument),
    trailTicks: request.trail === undefined ? null : ticksOf(request.trail, instrument),
    timeInForce: request.timeInForce,
    expiresAt: request.expiresAt ?? null,
    postOnly: request.postOnly,
    reduceOnly: request.reduceOnly,
    group: bracket === undefined ? null : { id: group, role: 'entry' },
  };
  if (bracket === undefined) return [entry];
  if (entry.quoteAmount !== null) throw new Fault('order.not-offered', { feature: 'A bracket on an order by quote amount' });
  const leg = legOf(entry, group);
  const sizes = targetLots(bracket.targets, entry.lots);
  const targets = bracket.targets.map(({ price }, place) => leg('target', orderTicksOf(price, instrument), sizes[place] ?? 0));
  return [entry, leg('stop', orderTicksOf(bracket.stop, instrument), entry.lots), ...targets];
}

function legOf(entry: OrderIntent, group: string): (role: 'stop' | 'target', ticks: number, lots: number) => OrderIntent {
  return (role, ticks, lots) => ({
    ...entry,
    side: oppositeOf(entry.side),
    type: role === 'stop' ? 'stop' : 'limit',
    lots,
    limitTicks: role === 'stop' ? null : ticks,
    triggerTicks: role === 'stop' ? ticks : null,
    trailTicks: null,
    timeInForce: 'gtc',
    expiresAt: null,
    postOnly: false,
    reduceOnly: true,
    group: { id: group, role },
  });
}

/** Other terms in ticks and lots; what was not given is left out. */
export function termsOfChange({ price, trigger, trail, size, expiresAt }: OrderChange, instrument: Instrument): Partial<OrderTerms> {
  return {
    ...(price === undefined ? {} : { limitTicks: orderTicksOf(price, instrument) }),
    ...(trigger === undefined ? {} : { triggerTicks: orderTicksOf(trigger, instrument) }),
    ...(trail === undefined ? {} : { trailTicks: ticksOf(trail, instrument) }),
    ...(size === undefined ? {} : { lots: lotsOf(size, instrument) }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/** A price in whole ticks. Fails with `order.off-tick`. */
export function ticksOf(price: string, instrument: Instrument): number {
  const ticks = instrument.ticksOf(Decimal.parse(price));
  if (ticks === null || ticks <= 0) throw new Fault('order.off-tick', { tick: instrument.spec.tick, price });
  return ticks;
}

/** The price of an order, or the one that it waits for, of as many figures as its venue takes. Fails with `order.off-tick`. */
export function orderTicksOf(price: string, instrument: Instrument): number {
  const ticks = ticksOf(price, instrument);
  const step = instrument.orderStep(ticks);
  if (ticks % step !== 0) throw new Fault('order.off-tick', { tick: instrument.priceOf(step).toString(), price });
  return ticks;
}

function lotsOf(size: string, instrument: Instrument): number {
  const lots = instrument.lotsOf(Decimal.parse(size));
  if (lots === null || lots <= 0) throw new Fault('order.off-lot', { lot: instrument.spec.engineLot, size });
  return lots;
}
