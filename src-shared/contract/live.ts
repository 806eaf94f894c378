import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import type { RiskLimits } from '../domain/limits.ts';
import { accountName, type VenueAccountRow } from './accounts.ts';
import { call } from './base.ts';
import { commandId } from './scalars.ts';

/** Most instruments that one session trades. */
export const MOST_LIVE_SYMBOLS = 12;

/** An account as it is about to trade. */
export interface LiveFacts {
  readonly account: VenueAccountRow;
  /** What is to be typed before real money is traded; null on a test network. */
  readonly word: string | null;
  /** Its own limits, or those that a new account begins with. */
  readonly limits: RiskLimits;
  /** It has traded with this ledger before. */
  readonly known: boolean;
  /** What it traded last, such as `BTC/USDT`; what it holds or has orders of is always among them. */
  readonly symbols: readonly string[];
  /** Those that cannot be left out. */
  readonly held: readonly string[];
  /** At which leverage it traded perpetuals last; 1 where it never did. */
  readonly leverage: number;
  /** Strategies that go on with the session. */
  readonly strategies: readonly string[];
}

/** The symbol of a market as its venue lists it, `BTC/USDT`, or of a perpetual, `BTC/USDT:USDT`. */
export const marketSymbol = z.string().check(z.regex(/^[A-Z0-9]{1,20}\/[A-Z0-9]{1,20}(:[A-Z0-9]{1,20})?$/u));

const typed = z.nullable(z.string().check(z.maxLength(60)));

/** Trading with an account at a venue, in the place of the paper book. */
export const liveContract = {
  /** What arming an account is about. Fails with `account.unknown`. */
  about: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 5 })
    .input(z.object({ name: accountName }))
    .output(type<LiveFacts>()),
  /**
   * Asks the venue what the key may do, ends the desk that runs in order and goes on with the account; where that cannot be opened, paper goes on. The page
   * is to load itself anew. Fails as the venue and the account do, with `live.on`, `replay.on`, and where something was not typed that real money needs.
   */
  arm: call
    .$meta({ privilege: 'confirmed', ratePerSecond: 2 })
    .input(
      z.object({
        command: commandId,
        name: accountName,
        symbols: z.array(marketSymbol).check(z.minLength(1), z.maxLength(MOST_LIVE_SYMBOLS)),
        /** Of the perpetuals among them: what a position may be worth for each unit of margin. */
        leverage: z.number().check(z.gte(1), z.lte(1_000)),
        /** `LIVE` and the account's name; null on a test network. */
        confirm: typed,
        /** The account's name, for a venue that was never tried against a server of its protocol. */
        unproven: typed,
        /** The account's name, to let strategies trade whose overfit gate nobody has shown to be passed. */
        withoutGate: typed,
        confirmed: z.literal(true),
      }),
    )
    .output(type<{ readonly account: string }>()),
  /**
   * The fence, then cancels until the venue shows no order that could open; protective orders stay, and paper goes on. Says how many orders were not seen to
   * end. The page is to load itself anew. Fails with `live.off`.
   */
  end: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 2 })
    .input(z.object({ command: commandId }))
    .output(type<{ readonly leftOpen: number }>()),
};
