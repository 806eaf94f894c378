import * as z from 'zod/mini';
import type { Timeframe } from '../../../src-shared/domain/candle.ts';
import type { InstrumentSpec, PerpetualTerms } from '../../../src-shared/domain/instrument.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { Random } from '../../../src-shared/kernel/random.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FeedEvent, FeedHealth, FeedListener, HeardBars, MarketFeed } from '../../ports/market-feed.ts';
import type { BookFeed, KeptBook, KeptBookListener } from '../../ports/depth.ts';
import type { BookExchange } from './book-exchange.ts';
import { ContractFigures } from './contract-figures.ts';
import { KeptBooks } from './kept-books.ts';
import { openExchange, type ExchangeAddress, type OpenExchange } from './open-exchange.ts';
import { asked } from './asked.ts';
import { baseUnits, type BaseUnits, contractSizeOf, marketSpec, quotesOf, tradesOf } from './heard-market.ts';
import { Listening } from './listening.ts';
import { PushedNews } from './pushed-news.ts';
import { SymbolsInUse } from './symbols-in-use.ts';
import { VENUES } from './venues/catalog.ts';
import type { VenueRules } from './venues/venue-rules.ts';

/** Least and most wait before a connection is made again, ms. */
const WAIT = { least: 500, most: 30_000 };
/** After how long prices that were not heard are asked for, and how often is looked, ms. A venue pushes prices that change: those that stand must be known to. */
const QUIET = { after: 3_000, every: 1_000 };
const BARS = z.array(z.tuple([z.number(), z.string(), z.string(), z.string(), z.string(), z.string()]));
const MARKETS = z.record(z.string(), z.unknown());

/** What is told of a market, the way it is pushed and the way it is asked for. */
interface Stream {
  /** Waits for something, and takes everything that has come by then. */
  readonly push: () => Promise<unknown>;
  readonly ask: () => Promise<unknown>;
  readonly read: (answer: unknown) => readonly FeedEvent[];
}

/** A venue's public market through ccxt: pushed over a websocket, and asked for while that is broken. */
export class CcxtFeed implements MarketFeed, BookFeed {
  private readonly rules: VenueRules;
  private readonly open: OpenExchange<BookExchange>;
  private readonly inUse: SymbolsInUse;
  private readonly books: KeptBooks;
  private readonly figures: ContractFigures;
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly inBase: BaseUnits;
  private health: FeedHealth = { state: 'pushed', problem: null, reconnects: 0, garbled: 0 };
  private readonly listenings = new Set<Listening>();
  private left = false;

  private constructor(
    rules: VenueRules,
    open: OpenExchange<BookExchange>,
    { clock, random }: { readonly clock: Clock; readonly random: Random },
  ) {
    this.rules = rules;
    this.open = open;
    this.inUse = new SymbolsInUse(open.exchange, clock);
    const parts = { rules, exchange: open.exchange, clock, random, ready: () => this.inUse.settled() };
    this.books = new KeptBooks(parts);
    this.figures = new ContractFigures(parts);
    this.clock = clock;
    this.random = random;
    this.inBase = baseUnits(() => open.exchange.markets);
  }

  /** Loads the venue's module. Fails with `venue.unknown`. */
  static async open(venue: string, to: ExchangeAddress & { readonly random: Random }): Promise<CcxtFeed> {
    const heard = VENUES.filter(({ feed }) => feed);
    const rules = heard.find(({ profile }) => profile.id === venue);
    if (rules === undefined) throw new Fault('venue.unknown', { venue, venues: heard.map(({ profile }) => profile.id).join(', ') });
    return new CcxtFeed(rules, await openExchange<BookExchange>(rules, null, { ...to, pushed: true }), to);
  }

  async instruments(symbols: readonly string[], leverage = 1): Promise<readonly InstrumentSpec[]> {
    const markets = await asked(
      this.rules,
      () => this.exchange.loadMarkets(),
      (answer) => MARKETS.parse(answer),
    );
    const { profile, orders } = this.rules;
    const figures = orders?.abilities.priceFigures;
    const specs: InstrumentSpec[] = [];
    for (const symbol of symbols) {
      const common = { ...marketSpec(profile, symbol, markets), ...(figures === undefined ? {} : { priceFigures: figures }) };
      if (contractSizeOf(symbol, markets) === null) specs.push({ ...common, kind: 'spot' });
      else specs.push({ ...common, kind: 'perpetual', terms: await this.termsOf(symbol, markets[symbol], leverage) });
    }
    return specs;
  }

  /** What a perpetual is held against, at the leverage that is wanted. */
  private async termsOf(symbol: string, market: unknown, leverage: number): Promise<PerpetualTerms> {
    const { rules, exchange } = this;
    const { contractTerms, profile } = rules;
    if (contractTerms === undefined)
      throw new Fault('instrument.unknown', { instrument: `${symbol} at ${profile.name}: only spot is traded here` });
    const terms = await asked(
      rules,
      () => contractTerms(exchange, market),
      (told) => told as Omit<PerpetualTerms, 'leverage'>,
    );
    if (leverage < 1 || leverage > terms.maxLeverage)
      throw new Fault('instrument.leverage', { instrument: symbol, leverage: String(leverage), most: String(terms.maxLeverage) });
    return { ...terms, leverage };
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
    const wanted = [...new Set(symbols)];
    this.inUse.take(wanted);
    const going = new Listening(this.clock);
    this.listenings.add(going);
    const news = new PushedNews(exchange, wanted, this.inUse);
    const streams: readonly Stream[] = [
      {
        push: async () => {
          await exchange.watchBidsAsks(wanted);
          return news.takeQuotes();
        },
        ask: () => this.askQuotes(wanted),
        read: (answer) => quotesOf(answer, this.inBase),
      },
      {
        push: async () => {
          await exchange.watchTradesForSymbols(wanted);
          return news.takeTrades();
        },
        ask: async () => (await Promise.all(wanted.map((symbol) => exchange.fetchTrades(symbol)))).flat(),
        read: tradesOf(this.inBase),
      },
    ];
    const heardAt = new Map<string, number>();
    const noting: FeedListener = {
      heard: (event) => {
        if (event.kind === 'quote') heardAt.set(event.symbol, this.clock.monotonic());
        listener.heard(event);
      },
      health: (health) => {
        listener.health(health);
      },
    };
    for (const stream of streams) void this.follow(stream, noting, going);
    void this.askQuiet({ wanted, heardAt, going }, noting);
    const figures = this.figures.listen(wanted, {
      heard: (event) => listener.heard(event),
      garbled: () => this.tell(listener, { garbled: this.health.garbled + 1 }),
    });
    return {
      dispose: () => {
        if (!going.on) return;
        going.end();
        figures.dispose();
        this.listenings.delete(going);
        if (!this.left) this.inUse.release(wanted);
      },
    };
  }

  keep(symbol: string, listener: KeptBookListener): KeptBook | null {
    return this.books.keep(symbol, listener);
  }

  async close(): Promise<void> {
    this.left = true;
    this.books.close();
    this.figures.close();
    for (const going of this.listenings) going.end();
    this.listenings.clear();
    this.open.limiter.close();
    await this.exchange.close();
  }

  private get exchange(): BookExchange {
    return this.open.exchange;
  }

  /** Hears a stream for as long as it is wanted: pushed while that works, else asked for between two attempts. */
  private async follow(stream: Stream, listener: FeedListener, going: Listening): Promise<void> {
    let failures = 0;
    while (going.on) {
      try {
        await this.inUse.settled();
        if (!going.on) return;
        const answer = await stream.push();
        if (!going.on) return;
        if (failures > 0) this.tell(listener, { state: 'pushed', problem: null, reconnects: this.health.reconnects + 1 });
        failures = 0;
        this.pass(stream, answer, listener);
      } catch (thrown) {
        if (!going.on) return;
        failures += 1;
        const problem = thrown instanceof Error ? thrown.message.replaceAll(/\?[^\s"]*/gu, '').slice(0, 200) : 'The connection was lost.';
        await this.fallBack(stream, listener, { failures, problem, going });
      }
    }
  }

  /** Asks for prices that stand still while others are pushed: without it nobody could tell them from prices that are not heard any more. */
  private async askQuiet(
    {
      wanted,
      heardAt,
      going,
    }: { readonly wanted: readonly string[]; readonly heardAt: ReadonlyMap<string, number>; readonly going: Listening },
    listener: FeedListener,
  ): Promise<void> {
    while (going.on) {
      await going.pause(QUIET.every);
      const since = this.clock.monotonic() - QUIET.after;
      const quiet = wanted.filter((symbol) => (heardAt.get(symbol) ?? Number.NEGATIVE_INFINITY) < since);
      if (!going.on || quiet.length === 0 || this.health.state !== 'pushed') continue;
      try {
        const answer = await this.askQuotes(quiet);
        if (going.on) this.pass({ read: (told) => quotesOf(told, this.inBase) }, answer, listener);
      } catch {
        // They stay as old as they are, and the risk gate goes by that.
      }
    }
  }

  /** The best prices of symbols, in one question; coins and contracts are asked for by themselves. */
  private async askQuotes(symbols: readonly string[]): Promise<unknown> {
    const { exchange } = this;
    const kinds = [symbols.filter((symbol) => !symbol.includes(':')), symbols.filter((symbol) => symbol.includes(':'))];
    const answers: unknown[] = [];
    for (const kind of kinds) {
      if (kind.length === 0) continue;
      answers.push(await (exchange.has['fetchBidsAsks'] === true ? exchange.fetchBidsAsks(kind) : exchange.fetchTickers(kind)));
    }
    return answers.length === 1 ? answers[0] : Object.assign({}, ...answers);
  }

  /** Asks once and waits, longer after each failure and never as long as another program. */
  private async fallBack(
    stream: Stream,
    listener: FeedListener,
    at: { readonly failures: number; readonly problem: string; readonly going: Listening },
  ): Promise<void> {
    try {
      const answer = await stream.ask();
      if (!at.going.on) return;
      this.pass(stream, answer, listener);
      this.tell(listener, { state: 'asked', problem: at.problem });
    } catch {
      if (!at.going.on) return;
      // Whether the venue can be asked is all that is wanted to know; the push's own problem says why.
      this.tell(listener, { state: 'silent', problem: at.problem });
    }
    const wait = Math.min(WAIT.most, WAIT.least * 2 ** (at.failures - 1)) * (0.5 + this.random.next() / 2);
    await at.going.pause(wait);
  }

  /** What does not parse is counted and becomes no price. */
  private pass(stream: Pick<Stream, 'read'>, answer: unknown, listener: FeedListener): void {
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
