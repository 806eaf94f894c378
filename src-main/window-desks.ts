import { Worker } from 'node:worker_threads';
import type { StreamEvent } from '../src-shared/contract/stream.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import type { HomePaths } from './adapters/home/home.ts';
import { openLedgerReader } from './adapters/ledger-sqlite/ledger-reader.ts';
import type { DeskStart } from './open-desk.ts';
import type { ReplayDeskStart } from './open-replay.ts';
import type { Clock } from './ports/clock.ts';
import type { AccountScope } from './ports/ledger.ts';
import type { LedgerReader } from './ports/ledger-reader.ts';
import type { Settings } from './ports/settings.ts';
import { DeskLink, type DeskThread } from './services/desk-link.ts';
import { DeskSwitch } from './services/desk-switch.ts';
import type { OpenBook } from './services/open-book.ts';
import { ReplayService } from './services/replay-service.ts';
import type { FromDesk, ToDesk } from './sessions/desk/desk-messages.ts';
import { OPENING_CASH, paperAccount, practiceAccount, WINDOW_ACCOUNT } from './window-account.ts';

/** The trading loop on a thread of its own. */
function tradingThread(data: DeskStart | ReplayDeskStart): DeskThread {
  const worker = new Worker(new URL('./workers/trading.js', import.meta.url), { workerData: data });
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
  readonly onEvent: (event: StreamEvent) => void;
  /** Only a snapshot is whole: another desk has come, or something was lost. */
  readonly onGap: () => void;
}

/** The desk of the window: that of a paper book, or in its place that of a replay. */
export interface WindowDesks {
  readonly desk: DeskSwitch;
  readonly replay: ReplayService;
  /** The ledger of paper. */
  readonly reader: LedgerReader;
  /** The paper account that is open, also while a replay is on. */
  readonly current: () => AccountScope;
  /** What is traded on now. */
  readonly book: () => OpenBook;
  /** Opens another paper book. Fails with `replay.on`. */
  readonly openBook: (account: string, cash: string) => Promise<void>;
  /** Time of the simulated market, which stands still while a replay is on. */
  readonly marketTime: () => number;
  readonly close: () => Promise<void>;
}

/** Opens the desk of the paper book that was open last. Fails as the desk does. */
export async function openDesks({ paths, version, seed, settings, clock, onEvent, onGap }: DeskGround): Promise<WindowDesks> {
  let book = lastBook(settings);
  let marketTime = 0;
  const ground = { home: paths.folder, version, seed };
  const link = (start: DeskStart | ReplayDeskStart): DeskLink => {
    const opened = new DeskLink(tradingThread(start), {
      onEvent: (event) => {
        if (!desk.holds(opened)) return;
        if (event.kind === 'status' && event.row.replay === null) ({ marketTime } = event.row);
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
  const replay = new ReplayService({
    desk,
    open: (request, account) => ({
      link: link({ ...ground, account, request }),
      account: practiceAccount(account, request.instrument.slice(request.instrument.lastIndexOf('.') + 1)),
    }),
    reader: () => openLedgerReader(paths.practice),
    show: (opened) => show(() => opened),
    leave: async () => {
      await show(openPaper);
      return book.account;
    },
    now: () => clock.now(),
    marketTime: () => marketTime,
  });
  return {
    desk,
    replay,
    reader,
    current,
    book: () => replay.practice ?? { account: current(), reader, timeframe: '1m' },
    openBook: async (account, cash) => {
      if (replay.practice !== null) throw new Fault('replay.on');
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
