import type { CandleColumns } from '../src-shared/domain/candle.ts';
import { Sfc32 } from '../src-shared/kernel/random.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { invariant } from '../src-shared/kernel/result.ts';
import { BarWatch } from './adapters/exchange-heard/bar-watch.ts';
import { HeardBooks } from './adapters/exchange-heard/heard-books.ts';
import { HeardFigures } from './adapters/exchange-heard/heard-figures.ts';
import type { HeardMarket, SeriesPlace } from './adapters/exchange-heard/heard-market.ts';
import { findStrategy } from './core/strategies/catalog.ts';
import type { Clock } from './ports/clock.ts';
import { type FeedHealth, isFigure, type MarketFeed, type MarketHeard } from './ports/market-feed.ts';
import type { StrategyPlacement } from './sessions/backtest-types.ts';
import type { OpenedSession } from './sessions/open-session.ts';
import type { OwnStrategy } from './sessions/paper-types.ts';

/** Bars beyond a strategy's own need that are fetched before it begins. */
const ROOM = 2;

/** Bars that are fetched of a series when a strategy is placed while the session runs, so that the next one on it finds its own. */
const LATER_BARS = 1_500;

/** How a real market is heard for a session. */
export interface HearingParts {
  readonly feed: MarketFeed;
  readonly market: HeardMarket;
  /** As of `BarWatch`. */
  readonly learnDays: ((instrument: number, days: CandleColumns) => void) | null;
  /** As the venue is called, `BINANCE`. */
  readonly venue: string;
  readonly placements: readonly StrategyPlacement[];
  readonly own?: readonly OwnStrategy[];
  readonly seed: number;
  readonly clock: Clock;
  readonly onNote?: (sentence: string) => void;
  /** Books are kept of the instruments that strategies trade and that somebody looks at, as far as the feed has them. */
  readonly keepsBooks?: boolean;
}

/** A feed that has not said anything of itself. */
const HEARD_SO_FAR: FeedHealth = { state: 'pushed', problem: null, reconnects: 0, garbled: 0 };

/** Listens to a real market for a session: prices and trades as they come, bars as they close. */
export class MarketHearing {
  private readonly parts: HearingParts;
  private readonly watch: BarWatch;
  private readonly places: readonly SeriesNeed[];
  private readonly known = new Set<string>();
  /** Null where none are kept. */
  readonly books: HeardBooks | null;
  /** What the venue says of perpetuals. Nothing is decided by it: it is for whoever looks. */
  readonly figures: HeardFigures;
  private opened: OpenedSession | null = null;
  /** How the market is heard: what the feed said of itself last, and when anything came, our own time; null before. */
  heard: MarketHeard = { health: null, at: null };

  constructor(parts: HearingParts) {
    this.parts = parts;
    const { feed, market, learnDays, clock, seed, onNote } = parts;
    this.places = seriesOf(parts);
    this.figures = new HeardFigures(market);
    const keep = parts.keepsBooks === true ? feed.keep?.bind(feed) : undefined;
    this.books = keep === undefined ? null : new HeardBooks({ feed: { keep }, market, clock, onNote: (sentence) => onNote?.(sentence) });
    this.watch = new BarWatch({
      ...{ feed, market, learnDays, clock },
      random: new Sfc32(seed),
      onMissed: (place) => {
        const { opened } = this;
        invariant(opened !== null, 'bars are missed while a session is open');
        onNote?.(
          `Bars of ${market.instruments[place.instrument]!.id} were missed and fetched: its strategies begin anew from them, with what they hold.`,
        );
        warmAgain(opened, market, place);
      },
      onProblem: (fault) => onNote?.(`${fault.message} It is asked again.`),
    });
  }

  /** How well the market is heard. */
  get health(): FeedHealth {
    return this.heard.health ?? HEARD_SO_FAR;
  }

  /** Fetches the bars that the strategies begin with. Fails as the feed does. */
  async prepare(): Promise<void> {
    for (const { place, warmup } of this.places) await this.fetch(place, warmup);
  }

  /** Hears a series that a strategy is about to be placed on. Fails as the feed does, and with `venue.no-bars` where the series is known and has fewer bars than that. */
  async also(place: SeriesPlace, warmup: number): Promise<void> {
    const { market } = this.parts;
    const fresh = !this.known.has(keyOf(place));
    if (fresh) await this.fetch(place, Math.max(warmup, LATER_BARS));
    if (market.barsOf(place.instrument, place.timeframe).length < warmup)
      throw new Fault('venue.no-bars', { instrument: market.instruments[place.instrument]!.id, timeframe: place.timeframe });
    if (fresh && this.opened !== null) this.watch.watch(place);
  }

  /** Lets the market come, once the session is open and its strategies are placed. */
  begin(opened: OpenedSession): void {
    this.opened = opened;
    const { feed, market, clock, venue, onNote } = this.parts;
    feed.listen(
      market.instruments.map(({ spec }) => spec.symbol),
      {
        heard: (event) => {
          const at = clock.now();
          if (isFigure(event)) {
            this.figures.hear(event, at);
            return;
          }
          this.heard = { ...this.heard, at };
          market.hear(event, at);
        },
        health: (health) => {
          this.heard = { ...this.heard, health };
          onNote?.(healthSentence(venue, health));
        },
      },
    );
    for (const { place } of this.places) this.watch.watch(place);
  }

  /** Keeps the books of what the session's strategies trade. */
  turn(): void {
    const { books, opened } = this;
    if (books === null || opened === null) return;
    const { instruments } = this.parts.market;
    const traded = opened.engine.director.running.map(({ record }) => instruments.findIndex(({ id }) => id === record.instrument));
    books.use('traded', [...new Set(traded.filter((index) => index >= 0))]);
  }

  /** Keeps the books that somebody looks at, by the instruments' ids. */
  show(ids: readonly string[]): void {
    this.books?.use(
      'shown',
      this.parts.market.instruments.flatMap(({ id, index }) => (ids.includes(id) ? [index] : [])),
    );
  }

  close(): void {
    this.books?.close();
    this.watch.stop();
  }

  private async fetch(place: SeriesPlace, warmup: number): Promise<void> {
    await this.watch.prepare(place, warmup + ROOM);
    this.known.add(keyOf(place));
  }
}

interface SeriesNeed {
  readonly place: SeriesPlace;
  readonly warmup: number;
}

function keyOf({ instrument, timeframe }: SeriesPlace): string {
  return `${String(instrument)} ${timeframe}`;
}

/** The series that strategies are placed on, and the most bars that one of them warms from. */
function seriesOf({ placements, own = [] }: HearingParts): readonly SeriesNeed[] {
  const found = new Map<string, SeriesNeed>();
  for (const { instrument, timeframe, strategy, parameters } of placements) {
    const definition = own.find(({ definition: { spec } }) => spec.id === strategy)?.definition ?? findStrategy(strategy);
    const key = keyOf({ instrument, timeframe });
    const known = found.get(key) ?? { place: { instrument, timeframe }, warmup: 0 };
    found.set(key, { ...known, warmup: Math.max(known.warmup, definition?.warmupBars(parameters) ?? 0) });
  }
  return [...found.values()];
}

/** Gives the strategies of a series its bars anew: what they hold and remember stays, and no bar that was missed is decided on. */
function warmAgain({ session, engine }: OpenedSession, market: HeardMarket, { instrument, timeframe }: SeriesPlace): void {
  const { id } = market.instruments[instrument]!.spec;
  for (const { record } of [...engine.director.running]) {
    if (record.instrument !== id || record.timeframe !== timeframe) continue;
    session.command({
      type: 'change-strategy',
      id: `warm-${record.instance}-${market.barsOf(instrument, timeframe).closedAt}`,
      instance: record.instance,
      parameters: record.parameters,
      size: null,
      history: market.history(instrument, timeframe, Number.MAX_SAFE_INTEGER),
    });
  }
}

function healthSentence(venue: string, { state, problem }: FeedHealth): string {
  if (state === 'pushed') return `${venue} is heard again.`;
  const lost = `${venue} does not push its prices: ${problem ?? 'the connection was lost.'}`;
  return state === 'asked'
    ? `${lost} They are asked for meanwhile.`
    : `${lost} Nothing is heard; what would enlarge a position is refused when prices are too old.`;
}
