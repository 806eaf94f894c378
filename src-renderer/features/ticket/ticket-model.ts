import type { OrderRequest } from '../../../src-shared/contract/orders.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { estimateOrder } from '../../../src-shared/domain/order-estimate.ts';
import type { EstimateInput, EstimateOrder, OrderEstimate } from '../../../src-shared/domain/order-estimate.ts';
import { limitUses, tightestUse } from '../../../src-shared/domain/order-limits.ts';
import type { LimitUse, OrderSurroundings } from '../../../src-shared/domain/order-limits.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Format } from '../../format/format.ts';
import { age } from '../../format/times.ts';
import type { TicketDraft } from '../../state/ticket-draft.ts';
import { blockOf, firstRefusal } from './order-checks.ts';
import type { Block, WayOut } from './order-checks.ts';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import { TICKET_COSTS, estimateMarket, heldLots, strictlyReduces, surroundings } from './ticket-facts.ts';
import type { TicketFacts } from './ticket-facts.ts';
import { lotsOfSize, percentOfFree } from './ticket-size.ts';
import type { SizeInput } from './ticket-size.ts';

/** A price field as it was understood. */
export interface PriceReading {
  readonly ticks: number | null;
  readonly problem: 'empty' | 'unreadable' | 'off-tick' | null;
}

/** The draft with what does not belong to its type left out. */
export interface EffectiveDraft extends TicketDraft {
  readonly usesPrice: boolean;
  readonly usesTrigger: boolean;
}

/** Everything the ticket shows, from the draft and the replica. */
export interface TicketReading {
  readonly draft: EffectiveDraft;
  readonly price: PriceReading;
  readonly trigger: PriceReading;
  readonly stop: PriceReading;
  readonly target: PriceReading;
  /** Whole lots; null while no size is known. */
  readonly lots: number | null;
  /** Base units of these lots with the lot's digits. */
  readonly size: string | null;
  readonly percentOfFree: Decimal | null;
  readonly estimate: OrderEstimate | null;
  readonly tightest: LimitUse | null;
  readonly sizing: SizeInput;
  readonly around: OrderSurroundings;
  readonly block: Block | null;
  /** What is sent; null while something keeps it from being sent. */
  readonly request: OrderRequest | null;
}

const PLAIN = /^\d{1,30}(?:\.\d{1,30})?$/u;

function readPrice(text: string, instrument: Instrument): PriceReading {
  if (text === '') return { ticks: null, problem: 'empty' };
  if (!PLAIN.test(text)) return { ticks: null, problem: 'unreadable' };
  const ticks = instrument.ticksOf(Decimal.parse(text));
  if (ticks === null) return { ticks: null, problem: 'off-tick' };
  return ticks > 0 ? { ticks, problem: null } : { ticks: null, problem: 'unreadable' };
}

/** What of a draft counts: fields of other types fall away, conditions that exclude each other too. */
export function effectiveDraft(draft: TicketDraft): EffectiveDraft {
  const usesPrice = draft.type === 'limit' || draft.type === 'stop-limit';
  const usesTrigger = draft.type === 'stop' || draft.type === 'stop-limit';
  const timeInForce = usesTrigger ? 'gtc' : draft.timeInForce;
  return {
    ...draft,
    usesPrice,
    usesTrigger,
    timeInForce,
    postOnly: draft.postOnly && draft.type === 'limit' && timeInForce === 'gtc',
    reduceOnly: draft.reduceOnly && !draft.bracket,
  };
}

interface Parts {
  readonly draft: EffectiveDraft;
  readonly facts: TicketFacts;
  readonly format: Format;
  readonly around: OrderSurroundings;
  readonly price: PriceReading;
  readonly trigger: PriceReading;
  readonly stop: PriceReading;
  readonly target: PriceReading;
}

function orderOf({ draft, price, trigger, stop, target }: Parts, lots: number): EstimateOrder {
  return {
    side: draft.side,
    type: draft.type,
    lots,
    limitTicks: draft.usesPrice ? price.ticks : null,
    triggerTicks: draft.usesTrigger ? trigger.ticks : null,
    timeInForce: draft.timeInForce,
    postOnly: draft.postOnly,
    stopTicks: draft.bracket ? stop.ticks : null,
    targetTicks: draft.bracket ? target.ticks : null,
  };
}

function estimateInput(parts: Parts, lots: number): EstimateInput {
  const { facts } = parts;
  const { instrument, account } = facts;
  return {
    instrument,
    costs: TICKET_COSTS,
    market: estimateMarket(facts),
    order: orderOf(parts, lots),
    positionLots: heldLots(facts, instrument),
    equity: account === null ? null : Decimal.parse(account.equity),
  };
}

/** Whether every price that the type needs is there. */
function priced({ draft, price, trigger, around }: Parts): boolean {
  if (draft.usesPrice && price.ticks === null) return false;
  if (draft.usesTrigger && trigger.ticks === null) return false;
  return draft.type !== 'market' || (draft.side === 'buy' ? around.askTicks : around.bidTicks) > 0;
}

function readLots(parts: Parts, sizing: SizeInput): number | null {
  const { heldLots: held, size, unit } = parts.draft;
  if (held !== null) return held;
  if (!PLAIN.test(size)) return null;
  if (unit !== 'base' && !priced(parts)) return null;
  return lotsOfSize(unit, Decimal.parse(size), sizing);
}

function block(reason: string, sentence: string | null = null, ways: readonly WayOut[] = []): Block {
  return { reason, sentence, ways };
}

type PriceField = 'price' | 'trigger' | 'stop' | 'target';

function priceBlock(parts: Parts, field: PriceField, empty: string | null): Block | null {
  const { problem } = parts[field];
  const text = parts.draft[field];
  const { facts, format } = parts;
  if (problem === 'empty') return empty === null ? null : block(empty);
  if (problem === 'unreadable') return block(SAY.reasons.unreadable, SAY.notAFigure(SAY[field], text));
  if (problem === 'off-tick') {
    const { instrument } = facts;
    const tick = Decimal.parse(instrument.spec.tick);
    const nearest = Math.max(1, Number(Decimal.parse(text).divide(tick, 0, 'half-away').coefficient));
    const details = { tick: format.plainQuantity(instrument.spec.tick, 8), passesPrice: instrument.priceText(nearest), field };
    return blockOf({ code: 'order.off-tick', details }, facts, format);
  }
  return null;
}

function legBlock({ draft, price, trigger, stop, target, around, facts, format }: Parts): Block | null {
  if (!draft.bracket) return null;
  const touch = draft.side === 'buy' ? around.askTicks : around.bidTicks;
  const entry = (draft.usesPrice ? price.ticks : draft.usesTrigger ? trigger.ticks : null) ?? touch;
  if (entry <= 0) return null;
  const at = format.price(facts.instrument.priceText(entry), facts.instrument.priceDecimals);
  const below = (ticks: number): boolean => (draft.side === 'buy' ? ticks < entry : ticks > entry);
  if (stop.ticks !== null && !below(stop.ticks)) return block(SAY.reasons['stop-side'], SAY.stopSide(draft.side, at));
  if (target.ticks !== null && (below(target.ticks) || target.ticks === entry)) {
    return block(SAY.reasons['target-side'], SAY.targetSide(draft.side, at));
  }
  return null;
}

function sizeBlock({ draft, facts, format }: Parts, lots: number | null): Block | null {
  const { size, unit, bracket, stop, heldLots: held } = draft;
  if (held === null && size !== '' && (!PLAIN.test(size) || Number(size) === 0)) {
    return block(SAY.reasons.unreadable, SAY.notAFigure(SAY.size, size));
  }
  const given = size !== '' || held !== null;
  if (given && unit === 'risk' && (!bracket || stop === '')) return block(SAY.reasons['risk-needs-stop'], SAY.riskNeedsStop);
  if (lots === 0) {
    const { instrument } = facts;
    const lot = `${format.plainQuantity(instrument.spec.engineLot, 8)} ${instrument.spec.base}`;
    return !given ? block(SAY.reasons['enter-size']) : block(SAY.reasons['no-lot'], SAY.noLot(lot));
  }
  return lots === null ? block(SAY.reasons['enter-size']) : null;
}

/** What of the fields alone keeps the order from being sent, in the order of the fields. */
function fieldBlock(parts: Parts, lots: number | null): Block | null {
  const { draft } = parts;
  return (
    (draft.usesTrigger ? priceBlock(parts, 'trigger', SAY.reasons['enter-trigger']) : null) ??
    (draft.usesPrice ? priceBlock(parts, 'price', SAY.reasons['enter-price']) : null) ??
    sizeBlock(parts, lots) ??
    (draft.bracket ? (priceBlock(parts, 'stop', SAY.reasons['enter-stop']) ?? priceBlock(parts, 'target', null)) : null) ??
    legBlock(parts)
  );
}

function postOnlyBlock({ draft, price, around, facts, format }: Parts): Block | null {
  const { askTicks, bidTicks } = around;
  if (!draft.postOnly || price.ticks === null) return null;
  const crosses = draft.side === 'buy' ? askTicks > 0 && price.ticks >= askTicks : price.ticks <= bidTicks;
  if (!crosses) return null;
  const { instrument } = facts;
  const rests = draft.side === 'buy' ? askTicks - 1 : bidTicks + 1;
  const details = {
    price: format.price(instrument.priceText(price.ticks), instrument.priceDecimals),
    passesPrice: instrument.priceText(rests),
    field: 'price',
  };
  return blockOf({ code: 'order.post-only-crosses', details }, facts, format);
}

function requestOf(parts: Parts, lots: number): OrderRequest {
  const { draft, facts, price, trigger, stop, target } = parts;
  const { instrument } = facts;
  const text = (ticks: number): string => instrument.priceText(ticks);
  return {
    instrument: instrument.id,
    side: draft.side,
    type: draft.type,
    quantity: { base: instrument.sizeText(lots) },
    ...(draft.usesPrice && price.ticks !== null ? { price: text(price.ticks) } : {}),
    ...(draft.usesTrigger && trigger.ticks !== null ? { trigger: text(trigger.ticks) } : {}),
    timeInForce: draft.timeInForce,
    postOnly: draft.postOnly,
    reduceOnly: draft.reduceOnly,
    ...(draft.bracket && stop.ticks !== null
      ? { bracket: { stop: text(stop.ticks), ...(target.ticks === null ? {} : { target: text(target.ticks) }) } }
      : {}),
  };
}

/** Reads the draft against the replica: figures understood, costs, limits, what keeps it from being sent, and what would be sent. */
export function readTicket(given: TicketDraft, facts: TicketFacts, format: Format): TicketReading {
  const { instrument } = facts;
  const draft = effectiveDraft(given);
  const around = surroundings(facts, draft.side);
  const fields = {
    price: readPrice(draft.price, instrument),
    trigger: readPrice(draft.trigger, instrument),
    stop: readPrice(draft.stop, instrument),
    target: readPrice(draft.target, instrument),
  };
  const parts: Parts = { draft, facts, format, around, ...fields };
  const sizing: SizeInput = { order: orderOf(parts, 0), around, estimate: estimateInput(parts, 0) };
  const lots = readLots(parts, sizing);
  const known = lots !== null && lots > 0 && priced(parts);
  const order = {
    ...orderOf(parts, lots ?? 0),
    reduceOnly: draft.reduceOnly,
    count: draft.bracket ? (fields.target.ticks === null ? 2 : 3) : 1,
  };
  const reducing = known && strictlyReduces(facts, draft.side, order.lots);
  const uses = known ? limitUses(order, around, reducing) : [];
  const connected = facts.account !== null && facts.risk !== null;
  const wrong = connected ? (fieldBlock(parts, lots) ?? postOnlyBlock(parts)) : block(SAY.reasons['not-connected']);
  const refusal =
    wrong ??
    (known
      ? firstRefusal({ order, around, uses, facts, format, reducing })
      : blockOf({ code: 'risk.no-price', details: { instrument: instrument.spec.symbol } }, facts, format));
  return {
    draft,
    ...fields,
    lots,
    size: lots === null ? null : instrument.sizeText(lots),
    percentOfFree: known ? percentOfFree(order.lots, sizing) : null,
    estimate: known ? estimateOrder(estimateInput(parts, order.lots)) : null,
    tightest: tightestUse(uses),
    sizing,
    around,
    block: staleFirst(refusal, facts, format),
    request: refusal === null && lots !== null ? requestOf(parts, lots) : null,
  };
}

/** Stale prices are said before anything is typed: no figure helps against them. */
function staleFirst(found: Block | null, facts: TicketFacts, format: Format): Block | null {
  if (found === null || found.sentence !== null || facts.risk === null) return found;
  const limit = facts.risk.limits.maxDataAgeMs;
  if (facts.staleMs === null || limit === null) return found;
  return blockOf({ code: 'risk.stale-data', details: { actual: age(facts.staleMs), limit: age(limit) } }, facts, format);
}
