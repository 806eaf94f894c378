import * as z from 'zod/mini';
import type { Timeframe } from '../../../src-shared/domain/candle.ts';
import type { SpotSpec } from '../../../src-shared/domain/instrument.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { Random } from '../../../src-shared/kernel/random.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FeedEvent, FeedHealth, FeedListener, HeardBars, MarketFeed } from '../../ports/market-feed.ts';
import { openExchange, type CcxtExchange, type ExchangeAddress, type OpenExchange } from './open-exchange.ts';
import { asked } from './asked.ts';
import { quotesOf, spotSpec, tradesOf } from './heard-market.ts';
import { VENUES } from './venues/catalog.ts';
import type { VenueRules } from './venues/venue-rules.ts';

/** Least and most wait before a connection is made again, ms. */
const WAIT = { least: 500, most: 30_000 };
const BARS = z.array(z.tuple([z.number(), z.string(), z.string(), z.string(), z.string(), z.string()]));
const MARKETS = z.record(z.string(), z.unknown());

/** What is told of a market, the way it is pushed and the way it is asked for. */
interface Stream {
  readonly push: () => Promise<unknown>;
  readonly ask: () => Promise<unknown>;
  readonly read: (answer: unknown) => readonly FeedEvent[];
}

/** A venue's public market through ccxt: pushed over a websocket, and asked for while that is broken. */
export class CcxtFeed implements MarketFeed {
  private readonly rules: VenueRules;
  private readonly open: OpenExchange;
  private readonly clock: Clock;
  private readonly random: Random;
  private health: FeedHealth = { state: 'pushed', problem: null, reconnects: 0, garbled: 0 };
  private left = false;

  private constructor(rules: VenueRules, open: OpenExchange, { clock, random }: { readonly clock: Clock; readonly random: Random }) {
    this.rules = rules;
    this.open = open;
    this.clock = clock;
    this.random = random;
  }

  /** Loads the venue's module. Fails with `venue.unknown`. */
  static async open(venue: string, to: ExchangeAddress & { readonly random: Random }): Promise<CcxtFeed> {
    const heard = VENUES.filter(({ feed }) => feed);
    const rules = heard.find(({ profile }) => profile.id === venue);
    if (rules === undefined) throw new Fault('venue.unknown', { venue, venues: heard.map(({ profile }) => profile.id).join(', ') });
    return new CcxtFeed(rules, await openExchange(rules, null, { ...to, pushed: true }), to);
  }

  async instruments(symbols: readonly string[]): Promise<readonly SpotSpec[]> {
    const markets = await asked(
      this.rules,
      () => this.exchange.loadMarkets(),
      (answer) => MARKETS.parse(answer),
    );
    return symbols.map((symbol) => spotSpec(this.rules.profile, symbol, markets));
  }

  async bars(symbol: string, timeframe: Timeframe, since: number, most: number): Promise<HeardBars> {
    const { exchange, rules } = this;
    const time = await asked(
      rules,
      () => exchange.fetchTime(),
      (answer) => z.number().parse(answer),
    );
    const bars = await asked(
      rules,
      () => exchange.fetchOHLCV(symbol, timeframe, since, most),
      (answer) => BARS.parse(answer),
    );
    return { bars, time };
  }

  listen(symbols: readonly string[], listener: FeedListener): Releasable {
    const { exchange } = this;
    const wanted = [...symbols];
    const going = { on: true };
    const streams: readonly Stream[] = [
      {
        push: () => exchange.watchBidsAsks(wanted),
        ask: () => exchange.fetchBidsAsks(wanted),
        read: (answer) => quotesOf(answer),
      },
      {
        push: () => exchange.watchTradesForSymbols(wanted),
        ask: async () => (await Promise.all(wanted.map((symbol) => exchange.fetchTrades(symbol)))).flat(),
        read: tradesOf(),
      },
    ];
    for (const stream of streams) void this.follow(stream, listener, going);
    return {
      dispose: () => {
        going.on = false;
      },
    };
  }

  async close(): Promise<void> {
    this.left = true;
    this.open.limiter.close();
    await this.exchange.close();
  }

  private get exchange(): CcxtExchange {
    return this.open.exchange;
  }

  /** Hears a stream for as long as it is wanted: pushed while that works, else asked for between two attempts. */
  private async follow(stream: Stream, listener: FeedListener, going: { readonly on: boolean }): Promise<void> {
    let failures = 0;
    while (going.on && !this.left) {
      try {
        const answer = await stream.push();
        if (failures > 0) this.tell(listener, { state: 'pushed', problem: null, reconnects: this.health.reconnects + 1 });
        failures = 0;
        this.pass(stream, answer, listener);
      } catch (thrown) {
        if (!going.on || this.left) return;
        failures += 1;
        const problem = thrown instanceof Error ? thrown.message.replaceAll(/\?[^\s"]*/gu, '').slice(0, 200) : 'The connection was lost.';
        await this.fallBack(stream, listener, { failures, problem });
      }
    }
  }

  /** Asks once and waits, longer after each failure and never as long as another program. */
  private async fallBack(
    stream: Stream,
    listener: FeedListener,
    at: { readonly failures: number; readonly problem: string },
  ): Promise<void> {
    try {
      this.pass(stream, await stream.ask(), listener);
      this.tell(listener, { state: 'asked', problem: at.problem });
    } catch {
      // Whether the venue can be asked is all that is wanted to know; the push's own problem says why.
      this.tell(listener, { state: 'silent', problem: at.problem });
    }
    const wait = Math.min(WAIT.most, WAIT.least * 2 ** (at.failures - 1)) * (0.5 + this.random.next() / 2);
    await new Promise<void>((resolve) => {
      this.clock.after(wait, resolve);
    });
  }

  /** What does not parse is counted and becomes no price. */
  private pass(stream: Stream, answer: unknown, listener: FeedListener): void {
    let events: readonly FeedEvent[];
    try {
      events = stream.read(answer);
    } catch (thrown) {
      if (!(thrown instanceof z.core.$ZodError)) throw thrown;
      this.tell(listener, { garbled: this.health.garbled + 1 });
      return;
    }
    for (const event of events) listener.heard(event);
  }

  private tell(listener: FeedListener, change: Partial<FeedHealth>): void {
    const before = this.health;
    this.health = { ...before, ...change };
    if (JSON.stringify(before) !== JSON.stringify(this.health)) listener.health(this.health);
  }
}
