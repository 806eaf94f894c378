import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { DisposableStore } from '../../../src-shared/kernel/disposable.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { FramePort } from '../../rpc/frame-port.ts';
import type { ProcessFigures } from '../../../src-shared/contract/app.ts';
import type { FirstLook } from '../first-look.ts';
import { WINDOW_SIZE } from '../policy.ts';
import type { HostWindow, WindowEnd } from '../run-windows.ts';
import { loadBounds, saveBounds } from '../window-bounds.ts';
import type { WindowBounds } from '../window-bounds.ts';
import { browserArguments } from './browser-arguments.ts';
import { BrowserGone, CdpConnection } from './cdp-connection.ts';
import { ChromiumPage } from './chromium-page.ts';
import { profileIsFree } from './profile-lock.ts';
import type { RequestCount } from './request-gate.ts';
import { openTestDoor } from './test-door.ts';
import { windowFigures } from './window-figures.ts';

/** What a Chromium window is opened with. */
export interface ChromiumOptions {
  /** The browser to start. */
  readonly browser: string;
  /** The folder where profile and window place are kept. */
  readonly folder: string;
  /** The built renderer. */
  readonly files: string;
  /** What the document looks like from its first paint on. */
  look(): FirstLook;
  readonly headless: boolean;
  readonly isRoot: boolean;
  /** A socket for the end-to-end tests; null in every ordinary run. */
  readonly testDoor: string | null;
  onPort(port: FramePort): void;
  onPainted(milliseconds: number): void;
  /** A person wants to close the window, which stays until it is closed from here. */
  onLeave(): void;
}

/** Milliseconds in which the browser must answer, and in which it must end when asked to. */
const PATIENCE_MS = { profile: 3_000, start: 15_000, end: 3_000 } as const;
/** Crashes of the page's process that are answered with a reload; one more is the end. */
const PAGE_CRASHES = 3;

/** An installed Chromium, Chrome or Edge showing the one window of the application, without a network port. */
export class ChromiumWindow implements HostWindow {
  /** Settles once, when the window has gone. */
  readonly ended: Promise<WindowEnd>;
  private readonly child: ChildProcess;
  private readonly connection: CdpConnection;
  private readonly options: ChromiumOptions;
  private readonly held = new DisposableStore();
  private readonly exited: Promise<void>;
  private settle: (end: WindowEnd) => void = () => undefined;
  private page: ChromiumPage | null = null;
  private crashes = 0;

  private constructor(child: ChildProcess, options: ChromiumOptions) {
    this.child = child;
    this.options = options;
    this.ended = new Promise((resolve) => {
      this.settle = resolve;
    });
    this.exited = new Promise((resolve) => {
      child.once('exit', () => {
        resolve();
        // Orderly ends are settled before the process goes; whatever is not settled by now has crashed.
        this.settle('crashed');
        this.page?.close();
      });
      child.once('error', () => {
        resolve();
        this.settle('crashed');
      });
    });
    this.connection = new CdpConnection(child.stdio[3] as Writable, child.stdio[4] as Readable);
  }

  /** Starts the browser and shows the window. Fails with `environment.missing` when the browser does not come up. */
  static async open(options: ChromiumOptions): Promise<ChromiumWindow> {
    const wanted = join(options.folder, 'profile');
    mkdirSync(wanted, { recursive: true });
    const profile = (await profileIsFree(wanted, PATIENCE_MS.profile)) ? wanted : join(options.folder, `profile-${String(process.pid)}`);
    const bounds = loadBounds(options.folder);
    const child = spawn(options.browser, browserArguments({ profile, isRoot: options.isRoot, headless: options.headless, bounds }), {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      // Ctrl+C in the terminal is for us; the browser is asked to close, and ends by itself when its pipe breaks.
      detached: process.platform !== 'win32',
    });
    const window = new ChromiumWindow(child, options);
    try {
      await within(PATIENCE_MS.start, window.show(bounds));
      return window;
    } catch (thrown) {
      await window.close();
      if (thrown instanceof Fault) throw thrown;
      const what = `A browser that starts (${options.browser} did not: ${thrown instanceof Error ? thrown.message : String(thrown)})`;
      throw new Fault(
        'environment.missing',
        { what, remedy: 'Install Chromium, Chrome or Edge, or name one with CRYPTOORCH_CHROMIUM.' },
        { cause: thrown },
      );
    }
  }

  /** What the window asked for so far. */
  get requests(): RequestCount {
    return this.page?.gate.count ?? { served: 0, refused: 0, refusedHosts: new Set() };
  }

  /** Brings the window to the front. */
  async front(): Promise<void> {
    await this.page?.front();
  }

  /** Shows the browser's dialog for a file, or several; none where nobody chose one, or the window has gone. */
  async chooseFiles(several: boolean): Promise<readonly string[]> {
    return (await this.page?.chooseFiles(several)) ?? [];
  }

  /** What the browser uses; null once it has gone. */
  async figures(): Promise<ProcessFigures | null> {
    try {
      return await windowFigures(this.connection);
    } catch (thrown) {
      if (thrown instanceof BrowserGone) return null;
      throw thrown;
    }
  }

  /** Closes the window and waits until the browser has ended. */
  async close(): Promise<void> {
    this.settle('closed');
    this.held.dispose();
    this.page?.close();
    // A browser that is already gone cannot be asked to go; its exit is awaited below either way.
    await this.connection.ask('Browser.close').catch(() => undefined);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS.end);
    await this.exited;
    clearTimeout(timer);
  }

  private async show(bounds: WindowBounds | null): Promise<void> {
    const { connection, options } = this;
    const target = await this.findPage();
    const { sessionId } = (await connection.ask('Target.attachToTarget', { targetId: target, flatten: true })) as { sessionId: string };
    connection.own(sessionId);
    const page = new ChromiumPage(
      connection,
      { session: sessionId, target },
      { root: options.files, look: () => options.look(), events: options },
    );
    this.page = page;
    this.watch(target, sessionId);
    await Promise.all([page.open(), this.place(target, bounds)]);
    if (options.testDoor !== null) this.held.add(await openTestDoor(options.testDoor, connection));
  }

  private async findPage(): Promise<string> {
    const found = new Promise<string>((resolve) => {
      const listening = this.connection.onEvent(({ method, params }) => {
        const info = params['targetInfo'] as { type: string; targetId: string } | undefined;
        if (method !== 'Target.targetCreated' || info?.type !== 'page') return;
        listening.dispose();
        resolve(info.targetId);
      });
    });
    await this.connection.ask('Target.setDiscoverTargets', { discover: true });
    return found;
  }

  /** Where and how large the window is: as at the last end, or the default size of the content area. */
  private async place(target: string, bounds: WindowBounds | null): Promise<void> {
    const { windowId } = (await this.connection.ask('Browser.getWindowForTarget', { targetId: target })) as { windowId: number };
    if (bounds) return;
    const { width, height } = WINDOW_SIZE;
    await this.connection.ask('Browser.setContentsSize', { windowId, width, height });
  }

  private watch(target: string, sessionId: string): void {
    this.connection.onEvent((event) => {
      const id = event.params['targetId'] ?? (event.params['targetInfo'] as { targetId?: string } | undefined)?.targetId;
      if (event.method === 'Target.targetDestroyed' && id === target) this.settle('closed');
      else if (event.method === 'Target.targetCreated' && id !== target)
        this.refuseWindow(event.params['targetInfo'] as { type: string; targetId: string });
      else if (event.method === 'Inspector.targetCrashed' && event.sessionId === sessionId) this.pageCrashed();
      else if (event.method === 'Page.frameResized' && event.sessionId === sessionId) void this.keepBounds(target);
    });
  }

  /** There is one window: whatever else opens (a keyboard shortcut of the browser, say) is closed. */
  private refuseWindow(info: { readonly type: string; readonly targetId: string }): void {
    if (info.type !== 'page') return;
    this.connection.ask('Target.closeTarget', { targetId: info.targetId }).catch(() => undefined);
  }

  private pageCrashed(): void {
    this.crashes += 1;
    if (this.crashes > PAGE_CRASHES) this.settle('crashed');
    else this.page?.load().catch(() => this.settle('crashed'));
  }

  private async keepBounds(target: string): Promise<void> {
    if (this.options.headless) return;
    try {
      const { bounds } = (await this.connection.ask('Browser.getWindowForTarget', { targetId: target })) as {
        bounds: WindowBounds & { windowState?: string };
      };
      if ((bounds.windowState ?? 'normal') === 'normal') saveBounds(this.options.folder, bounds);
    } catch {
      // The window closed while it was measured; the place from before stays.
      return;
    }
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${String(milliseconds / 1_000)} s`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
