import type { Side } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { StrategyDesk } from '../strategies/strategy.ts';

/** What a user's strategy asks for. Prices in quote units, sizes in base units or as one of equal parts of what an entry buys. */
export type UserWish =
  | { readonly kind: 'enter'; readonly way?: 'short' }
  | { readonly kind: 'exit' }
  /** Buys at market for so much quote money, fee included. */
  | { readonly kind: 'spend'; readonly amount: number }
  /** Sells so many base units at market. */
  | { readonly kind: 'sell'; readonly size: number }
  | {
      readonly kind: 'limit';
      readonly side: Side;
      readonly price: number;
      readonly size: number | { readonly parts: number };
      readonly tag: string;
    }
  | { readonly kind: 'cancel'; readonly tag: string }
  | { readonly kind: 'signal'; readonly text: string };

/** Most wishes of one bar or fill. */
export const MOST_WISHES = 64;
const LONGEST_TAG = 32;
const LONGEST_SIGNAL = 240;
const MOST_PARTS = 1_000;

/** Wishes that came from another process, checked field by field; a sentence about the first one that is wrong. */
export function readWishes(value: unknown): readonly UserWish[] | string {
  if (!Array.isArray(value)) return 'its answer holds no list of wishes.';
  if (value.length > MOST_WISHES) return `it asked for ${String(value.length)} things at once; ${String(MOST_WISHES)} are the most.`;
  const wishes: UserWish[] = [];
  for (const item of value as readonly unknown[]) {
    const wish = readWish(isRecord(item) ? item : {});
    if (typeof wish === 'string') return wish;
    wishes.push(wish);
  }
  return wishes;
}

function readWish(item: Readonly<Record<string, unknown>>): UserWish | string {
  const { kind, tag, text, amount, size } = item;
  if (kind === 'exit') return { kind };
  if (kind === 'enter') return readEntry(item['way']);
  if (kind === 'spend') return isPositive(amount) ? { kind, amount } : 'it would spend what is no number above zero.';
  if (kind === 'sell') return isPositive(size) ? { kind, size } : 'it would sell what is no number above zero.';
  if (kind === 'signal') {
    if (typeof text !== 'string' || text === '' || text.length > LONGEST_SIGNAL) return 'a signal is no text of 1 to 240 characters.';
    return { kind, text };
  }
  if (kind !== 'limit' && kind !== 'cancel') return `it asked for ${JSON.stringify(kind ?? null)}, which is nothing that can be asked for.`;
  if (typeof tag !== 'string' || tag === '' || tag.length > LONGEST_TAG) return 'a tag is no text of 1 to 32 characters.';
  return kind === 'cancel' ? { kind, tag } : readLimit(item, tag);
}

function readEntry(way: unknown): UserWish | string {
  if (way === undefined || way === 'long') return { kind: 'enter' };
  return way === 'short' ? { kind: 'enter', way } : 'it would enter neither long nor short.';
}

function readLimit({ side, price, size }: Readonly<Record<string, unknown>>, tag: string): UserWish | string {
  if (side !== 'buy' && side !== 'sell') return `order "${tag}": its side is neither buy nor sell.`;
  if (!isPositive(price)) return `order "${tag}": its price is no number above zero.`;
  if (isRecord(size)) {
    const { parts } = size;
    if (typeof parts !== 'number' || !Number.isInteger(parts) || parts < 1 || parts > MOST_PARTS)
      return `order "${tag}": its parts are no whole number from 1 to ${String(MOST_PARTS)}.`;
    return { kind: 'limit', side, price, size: { parts }, tag };
  }
  if (!isPositive(size)) return `order "${tag}": its size is no number above zero.`;
  return { kind: 'limit', side, price, size, tag };
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A limit order in whole ticks and lots. */
interface SizedLimit {
  readonly ticks: number;
  readonly lots: number;
}

/** Takes wishes to the desk in their order. What cannot be done is said as a signal, and the rest goes on. */
export function grantWishes(wishes: readonly UserWish[], desk: StrategyDesk): void {
  // All sizes before the first order: each order holds money back, and parts are to be equal.
  const sized = wishes.map((wish) => (wish.kind === 'limit' ? sizeOf(wish, desk) : null));
  wishes.forEach((wish, i) => {
    if (wish.kind === 'enter') desk.enter(wish.way ?? 'long');
    else if (wish.kind === 'exit') desk.exit();
    else if (wish.kind === 'spend') desk.spend(wish.amount);
    else if (wish.kind === 'sell') sell(wish.size, desk);
    else if (wish.kind === 'signal') desk.signal('strategy.says', { text: wish.text });
    else if (wish.kind === 'limit') place(wish, sized[i]!, desk);
    else if (desk.workingTags().includes(wish.tag)) desk.cancel(wish.tag);
    else desk.signal('strategy.no-such-order', { tag: wish.tag });
  });
}

function sell(size: number, desk: StrategyDesk): void {
  const lots = desk.instrument.lotsWithin(Decimal.fromNumber(size));
  if (lots > 0 && Number.isSafeInteger(lots)) desk.sell(lots);
  else desk.signal('strategy.size-unusable', { tag: 'at market' });
}

function sizeOf({ price, size }: Extract<UserWish, { kind: 'limit' }>, desk: StrategyDesk): SizedLimit {
  const ticks = Math.max(1, desk.instrument.toTicks(price));
  if (!Number.isSafeInteger(ticks)) return { ticks: 0, lots: 0 };
  const lots = typeof size === 'number' ? desk.instrument.lotsWithin(Decimal.fromNumber(size)) : desk.sizeAt(ticks, size.parts);
  return { ticks, lots: Number.isSafeInteger(lots) ? lots : 0 };
}

function place(wish: Extract<UserWish, { kind: 'limit' }>, { ticks, lots }: SizedLimit, desk: StrategyDesk): void {
  const { side, tag } = wish;
  if (lots <= 0) desk.signal('strategy.size-unusable', { tag });
  else if (desk.workingTags().includes(tag)) desk.signal('strategy.tag-taken', { tag });
  else desk.limit(side, ticks, lots, tag);
}
