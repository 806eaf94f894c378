import * as z from 'zod/mini';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { Random } from '../../../src-shared/kernel/random.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FigureEvent } from '../../ports/market-feed.ts';
import { asked } from './asked.ts';
import { type BookExchange, endSubscription } from './book-exchange.ts';
import { hearMessages } from './hear-messages.ts';
import { Listening } from './listening.ts';
import { withPrintedNumbers } from './printed-numbers.ts';
import type { BookMarket } from './venues/book-channel.ts';
import type { FigureChannel, HeardFigure, WantedFigures } from './venues/figure-channel.ts';
import type { VenueRules } from './venues/venue-rules.ts';

/** Least and most wait before a market is subscribed to again, ms: longer after each failure, and never as long as another program. */
const AGAIN_MS = { least: 1_000, most: 30_000 };
/** After how long figures that did not come are asked for, and so often again, ms; how often is looked. */
const QUIET_MS: Readonly<Record<HeardFigure['kind'], number>> = { mark: 15_000, funding: 120_000 };
const LOOK_MS = 1_000;
/** How long the first ones are waited for, ms. */
const FIRST_MS = 3_000;
/** A subscription that stood for so long was none that failed, ms. */
const STEADY_MS = 10_000;

const KINDS = Object.keys(QUIET_MS) as readonly HeardFigure['kind'][];
const MARKETS = z.record(z.string(), z.object({ id: z.string() }));

/** What figures are heard with. */
export interface ContractFiguresParts {
  readonly rules: Pick<VenueRules, 'profile' | 'figures'>;
  readonly exchange: BookExchange;
  readonly clock: Clock;
  readonly random: Random;
  /** Until a subscription may be sent. */
  readonly ready: () => Promise<void>;
}

/** Who hears figures. */
export interface FigureListener {
  heard(event: FigureEvent): void;
  /** Something came that does not parse. */
  garbled(): void;
}

/** A perpetual that is followed, and who listens. */
interface Followed {
  readonly market: { readonly symbol: string; id: string | null };
  readonly listeners: Set<FigureListener>;
  readonly going: Listening;
  /** Until when nothing is asked for, by the clock's count. */
  readonly patience: Record<HeardFigure['kind'], number>;
}

/** What a venue says of the perpetuals that somebody listens to: pushed, and asked for where nothing comes. */
export class ContractFigures {
  private readonly parts: ContractFiguresParts;
  private readonly channel: FigureChannel | null;
  private readonly followed = new Map<string, Followed>();
  private asking: Listening | null = null;

  constructor(parts: ContractFiguresParts) {
    this.parts = parts;
    this.channel = parts.rules.figures ?? null;
    if (this.channel !== null) hearMessages(parts.exchange, (text) => this.hear(text));
  }

  /** Tells what is said of the perpetuals among these symbols until released. */
  listen(symbols: readonly string[], listener: FigureListener): Releasable {
    const { channel, followed } = this;
    const wanted = channel === null ? [] : [...new Set(symbols)].filter((symbol) => symbol.includes(':'));
    for (const symbol of wanted) (followed.get(symbol) ?? this.follow(symbol, channel!)).listeners.add(listener);
    return {
      dispose: () => {
        for (const symbol of wanted.splice(0)) this.release(symbol, listener);
      },
    };
  }

  close(): void {
    for (const { going } of this.followed.values()) going.end();
    this.followed.clear();
    this.asking?.end();
    this.asking = null;
  }

  private follow(symbol: string, channel: FigureChannel): Followed {
    const { clock } = this.parts;
    const until = clock.monotonic() + FIRST_MS;
    const one: Followed = {
      ...{ market: { symbol, id: null }, listeners: new Set<FigureListener>(), going: new Listening(clock) },
      patience: { mark: until, funding: until },
    };
    this.followed.set(symbol, one);
    void this.subscribe(one, channel);
    if (this.asking === null) {
      this.asking = new Listening(clock);
      void this.askQuiet(channel, this.asking);
    }
    return one;
  }

  private release(symbol: string, listener: FigureListener): void {
    const { followed, channel } = this;
    const one = followed.get(symbol);
    if (one === undefined || !one.listeners.delete(listener) || one.listeners.size > 0) return;
    followed.delete(symbol);
    one.going.end();
    if (one.market.id !== null && channel !== null) this.unsubscribe(one, channel);
    if (followed.size > 0) return;
    this.asking?.end();
    this.asking = null;
  }

  private unsubscribe(one: Followed, { subscription }: FigureChannel): void {
    if (subscription === null) return;
    const { exchange } = this.parts;
    const [url, hash] = [subscription.url(exchange), hashOf(one.market.symbol)];
    endSubscription(exchange, { url, hash, message: subscription.unsubscribe(marketOf(one), exchange.requestId(url)) });
  }

  /** Keeps a subscription alive, where there is one: over when it is let go of, begun again when its connection breaks. */
  private async subscribe(one: Followed, { subscription }: FigureChannel): Promise<void> {
    const { exchange, ready, random, clock } = this.parts;
    const { going, market } = one;
    const hash = hashOf(market.symbol);
    for (let failures = 0; going.on; failures += 1) {
      const begun = clock.monotonic();
      try {
        market.id ??= await this.find(market.symbol);
        if (subscription === null) return;
        await ready();
        if (!going.on) return;
        const url = subscription.url(exchange);
        await exchange.watch(url, hash, subscription.subscribe(marketOf(one), exchange.requestId(url)), hash, {});
      } catch {
        // The way to the market is told by its prices; what does not come meanwhile is asked for.
      }
      if (clock.monotonic() - begun > STEADY_MS) failures = 0;
      const most = Math.min(AGAIN_MS.most, AGAIN_MS.least * 2 ** Math.min(failures, 5));
      await going.pause(most * (0.5 + random.next() / 2));
    }
  }

  private async find(symbol: string): Promise<string> {
    const { rules, exchange } = this.parts;
    const { [symbol]: market } = await asked(
      rules,
      () => exchange.loadMarkets(),
      (answer) => MARKETS.parse(answer),
    );
    if (market === undefined) throw new Error(`${symbol} is no market.`);
    return market.id;
  }

  /** Takes a text that is a message of the channel alone, also of a market that was just let go of. */
  private hear(text: string): boolean {
    const { channel, parts } = this;
    if (channel?.markers.some((marker) => text.includes(marker)) !== true) return false;
    const known = this.pass(() => channel.read(withPrintedNumbers(text), parts.clock.now()));
    return known && channel.subscription !== null;
  }

  /** Tells what was read; false where it is nothing of this channel. What does not parse is counted and becomes no figure. */
  private pass(read: () => readonly HeardFigure[] | null): boolean {
    let figures: readonly HeardFigure[] | null;
    try {
      figures = read();
    } catch (thrown) {
      if (!(thrown instanceof z.core.$ZodError)) throw thrown;
      for (const listener of new Set([...this.followed.values()].flatMap(({ listeners }) => [...listeners]))) listener.garbled();
      return true;
    }
    for (const figure of figures ?? []) this.tell(figure);
    return figures !== null;
  }

  private tell({ market: name, ...figure }: HeardFigure): void {
    for (const { market, listeners, patience } of this.followed.values()) {
      if (market.id !== name) continue;
      patience[figure.kind] = this.parts.clock.monotonic() + QUIET_MS[figure.kind];
      for (const listener of [...listeners]) listener.heard({ ...figure, symbol: market.symbol });
    }
  }

  /** Asks for figures that did not come, of all markets at once; one that gets no answer is asked for again later. */
  private async askQuiet(channel: FigureChannel, going: Listening): Promise<void> {
    const { clock } = this.parts;
    while (going.on) {
      await going.pause(LOOK_MS);
      for (const kind of KINDS) {
        const quiet = [...this.followed.values()].filter(
          ({ market, patience }) => market.id !== null && patience[kind] <= clock.monotonic(),
        );
        if (!going.on || quiet.length === 0) continue;
        const wanted = { kind, markets: quiet.map(marketOf) };
        for (const { patience } of quiet) patience[kind] = clock.monotonic() + QUIET_MS.mark;
        const answer = await this.ask(channel, wanted);
        if (going.on && answer !== null) this.pass(() => channel.readAnswer(answer.told, wanted, clock.now()));
      }
    }
  }

  /** Null where there is no answer: then they grow old, and whoever shows them says so. */
  private async ask(channel: FigureChannel, wanted: WantedFigures): Promise<{ readonly told: unknown } | null> {
    const { exchange, rules } = this.parts;
    return asked(
      rules,
      () => channel.ask(exchange, wanted),
      (told) => ({ told }),
    ).catch(() => null);
  }
}

function hashOf(symbol: string): string {
  return `figures of ${symbol}`;
}

function marketOf({ market: { symbol, id } }: Followed): BookMarket {
  return { symbol, id: id ?? '' };
}
