import { MessageChannel, Worker } from 'node:worker_threads';
import type { StreamEvent } from '../src-shared/contract/stream.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import type { HomePaths } from './adapters/home/home.ts';
import { openLedgerReader } from './adapters/ledger-sqlite/ledger-reader.ts';
import type { DeskStart } from './open-desk.ts';
import type { LiveDeskStart } from './open-live-desk.ts';
import type { ReplayDeskStart } from './open-replay.ts';
import { serveChildren } from './adapters/venue-process/relayed-children.ts';
import type { StartChild } from './ports/child-link.ts';
import type { Clock } from './ports/clock.ts';
import type { AccountScope } from './ports/ledger.ts';
import type { LedgerReader } from './ports/ledger-reader.ts';
import type { ResearchStore } from './ports/research-store.ts';
import type { Settings } from './ports/settings.ts';
import { DeskLink, type DeskThread } from './services/desk-link.ts';
import { DeskSwitch } from './services/desk-switch.ts';
import { LiveService } from './services/live-service.ts';
import type { AccountsService } from './services/accounts-service.ts';
import type { OpenBook } from './services/open-book.ts';
import { ReplayService } from './services/replay-service.ts';
import type { FromDesk, ToDesk } from './sessions/desk/desk-messages.ts';
import { OPENING_CASH, paperAccount, practiceAccount, venueAccount, WINDOW_ACCOUNT } from './window-account.ts';

/** What a trading thread can be started on. */
type AnyDeskStart = DeskStart | ReplayDeskStart | LiveDeskStart;

/** The trading loop on a thread of its own. */
function tradingThread(data: AnyDeskStart, startChild: StartChild | null): DeskThread {
  const file = new URL('./workers/trading.js', import.meta.url);
  let worker: Worker;
  if (startChild === null) worker = new Worker(file, { workerData: data });
  else {
    const { port1, port2 } = new MessageChannel();
    serveChildren(port1, startChild);
    worker = new Worker(file, { workerData: { ...data, children: port2 }, transferList: [port2] });
  }
  return {
    post: (message: ToDesk) => {
      worker.postMessage(message);
    },
    onMessage: (listener) => {
      worker.on('message', (message: FromDesk) => {
        listener(message);
      });
    },
    onEnd: (listener) => {
      worker.on('error', (problem: Error) => {
        listener(problem.stack ?? problem.message);
      });
      worker.on('exit', (code) => {
        listener(`the trading thread ended with ${String(code)}`);
      });
    },
  };
}

/** Under which the name of the open paper account is kept, with what it begins with. */
const BOOK_KEY = 'book';

/** The paper account that was open last. What was not kept by us opens the first one. */
function lastBook(settings: Settings): { readonly account: string; readonly cash: string } {
  const first = { account: WINDOW_ACCOUNT.account, cash: OPENING_CASH };
  const [account, cash] = settings.load(BOOK_KEY)?.split(' ') ?? [];
  return account === undefined || cash === undefined ? first : { account, cash };
}

/** What the window's desks are opened with. */
export interface DeskGround {
  readonly paths: HomePaths;
  readonly version: string;
  readonly seed: number;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly accounts: AccountsService;
  /** Where the overfit gate's verdicts are kept. */
  readonly research: ResearchStore;
  /** How the host starts processes; null where Node's own way is open. */
  readonly startChild: StartChild | null;
  readonly onEvent: (event: StreamEvent) => void;
  /** Only a snapshot is whole: another desk has come, or something was lost. */
  readonly onGap: () => void;
}

/** The desk of the window: that of a paper book, or in its place that of a replay or of an account at a venue. */
export interface WindowDesks {
  readonly desk: DeskSwitch;
  readonly replay: ReplayService;
  readonly live: LiveService;
  /** The ledger of paper. */
  readonly reader: LedgerReader;
  /** The paper account that is open, also while something else is in its place. */
  readonly current: () => AccountScope;
  /** What is traded on now. */
  readonly book: () => OpenBook;
  /** Opens another paper book. Fails with `replay.on`, `live.on`. */
  readonly openBook: (account: string, cash: string) => Promise<void>;
  /** Time of the simulated market, which stands still while a replay is on or an account trades. */
  readonly marketTime: () => number;
  readonly close: () => Promise<void>;
}

/** What replays are opened with. */
interface ReplayGround extends Pick<DeskGround, 'paths' | 'clock'> {
  readonly desk: DeskSwitch;
  readonly show: (open: () => DeskLink) => Promise<void>;
  readonly ground: { readonly home: string; readonly version: string; readonly seed: number };
  readonly link: (start: ReplayDeskStart) => DeskLink;
  readonly leave: () => Promise<string>;
  readonly marketTime: () => number;
  readonly trading: () => boolean;
}

function replayOf({ paths, clock, show, ground, link, ...parts }: ReplayGround): ReplayService {
  return new ReplayService({
    ...parts,
    open: (request, account) => ({
      link: link({ ...ground, account, request }),
      account: practiceAccount(account, request.instrument.slice(request.instrument.lastIndexOf('.') + 1)),
    }),
    reader: () => openLedgerReader(paths.practice),
    show: (opened) => show(() => opened),
    now: () => clock.now(),
  });
}

/** Opens the desk of the paper book that was open last. Fails as the desk does. */
export async function openDesks({ onEvent, onGap, startChild, ...parts }: DeskGround): Promise<WindowDesks> {
  const { paths, version, seed, settings, clock, accounts, research } = parts;
  let book = lastBook(settings);
  let marketTime = 0;
  const ground = { home: paths.folder, version, seed };
  const link = (start: AnyDeskStart): DeskLink => {
    const opened = new DeskLink(tradingThread(start, startChild), {
      onEvent: (event) => {
        if (!desk.holds(opened)) return;
        if (event.kind === 'status' && event.row.replay === null && event.row.live === null) ({ marketTime } = event.row);
        onEvent(event);
      },
      onGap: () => {
        if (desk.holds(opened)) onGap();
      },
    });
    return opened;
  };
  const openPaper = (): DeskLink => link({ ...ground, ...book });
  const desk: DeskSwitch = new DeskSwitch(openPaper());
  await desk.ready;
  const reader = openLedgerReader(paths.ledger);
  const current = (): AccountScope => paperAccount(book.account);
  const show = async (open: () => DeskLink): Promise<void> => {
    await desk.replace(open);
    onGap();
  };
  const replay = replayOf({
    ...{ paths, clock, desk, show, ground, link },
    leave: async () => {
      await show(openPaper);
      return book.account;
    },
    marketTime: () => marketTime,
    trading: () => live.book !== null,
  });
  const live: LiveService = new LiveService({
    ...{ accounts, desk, reader, settings, scopeOf: venueAccount, gate: { store: research, code: version } },
    now: () => clock.now(),
    replaying: () => replay.practice !== null,
    open: async (opening) => {
      await desk.replaceOr(() => link({ ...ground, live: opening }), openPaper).finally(onGap);
    },
    leave: () => show(openPaper),
  });
  return {
    desk,
    replay,
    live,
    reader,
    current,
    book: () => replay.practice ?? live.book ?? { account: current(), reader, timeframe: '1m' },
    openBook: async (account, cash) => {
      if (replay.practice !== null) throw new Fault('replay.on');
      if (live.book !== null) throw new Fault('live.on');
      // Kept first: a start after a crash in between opens what was asked for.
      settings.save(BOOK_KEY, `${account} ${cash}`);
      book = { account, cash };
      await show(openPaper);
    },
    marketTime: () => marketTime,
    close: async () => {
      await desk.stop();
      replay.close();
      reader.close();
    },
  };
}
