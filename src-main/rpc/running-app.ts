import type { LeaveChoice, ProcessFigures } from '../../src-shared/contract/app.ts';
import type { StreamEvent } from '../../src-shared/contract/stream.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import type { OsNotices } from '../ports/os-notices.ts';
import type { StartChild } from '../ports/child-link.ts';
import type { FramePort } from './frame-port.ts';

/** What the application may say of the host it runs in. */
export interface HostFacts {
  readonly name: 'electron' | 'chromium' | 'headless';
  /** In words: what keeps the page apart from the machine. */
  readonly sandbox: string;
  /** Hosts that the window reached, ever. */
  hostsContacted(): readonly string[];
  /** What the processes that draw the window use; null without a window, or where the system does not tell. */
  windowFigures(): Promise<ProcessFigures | null>;
  /** Shows a folder to a person in the system's file manager; null where this host cannot. */
  readonly openFolder: ((folder: string) => Promise<boolean>) | null;
  /** Shows the system's dialog for a file to be read, or several, and gives their paths; none where nobody chose one, or there is no window. */
  chooseFiles(several: boolean): Promise<readonly string[]>;
  /** Starts processes of the program's own files; null where Node's own way is open. */
  readonly startChild: StartChild | null;
  /** Notices of the operating system; null where this host has none. */
  readonly notices: OsNotices | null;
}

/** The application as a host sees it: something pages are let into, and that is ended in order. */
export interface RunningApp {
  /** The home folder, where a host keeps what is its own. */
  readonly home: string;
  /** The appearance that the window keeps, JSON text of its own making; null before it kept one. */
  appearance(): string | null;
  /** Whether the window is locked. */
  locked(): boolean;
  /** Lets a page in. The page has gone when the port closes or what is returned is let go. */
  connect(port: FramePort, page: string): Releasable;
  /** Everything that pages are told, for a host without a page. */
  watch(listener: (event: StreamEvent) => void): Releasable;
  /** Whether any strategy runs. */
  strategiesRun(): Promise<boolean>;
  /** The kill switch: how many orders are being cancelled, and how many protective ones stay. Fails with `control.silent` where the trading thread does not answer in time. */
  stopEverything(): Promise<{ readonly cancelled: number; readonly kept: number }>;
  /** Locks the window: the system locked its screen, or goes to sleep, which locks the keys of accounts too. Fails with `disk.full`, `disk.failed`. */
  lockWindow(by: 'screen' | 'suspend'): Promise<unknown>;
  /** Asks in the window what is to become of running strategies when it goes. */
  askToLeave(): Promise<LeaveChoice>;
  /** Calls back whenever the program is started again with the same home. */
  onShow(listener: () => void): Releasable;
  /** Settles when the application has ended by itself; the fault says why. */
  readonly failed: Promise<Error>;
  /** Ends in order: sessions stopped, ledger and journals closed, lock given back. A second call waits for the first. */
  shutdown(): Promise<void>;
}

/** Starts the application. Fails with faults of the table, `home.locked` and `home.shown` among them. */
export type CreateApp = (host: HostFacts) => Promise<RunningApp>;
