import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { OrderIntent } from '../../../src-shared/domain/order.ts';
import { oppositeOf, waitsForTrigger } from '../../../src-shared/domain/order.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { err, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { isoTime } from '../../../src-shared/kernel/time.ts';
import { priceText } from './risk-texts.ts';

/** What is wrong with a field: its name and the rest of the sentence. */
type Problem = readonly [field: string, problem: string] | null;

/** Checks the shape of one intent, before the gate. Fails with `order.not-offered` or `input.invalid`. */
export function validateIntent(intent: OrderIntent, instrument: Instrument): Result<OrderIntent> {
  if (intent.quoteAmount !== null && intent.side === 'sell') return err('order.not-offered', { feature: 'Selling for an amount of money' });
  if (intent.quoteAmount !== null && instrument.margin !== null)
    return err('order.not-offered', { feature: 'An order for an amount of money on a perpetual' });
  const problem = sizeProblem(intent) ?? priceProblem(intent) ?? trailProblem(intent) ?? conditionProblem(intent) ?? groupProblem(intent);
  if (intent.instrument !== instrument.index) return invalid(['instrument', 'It is not the one that was looked up.']);
  return problem === null ? ok(intent) : invalid(problem);
}

/**
 * Checks that intents placed together make a bracket (an entry, then a stop, up to three targets, or both) or an OCO group, and that the
 * legs of a bracket lie on their sides of the entry's price, or of the market's where the entry takes that. Fails with `input.invalid` or
 * `order.wrong-side`.
 */
export function validateGroup(intents: readonly OrderIntent[], instrument: Instrument, markTicks: number): Result<readonly OrderIntent[]> {
  const [first, ...others] = intents;
  if (first === undefined) return invalid(['orders', 'There is none.']);
  if (others.length === 0 && first.group === null) return ok(intents);
  const pair = first.group?.role === 'oco';
  const problem = membershipProblem(intents) ?? (pair ? ocoProblem(intents) : bracketProblem(first, others));
  if (problem !== null) return invalid(problem);
  const reference = first.limitTicks ?? first.triggerTicks ?? markTicks;
  for (const leg of pair ? [] : others) {
    const fault = wrongSide(leg, reference, instrument);
    if (fault !== null) return { ok: false, fault };
  }
  return ok(intents);
}

/** Whether an order would have ended before it begins: the fault `order.expiry-past`, or null. */
export function expiryFault({ expiresAt }: Pick<OrderIntent, 'expiresAt'>, now: number): Fault | null {
  if (expiresAt === null || expiresAt > now) return null;
  return new Fault('order.expiry-past', { expires: isoTime(expiresAt), now: isoTime(now) });
}

/** Whether a leg lies where it would act at once: a stop beyond the price that it protects, a target on the losing side. The fault `order.wrong-side`, or null; without a reference (0) nothing can be said. */
export function wrongSide(leg: OrderIntent, referenceTicks: number, instrument: Instrument): Fault | null {
  const ticks = leg.triggerTicks ?? leg.limitTicks;
  if (ticks === null || referenceTicks === 0) return null;
  const target = leg.type === 'limit' || leg.type === 'take-profit';
  const above = target === (leg.side === 'sell');
  if (above ? ticks > referenceTicks : ticks < referenceTicks) return null;
  return new Fault('order.wrong-side', {
    leg: target ? 'target' : 'stop',
    price: priceText(instrument.priceText(ticks)),
    side: above ? 'above' : 'below',
    reference: priceText(instrument.priceText(referenceTicks)),
  });
}

function invalid([field, problem]: readonly [string, string]): ReturnType<typeof err> {
  return err('input.invalid', { field, problem });
}

function sizeProblem({ lots, quoteAmount, type }: OrderIntent): Problem {
  if (!Number.isSafeInteger(lots) || lots < 0) return ['size', 'It is not a whole number of lots.'];
  if (quoteAmount === null) return lots > 0 ? null : ['size', 'It must be above zero.'];
  if (lots > 0) return ['size', 'Give a size or an amount, not both.'];
  if (type !== 'market') return ['amount', 'Only market orders go by amount.'];
  return quoteAmount.sign() > 0 ? null : ['amount', 'It must be above zero.'];
}

function isPrice(ticks: number): boolean {
  return Number.isSafeInteger(ticks) && ticks > 0;
}

function priceProblem({ type, limitTicks, triggerTicks }: OrderIntent): Problem {
  const wantsLimit = type === 'limit' || type === 'stop-limit';
  const wantsTrigger = type === 'stop' || type === 'stop-limit' || type === 'take-profit';
  if (wantsLimit && limitTicks === null) return ['price', `A ${type} order needs a limit price.`];
  if (!wantsLimit && type !== 'take-profit' && limitTicks !== null) return ['price', `A ${type} order has no limit price.`];
  if (wantsTrigger && triggerTicks === null) return ['trigger', `A ${type} order needs a trigger price.`];
  if (!wantsTrigger && type !== 'trailing-stop' && triggerTicks !== null) return ['trigger', `A ${type} order has no trigger price.`];
  if (limitTicks !== null && !isPrice(limitTicks)) return ['price', 'It is not a whole number of ticks above zero.'];
  if (triggerTicks !== null && !isPrice(triggerTicks)) return ['trigger', 'It is not a whole number of ticks above zero.'];
  return null;
}

function trailProblem({ type, trailTicks }: OrderIntent): Problem {
  if (type !== 'trailing-stop') return trailTicks === null ? null : ['distance', `A ${type} order does not trail.`];
  if (trailTicks === null) return ['distance', 'A trailing stop needs its distance from the best price.'];
  return isPrice(trailTicks) ? null : ['distance', 'It is not a whole number of ticks above zero.'];
}

function conditionProblem({ type, timeInForce, postOnly, expiresAt }: OrderIntent): Problem {
  const immediate = timeInForce === 'ioc' || timeInForce === 'fok';
  if ((timeInForce === 'gtd') !== (expiresAt !== null))
    return ['good till', 'An order that is good till a date has that date, and no other has one.'];
  if (expiresAt !== null && !(Number.isSafeInteger(expiresAt) && expiresAt > 0)) return ['good till', 'It is not a date.'];
  if (timeInForce === 'gtd' && type === 'market') return ['good till', 'A market order does not wait.'];
  if (immediate && waitsForTrigger(type)) return ['time in force', 'A stop waits for its trigger, so it works until cancelled.'];
  if (postOnly && type !== 'limit') return ['post only', 'Only limit orders can rest.'];
  if (postOnly && immediate) return ['post only', 'An order that must rest cannot be immediate.'];
  return null;
}

function groupProblem({ group, type, reduceOnly, quoteAmount }: OrderIntent): Problem {
  if (group === null) return null;
  if (group.id === '') return ['group', 'It has no name.'];
  if (group.role === 'entry') return reduceOnly ? ['reduce only', 'The entry of a bracket opens a position.'] : null;
  if (quoteAmount !== null) return ['amount', 'A leg has a size.'];
  if (group.role === 'oco') return type === 'market' ? ['type', 'A leg of an OCO pair has a price.'] : null;
  if (!reduceOnly) return ['reduce only', 'The legs of a bracket only reduce.'];
  if (group.role === 'target') return type === 'limit' ? null : ['target', 'It is a limit order.'];
  return type === 'stop' || type === 'stop-limit' || type === 'trailing-stop'
    ? null
    : ['stop', 'It is a stop, a stop-limit or a trailing stop.'];
}

function membershipProblem(intents: readonly OrderIntent[]): Problem {
  const [first] = intents;
  for (const { group, instrument } of intents) {
    if (group === null || group.id !== first?.group?.id) return ['group', 'Orders placed together belong to one group.'];
    if (instrument !== first.instrument) return ['instrument', 'Orders placed together trade one instrument.'];
  }
  return null;
}

function ocoProblem(intents: readonly OrderIntent[]): Problem {
  if (intents.length < 2 || intents.length > 4 || intents.some(({ group }) => group?.role !== 'oco'))
    return ['group', 'Orders that exclude each other are two to four.'];
  const [first] = intents;
  return intents.every(({ side }) => side === first?.side) ? null : ['side', 'Orders that exclude each other trade the same side.'];
}

function bracketProblem(entry: OrderIntent, legs: readonly OrderIntent[]): Problem {
  if (entry.group?.role !== 'entry') return ['group', 'The entry of a bracket comes first.'];
  const roles = legs.map(({ group }) => group?.role);
  if (roles.some((role) => role !== 'stop' && role !== 'target'))
    return ['group', 'A bracket has one entry, and its legs are stops and targets.'];
  const targets = legs.filter(({ group }) => group?.role === 'target');
  if (roles.length - targets.length > 1 || targets.length > 3) return ['group', 'A bracket has at most one stop and three targets.'];
  // Without a stop beside them nothing says how much the targets share.
  if (targets.length > 1 && roles.length === targets.length) return ['stop', 'Several targets need a stop beside them.'];
  if (entry.quoteAmount === null && targets.reduce((sum, { lots }) => sum + lots, 0) > entry.lots)
    return ['targets', 'Together they are not larger than the entry.'];
  for (const leg of legs) {
    const problem = legProblem(entry, leg);
    if (problem !== null) return problem;
  }
  return null;
}

function legProblem(entry: OrderIntent, leg: OrderIntent): Problem {
  if (leg.side !== oppositeOf(entry.side)) return ['side', 'A leg trades against its entry.'];
  return entry.quoteAmount === null && leg.lots > entry.lots ? ['size', 'A leg is not larger than its entry.'] : null;
}
