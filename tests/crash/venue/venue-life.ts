import { join } from 'node:path';
import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { IDEAL } from '../../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../../src-shared/domain/limits.ts';
import { thenClose } from '../../../src-shared/kernel/close-all.ts';
import type { AccountId, SessionId, VenueId } from '../../../src-shared/kernel/ids.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { openOrdersProcess } from '../../../src-main/account-services.ts';
import { CcxtOrders } from '../../../src-main/adapters/exchange-ccxt/ccxt-orders.ts';
import { type HomePaths, openHome } from '../../../src-main/adapters/home/home.ts';
import { SqliteLedger } from '../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { SystemClock } from '../../../src-main/adapters/system-clock/system-clock.ts';
import { SystemIds } from '../../../src-main/adapters/system-ids/system-ids.ts';
import { BINANCE_WINDOW_MS } from '../../../src-main/adapters/exchange-ccxt/venues/binance.ts';
import { forkChild } from '../../../src-main/adapters/venue-process/fork-child.ts';
import type { ChildLink } from '../../../src-main/ports/child-link.ts';
import type { FeedEvent } from '../../../src-main/ports/market-feed.ts';
import type { VenueOrders } from '../../../src-main/ports/venue-orders.ts';
import { playLive } from '../../../src-main/run-live.ts';
import { addressOf } from '../../venue/address-of.ts';
import { FIRST_CUSTOMER } from '../../venue/control/customer.ts';
import { ScriptedPerson } from './scripted-person.ts';
import { StillFeed } from './still-feed.ts';
import { CrossedLiveLedger, CrossedOrders, type DeathAt, VenueCrossings } from './venue-crossings.ts';
import { liveScript } from './venue-script.ts';

/** The account under which every life here trades. */
export const ACCOUNT = { book: 'testnet', account: 'crashed000000000', venue: 'BINANCE' } as const;

/** What the parent hands to one life, as JSON. */
export interface VenueLifeOrders {
  readonly home: string;
  readonly address: string;
  /** The market, read once. */
  readonly specs: readonly InstrumentSpec[];
  readonly quotes: readonly FeedEvent[];
  /** Of the script; null does nothing and is killed as soon as it is ready. */
  readonly seed: number | null;
  /** Deeds of the script that were done elsewhere already. */
  readonly elsewhere: readonly string[];
  readonly dieAt: DeathAt | null;
  /** The account's process of its own: which program; null trades with the account in the life's own process. */
  readonly accountProgram: string | null;
  /** The account's process is killed at the place of death, and not the session's. */
  readonly killsAccount: boolean;
}

/** What a life tells its parent. */
export type VenueWord =
  /** The session has its first turn. */
  | { readonly kind: 'started' }
  /** The account was looked at and agrees. */
  | { readonly kind: 'ready' }
  /** The parent is to do something at the venue, and says when it is done. */
  | { readonly kind: 'elsewhere'; readonly id: string }
  /** The life came to its end in order. */
  | {
      readonly kind: 'end';
      /** What was not right at its end, one sentence each. */
      readonly wrong: readonly string[];
      /** Why the way to the account was lost, or null. */
      readonly lost: string | null;
    };

/** What a life needs of its process. */
export interface LifeProcess {
  readonly tell: (word: VenueWord) => void;
  readonly die: () => void;
  /** Whether the parent has done what it was asked for. */
  readonly done: (id: string) => boolean;
  /** Hears what the session says to a person. */
  readonly note: (sentence: string) => void;
  /** Another way to the account than over sockets. */
  readonly openOrders?: () => Promise<VenueOrders>;
}

/** One live session from where its home stands to the end of its script. */
export async function runVenueLife(life: VenueLifeOrders, at: LifeProcess): Promise<void> {
  const clock = new SystemClock();
  const paths = openHome(life.home, 'crash campaign', clock.now());
  try {
    await playVenueLife(life, at, { clock, paths, heldSince: clock.monotonic() });
  } finally {
    paths.release();
  }
}

interface LifeGround {
  readonly clock: SystemClock;
  readonly paths: HomePaths;
  readonly heldSince: number;
}

async function playVenueLife(life: VenueLifeOrders, at: LifeProcess, { clock, paths, heldSince }: LifeGround): Promise<void> {
  const { tell, die, done, note } = at;
  const links: ChildLink[] = [];
  const killAccount = (): void => {
    for (const link of links) link.kill();
  };
  const crossings = new VenueCrossings(life.dieAt, life.killsAccount ? killAccount : die);
  const ledger = await SqliteLedger.open({ file: paths.ledger, backups: paths.backups, clock });
  const orders = await (at.openOrders?.() ?? openOrders(life, clock, links));
  const crossed = new CrossedLiveLedger(ledger, crossings);
  const script =
    life.seed === null ? null : liveScript(life.seed).filter(({ id }) => !ledger.hasCommand(id) && !life.elsewhere.includes(id));
  const person = new ScriptedPerson(script, { clock, tell, done, die });
  const scope = {
    ...{ book: ACCOUNT.book, account: ACCOUNT.account as AccountId, venue: ACCOUNT.venue as VenueId },
    session: new SystemIds().next() as SessionId,
  };
  const outcome = await thenClose(
    () =>
      playLive(
        {
          ...{ account: ACCOUNT.account, venue: ACCOUNT.venue, sandbox: true, receiveWindowMs: BINANCE_WINDOW_MS, symbols: ['BTC/USDT'] },
          ...{ orders: new CrossedOrders(orders, crossings), feed: new StillFeed(life.specs, life.quotes) },
          ...{
            purpose: 'trade',
            placements: [],
            limits: NO_LIMITS,
            costs: IDEAL,
            seed: 1,
            durationMs: null,
            signal: new AbortController().signal,
          },
          onNote: note,
          onTurn: (opened) => person.turn(opened),
        },
        { paths, ledger: crossed, clock, specs: life.specs, scope, heldSince },
        '0.1.0',
      ),
    [ledger],
  ).finally(() => orders.close());
  const { lost, leftOpen, agreed, differences, inDoubt } = outcome;
  const wrong: string[] = [];
  if (lost === null) {
    if (leftOpen > 0) wrong.push(`${String(leftOpen)} orders were left open`);
    if (inDoubt > 0) wrong.push(`${String(inDoubt)} orders are in doubt at the end`);
    if (!agreed || differences.length > 0) wrong.push(`ledger and venue differ at the end: ${JSON.stringify(differences)}`);
  }
  tell({ kind: 'end', wrong, lost });
}

async function openOrders(
  { home, address, accountProgram }: VenueLifeOrders,
  clock: SystemClock,
  links: ChildLink[],
): Promise<VenueOrders> {
  if (accountProgram === null) {
    const credentials = { key: FIRST_CUSTOMER.key, secret: FIRST_CUSTOMER.secret, passphrase: null };
    return CcxtOrders.open('binance', credentials, { sandbox: false, address: addressOf({ address }), clock, random: new Sfc32(1) });
  }
  return openOrdersProcess({
    ...{ home, clock, deadMansSwitch: false, venueProcess: accountProgram },
    account: { id: ACCOUNT.account, venue: 'binance', sandbox: false, version: 1 },
    startChild: (file, env) => {
      const link = forkChild(file, env);
      links.push(link);
      return link;
    },
  });
}

/** Where a life's ledger lies. */
export function ledgerOf(home: string): string {
  return join(home, 'ledger.db');
}
