import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { OrderSurroundings } from '../../../src-shared/domain/order-limits.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Format } from '../../format/format.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { instantText } from './expiry-time.ts';
import { blockOf } from './order-checks.ts';
import type { Block, PriceFieldName, WayOut } from './order-checks.ts';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import { isFigure, sharedLots, sharesSum } from './ticket-fields.ts';
import type { EffectiveDraft, FieldReadings, PriceReading } from './ticket-fields.ts';
import type { TicketFacts } from './ticket-facts.ts';

/** What the blocks of the fields are judged from. */
export interface FieldParts extends FieldReadings {
  readonly draft: EffectiveDraft;
  readonly facts: TicketFacts;
  readonly format: Format;
  readonly around: OrderSurroundings;
}

export function block(reason: string, sentence: string | null = null, ways: readonly WayOut[] = []): Block {
  return { reason, sentence, ways };
}

interface TypedPrice {
  readonly reading: PriceReading;
  readonly text: string;
  readonly label: string;
  readonly field: PriceFieldName;
  /** The button's words while it is empty; null where it may be. */
  readonly empty: string | null;
}

function nearestStep(text: string, instrument: Instrument): number {
  return Math.max(1, Number(Decimal.parse(text).divide(Decimal.parse(instrument.spec.tick), 0, 'half-away').coefficient));
}

function priceBlock({ facts, format }: FieldParts, { reading, text, label, field, empty }: TypedPrice): Block | null {
  const { instrument } = facts;
  if (reading.problem === 'empty') return empty === null ? null : block(empty);
  if (reading.problem === 'unreadable') return block(SAY.reasons.unreadable, SAY.notAFigure(label, text));
  if (reading.problem !== 'off-tick') return null;
  const nearest = nearestStep(text, instrument);
  const step = field === 'trail' ? 1 : instrument.orderStep(nearest);
  const passesPrice = instrument.priceText(Math.max(step, Math.round(nearest / step) * step));
  return blockOf(
    { code: 'order.off-tick', details: { tick: format.plainQuantity(instrument.priceOf(step).toString(), 8), passesPrice, field } },
    facts,
    format,
  );
}

function typed(parts: FieldParts, field: 'price' | 'trigger' | 'trail' | 'stop', empty: string): Block | null {
  return priceBlock(parts, { reading: parts[field], text: parts.draft[field], label: SAY[field], field, empty });
}

/** The entry that legs are compared with, ticks; 0 while unknown. */
function entryTicks({ draft, price, trigger, trail, around }: FieldParts): number {
  const touch = draft.side === 'buy' ? around.askTicks : around.bidTicks;
  const own = draft.usesPrice ? price : draft.usesTrigger ? trigger : null;
  return (draft.usesTrail ? trail.triggerTicks : (own?.ticks ?? null)) ?? touch;
}

function sideBlock(parts: FieldParts): Block | null {
  const { draft, stop, targets, facts, format } = parts;
  const entry = entryTicks(parts);
  if (entry <= 0) return null;
  const at = format.price(facts.instrument.priceText(entry), facts.instrument.priceDecimals);
  const below = (ticks: number): boolean => (draft.side === 'buy' ? ticks < entry : ticks > entry);
  if (stop.ticks !== null && !below(stop.ticks)) return block(SAY.reasons['stop-side'], SAY.stopSide(draft.side, at));
  const wrong = targets.some(({ ticks }) => ticks !== null && (below(ticks) || ticks === entry));
  return wrong ? block(SAY.reasons['target-side'], SAY.targetSide(draft.side, at)) : null;
}

function sharesBlock({ draft, targets }: FieldParts, lots: number | null): Block | null {
  const used = targets.filter(({ ticks }) => ticks !== null);
  if (used.length === 0) return null;
  const wrong = targets.findIndex(({ share }) => share === null);
  if (wrong >= 0) {
    const { share = '' } = draft.targets[wrong] ?? {};
    return block(SAY.reasons['enter-share'], share === '' ? null : SAY.notAShare(share));
  }
  const sum = sharesSum(targets);
  if (sum > 100) return block(SAY.reasons['shares-over'], SAY.sharesOver(String(sum)));
  if (lots === null || lots <= 0) return null;
  const empty = sharedLots(lots, targets).each.findIndex((part) => part === 0);
  return empty < 0 ? null : block(SAY.reasons['share-no-lot'], SAY.shareNoLot(empty + 1));
}

/** What is wrong with stop and targets. */
function legsBlock(parts: FieldParts, lots: number | null): Block | null {
  const { draft, targets } = parts;
  if (!draft.bracket) return null;
  const several = targets.length > 1;
  const targetBlock = (at: number): Block | null => {
    const reading = targets[at];
    const text = draft.targets[at]?.price ?? '';
    const label = SAY.targetNumber(at, targets.length);
    if (reading === undefined) return null;
    const field = `target${String(at)}` as 'target0';
    return priceBlock(parts, { reading, text, label, field, empty: several ? SAY.reasons['enter-target'] : null });
  };
  const ofTargets = targets.map((_, at) => targetBlock(at)).find((found) => found !== null) ?? null;
  return typed(parts, 'stop', SAY.reasons['enter-stop']) ?? ofTargets ?? sharesBlock(parts, lots) ?? sideBlock(parts);
}

function sizeBlock({ draft, facts, format }: FieldParts, lots: number | null): Block | null {
  const { size, unit, bracket, stop, heldLots: held } = draft;
  if (held === null && size !== '' && (!isFigure(size) || Number(size) === 0)) {
    return block(SAY.reasons.unreadable, SAY.notAFigure(SAY.size, size));
  }
  const given = size !== '' || held !== null;
  if (unit === 'risk' && (!bracket || stop === '')) return block(SAY.reasons['risk-needs-stop'], SAY.riskNeedsStop);
  if (lots === 0) {
    const { instrument } = facts;
    const lot = `${format.plainQuantity(instrument.spec.engineLot, 8)} ${instrument.spec.base}`;
    return !given ? block(SAY.reasons['enter-size']) : block(SAY.reasons['no-lot'], SAY.noLot(lot));
  }
  return lots === null ? block(SAY.reasons['enter-size']) : null;
}

function expiryBlock({ draft, facts, format }: FieldParts): Block | null {
  if (draft.timeInForce !== 'gtd') return null;
  if (draft.expiryTyped !== '') return block(SAY.reasons['not-a-time'], SAY.notATime(draft.expiryTyped));
  if (draft.expiresAt === null) return block(SAY.reasons['enter-expiry']);
  const now = facts.status?.marketTime ?? 0;
  if (draft.expiresAt > now) return null;
  const soon = Math.ceil((now + 60 * MINUTE_MS) / MINUTE_MS) * MINUTE_MS;
  const ways: readonly WayOut[] = [{ kind: 'expiry', value: soon, label: SAY.use(instantText(soon, now, format)) }];
  return block(SAY.reasons['expiry-past'], SAY.expiryPast(instantText(draft.expiresAt, now, format), instantText(now, now, format)), ways);
}

/** What of the fields alone keeps the order from being sent, in the order of the fields. */
export function fieldBlock(parts: FieldParts, lots: number | null): Block | null {
  const { draft } = parts;
  return (
    (draft.usesTrigger ? typed(parts, 'trigger', SAY.reasons['enter-trigger']) : null) ??
    (draft.usesTrail ? typed(parts, 'trail', SAY.reasons['enter-trail']) : null) ??
    (draft.usesPrice ? typed(parts, 'price', SAY.reasons['enter-price']) : null) ??
    sizeBlock(parts, lots) ??
    legsBlock(parts, lots) ??
    expiryBlock(parts)
  );
}

/** A post only order that would take at once. */
export function postOnlyBlock({ draft, price, around, facts, format }: FieldParts): Block | null {
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
