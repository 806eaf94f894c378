import type { StreamEvent } from '../src-shared/contract/stream.ts';
import type { Arming } from '../src-shared/domain/arming.ts';
import type { Timeframe } from '../src-shared/domain/candle.ts';
import { CONSERVATIVE } from '../src-shared/domain/costs.ts';
import { Instrument } from '../src-shared/domain/instrument.ts';
import { DEFAULT_LIMITS } from '../src-shared/domain/limits.ts';
import { closeAll } from '../src-shared/kernel/close-all.ts';
import type { SessionId } from '../src-shared/kernel/ids.ts';
import { invariant } from '../src-shared/kernel/result.ts';
import { keysLocked, openVenueOrders } from './account-services.ts';
import type { HeardBar } from './adapters/exchange-heard/watched-bars.ts';
import { HeardView } from './adapters/exchange-heard/heard-view.ts';
import { homePaths } from './adapters/home/home.ts';
import { backupDaily } from './adapters/ledger-sqlite/backup.ts';
import { openLedgerReader } from './adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from './adapters/ledger-sqlite/sqlite-ledger.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { SystemIds } from './adapters/system-ids/system-ids.ts';
import { contractTerms, tradedTogether } from './exchange-ground.ts';
import { openMarketFeed } from './market-services.ts';
import { deskDoor, lastAnswers, observedBy, type OpenDesk, roomsOf } from './open-desk.ts';
import { armSession, type LiveGround, type LiveMarket, openLiveMarket, openLiveSession } from './open-live.ts';
import type { ReadAccount } from './ports/account-reader.ts';
import type { StartChild } from './ports/child-link.ts';
import type { Clock } from './ports/clock.ts';
import type { LedgerScope } from './ports/ledger.ts';
import type { MarketFeed } from './ports/market-feed.ts';
import type { ResearchStore } from './ports/research-store.ts';
import type { VenueProfile } from './ports/venue-accounts.ts';
import type { VenueOrders } from './ports/venue-orders.ts';
import { openResearchStore } from './research-bars.ts';
import { DeskPublisher } from './sessions/desk/desk-publisher.ts';
import { LiveControl, type LiveGate } from './sessions/desk/live-control.ts';
import { reportStart } from './sessions/desk/report-start.ts';
import { TradingDesk } from './sessions/desk/trading-desk.ts';
import { WallPace } from './sessions/desk/wall-pace.ts';
import type { OpenedSession } from './sessions/open-session.ts';
import type { OwnRooms } from './sessions/own/own-rooms.ts';
import { gateWord } from './services/gate-word.ts';
import { venueAccount } from './window-account.ts';

/** How long a start waits for the first prices, wall ms; without them it goes on, and orders are refused until there are some. */
const FIRST_PRICES_MS = 5_000;
const REST_MS = 20;

/** What the desk of an account starts from; it may cross to another thread. */
export interface LiveDeskStart {
  readonly home: string;
  readonly version: string;
  /** Of what is chosen by chance: waits, and the strategies of the user's own. */
  readonly seed: number;
  readonly live: {
    readonly account: ReadAccount;
    /** As its owner called it. */
    readonly name: string;
    readonly profile: Pick<VenueProfile, 'id' | 'name' | 'deadMansSwitch' | 'receiveWindowMs'>;
    readonly symbols: readonly string[];
    /** Of the perpetuals among them. */
    readonly leverage: number;
    /** Strategies may trade for which the overfit gate does not vouch: that was overridden, or the money is none. */
    readonly strategies: boolean;
    /** What lets it trade with real money; null on a test network. */
    readonly arming: Arming | null;
  };
}

/** What the desk of an account is opened with. */
export interface OpenLiveDeskOptions extends LiveDeskStart {
  readonly tell: (event: StreamEvent) => void;
  /** How the account's process is started, where Node's own way is not open. */
  readonly startChild?: StartChild | null;
}

/** What is open of a desk while it is being opened. */
interface Ground extends LiveGround {
  readonly feed: MarketFeed;
  readonly orders: VenueOrders;
  readonly view: HeardView;
  readonly live: LiveMarket;
  readonly rooms: OwnRooms;
}

/** What is told of while the desk is being opened waits for the publisher. */
interface Told {
  publisher: DeskPublisher | null;
  readonly before: string[];
}

/** Opens the desk of an account at its venue: ledger, market, the account's own process, engine. Fails with the faults of ledger, feed and disk. */
export async function openLiveDesk(options: OpenLiveDeskOptions): Promise<OpenDesk> {
  const clock = new SystemClock();
  const heldSince = clock.monotonic();
  const { account, profile, symbols, leverage } = options.live;
  const feed = await openMarketFeed(profile.id, account.sandbox);
  const held: Held = [() => feed.close()];
  try {
    const specs = await tradedTogether(feed, symbols, leverage);
    const instruments = specs.map((spec, index) => new Instrument(spec, index));
    return await openOn(options, { feed, clock, heldSince, instruments, held });
  } catch (thrown) {
    await letGo(held);
    throw thrown;
  }
}

/** What is open, in its order: the last is closed first. */
type Held = (() => unknown)[];

/** Closes everything, whatever fails; the first failure is thrown when all is done. */
async function letGo(held: Held): Promise<void> {
  const failures: unknown[] = [];
  for (const close of held.splice(0).reverse()) {
    try {
      await close();
    } catch (thrown) {
      failures.push(thrown);
    }
  }
  if (failures.length > 0) throw failures[0];
}

interface HeardFeed {
  readonly feed: MarketFeed;
  readonly clock: Clock;
  readonly instruments: readonly Instrument[];
  readonly heldSince: number;
  readonly held: Held;
}

async function openOn(options: OpenLiveDeskOptions, heard: HeardFeed): Promise<OpenDesk> {
  const { home, live: account } = options;
  const { held } = heard;
  const paths = homePaths(home);
  const ledger = await SqliteLedger.open({ file: paths.ledger, backups: paths.backups, clock: heard.clock });
  held.push(() => {
    ledger.close();
  });
  const reader = openLedgerReader(paths.ledger);
  held.push(() => {
    reader.close();
  });
  const report = reportStart(reader);
  const orders = ordersOf(options, heard.clock);
  held.push(() => orders.close());
  const told: Told = { publisher: null, before: [] };
  const ground = groundOf(options, { ...heard, ledger, orders, told });
  const { live, view, rooms, scope } = ground;
  const { clock, snapshot } = live;
  held.push(() => {
    closeAll([rooms, view, live.hearing, live.venue]);
  });
  for (const { instrument, timeframe, instance, strategy, parameters, running } of snapshot.strategies) {
    const place = { instrument: heard.instruments.findIndex(({ id }) => id === instrument), timeframe };
    const warmup = running ? rooms.find(strategy, instance)?.warmupBars(parameters) : undefined;
    if (warmup !== undefined && place.instrument >= 0) await live.hearing.also(place, warmup);
  }
  const { opened, publisher } = sessionOf(options, ground, { reader, told });
  held.push(() => {
    opened.close();
  });
  live.hearing.begin(opened);
  const gate = account.arming === null ? null : gateOf(home, options.version);
  held.push(() => gate?.store.close());
  const control = new LiveControl({
    gate,
    ...{ opened, scope, clock, machine: heard.clock, publisher, view, hearing: live.hearing, account: live.venue },
    keys: { holder: orders, locked: () => keysLocked(home) },
    ...{ deadMansSwitch: orders.deadMansSwitch, name: account.name, venueName: account.profile.name, strategies: account.strategies },
  });
  await firstPrices(opened, { view, clock, control });
  const { session } = opened;
  const desk = new TradingDesk({
    ...{ session, source: live.venue, view, publisher, reader, clock, rooms, report },
    pace: new WallPace(session, clock),
    venue: account.profile.name,
    seed: options.seed,
    replay: null,
    live: control,
    loseNext: () => undefined,
  });
  const door = deskDoor(home, { desk, session, scope, reader, publisher, trail: (order) => live.venue.trail(order) });
  return {
    desk,
    close: () =>
      letGo([
        () => backupDaily(paths.ledger, paths.backups, clock.now()),
        () => letGo(held),
        () => lastAnswers(rooms, clock),
        () => {
          desk.stop();
        },
        () => {
          door.dispose();
        },
        () => control.end(`stop-${session.time}`),
      ]),
  };
}

/** The account's own process, which holds its perpetuals as they are to be held. */
function ordersOf({ home, live, startChild = null }: OpenLiveDeskOptions, clock: Clock): ReturnType<typeof openVenueOrders> {
  const { account, profile, symbols, leverage } = live;
  const { deadMansSwitch } = profile;
  return openVenueOrders({ home, account, deadMansSwitch, contracts: contractTerms(symbols, leverage), startChild, clock });
}

/** The overfit gate as it is whenever it is asked: what is judged while the account trades counts at once. */
function gateOf(home: string, code: string): LiveGate & { readonly store: ResearchStore } {
  const store = openResearchStore(home);
  return { store, code, judge: (strategy) => gateWord(strategy, { store, code }) };
}

/** Market, venue and the rooms of the strategies that go on. */
function groundOf(
  { home, seed, live: { account, profile }, tell }: OpenLiveDeskOptions,
  { feed, clock, heldSince, instruments, ledger, orders, told }: HeardFeed & Pick<Ground, 'ledger' | 'orders'> & { readonly told: Told },
): Ground {
  const paths = homePaths(home);
  const specs = instruments.map(({ spec }) => spec);
  const scope: LedgerScope = { ...venueAccount(account), session: new SystemIds().next() as SessionId };
  const onNote = (sentence: string): void => {
    if (told.publisher === null) told.before.push(sentence);
    else told.publisher.logLine('warn', 'account', sentence);
  };
  const view = new HeardView({
    ...{ feed, instruments, clock },
    onClosed: ({ id }: Instrument, timeframe: Timeframe, bar: HeardBar) => {
      tell({ kind: 'candle', row: { instrument: id, timeframe, closed: true, bar } });
    },
    onProblem: ({ message }) => {
      onNote(message);
    },
  });
  // What an earlier session sent, it sent before this thread began.
  const ground = { paths, ledger, clock, specs, scope, heldSince };
  const spec = { feed, orders, venue: scope.venue, receiveWindowMs: profile.receiveWindowMs, placements: [], seed, onNote };
  const live = openLiveMarket({ ...spec, purpose: 'trade' }, ground, view.meeting);
  view.books = live.hearing.books;
  view.figures = live.hearing.figures;
  const rooms = roomsOf({ paths, seed, snapshot: live.snapshot, startAt: live.clock.now() });
  return { ...ground, feed, orders, view, rooms, live };
}

function sessionOf(
  { version, seed, live: { profile, arming }, tell }: OpenLiveDeskOptions,
  ground: Ground,
  { reader, told }: { readonly reader: ReturnType<typeof openLedgerReader>; readonly told: Told },
): { readonly opened: OpenedSession; readonly publisher: DeskPublisher } {
  const { view, scope, rooms, live } = ground;
  const spec = { receiveWindowMs: profile.receiveWindowMs, limits: DEFAULT_LIMITS, costs: CONSERVATIVE, seed };
  const opened = openLiveSession(spec, ground, {
    ...{ live, engineVersion: version, configuration: {}, find: rooms.find },
    observer: (engine) => {
      const made = new DeskPublisher({ engine, view, scope, tell });
      made.seed(reader, live.snapshot.strategies);
      told.publisher = made;
      return observedBy(made, rooms);
    },
  });
  const { publisher } = told;
  invariant(publisher !== null, 'a session is opened with its observer');
  if (arming !== null) publisher.logLine('info', 'account', armSession(opened, arming, scope.session));
  for (const sentence of told.before) publisher.logLine('warn', 'account', sentence);
  return { opened, publisher };
}

/** Lets the session come to the first prices, so that what a window sees first is no row of nothing. */
async function firstPrices(
  { session }: OpenedSession,
  { view, clock, control }: { readonly view: HeardView; readonly clock: Clock; readonly control: LiveControl },
): Promise<void> {
  const pace = new WallPace(session, clock);
  const until = clock.monotonic() + FIRST_PRICES_MS;
  while (!view.priced && clock.monotonic() < until) {
    control.turn();
    session.pump(pace.present());
    await new Promise<void>((resolve) => {
      clock.after(REST_MS, resolve);
    });
  }
}
