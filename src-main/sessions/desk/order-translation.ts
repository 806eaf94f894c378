import type { OrderRequest } from '../../../src-shared/contract/orders.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { oppositeOf, type GroupRole, type OrderIntent, type OrderType } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';

/** What a person asked for, in ticks and lots: one intent, or an entry followed by its legs. Nothing is rounded; what does not lie on tick or lot is a fault. */
export function intentsOf(request: OrderRequest, instrument: Instrument, group: string): readonly OrderIntent[] {
  if (request.timeInForce === 'gtd') throw new Fault('order.not-offered', { feature: 'Good till date' });
  if (request.type === 'trailing-stop') throw new Fault('order.not-offered', { feature: 'A trailing stop' });
  if (request.type === 'take-profit') throw new Fault('order.not-offered', { feature: 'Take profit as an order type' });
  const { bracket } = request;
  const entry: OrderIntent = {
    instrument: instrument.index,
    side: request.side,
    type: request.type,
    lots: 'base' in request.quantity ? lotsOf(request.quantity.base, instrument) : 0,
    quoteAmount: 'quote' in request.quantity ? Decimal.parse(request.quantity.quote) : null,
    limitTicks: request.price === undefined || request.type === 'market' ? null : ticksOf(request.price, instrument),
    triggerTicks: request.trigger === undefined ? null : ticksOf(request.trigger, instrument),
    timeInForce: request.timeInForce,
    postOnly: request.postOnly,
    reduceOnly: request.reduceOnly,
    group: bracket === undefined ? null : { id: group, role: 'entry' },
  };
  if (bracket === undefined) return [entry];
  if (entry.quoteAmount !== null) throw new Fault('order.not-offered', { feature: 'A bracket on an order by quote amount' });
  const stop = leg(entry, { group, role: 'stop', type: 'stop', price: bracket.stop }, instrument);
  if (bracket.target === undefined) return [entry, stop];
  return [entry, stop, leg(entry, { group, role: 'target', type: 'limit', price: bracket.target }, instrument)];
}

function leg(
  entry: OrderIntent,
  part: { group: string; role: GroupRole; type: OrderType; price: string },
  instrument: Instrument,
): OrderIntent {
  const ticks = ticksOf(part.price, instrument);
  return {
    ...entry,
    side: oppositeOf(entry.side),
    type: part.type,
    limitTicks: part.type === 'limit' ? ticks : null,
    triggerTicks: part.type === 'stop' ? ticks : null,
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: true,
    group: { id: part.group, role: part.role },
  };
}

function ticksOf(price: string, instrument: Instrument): number {
  const ticks = instrument.ticksOf(Decimal.parse(price));
  if (ticks === null || ticks <= 0) throw new Fault('order.off-tick', { tick: instrument.spec.tick, price });
  return ticks;
}

function lotsOf(size: string, instrument: Instrument): number {
  const lots = instrument.lotsOf(Decimal.parse(size));
  if (lots === null || lots <= 0) throw new Fault('order.off-lot', { lot: instrument.spec.engineLot, size });
  return lots;
}
