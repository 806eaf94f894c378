import { create } from 'zustand';
import type { MarketsView } from '../../src-shared/contract/markets.ts';
import { coinName } from '../../src-shared/domain/coin-names.ts';
import { MarketIndex, type NamedMarket } from '../../src-shared/domain/market-index.ts';
import { type ListedMarket, marketId } from '../../src-shared/domain/venue-markets.ts';
import type { Fault } from '../../src-shared/kernel/fault.ts';
import { callMain } from './call-main.ts';

/** A market of a venue with what was known of it when the venue's markets were fetched. */
export interface CatalogueMarket extends ListedMarket, NamedMarket {
  /** Wall time, ms UTC. */
  readonly fetchedAt: number;
}

interface MarketCatalogue {
  /** Nothing until it was read, which is when somebody first needs it. */
  readonly view: MarketsView | null;
  readonly markets: ReadonlyMap<string, CatalogueMarket>;
  /** Over all of them, made once for each reading. */
  readonly index: MarketIndex<CatalogueMarket>;
  /** Why the last call failed; what was there before stays. */
  readonly fault: Fault | null;
  /** Venues that are being asked. */
  readonly asking: ReadonlySet<string>;
}

/** The markets of venues that the home keeps. */
export const useMarketCatalogue = create<MarketCatalogue>()(() => ({
  view: null,
  markets: new Map(),
  index: new MarketIndex<CatalogueMarket>([]),
  fault: null,
  asking: new Set(),
}));

let reading: Promise<void> | null = null;

function takeView(view: MarketsView): void {
  const all = view.kept.flatMap(({ venue, fetchedAt, markets }) =>
    markets.map((market): CatalogueMarket => ({
      ...market,
      id: marketId(market.symbol, venue),
      name: coinName(market.base),
      venue,
      fetchedAt,
    })),
  );
  useMarketCatalogue.setState({
    view,
    markets: new Map(all.map((market) => [market.id, market])),
    index: new MarketIndex(all),
    fault: null,
  });
}

async function read(): Promise<void> {
  const answer = await callMain((client) => client.markets.list({}));
  if (answer.ok) takeView(answer.value);
  else useMarketCatalogue.setState({ fault: answer.fault });
}

/** Reads what is kept, once however many ask; again where it failed or was read before. */
export async function readCatalogue(): Promise<void> {
  reading ??= read();
  await reading;
  reading = null;
}

/** Asks a venue, named in small letters, for its markets, and reads what is kept then. */
export async function fetchMarkets(venue: string): Promise<void> {
  useMarketCatalogue.setState(({ asking }) => ({ asking: new Set([...asking, venue]) }));
  const answer = await callMain((client) => client.markets.refresh({ venue }));
  useMarketCatalogue.setState(({ asking }) => ({ asking: new Set([...asking].filter((each) => each !== venue)) }));
  if (answer.ok) await readCatalogue();
  else useMarketCatalogue.setState({ fault: answer.fault });
}
