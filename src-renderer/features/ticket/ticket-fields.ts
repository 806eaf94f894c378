import type { OrderRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { targetLots } from '../../../src-shared/domain/order-estimate.ts';
import type { EstimateTarget } from '../../../src-shared/domain/order-estimate.ts';
import type { OrderSurroundings } from '../../../src-shared/domain/order-limits.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { TicketDraft } from '../../state/ticket-draft.ts';

/** Figures of the draft are plain decimal text once they are understood. */
const PLAIN = /^\d{1,30}(?:\.\d{1,30})?$/u;
const HUNDREDTH = Decimal.of(1n, 2);
/** Digits of a distance in percent. */
const PERCENT_DIGITS = 4;

export function isFigure(text: string): boolean {
  return PLAIN.test(text);
}

/** A price field as it was understood. */
export interface PriceReading {
  readonly ticks: number | null;
  readonly problem: 'empty' | 'unreadable' | 'off-tick' | null;
}

/** A target as it was understood. */
export interface TargetReading extends PriceReading {
  /** Whole percent of the order; null when it is none. */
  readonly share: number | null;
}

/** The distance of a trailing stop as it was understood. */
export interface TrailReading extends PriceReading {
  /** Where the trigger stands now, or would stand; null while no price is known. */
  readonly triggerTicks: number | null;
  /** The distance as a fraction of the price it is measured from. */
  readonly share: Decimal | null;
}

/** The draft with what does not belong to its type left out. */
export interface EffectiveDraft extends TicketDraft {
  readonly usesPrice: boolean;
  readonly usesTrigger: boolean;
  readonly usesTrail: boolean;
}

/** Every figure of the draft as it was understood. */
export interface FieldReadings {
  readonly price: PriceReading;
  readonly trigger: PriceReading;
  readonly trail: TrailReading;
  readonly stop: PriceReading;
  readonly targets: readonly TargetReading[];
}

/** What of a draft counts: fields of other types fall away, conditions that exclude each other too. */
export function effectiveDraft(draft: TicketDraft): EffectiveDraft {
  const { type } = draft;
  const waits = type !== 'market' && type !== 'limit';
  const immediate = draft.timeInForce === 'ioc' || draft.timeInForce === 'fok';
  const never = type === 'market' ? draft.timeInForce === 'gtd' : waits && immediate;
  const timeInForce = never ? 'gtc' : draft.timeInForce;
  return {
    ...draft,
    usesPrice: type === 'limit' || type === 'stop-limit' || (type === 'take-profit' && draft.amending !== null && draft.price !== ''),
    usesTrigger: waits && type !== 'trailing-stop',
    usesTrail: type === 'trailing-stop',
    timeInForce,
    postOnly: draft.postOnly && type === 'limit' && (timeInForce === 'gtc' || timeInForce === 'gtd'),
    reduceOnly: draft.reduceOnly && !draft.bracket,
  };
}

export function readPrice(text: string, instrument: Instrument): PriceReading {
  if (text === '') return { ticks: null, problem: 'empty' };
  if (!PLAIN.test(text)) return { ticks: null, problem: 'unreadable' };
  const ticks = instrument.ticksOf(Decimal.parse(text));
  if (ticks === null) return { ticks: null, problem: 'off-tick' };
  return ticks > 0 ? { ticks, problem: null } : { ticks: null, problem: 'unreadable' };
}

/** The price that an order is to have, or to wait for: of as many figures as its venue takes. */
function readOrderPrice(text: string, instrument: Instrument): PriceReading {
  const reading = readPrice(text, instrument);
  const isOff = reading.ticks !== null && reading.ticks % instrument.orderStep(reading.ticks) !== 0;
  return isOff ? { ticks: null, problem: 'off-tick' } : reading;
}

function readShare(text: string): number | null {
  const share = PLAIN.test(text) ? Number(text) : 0;
  return Number.isInteger(share) && share >= 1 && share <= 100 ? share : null;
}

/** The best price that a trailing stop's trigger is measured from, ticks: its own of one that works, else the market's; 0 while unknown. */
function trailedTicks(draft: TicketDraft, around: OrderSurroundings, amended: OrderRow | undefined): number {
  const { instrument } = around;
  if (amended !== undefined && amended.trigger !== null && amended.trail !== null) {
    const trigger = instrument.ticksOf(Decimal.parse(amended.trigger)) ?? 0;
    const trail = instrument.ticksOf(Decimal.parse(amended.trail)) ?? 0;
    return draft.side === 'sell' ? trigger + trail : trigger - trail;
  }
  return around.markTicks;
}

function trailTicks(draft: TicketDraft, instrument: Instrument, best: number): PriceReading {
  const { trail, trailUnit } = draft;
  if (trailUnit === 'price' || trail === '') return readPrice(trail, instrument);
  if (!PLAIN.test(trail) || Number(trail) >= 100) return { ticks: null, problem: 'unreadable' };
  if (best <= 0) return { ticks: null, problem: null };
  const ticks = Number(Decimal.of(BigInt(best)).mul(Decimal.parse(trail)).mul(HUNDREDTH).quantize(0, 'floor').coefficient);
  return ticks > 0 ? { ticks, problem: null } : { ticks: null, problem: 'unreadable' };
}

/** A trailing stop's distance, where its trigger stands, and the distance in the other unit. */
export function readTrail(draft: TicketDraft, around: OrderSurroundings, amended: OrderRow | undefined): TrailReading {
  const best = trailedTicks(draft, around, amended);
  const distance = trailTicks(draft, around.instrument, best);
  const { ticks } = distance;
  if (ticks === null || best <= 0) return { ...distance, triggerTicks: null, share: null };
  const trigger = draft.side === 'sell' ? best - ticks : best + ticks;
  return {
    ...distance,
    triggerTicks: trigger > 0 ? trigger : null,
    share: Decimal.of(BigInt(ticks)).divide(Decimal.of(BigInt(best)), PERCENT_DIGITS + 2, 'half-away'),
  };
}

/** Reads every figure that has a price or a distance. */
export function readFields(draft: EffectiveDraft, around: OrderSurroundings, amended: OrderRow | undefined): FieldReadings {
  const { instrument } = around;
  return {
    price: readOrderPrice(draft.price, instrument),
    trigger: readOrderPrice(draft.trigger, instrument),
    trail: readTrail(draft, around, amended),
    stop: readOrderPrice(draft.stop, instrument),
    targets: draft.targets.map(({ price, share }) => ({ ...readOrderPrice(price, instrument), share: readShare(share) })),
  };
}

/** The targets that count: those with price and share. */
export function readyTargets(targets: readonly TargetReading[]): readonly EstimateTarget[] {
  return targets.flatMap(({ ticks, share }) => (ticks === null || share === null ? [] : [{ ticks, share }]));
}

/** What each target takes of an order and what is left to the stop alone, lots; a target that has no share yet takes nothing. */
export function sharedLots(lots: number, targets: readonly TargetReading[]): { readonly each: readonly number[]; readonly rest: number } {
  const each = targetLots(
    lots,
    targets.map(({ share }) => share ?? 0),
  );
  return { each, rest: lots - each.reduce((sum, part) => sum + part, 0) };
}

/** All the shares together, percent. */
export function sharesSum(targets: readonly TargetReading[]): number {
  return targets.reduce((sum, { share }) => sum + (share ?? 0), 0);
}
