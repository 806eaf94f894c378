import { join } from 'node:path';
import type { StreamEvent } from '../src-shared/contract/stream.ts';
import { CONSERVATIVE } from '../src-shared/domain/costs.ts';
import { DEFAULT_LIMITS } from '../src-shared/domain/limits.ts';
import { closeAll } from '../src-shared/kernel/close-all.ts';
import { Decimal } from '../src-shared/kernel/decimal.ts';
import type { Releasable } from '../src-shared/kernel/disposable.ts';
import type { SessionId } from '../src-shared/kernel/ids.ts';
import { invariant } from '../src-shared/kernel/result.ts';
import { DAY_MS, SECOND_MS, utcMs } from '../src-shared/kernel/time.ts';
import { SimMarket } from './adapters/exchange-sim/market/sim-market.ts';
import { SimExchange } from './adapters/exchange-sim/sim-exchange.ts';
import { SimView } from './adapters/exchange-sim/sim-view.ts';
import { VenueJournal } from './adapters/exchange-sim/venue-journal.ts';
import { openControlDoor } from './adapters/home/control-door.ts';
import { type HomePaths, homePaths, journalFolder } from './adapters/home/home.ts';
import { FileJournal } from './adapters/journal-files/file-journal.ts';
import { pruneJournals } from './adapters/journal-files/prune-journals.ts';
import { backupDaily } from './adapters/ledger-sqlite/backup.ts';
import { openLedgerReader } from './adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from './adapters/ledger-sqlite/sqlite-ledger.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { SystemIds } from './adapters/system-ids/system-ids.ts';
import type { Clock } from './ports/clock.ts';
import type { LedgerScope, LedgerSnapshot } from './ports/ledger.ts';
import { DeskPublisher } from './sessions/desk/desk-publisher.ts';
import { MarketPace } from './sessions/desk/market-pace.ts';
import { reportStart } from './sessions/desk/report-start.ts';
import { TradingDesk } from './sessions/desk/trading-desk.ts';
import { openSession } from './sessions/open-session.ts';
import { RunningControl, type RunningControlParts } from './sessions/running-control.ts';
import { OwnRooms } from './sessions/own/own-rooms.ts';
import type { SessionObserver } from './sessions/trading-session.ts';
import { USER_STRATEGIES } from './user-strategies.ts';
import { paperAccount } from './window-account.ts';

/** How long an end in order waits for strategies of the user's own, wall ms. */
const LAST_ANSWER_MS = 2_500;
/** Journals of earlier sessions that are kept. */
const JOURNALS = { maxBytes: 2 * 1_024 ** 3, maxAgeMs: 30 * DAY_MS };

/** What a desk starts from; it may cross to another thread. */
export interface DeskStart {
  readonly home: string;
  readonly version: string;
  readonly seed: number;
  /** Name of the paper account, and the quote money that it begins with where it is new. */
  readonly account: string;
  readonly cash: string;
}

/** What the desk is opened with. */
export interface OpenDeskOptions extends DeskStart {
  readonly tell: (event: StreamEvent) => void;
}

/** The desk with everything it holds open. */
export interface OpenDesk {
  readonly desk: TradingDesk;
  /** The fence, then everything to the disk, then the day's backup. */
  close(): Promise<void>;
}

/** The rooms of the user's own strategies, with those that ran when the ledger ended. */
export function roomsOf({ paths, seed, snapshot, startAt }: RoomsGround): OwnRooms {
  const rooms = new OwnRooms({
    open: (script) => USER_STRATEGIES.openLater(script),
    versions: USER_STRATEGIES.versionsIn(paths),
    seed,
  });
  rooms.recover(snapshot.strategies, snapshot.time ?? startAt);
  return rooms;
}

/** What the rooms are opened with. */
export interface RoomsGround {
  readonly paths: HomePaths;
  readonly seed: number;
  readonly snapshot: LedgerSnapshot;
  readonly startAt: number;
}

/** What strategies were asked while the desk ran is still carried out, but none holds up the end of the program for longer than an answer may take. */
export async function lastAnswers(rooms: OwnRooms, clock: Clock): Promise<void> {
  const late = Promise.withResolvers<undefined>();
  const timer = clock.after(LAST_ANSWER_MS, () => {
    late.resolve(undefined);
  });
  await Promise.race([rooms.idle(), late.promise]);
  timer.dispose();
}

/** The windows are told first, then what has stopped is ended. */
export function observedBy(publisher: DeskPublisher, rooms: OwnRooms): SessionObserver {
  return {
    after: (event, effects) => {
      publisher.after(event, effects);
      rooms.after(effects);
    },
  };
}

/** What the door of a desk is made of. */
export type DeskDoorParts = Pick<RunningControlParts, 'session' | 'scope' | 'reader' | 'trail'> & {
  readonly desk: TradingDesk;
  readonly publisher: DeskPublisher;
};

/** The door through which a desk is stopped from outside; on the desk's own thread, so that it opens whatever the window does. */
export function deskDoor(home: string, { desk, publisher, ...parts }: DeskDoorParts): Releasable {
  const control = new RunningControl({
    ...parts,
    kill: (command) => desk.kill({ command }),
    alerts: (change) => void desk.changeAlerts(change),
    flatten: (command) => {
      const { orders, refused } = desk.close({ command, instrument: null, percent: 100 });
      return { closing: orders, refused: refused.map(({ message }) => message) };
    },
  });
  return openControlDoor(home, control, (problem) => {
    publisher.logLine('warn', 'desk', problem);
  });
}

/** Opens the trading desk on the simulated market: ledger, market, venue, engine, in this order. Fails with the faults of ledger and disk. */
export async function openDesk(options: OpenDeskOptions): Promise<OpenDesk> {
  const { home, version, seed, tell } = options;
  const account = paperAccount(options.account);
  const clock = new SystemClock();
  const paths = homePaths(home);
  const ledger = await SqliteLedger.open({ file: paths.ledger, backups: paths.backups, clock });
  const reader = openLedgerReader(paths.ledger);
  const report = reportStart(reader);
  const market = new SimMarket(seed);
  const snapshot = ledger.snapshot(
    account,
    market.instruments.map(({ spec }) => spec),
  );
  const startAt = Math.floor(clock.now() / SECOND_MS) * SECOND_MS;
  const scope: LedgerScope = { ...account, session: new SystemIds().next() as SessionId };
  const exchange = new SimExchange({
    market,
    costs: CONSERVATIVE,
    journal: new VenueJournal(join(paths.simVenue, `${account.account}.jsonl`)),
    start: { time: utcMs(snapshot.time ?? startAt), placesDone: snapshot.sequence },
  });
  const rooms = roomsOf({ paths, seed, snapshot, startAt });
  pruneJournals({ sessions: paths.sessions, keep: new Set([scope.session]), ...JOURNALS, now: clock.now() });
  let publisher: DeskPublisher | null = null;
  const view = new SimView(market);
  const opened = openSession({
    exchange,
    ledger,
    scope,
    snapshot,
    startAt,
    cash: Decimal.parse(options.cash),
    limits: DEFAULT_LIMITS,
    costs: CONSERVATIVE,
    engineVersion: version,
    configuration: JSON.stringify({ market: 'simulated', seed }),
    find: rooms.find,
    journal: new FileJournal({ folder: journalFolder(paths, scope.session), session: scope.session, engineVersion: version }),
    observer: (engine) => {
      publisher = new DeskPublisher({ engine, view, scope, tell });
      publisher.seed(reader, snapshot.strategies);
      return observedBy(publisher, rooms);
    },
  });
  invariant(publisher !== null, 'a session is opened with its observer');
  const { session } = opened;
  const desk = new TradingDesk({
    ...{ session, source: exchange, view, publisher, reader, clock },
    pace: new MarketPace(session.time, clock.monotonic(), 1),
    venue: 'Simulated market',
    seed,
    replay: null,
    live: null,
    rooms,
    report,
    loseNext: (what) => exchange.loseNext(what),
  });
  const door = deskDoor(home, { desk, session, scope, reader, publisher });
  return {
    desk,
    close: async () => {
      door.dispose();
      desk.stop();
      await lastAnswers(rooms, clock);
      closeAll([rooms, opened, exchange, reader, ledger]);
      await backupDaily(paths.ledger, paths.backups, clock.now());
    },
  };
}
