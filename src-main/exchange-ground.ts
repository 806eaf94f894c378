import type { VenueId } from '../src-shared/kernel/ids.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { Sfc32 } from '../src-shared/kernel/random.ts';
import { invariant } from '../src-shared/kernel/result.ts';
import { BarWatch } from './adapters/exchange-paper/bar-watch.ts';
import { PaperVenue, type SeriesPlace } from './adapters/exchange-paper/paper-venue.ts';
import { findStrategy } from './core/strategies/catalog.ts';
import type { Clock } from './ports/clock.ts';
import type { FeedHealth } from './ports/market-feed.ts';
import type { OpenedSession } from './sessions/open-session.ts';
import type { PaperGround, PaperMarket, PaperSpec } from './sessions/paper-types.ts';

/** Bars beyond a strategy's own need that are fetched before it begins. */
const ROOM = 2;

/** A paper session's ground on a real venue's market: instruments and past bars are fetched, then the market is listened to. Fails as the feed does. */
export async function exchangeGround(
  spec: PaperSpec & { readonly market: Extract<PaperMarket, { kind: 'exchange' }> },
  clock: Clock,
): Promise<PaperGround> {
  const { market, costs, onNote } = spec;
  const specs = await market.feed.instruments(market.symbols);
  const quotes = new Set(specs.map(({ quote }) => quote));
  if (quotes.size > 1) throw new Fault('paper.one-quote', { quotes: [...quotes].join(', ') });
  const from = clock.now();
  const exchange = new PaperVenue({ specs, costs, startAt: from });
  let opened: OpenedSession | null = null;
  const watch = new BarWatch({
    feed: market.feed,
    venue: exchange,
    clock,
    random: new Sfc32(spec.seed),
    onMissed: (place) => {
      invariant(opened !== null, 'bars are missed while a session is open');
      onNote?.(
        `Bars of ${exchange.instruments[place.instrument]!.id} were missed and fetched: its strategies begin anew from them, with what they hold.`,
      );
      warmAgain(opened, exchange, place);
    },
    onProblem: (fault) => onNote?.(`${fault.message} It is asked again.`),
  });
  const places = seriesOf(spec);
  for (const { place, warmup } of places) await watch.prepare(place, warmup + ROOM);
  return {
    exchange: closing(exchange, watch),
    venue: market.venue as VenueId,
    from,
    until: spec.durationMs === null ? Number.POSITIVE_INFINITY : from + spec.durationMs,
    speed: 'wall',
    begin: (session) => {
      opened = session;
      market.feed.listen(market.symbols, {
        heard: (event) => {
          exchange.hear(event, clock.now());
        },
        health: (health) => onNote?.(healthSentence(market.venue, health)),
      });
      for (const { place } of places) watch.watch(place);
    },
  };
}

/** The series that strategies are placed on, and the most bars that one of them warms from. */
function seriesOf({ placements, own = [] }: PaperSpec): readonly { readonly place: SeriesPlace; readonly warmup: number }[] {
  const found = new Map<string, { place: SeriesPlace; warmup: number }>();
  for (const { instrument, timeframe, strategy, parameters } of placements) {
    const definition = own.find(({ definition: { spec } }) => spec.id === strategy)?.definition ?? findStrategy(strategy);
    const key = `${instrument} ${timeframe}`;
    const known = found.get(key) ?? { place: { instrument, timeframe }, warmup: 0 };
    found.set(key, { ...known, warmup: Math.max(known.warmup, definition?.warmupBars(parameters) ?? 0) });
  }
  return [...found.values()];
}

/** Gives the strategies of a series its bars anew: what they hold and remember stays, and no bar that was missed is decided on. */
function warmAgain({ session, engine }: OpenedSession, exchange: PaperVenue, { instrument, timeframe }: SeriesPlace): void {
  const { id } = exchange.instruments[instrument]!.spec;
  for (const { record } of [...engine.director.running]) {
    if (record.instrument !== id || record.timeframe !== timeframe) continue;
    const history = exchange.history(instrument, timeframe, session.time, Number.MAX_SAFE_INTEGER);
    session.command({
      type: 'change-strategy',
      id: `warm-${record.instance}-${exchange.barsOf(instrument, timeframe).closedAt}`,
      instance: record.instance,
      parameters: record.parameters,
      size: null,
      history,
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

/** The venue, which takes its watch along when it is closed. */
function closing(exchange: PaperVenue, watch: BarWatch): PaperGround['exchange'] {
  const close = exchange.close.bind(exchange);
  exchange.close = () => {
    watch.stop();
    close();
  };
  return exchange;
}
