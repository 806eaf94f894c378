import { HOUR_MS } from '../../../../src-shared/kernel/time.ts';
import type { BookCalls, BookMarket } from './book-channel.ts';

/** What is said of a perpetual: its mark price, or what funding costs next and when that is paid, ms UTC. Figures as the venue wrote them, markets by its own names. */
export type HeardFigure =
  | { readonly kind: 'mark'; readonly market: string; readonly price: string }
  | { readonly kind: 'funding'; readonly market: string; readonly rate: string; readonly nextAt: number };

/** Which figures are asked for, and of which markets. */
export interface WantedFigures {
  readonly kind: HeardFigure['kind'];
  readonly markets: readonly BookMarket[];
}

/** The library's calls that tell of them; each venue's class has its own. */
export interface FigureCalls {
  publicGetPublicMarkPrice(params: Readonly<Record<string, unknown>>): Promise<unknown>;
  publicGetPublicFundingRate(params: Readonly<Record<string, unknown>>): Promise<unknown>;
  publicPostInfo(params: Readonly<Record<string, unknown>>): Promise<unknown>;
  fapiPublicGetPremiumIndex(params: Readonly<Record<string, unknown>>): Promise<unknown>;
  publicGetTickersSymbol(params: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** How a subscription to figures alone is begun and ended. `number` is one that no other message of the connection has. */
export interface FigureSubscription {
  readonly url: (calls: BookCalls) => string;
  readonly subscribe: (market: BookMarket, number: number) => unknown;
  readonly unsubscribe: (market: BookMarket, number: number) => unknown;
}

/** How a venue tells its marks and its funding. Numbers of a message are read as the texts that they were printed as. */
export interface FigureChannel {
  /** Texts of which each message of it holds one, and few others do. */
  readonly markers: readonly string[];
  /** Null where they come in the messages of prices, which are listened to anyway and go on to whoever reads those. */
  readonly subscription: FigureSubscription | null;
  /** Null for what is no message of it; fails with what does not parse. `now` is our own time, ms UTC. */
  readonly read: (message: unknown, now: number) => readonly HeardFigure[] | null;
  readonly ask: (calls: FigureCalls, wanted: WantedFigures) => Promise<unknown>;
  /** What was answered of what was wanted, and perhaps of another kind. Fails with what does not parse. */
  readonly readAnswer: (answer: unknown, wanted: WantedFigures, now: number) => readonly HeardFigure[];
}

/** The next full hour after `now`, ms UTC: when funding is paid each hour and no instant is named. */
export function nextHour(now: number): number {
  return (Math.floor(now / HOUR_MS) + 1) * HOUR_MS;
}
