import { invariant } from '../../../src-shared/kernel/result.ts';

/** What a request is for, the most urgent first: what ends orders, what shrinks a position, other orders, questions about orders and account, market data. */
export type Urgency = 'cancel' | 'exit' | 'order' | 'question' | 'data';

/** Every urgency, the most urgent first. */
export const URGENCIES: readonly Urgency[] = ['cancel', 'exit', 'order', 'question', 'data'];

/**
 * Up to which share of a limit each may go. What lies between two of them is kept free for the more urgent one, so that a minute full of
 * questions never stands in the way of a cancel. The rest to 1 belongs to nobody: clocks differ.
 */
const SHARES: Readonly<Record<Urgency, number>> = { cancel: 0.97, exit: 0.94, order: 0.91, question: 0.88, data: 0.85 };

/** One of a venue's limits: so much weight, so many orders, or so much of an account's history, within any window of this length, ms. */
export interface RequestLimit {
  readonly name: string;
  readonly counts: 'weight' | 'orders' | 'history';
  readonly most: number;
  readonly windowMs: number;
  /** It is no window but a counter, which falls steadily, by `most` within `windowMs`, and never stands above `most`. */
  readonly falls?: true;
}

/** What one request costs as the venue counts it: its weight, and the orders in it. */
export interface RequestCost {
  readonly weight: number;
  readonly orders: number;
  /** Of an account's history, where a venue counts that by itself. */
  readonly history?: number;
  readonly urgency: Urgency;
}

/** Parts that a window is kept in. */
const PARTS = 64;

/**
 * What was asked of a venue lately, and when more may be asked. A venue counts in windows that begin when its own clock says so, and a request
 * arrives later than it was sent: so what is kept below a limit is every window of the limit's length and the slack, wherever it begins.
 */
export class RequestBudget {
  private readonly windows: readonly (LimitWindow | FallingCounter)[];
  private pausedUntil = Number.NEGATIVE_INFINITY;

  /** `slackMs` bounds how much longer one request may be on its way than another. */
  constructor(limits: readonly RequestLimit[], slackMs: number) {
    this.windows = limits.map((limit) => (limit.falls === true ? new FallingCounter(limit, slackMs) : new LimitWindow(limit, slackMs)));
  }

  /** Ms from `now` on until such a request may go; 0 for at once. `now` never goes back. */
  waitFor(cost: RequestCost, now: number): number {
    let until = Math.max(now, this.pausedUntil);
    for (const window of this.windows) until = Math.max(until, window.freeAt(cost, now));
    return until - now;
  }

  /** Whether only the count of orders or that of its history makes it wait: then others need not wait behind it. */
  waitsForOrders(cost: RequestCost, now: number): boolean {
    return this.waitFor(cost, now) > 0 && this.waitFor({ ...cost, orders: 0, history: 0 }, now) === 0;
  }

  /** Notes a request that goes now. */
  take(cost: RequestCost, now: number): void {
    for (const window of this.windows) window.add(window.amountOf(cost), now);
  }

  /** The venue has counted so much in its present window. What is beyond our own count came from elsewhere, and counts. */
  learn(name: string, used: number, now: number): void {
    const window = this.windows.find(({ limit }) => limit.name === name);
    if (window === undefined) return;
    const unknown = used - window.sum(now);
    if (unknown > 0) window.add(unknown, now);
  }

  /** Share of the tightest limit that is used now. */
  use(now: number): number {
    return Math.max(0, ...this.windows.map((window) => window.sum(now) / window.limit.most));
  }

  /** The venue asks for silence: nothing goes before then, not even a cancel, because a request more would be answered with a ban. */
  pause(until: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, until);
  }
}

/** How much of one limit was used, in parts of time. */
class LimitWindow {
  readonly limit: RequestLimit;
  private readonly partMs: number;
  private readonly parts = new Float64Array(PARTS + 1);
  /** Number of the newest part since the beginning of time. */
  private newest = Number.NEGATIVE_INFINITY;

  constructor(limit: RequestLimit, slackMs: number) {
    invariant(limit.most > 0 && limit.windowMs > 0 && slackMs >= 0, 'a limit is above nothing');
    this.limit = limit;
    this.partMs = (limit.windowMs + slackMs) / PARTS;
  }

  amountOf(cost: RequestCost): number {
    return amountOf(this.limit, cost);
  }

  /** Used in the parts that a window ending at `now` may touch. */
  sum(now: number): number {
    this.roll(now);
    let sum = 0;
    for (const part of this.parts) sum += part;
    return sum;
  }

  add(amount: number, now: number): void {
    this.roll(now);
    const place = this.newest % this.parts.length;
    this.parts[place] = (this.parts[place] ?? 0) + amount;
  }

  /** The instant from which on so much more stays within the share. What alone is more than the share goes when nothing else is counted. */
  freeAt(cost: RequestCost, now: number): number {
    const amount = this.amountOf(cost);
    if (amount === 0) return now;
    const room = Math.max(this.limit.most * SHARES[cost.urgency], amount);
    let used = this.sum(now);
    if (used + amount <= room) return now;
    // The oldest part is forgotten first.
    for (let age = PARTS; age >= 0; age -= 1) {
      used -= this.parts[(this.newest - age + this.parts.length * 2) % this.parts.length] ?? 0;
      if (used + amount <= room) return (this.newest - age + this.parts.length) * this.partMs;
    }
    return (this.newest + this.parts.length) * this.partMs;
  }

  private roll(now: number): void {
    const part = Math.floor(now / this.partMs);
    if (part - this.newest > PARTS) this.parts.fill(0);
    else for (let next = this.newest + 1; next <= part; next += 1) this.parts[next % this.parts.length] = 0;
    this.newest = Math.max(this.newest, part);
  }
}

/** A counter as a venue keeps it. What goes later than another and arrives at once with it finds it higher by what falls in between: so much is kept free. */
class FallingCounter {
  readonly limit: RequestLimit;
  private readonly perMs: number;
  private readonly keptFree: number;
  private value = 0;
  private at = Number.NEGATIVE_INFINITY;

  constructor(limit: RequestLimit, slackMs: number) {
    invariant(limit.most > 0 && limit.windowMs > 0 && slackMs >= 0, 'a limit is above nothing');
    this.limit = limit;
    this.perMs = limit.most / limit.windowMs;
    this.keptFree = this.perMs * slackMs;
  }

  amountOf(cost: RequestCost): number {
    return amountOf(this.limit, cost);
  }

  sum(now: number): number {
    this.value = Math.max(0, this.value - (now - this.at) * this.perMs);
    this.at = now;
    return this.value;
  }

  add(amount: number, now: number): void {
    this.value = this.sum(now) + amount;
  }

  freeAt(cost: RequestCost, now: number): number {
    const amount = this.amountOf(cost);
    if (amount === 0) return now;
    const room = Math.max(this.limit.most * SHARES[cost.urgency] - this.keptFree, amount);
    return now + Math.max(0, this.sum(now) + amount - room) / this.perMs;
  }
}

function amountOf({ counts }: RequestLimit, { weight, orders, history = 0 }: RequestCost): number {
  return { weight, orders, history }[counts];
}
