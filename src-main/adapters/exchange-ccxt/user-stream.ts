import * as z from 'zod/mini';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Random } from '../../../src-shared/kernel/random.ts';
import type { SeenFill, SeenOrder, VenueHealth, VenueMessage } from '../../ports/venue-orders.ts';
import { type OrderAccount, problemOf } from './order-account.ts';
import { fillsOf } from './order-questions.ts';
import { underUrgency } from './request-urgency.ts';
import type { StreamFrame } from './venues/order-protocol.ts';

/** Least and most wait before a connection is made again, ms. */
const WAIT = { least: 500, most: 30_000 };
/** How long a venue may take to answer before it counts as silent, ms. */
const ANSWER_MS = 2_000;
/** How long a subscription may take, ms. */
const SUBSCRIBE_MS = 15_000;
/** How long an order that has ended waits for fills that are told after it, before they are asked for; then the most between two questions, ms. */
const LATE = { waitMs: 500, most: 60_000 };
/** Orders and trades that are remembered as told. */
const REMEMBERED = 20_000;

/** Who hears what the stream tells. */
export interface StreamListener {
  readonly tell: (message: VenueMessage) => void;
  readonly health: (change: Partial<VenueHealth>) => void;
  readonly garbled: () => void;
  readonly reconnected: () => void;
  /** Whether the venue can be asked. */
  readonly answers: () => Promise<boolean>;
}

/** What of an order was told so far. */
interface Told {
  filled: Decimal;
  /** Sum of the fills that were told. */
  sum: Decimal;
  ended: boolean;
  /** It has ended, and waits for its fills. */
  held: SeenOrder | null;
}

/** An order that is being asked for; `again` where it was told of meanwhile. */
interface Asking {
  ended: Promise<void>;
  again: boolean;
  /** It is known to have ended, and asked for until the venue says so too. */
  over: boolean;
}

/**
 * What a venue tells of an account by itself. The library keeps the connection; each message is read as it came, once, before the library
 * makes anything of it. No order is told as ended before its fills.
 */
export class UserStream {
  private readonly account: OrderAccount;
  private readonly random: Random;
  private readonly listener: StreamListener;
  private readonly trades = new Set<string>();
  private readonly orders = new Map<string, Told>();
  /** Orders that are being asked for, by the venue's id. */
  private readonly asking = new Map<string, Asking>();
  private read: (message: unknown) => StreamFrame | null = () => null;
  private following: Promise<void> = Promise.resolve();
  private failures = 0;
  private connected = false;
  /** Since when the present connection tells of the account; null while it does not. */
  private subscribedAt: number | null = null;
  private lose: (problem: Error) => void = () => undefined;

  constructor(account: OrderAccount, random: Random, listener: StreamListener) {
    this.account = account;
    this.random = random;
    this.listener = listener;
  }

  start(): void {
    const { exchange } = this.account.open;
    const handle = exchange.handleMessage.bind(exchange);
    exchange.handleMessage = (client, message) => {
      if (!this.hear(message)) handle(client, message);
    };
    this.following = this.follow();
  }

  /** Ends when nothing is under way any more, after the account was left: the library forgets those who wait for a connection that was never made. */
  async ended(): Promise<void> {
    this.lose(new Error('the account was left'));
    await Promise.all([this.following, ...[...this.asking.values()].map(({ ended }) => ended)]);
  }

  private async follow(): Promise<void> {
    const { account } = this;
    this.read = account.protocol.stream(account.markets);
    while (!account.left) {
      try {
        await this.watched();
      } catch (thrown) {
        if (account.left) return;
        await this.fallBack(problemOf(thrown));
      }
    }
  }

  /** Keeps a connection until it breaks, or is of no use, or does not come to be. The library waits for orders that it is never shown. */
  private async watched(): Promise<void> {
    const { exchange } = this.account.open;
    const lost = new Promise<never>((_, reject) => {
      this.lose = reject;
    });
    const timer = this.account.clock.after(SUBSCRIBE_MS, () => {
      if (this.subscribedAt === null) this.lose(new Error('the venue did not answer to the subscription'));
    });
    try {
      const listens = this.account.protocol.listens ?? [{}];
      const watched = listens.map((options) =>
        underUrgency('question', () => exchange.watchOrders(undefined, undefined, undefined, { ...options })),
      );
      await Promise.race([...watched, lost]);
    } finally {
      timer.dispose();
    }
  }

  /** Waits, longer after each failure and never as long as another program; says whether the venue can be asked meanwhile. */
  private async fallBack(problem: string): Promise<void> {
    // One that held for a while was no failure.
    if (this.subscribedAt !== null && this.account.clock.monotonic() - this.subscribedAt > WAIT.most) this.failures = 0;
    this.subscribedAt = null;
    this.failures += 1;
    await this.account.open.exchange.close();
    this.read = this.account.protocol.stream(this.account.markets);
    const answers = await Promise.race([this.listener.answers(), this.account.wait(ANSWER_MS).then(() => false)]);
    if (this.account.left) return;
    this.listener.health({ state: answers ? 'asked' : 'silent', problem });
    await this.account.wait(Math.min(WAIT.most, WAIT.least * 2 ** (this.failures - 1)) * (0.5 + this.random.next() / 2));
  }

  /** Reads a message; answers whether it was about orders, of which the library then makes nothing. */
  private hear(message: unknown): boolean {
    if (this.account.left) return true;
    let frame: StreamFrame | null;
    try {
      frame = this.read(message);
    } catch (thrown) {
      if (!(thrown instanceof z.core.$ZodError)) throw thrown;
      this.listener.garbled();
      return true;
    }
    if (frame?.kind === 'subscribed') this.subscribed();
    if (frame?.kind === 'lost') this.lose(new Error(frame.problem));
    if (frame?.kind !== 'told') return false;
    for (const order of frame.orders) this.account.learn(order);
    for (const trade of frame.fills) this.tellFill(this.account.fill(trade));
    for (const order of frame.orders) this.tellOrder(order);
    for (const { venueId, symbol, ended = false } of frame.unclear) this.complete({ venueId, symbol }, 0, ended);
    return true;
  }

  private subscribed(): void {
    this.subscribedAt = this.account.clock.monotonic();
    if (this.connected) this.listener.reconnected();
    else this.listener.health({ state: 'pushed', problem: null });
    this.connected = true;
  }

  private tellFill(fill: SeenFill): void {
    // Both sides of a trade may be this account's.
    const key = `${fill.symbol} ${fill.tradeId} ${fill.side}`;
    if (this.trades.has(key)) return;
    this.trades.add(key);
    if (this.trades.size > REMEMBERED) this.trades.delete(this.trades.values().next().value ?? key);
    const told = this.toldOf(fill);
    told.sum = told.sum.add(Decimal.parse(fill.size));
    this.listener.tell({ kind: 'fill', fill });
    if (told.held !== null) this.tellOrder(told.held);
  }

  /** Tells what an order has become, unless something newer was told, or its fills are still to come. */
  private tellOrder(order: SeenOrder): void {
    const told = this.toldOf(order);
    const filled = Decimal.parse(order.filled);
    if (told.ended || filled.compare(told.filled) < 0) return;
    if (told.sum.compare(filled) < 0) {
      this.complete(order, LATE.waitMs);
      if (order.state !== 'working') {
        told.held = order;
        return;
      }
    }
    told.filled = filled;
    told.ended = order.state !== 'working';
    if (told.ended) told.held = null;
    this.listener.tell({ kind: 'order', order });
  }

  /** Asks for an order and its trades until both agree, and tells what was not told. */
  private complete({ venueId, symbol }: Pick<SeenOrder, 'venueId' | 'symbol'>, waitMs: number, over = false): void {
    const asking = this.asking.get(venueId);
    if (asking !== undefined) {
      asking.again = true;
      asking.over ||= over;
      return;
    }
    const begun: Asking = { ended: Promise.resolve(), again: false, over };
    this.asking.set(venueId, begun);
    begun.ended = this.completed({ venueId, symbol }, waitMs, begun).finally(() => this.asking.delete(venueId));
  }

  private async completed(named: { readonly venueId: string; readonly symbol: string }, firstMs: number, asking: Asking): Promise<void> {
    const { account } = this;
    for (let waitMs = firstMs; ; waitMs = Math.min(LATE.most, Math.max(LATE.waitMs, waitMs * 2))) {
      if (waitMs > 0) await account.wait(waitMs);
      if (account.left || this.orders.get(named.venueId)?.ended === true) return;
      asking.again = false;
      const order = await this.agreed(named.venueId, named.symbol);
      if (order === null) continue;
      this.tellOrder(order);
      // A venue that has told of its end may still show it as it was before.
      if (this.toldOf(named).held === null && !this.toldAgain(asking) && !(asking.over && order.state === 'working')) return;
    }
  }

  private toldAgain({ again }: Asking): boolean {
    return again;
  }

  /** The order, once all of its fills are told; null where the venue does not tell it yet. */
  private async agreed(venueId: string, symbol: string): Promise<SeenOrder | null> {
    const { account } = this;
    try {
      const market = account.market(symbol);
      const reading = account.reading('question');
      const order = await account.protocol.find(reading, market, { name: null, venueId });
      const fills = order === null ? null : await fillsOf(account, reading, market, order);
      if (order === null || fills === null) return null;
      account.learn(order);
      for (const fill of fills) this.tellFill(fill);
      return order;
    } catch {
      // It is asked again; that the venue does not answer is told by everything else.
      return null;
    }
  }

  private toldOf({ venueId }: { readonly venueId: string }): Told {
    const known = this.orders.get(venueId);
    if (known !== undefined) return known;
    const told: Told = { filled: Decimal.ZERO, sum: Decimal.ZERO, ended: false, held: null };
    this.orders.set(venueId, told);
    if (this.orders.size > REMEMBERED) this.orders.delete(this.orders.keys().next().value ?? venueId);
    return told;
  }
}
