import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import type { VenueMarkets } from '../domain/venue-markets.ts';
import { call } from './base.ts';

/** The markets of venues as they were fetched last, and the venues that can be asked; a venue's id is in small letters. */
export interface MarketsView {
  readonly kept: readonly VenueMarkets[];
  readonly venues: readonly { readonly id: string; readonly name: string }[];
}

/** What a venue was found to have: numbers of markets. */
export interface RefreshedMarkets {
  /** `BINANCE` */
  readonly venue: string;
  readonly name: string;
  /** Wall time, ms UTC. */
  readonly fetchedAt: number;
  readonly markets: number;
  readonly leftOut: number;
}

/** The catalogue of markets. What is kept has prices of when it was fetched, which could lie behind the end of a replay. */
export const marketsContract = {
  list: call.$meta({ privilege: 'open', ratePerSecond: 5, shutInReplay: true }).input(z.object({})).output(type<MarketsView>()),
  /** Asks a venue for its markets and keeps them. */
  refresh: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 1, shutInReplay: true })
    .input(z.object({ venue: z.string().check(z.regex(/^[a-z][a-z0-9]{1,20}$/u)) }))
    .output(type<RefreshedMarkets>()),
};
