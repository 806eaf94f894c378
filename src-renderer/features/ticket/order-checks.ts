import { breakerOfReason } from '../../../src-shared/domain/breaker-spec.ts';
import type { OrderRow } from '../../../src-shared/contract/rows.ts';
import { firstExceeded, passingLots } from '../../../src-shared/domain/order-limits.ts';
import type { LimitUse, LimitedOrder, OrderSurroundings } from '../../../src-shared/domain/order-limits.ts';
import { triggersAbove } from '../../../src-shared/domain/order.ts';
import type { OrderType } from '../../../src-shared/domain/order.ts';
import { limitsInForce } from '../../../src-shared/domain/reduced-limits.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { faultSentence } from '../../../src-shared/kernel/fault.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import { FAULTS } from '../../../src-shared/kernel/fault-codes.ts';
import type { FaultCode } from '../../../src-shared/kernel/fault-codes.ts';
import type { Format } from '../../format/format.ts';
import { age } from '../../format/times.ts';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import { closingSide, heldLots, holdingLegs, reducibleLots } from './ticket-facts.ts';
import type { TicketFacts } from './ticket-facts.ts';

/** A field of the ticket that holds a price or a distance; targets are counted from 0. */
export type PriceFieldName = 'price' | 'trigger' | 'trail' | 'stop' | `target${0 | 1 | 2}`;

const PRICE_FIELDS: ReadonlySet<unknown> = new Set<PriceFieldName>(['price', 'trigger', 'trail', 'stop', 'target0', 'target1', 'target2']);

function isPriceField(name: unknown): name is PriceFieldName {
  return PRICE_FIELDS.has(name);
}

/** What a refusal offers instead. */
export type WayOut =
  | { readonly kind: 'size'; readonly value: string; readonly label: string }
  | { readonly kind: 'price'; readonly field: PriceFieldName; readonly value: string; readonly label: string }
  | { readonly kind: 'expiry'; readonly value: number; readonly label: string }
  | { readonly kind: 'cancel'; readonly orders: readonly string[]; readonly label: string }
  | { readonly kind: 'limits' | 'start-again' | 'retry' | 'close' | 'leave-amend'; readonly label: string };

/** Why an order cannot be sent: the button's second line, and, where it says more, a sentence with what can be done. */
export interface Block {
  readonly reason: string;
  readonly sentence: string | null;
  readonly ways: readonly WayOut[];
}

/** An order as the checks look at it. */
export interface CheckedOrder extends LimitedOrder {
  readonly type: OrderType;
  readonly reduceOnly: boolean;
  /** Orders that would be recorded together. */
  readonly count: number;
}

interface Check {
  readonly order: CheckedOrder;
  readonly around: OrderSurroundings;
  readonly uses: readonly LimitUse[];
  readonly facts: TicketFacts;
  readonly format: Format;
  readonly reducing: boolean;
}

type Refusal = { readonly code: FaultCode; readonly details: FaultDetails };
const REASONS: Readonly<Record<string, string>> = SAY.reasons;

/** Codes whose way out is a look at the limits. */
const LIMIT_CODES: ReadonlySet<string> = new Set([
  'risk.max-order-notional',
  'risk.max-position',
  'risk.max-gross-exposure',
  'risk.max-open-orders',
  'risk.order-rate',
  'risk.price-collar',
  'risk.daily-loss',
  'risk.drawdown',
  'risk.instrument-not-allowed',
  'risk.max-strategy',
  'risk.max-asset',
  'risk.max-group',
  'risk.max-quote',
  'risk.max-venue',
  'risk.max-net-exposure',
  'risk.max-leverage',
  'risk.liquidation-distance',
  'risk.weekly-loss',
  'risk.trade-rate',
  'risk.fat-finger',
]);

/** Codes behind which may stand that protecting orders hold what would be sold. */
const LEG_CODES: ReadonlySet<string> = new Set(['risk.free-base', 'risk.not-reducing']);

/** What a refusal offers: a size or price that passes, the limits, or the question about starting again. Works for main's refusals as for the window's own. */
export function waysOut(code: string, details: FaultDetails, facts: Pick<TicketFacts, 'instrument'>, format: Format): readonly WayOut[] {
  const { spec, sizeDecimals, priceDecimals } = facts.instrument;
  const { passesSize, passesPrice, field } = details;
  const ways: WayOut[] = [];
  if (typeof passesSize === 'string') {
    ways.push({
      kind: 'size',
      value: passesSize,
      label: SAY.use(`${format.plainQuantity(passesSize, sizeDecimals, 'spendable')} ${spec.base}`),
    });
  }
  if (typeof passesPrice === 'string') {
    const at = isPriceField(field) ? field : 'price';
    ways.push({ kind: 'price', field: at, value: passesPrice, label: SAY.use(format.price(passesPrice, priceDecimals)) });
  }
  if (LIMIT_CODES.has(code)) ways.push({ kind: 'limits', label: SAY.limits });
  if (code === 'risk.halted' || code === 'risk.reducing') ways.push({ kind: 'start-again', label: SAY.startAgain });
  return ways;
}

/** The button's second line for a code. */
export function reasonOf(code: string, facts: Pick<TicketFacts, 'instrument' | 'risk'>): string {
  if (code === 'risk.max-position') return SAY.overPosition(facts.instrument.spec.base);
  if (code === 'risk.stale-data') return SAY.waitsForPrice(age(facts.risk?.limits.maxDataAgeMs ?? 5_000));
  return REASONS[code] ?? '';
}

/** A refusal as the ticket shows it, with the sentence of the fault table. */
export function blockOf({ code, details }: Refusal, facts: TicketFacts, format: Format): Block {
  return { reason: reasonOf(code, facts), sentence: faultSentence(code, details), ways: waysOut(code, details, facts, format) };
}

function stateRefusal({ facts, format, reducing }: Check): Refusal | null {
  const { risk } = facts;
  if (risk === null || risk.state === 'ACTIVE' || reducing) return null;
  const since = format.timeOfDay(risk.since).slice(0, 5);
  const reason = SAY.statePhrases[risk.reason]?.[risk.state] ?? breakerOfReason(risk.reason)?.phrases[risk.state] ?? risk.reason;
  return { code: risk.state === 'HALTED' ? 'risk.halted' : 'risk.reducing', details: { since, reason } };
}

function lossRefusal({ facts, format, reducing }: Check): Refusal | null {
  const { account, risk } = facts;
  if (account === null || risk === null || reducing) return null;
  const { maxDailyLoss, maxDrawdown } = risk.limits;
  const loss = Decimal.parse(account.dayPnl).neg();
  if (maxDailyLoss !== null && loss.compare(Decimal.parse(maxDailyLoss)) >= 0) {
    return {
      code: 'risk.daily-loss',
      details: { actual: `${format.quoteMoney(loss)} ${account.quote}`, limit: format.quoteMoney(maxDailyLoss) },
    };
  }
  if (maxDrawdown !== null && account.drawdown >= maxDrawdown) {
    return { code: 'risk.drawdown', details: { actual: format.percent(account.drawdown), limit: format.percent(maxDrawdown) } };
  }
  return null;
}

function countRefusal({ facts, order, reducing }: Check): Refusal | null {
  const { account, risk, instrument } = facts;
  if (account === null || risk === null || reducing) return null;
  const { maxOpenOrders, allowedInstruments } = limitsInForce(risk);
  if (allowedInstruments !== null && !allowedInstruments.includes(instrument.id)) {
    return { code: 'risk.instrument-not-allowed', details: { instrument: instrument.spec.symbol } };
  }
  const actual = account.openOrders + order.count;
  return maxOpenOrders !== null && actual > maxOpenOrders
    ? { code: 'risk.max-open-orders', details: { actual, limit: maxOpenOrders } }
    : null;
}

function dataRefusal({ facts, around, reducing }: Check): Refusal | null {
  const { instrument, staleMs, bookStaleMs, risk } = facts;
  if (reducing) return null;
  if (around.markTicks <= 0) return { code: 'risk.no-price', details: { instrument: instrument.spec.symbol } };
  const limit = risk?.limits.maxDataAgeMs ?? null;
  if (staleMs !== null && limit !== null) return { code: 'risk.stale-data', details: { actual: age(staleMs), limit: age(limit) } };
  return bookStaleMs === null
    ? null
    : { code: 'risk.stale-book', details: { instrument: instrument.spec.symbol, actual: age(bookStaleMs) } };
}

/** The last whole tick that passes on one side of a reference. */
function edgeTicks(reference: number, collar: number, way: 'Highest' | 'Lowest'): number {
  const share = Decimal.fromNumber(collar);
  const edge = Decimal.of(BigInt(reference)).mul(way === 'Highest' ? Decimal.ONE.add(share) : Decimal.ONE.sub(share));
  return Number(edge.quantize(0, way === 'Highest' ? 'floor' : 'ceil').coefficient);
}

function collarRefusal({ order, around, facts, format }: Check): Refusal | null {
  const collar = around.limits.priceCollar;
  const mark = around.markTicks;
  if (collar === null || mark <= 0) return null;
  const { instrument } = facts;
  const buys = order.side === 'buy';
  const judge = (ticks: number, reference: number, highest: boolean, field: string): Refusal | null => {
    const way = highest ? 'Highest' : 'Lowest';
    const last = edgeTicks(reference, collar, way);
    if (highest ? ticks <= last : ticks >= last) return null;
    const away = highest ? ticks / reference - 1 : 1 - ticks / reference;
    const price = (each: number): string => format.price(instrument.priceText(each), instrument.priceDecimals);
    return {
      code: 'risk.price-collar',
      details: {
        price: price(ticks),
        actual: format.percent(away),
        limit: format.percent(collar),
        way,
        passes: price(last),
        passesPrice: instrument.priceText(last),
        field,
      },
    };
  };
  const { limitTicks, triggerTicks } = order;
  const byTrigger = triggerTicks === null ? null : judge(triggerTicks, mark, !triggersAbove(order), 'trigger');
  if (byTrigger !== null || limitTicks === null) return byTrigger;
  return judge(limitTicks, triggerTicks === null ? mark : (buys ? Math.max : Math.min)(triggerTicks, mark), buys, 'price');
}

/** The smallest size that reaches the venue's minimum, lots. */
function smallestLots(order: LimitedOrder, around: OrderSurroundings): number {
  const ticks = order.limitTicks ?? order.triggerTicks ?? around.markTicks;
  return ticks <= 0 ? 0 : Number(around.instrument.minNotional.divide(around.instrument.notional(ticks, 1), 0, 'ceil').coefficient);
}

function minimumRefusal({ order, around, facts, format }: Check): Refusal | null {
  const { instrument } = facts;
  const least = smallestLots(order, around);
  if (order.lots >= least) return null;
  const ticks = order.limitTicks ?? order.triggerTicks ?? around.markTicks;
  const money = (amount: Decimal): string => `${format.quoteMoney(amount)} ${instrument.spec.quote}`;
  return {
    code: 'risk.min-notional',
    details: {
      limit: money(instrument.minNotional),
      actual: money(instrument.notional(ticks, order.lots)),
      passesSize: instrument.sizeText(least),
    },
  };
}

function reduceOnlyRefusal({ order, around, facts, reducing }: Check): Refusal | null {
  if (!order.reduceOnly || reducing) return null;
  const free = reducibleLots(facts, order.side);
  const passes = free > 0 && free >= smallestLots(order, around) ? { passesSize: facts.instrument.sizeText(free) } : {};
  return { code: 'risk.not-reducing', details: { instrument: facts.instrument.spec.symbol, ...passes } };
}

function sizeRefusal({ order, around, uses, facts, format }: Check): Refusal | null {
  const over = firstExceeded(uses, order.lots);
  if (over === null) return null;
  const { instrument } = facts;
  const { base, quote, settle, symbol } = instrument.spec;
  // What strictly reduces is spared the limits, so a larger size than they leave may pass.
  const passing = Math.max(passingLots(uses) ?? 0, reducibleLots(facts, order.side));
  const passes = passing >= Math.max(1, smallestLots(order, around)) ? { passesSize: instrument.sizeText(passing) } : {};
  const lots = (count: Decimal): string => format.plainQuantity(instrument.sizeText(Number(count.coefficient)), instrument.sizeDecimals);
  if (over.rule === 'risk.free-base') {
    return { code: over.rule, details: { needed: `${lots(over.after)} ${base}`, free: lots(over.limit), ...passes } };
  }
  const limit = format.quoteMoney(over.limit, 'spendable');
  if (over.rule === 'risk.funds') {
    return { code: over.rule, details: { needed: `${format.quoteMoney(over.after, 'cost')} ${settle}`, free: limit, ...passes } };
  }
  return {
    code: over.rule,
    details: { instrument: symbol, actual: `${format.quoteMoney(over.after, 'cost')} ${quote}`, limit, ...passes },
  };
}

const CHECKS: readonly ((check: Check) => Refusal | null)[] = [
  ({ facts, reducing }) => (facts.status?.recovering === true && !reducing ? { code: 'risk.recovering', details: {} } : null),
  reduceOnlyRefusal,
  stateRefusal,
  lossRefusal,
  countRefusal,
  dataRefusal,
  collarRefusal,
  minimumRefusal,
  sizeRefusal,
];

/** "the stop at 98,000.00 and the target at 106,000.00" */
function namesOf(legs: readonly OrderRow[], { facts, format }: Check): string {
  const { priceDecimals } = facts.instrument;
  return SAY.list(
    legs.map((leg) => SAY.leg(leg.role === 'target' ? 'target' : 'stop', format.price(leg.trigger ?? leg.price, priceDecimals))),
  );
}

/** What is held is held back by the orders that protect it, or they close it already: names them and offers to close with them, or to end them first. */
function heldByLegs(check: Check): Block | null {
  const { facts, format, order, around } = check;
  const { instrument } = facts;
  const legs = holdingLegs(facts);
  const side = closingSide(facts, instrument);
  const held = Math.abs(heldLots(facts, instrument));
  if (order.side !== side || legs.length === 0 || order.lots > held || order.lots <= around.freeLots) return null;
  const size = (lots: number): string =>
    `${format.plainQuantity(instrument.sizeText(lots), instrument.sizeDecimals)} ${instrument.spec.base}`;
  const ways: WayOut[] = [
    { kind: 'close', label: SAY.close(size(held)) },
    { kind: 'cancel', orders: legs.map(({ id }) => id), label: SAY.cancelLegs(legs.map(({ role }) => role)) },
  ];
  if (around.freeLots >= Math.max(1, smallestLots(order, around))) {
    ways.unshift({ kind: 'size', value: instrument.sizeText(around.freeLots), label: SAY.use(size(around.freeLots)) });
  }
  return { reason: SAY.reasons['held-by-legs'], sentence: SAY.heldByLegs(namesOf(legs, check), size(held)), ways };
}

/** What the gate would say, as far as the window knows; in the gate's own order, with its own sentences. Main's word is the one that counts. */
export function firstRefusal(check: Check): Block | null {
  for (const ask of CHECKS) {
    const refusal = ask(check);
    if (refusal === null) continue;
    const byLegs = LEG_CODES.has(refusal.code) ? heldByLegs(check) : null;
    return byLegs ?? blockOf(refusal, check.facts, check.format);
  }
  return null;
}

/** Whether a code of main is one of the table. */
export function isFaultCode(code: string): code is FaultCode {
  return Object.hasOwn(FAULTS, code);
}
