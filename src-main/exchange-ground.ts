import type { InstrumentSpec } from '../src-shared/domain/instrument.ts';
import type { VenueId } from '../src-shared/kernel/ids.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { PaperVenue } from './adapters/exchange-heard/paper-venue.ts';
import { MarketHearing } from './market-hearing.ts';
import type { Clock } from './ports/clock.ts';
import type { MarketFeed } from './ports/market-feed.ts';
import type { ContractTerms } from './ports/venue-orders.ts';
import { SteadyClock } from './sessions/steady-clock.ts';
import { Rest } from './sessions/rest.ts';
import type { PaperGround, PaperMarket, PaperSpec } from './sessions/paper-types.ts';

/** Instruments that a session may trade together, perpetuals at a leverage. Fails as the feed does, and with `paper.one-quote`. */
export async function tradedTogether(feed: MarketFeed, symbols: readonly string[], leverage = 1): Promise<readonly InstrumentSpec[]> {
  const specs = await feed.instruments(symbols, leverage);
  const quotes = new Set(specs.map(({ quote }) => quote));
  if (quotes.size > 1) throw new Fault('paper.one-quote', { quotes: [...quotes].join(', ') });
  return specs;
}

/** How an account is to hold the perpetuals among its instruments, which have what they are settled in behind a colon. */
export function contractTerms(symbols: readonly string[], leverage: number): readonly ContractTerms[] {
  return symbols.filter((symbol) => symbol.includes(':')).map((symbol) => ({ symbol, leverage }));
}

/** A paper session's ground on a real venue's market: instruments and past bars are fetched, then the market is listened to. Fails as the feed does. */
export async function exchangeGround(
  spec: PaperSpec & { readonly market: Extract<PaperMarket, { kind: 'exchange' }> },
  machine: Clock,
): Promise<PaperGround> {
  const { market, costs, placements, own, seed, onNote } = spec;
  const specs = await tradedTogether(market.feed, market.symbols);
  const contract = specs.find(({ kind }) => kind === 'perpetual');
  if (contract !== undefined) throw new Fault('paper.spot-only', { instrument: contract.symbol });
  const clock = new SteadyClock(machine, 0);
  const from = clock.now();
  const rest = new Rest(clock);
  const exchange = new PaperVenue({ specs, costs, startAt: from, onHeard: () => rest.ring() });
  const hearing = new MarketHearing({
    ...{ feed: market.feed, market: exchange.market, venue: market.venue, placements, seed, clock },
    learnDays: (instrument, days) => {
      exchange.evidence.learnDays(instrument, days);
    },
    ...(own === undefined ? {} : { own }),
    ...(onNote === undefined ? {} : { onNote }),
  });
  await hearing.prepare();
  return {
    exchange: closing(exchange, hearing),
    venue: market.venue as VenueId,
    from,
    until: spec.durationMs === null ? Number.POSITIVE_INFINITY : from + spec.durationMs,
    speed: 'wall',
    clock,
    rest,
    begin: (opened) => {
      hearing.begin(opened);
    },
  };
}

/** The venue, which takes its hearing along when it is closed. */
function closing(exchange: PaperVenue, hearing: MarketHearing): PaperGround['exchange'] {
  const close = exchange.close.bind(exchange);
  exchange.close = () => {
    hearing.close();
    close();
  };
  return exchange;
}
