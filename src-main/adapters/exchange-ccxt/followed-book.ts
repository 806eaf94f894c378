import * as z from 'zod/mini';
import { DepthMessage, type LevelList, MOST_LEVELS } from '../../../src-shared/domain/depth-message.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import { asFault } from '../../../src-shared/kernel/fault.ts';
import type { Random } from '../../../src-shared/kernel/random.ts';
import { StepReader } from '../../../src-shared/kernel/step-reader.ts';
import { OrderBook } from '../../core/order-book/order-book.ts';
import { WatchedBook } from '../../core/order-book/watched-book.ts';
import type { Clock } from '../../ports/clock.ts';
import type { KeptBookListener } from '../../ports/depth.ts';
import { asked } from './asked.ts';
import { type BookExchange, endSubscription } from './book-exchange.ts';
import { contractSizeOf, marketSpec } from './heard-market.ts';
import { Listening } from './listening.ts';
import type { BookChannel, BookFrame, BookLevel, BookMarket, BookSteps } from './venues/book-channel.ts';
import type { VenueRules } from './venues/venue-rules.ts';

/** Least and most wait before a book is asked for again, ms: longer after each that did not last, and never as long as another program. */
const AGAIN_MS = { least: 1_000, most: 30_000 };
/** A book that was known for so long has come to rest: the next trouble is the first again, ms. */
const STEADY_MS = 10_000;
/** How long the first change is waited for before the whole book is asked for: one that is older than it is of no use, ms. */
const FIRST_MS = 2_000;
/** How long the whole book may take that a subscription begins with, ms. */
const WHOLE_MS = 10_000;

/** Digits of contracts: more than any step has. */
const FINEST = 18;

const MARKETS = z.record(z.string(), z.unknown());
const NAMED = z.object({ id: z.string() });

/** What a book is followed with. */
export interface FollowedBookParts {
  readonly rules: Pick<VenueRules, 'profile'>;
  readonly channel: BookChannel;
  readonly exchange: BookExchange;
  readonly symbol: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Until a subscription may be sent. */
  readonly ready: () => Promise<void>;
  readonly listener: KeptBookListener;
}

/** A market with what reads its figures. */
interface Known {
  readonly market: BookMarket;
  readonly name: string;
  /** As the library has it, and its steps as it says. */
  readonly listed: unknown;
  /** Base units in which its sizes are told. */
  readonly contract: Decimal;
  readonly own: BookSteps;
  readonly steps: BookSteps;
  readonly ticks: StepReader;
  readonly lots: StepReader;
}

/**
 * The book of one market for as long as somebody keeps it: subscribed, checked by numbers, sums or silence, asked for anew when it is not known, and subscribed
 * again when the connection was lost.
 */
export class FollowedBook {
  readonly watched: WatchedBook;
  garbled = 0;
  private readonly parts: FollowedBookParts;
  private readonly hash: string;
  private readonly going: Listening;
  private readonly message = new DepthMessage();
  private known: Known | null = null;
  /** Counts subscriptions, and what was heard where the venue numbers nothing. */
  private round = 0;
  private heard = 0;
  /** The subscription that a whole book is being asked for, and the one that is being begun anew. */
  private asking = -1;
  private renewing = false;
  /** Troubles since the book last came to rest. */
  private troubles = 0;
  private knownAt = Number.POSITIVE_INFINITY;
  /** While it is not known: the first update that has been heard since; -1 where there is none. */
  private heldFrom = -1;
  /** Sides of which every level is known. */
  private complete: ReadonlySet<'bids' | 'asks'> = new Set();
  /** Wakes whoever waits for the first message of a subscription. */
  private first: (() => void) | null = null;
  /** Waits for the next message where silence is trouble. */
  private quiet: Releasable | null = null;

  constructor(parts: FollowedBookParts) {
    this.parts = parts;
    const { channel, symbol, clock, listener } = parts;
    this.hash = `book of ${symbol}`;
    this.going = new Listening(clock);
    this.watched = new WatchedBook(
      {
        changed: (trouble, time) => {
          if (trouble === null) this.knownAt = clock.monotonic();
          listener.changed(trouble, time);
        },
      },
      new OrderBook(channel.checksum, channel.levels),
    );
    void this.follow();
  }

  /** By what name messages call the market; null while that is not known. */
  get name(): string | null {
    return this.known?.name ?? null;
  }

  get steps(): BookSteps | null {
    return this.known?.steps ?? null;
  }

  /** Whether every level up to a price is known. */
  reaches(which: 'bids' | 'asks', ticks: number): boolean {
    return this.complete.has(which) || this.watched.book.reaches(which, ticks);
  }

  /** Takes what a message says of it; null for one that was not understood. */
  take(frame: BookFrame | null): void {
    const { going, parts } = this;
    if (this.known === null || !going.on) return;
    // A subscription that is being ended may still tell the whole book: the one that follows begins with its own.
    if (this.renewing && frame?.kind === 'snapshot') return;
    const time = parts.clock.now();
    if (frame?.kind === 'snapshot') this.readAs(this.known, frame);
    if (frame === null || !this.fill(frame, this.known, time)) {
      this.garbled += 1;
      this.watched.missed(time);
      this.renew();
      return;
    }
    this.first?.();
    if (frame.kind === 'snapshot') this.complete = this.completeIn(frame);
    const applied = this.watched.append(this.message);
    if (applied !== 'old') this.awaitNext();
    if (this.watched.isKnown) this.heldFrom = -1;
    else if (this.heldFrom < 0 && frame.kind === 'diff') this.heldFrom = applied === 'crossed' ? this.message.last + 1 : this.message.first;
    if (applied === 'gap' || applied === 'crossed' || applied === 'checksum') this.renew();
  }

  /** Lets go of it. */
  end(): void {
    this.going.end();
    this.first?.();
    this.quiet?.dispose();
    this.leave();
  }

  /** A book that is known and is silent for too long is not known any more. */
  private awaitNext(): void {
    const { channel, clock } = this.parts;
    if (channel.silentMs === null) return;
    this.quiet?.dispose();
    this.quiet = clock.after(channel.silentMs, () => {
      if (!this.watched.isKnown) return;
      this.watched.quiet(clock.now());
      this.renew();
    });
  }

  private async follow(): Promise<void> {
    const { going, parts } = this;
    while (going.on) {
      try {
        this.known ??= await this.find();
        await parts.ready();
        if (!going.on) return;
        await this.subscribed(this.known);
      } catch (thrown) {
        if (!going.on) return;
        this.troubled();
        this.watched.lost(parts.clock.now(), parts.channel.whole === null);
        // Once: the feed says how it goes on.
        if (this.troubles === 1) parts.listener.note(`${parts.symbol}: its book is not heard: ${problemOf(thrown)}`);
        await going.pause(this.wait(this.troubles));
        continue;
      }
      // Begun anew: at once the first time.
      await going.pause(this.wait(this.troubles - 1));
    }
  }

  private async find(): Promise<Known> {
    const { rules, exchange, symbol, channel } = this.parts;
    return asked(
      rules,
      () => exchange.loadMarkets(),
      (answer) => {
        const markets = MARKETS.parse(answer);
        const listed = markets[symbol];
        const { tick, lot } = marketSpec(rules.profile, symbol, markets);
        const market = { symbol, id: NAMED.parse(listed).id };
        const own = channel.steps?.(listed, null) ?? { tick, lot };
        const size = contractSizeOf(symbol, markets);
        const contract = size === null ? Decimal.ONE : Decimal.parse(size);
        return { market, listed, contract, own, name: channel.nameOf(market), ...readersOf(own, contract) };
      },
    );
  }

  /** Subscribes; over when the subscription is given up, and fails when its connection breaks. */
  private async subscribed({ market }: Known): Promise<void> {
    const { exchange, channel, clock } = this.parts;
    const url = channel.url(exchange);
    this.renewing = false;
    // Nothing that was heard before has to do with a book that begins anew.
    if (channel.whole === null) this.watched.book.forget();
    this.round += 1;
    const { round } = this;
    const over = exchange.watch(url, this.hash, channel.subscribe(market, exchange.requestId(url)), this.hash, {});
    if (channel.whole === null) {
      const late = clock.after(WHOLE_MS, () => {
        if (this.round !== round || this.watched.isKnown || !this.going.on) return;
        this.parts.listener.note(`${market.symbol}: no whole book came. It is asked for again.`);
        this.renew();
      });
      await over.finally(() => {
        late.dispose();
      });
    } else {
      void this.askWhole(true);
      await over;
    }
  }

  /** The whole book is wanted. */
  private renew(): void {
    if (this.renewing) return;
    this.troubled();
    if (this.parts.channel.whole !== null) void this.askWhole(false);
    else {
      this.renewing = true;
      this.leave();
    }
  }

  private troubled(): void {
    const { parts, knownAt } = this;
    this.troubles = parts.clock.monotonic() - knownAt > STEADY_MS ? 1 : this.troubles + 1;
    this.knownAt = Number.POSITIVE_INFINITY;
  }

  /** Asks for the whole book until it is known, as long as the subscription stands; `begun` is one that has just begun. */
  private async askWhole(begun: boolean): Promise<void> {
    const { parts, going, round, known } = this;
    const { rules, exchange, symbol, channel, listener } = parts;
    const { whole } = channel;
    if (this.asking === round || whole === null || known === null) return;
    this.asking = round;
    if (begun) await this.firstHeard();
    await going.pause(this.wait(this.troubles - 1));
    while (going.on && this.round === round && !this.watched.isKnown) {
      try {
        const frame = await asked(rules, () => whole.ask(exchange, known.market), whole.read, 'question');
        // What was heard since does not follow one that is older.
        if (this.heldFrom < 0 || (frame.numbers?.last ?? 0) + 1 >= this.heldFrom) this.take(frame);
      } catch (thrown) {
        if (going.on) listener.note(`${symbol}: ${asFault(thrown).message}`);
      }
      if (this.watched.isKnown) break;
      this.troubles += 1;
      await going.pause(this.wait(this.troubles));
    }
    if (this.asking === round) this.asking = -1;
  }

  /** Until the subscription has told something, a short while at most. */
  private async firstHeard(): Promise<void> {
    await new Promise<void>((resolve) => {
      const over = (): void => {
        late.dispose();
        this.first = null;
        resolve();
      };
      const late = this.parts.clock.after(FIRST_MS, over);
      this.first = over;
    });
  }

  private leave(): void {
    const { exchange, channel } = this.parts;
    if (this.known === null) return;
    const url = channel.url(exchange);
    if (this.hash in (exchange.clients[url]?.subscriptions ?? {}))
      endSubscription(exchange, { url, hash: this.hash, message: channel.unsubscribe(this.known.market, exchange.requestId(url)) });
  }

  /** A venue's figures are read in the steps that it writes them in. */
  private readAs(known: Known, whole: BookFrame): void {
    const steps = this.parts.channel.steps?.(known.listed, whole) ?? known.own;
    if (steps.tick !== known.steps.tick || steps.lot !== known.steps.lot) this.known = { ...known, ...readersOf(steps, known.contract) };
  }

  private completeIn(frame: BookFrame): ReadonlySet<'bids' | 'asks'> {
    if (this.parts.channel.uncut === true) return new Set(['bids', 'asks']);
    const { whole } = this.parts.channel;
    return new Set((['bids', 'asks'] as const).filter((which) => whole !== null && frame[which].length < whole.levels));
  }

  private wait(troubles: number): number {
    if (troubles <= 0) return 0;
    return Math.min(AGAIN_MS.most, AGAIN_MS.least * 2 ** (troubles - 1)) * (0.5 + this.parts.random.next() / 2);
  }

  /** Fills the message; false where a figure does not lie on a step. */
  private fill(frame: BookFrame, { ticks, lots }: Known, time: number): boolean {
    const { kind, numbers, venueTime, checksum, bids, asks } = frame;
    if (Math.max(bids.length, asks.length) > MOST_LEVELS) return false;
    this.heard += 1;
    const message = this.message.begin(kind, time);
    const { first, last, previous } = numbers ?? { first: this.heard, last: this.heard, previous: -1 };
    Object.assign(message, { venueTime, first, last, previous: kind === 'snapshot' ? -1 : previous, checksum });
    const fillSide = (list: LevelList, named: readonly BookLevel[]): boolean => {
      for (const [price, size] of named) {
        const [at, there] = [ticks.read(price), lots.read(size)];
        if (!(at > 0 && there >= 0)) return false;
        list.push(at, there);
      }
      return true;
    };
    return fillSide(message.bids, bids) && fillSide(message.asks, asks);
  }
}

/** A lot of base units is a lot of contracts: as many of them are read either way. */
function readersOf(steps: BookSteps, contract: Decimal): Pick<Known, 'steps' | 'ticks' | 'lots'> {
  const told = Decimal.parse(steps.lot).divide(contract, FINEST, 'down').toString();
  return { steps, ticks: new StepReader(steps.tick), lots: new StepReader(told) };
}

function problemOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message.replaceAll(/\?[^\s"]*/gu, '').slice(0, 200) : 'The connection was lost.';
}
