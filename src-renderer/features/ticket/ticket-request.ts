import type { OrderChange, OrderRequest } from '../../../src-shared/contract/orders.ts';
import type { OrderRow } from '../../../src-shared/contract/rows.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { EstimateInput, EstimateOrder } from '../../../src-shared/domain/order-estimate.ts';
import type { LimitedOrder } from '../../../src-shared/domain/order-limits.ts';
import type { FieldParts } from './field-blocks.ts';
import { TICKET_COSTS, estimateMarket, heldLots } from './ticket-facts.ts';
import { readyTargets } from './ticket-fields.ts';

/** The order as limits ask for it, without its size. The trigger of a trailing stop is not its own to choose. */
export function limitedOf({ draft, price, trigger }: FieldParts): Omit<LimitedOrder, 'lots'> {
  return {
    side: draft.side,
    limitTicks: draft.usesPrice ? price.ticks : null,
    triggerTicks: draft.usesTrigger ? trigger.ticks : null,
  };
}

function estimatedOrder(parts: FieldParts, lots: number): EstimateOrder {
  const { draft, trail, stop, targets } = parts;
  const limited = limitedOf(parts);
  return {
    ...limited,
    type: draft.type,
    lots,
    triggerTicks: draft.usesTrail ? trail.triggerTicks : limited.triggerTicks,
    timeInForce: draft.timeInForce,
    postOnly: draft.postOnly,
    stopTicks: draft.bracket ? stop.ticks : null,
    targets: draft.bracket ? readyTargets(targets) : [],
  };
}

/** What the estimate of `lots` stands on. */
export function estimateInput(parts: FieldParts, lots: number): EstimateInput {
  const { facts } = parts;
  const { instrument, account } = facts;
  return {
    instrument,
    costs: TICKET_COSTS,
    market: estimateMarket(facts),
    order: estimatedOrder(parts, lots),
    positionLots: heldLots(facts, instrument),
    equity: account === null ? null : Decimal.parse(account.equity),
  };
}

/** Whether every price that the type needs is there. */
export function isPriced({ draft, price, trigger, trail, around }: FieldParts): boolean {
  if (draft.usesPrice && price.ticks === null) return false;
  if (draft.usesTrigger && trigger.ticks === null) return false;
  if (draft.usesTrail && trail.triggerTicks === null) return false;
  return draft.type !== 'market' || (draft.side === 'buy' ? around.askTicks : around.bidTicks) > 0;
}

/** What is sent to place the order. */
export function requestOf(parts: FieldParts, lots: number): OrderRequest {
  const { draft, facts, price, trigger, trail, stop, targets } = parts;
  const { instrument } = facts;
  const text = (ticks: number): string => instrument.priceText(ticks);
  return {
    instrument: instrument.id,
    side: draft.side,
    type: draft.type,
    quantity: { base: instrument.sizeText(lots) },
    ...(draft.usesPrice && price.ticks !== null ? { price: text(price.ticks) } : {}),
    ...(draft.usesTrigger && trigger.ticks !== null ? { trigger: text(trigger.ticks) } : {}),
    ...(draft.usesTrail && trail.ticks !== null ? { trail: text(trail.ticks) } : {}),
    timeInForce: draft.timeInForce,
    ...(draft.timeInForce === 'gtd' && draft.expiresAt !== null ? { expiresAt: draft.expiresAt } : {}),
    postOnly: draft.postOnly,
    reduceOnly: draft.reduceOnly,
    ...(draft.bracket && stop.ticks !== null
      ? { bracket: { stop: text(stop.ticks), targets: readyTargets(targets).map(({ ticks, share }) => ({ price: text(ticks), share })) } }
      : {}),
  };
}

function differs(asked: string, present: string | null): boolean {
  return present === null || Decimal.parse(asked).compare(Decimal.parse(present)) !== 0;
}

/** What is sent to change an open order: only what differs from what it has; null when nothing does. */
export function changeOf(parts: FieldParts, lots: number, row: OrderRow): OrderChange | null {
  const { draft, facts, price, trigger, trail } = parts;
  const { instrument } = facts;
  const asked = (uses: boolean, ticks: number | null, present: string | null): string | null => {
    if (!uses || ticks === null) return null;
    const text = instrument.priceText(ticks);
    return differs(text, present) ? text : null;
  };
  const size = instrument.sizeText(lots);
  const change = {
    price: asked(draft.usesPrice, price.ticks, row.price),
    trigger: asked(draft.usesTrigger, trigger.ticks, row.trigger),
    trail: asked(draft.usesTrail, trail.ticks, row.trail),
    size: differs(size, row.size) ? size : null,
    expiresAt: draft.timeInForce === 'gtd' && draft.expiresAt !== row.expiresAt ? draft.expiresAt : null,
  };
  const told = Object.entries(change).filter(([, value]) => value !== null);
  return told.length === 0 ? null : Object.fromEntries(told);
}
