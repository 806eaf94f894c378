import type { BrowserWindow, MessagePortMain } from 'electron';
import type { ProcessFigures } from '../../../src-shared/contract/app.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { FramePort } from '../../rpc/frame-port.ts';
import { readAppFile } from '../app-files.ts';
import {
  GRANTED_PERMISSIONS,
  hostOf,
  isTrustedSender,
  judgeRequest,
  mayNavigate,
  ORIGINS,
  SCHEME_PRIVILEGES,
  WEB_PREFERENCES,
  WINDOW_BACKGROUND,
  WINDOW_SIZE,
} from '../policy.ts';
import { isLightFirst } from '../first-look.ts';
import type { FirstLook } from '../first-look.ts';
import type { HostWindow, WindowEnd } from '../run-windows.ts';
import { loadBounds, saveBounds } from '../window-bounds.ts';
import { PORT_CHANNEL } from './port-channel.ts';

/** Electron itself, handed in so that what is done with it can be tested without its binary. */
export type Electron = Pick<
  typeof import('electron'),
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'Menu'
  | 'Notification'
  | 'Tray'
  | 'MessageChannelMain'
  | 'protocol'
  | 'session'
  | 'ipcMain'
  | 'screen'
  | 'shell'
  | 'nativeTheme'
  | 'utilityProcess'
  | 'powerMonitor'
>;

/** What the window is opened with. */
export interface ElectronOptions {
  readonly folder: string;
  readonly files: string;
  readonly preload: string;
  /** What the document looks like from its first paint on. */
  look(): FirstLook;
  onPort(port: FramePort): void;
  onPainted(milliseconds: number): void;
  /** A request that was refused, with the host it was for. */
  onRefused(host: string): void;
  /** A person wants to close the window, which stays until it is closed from here. */
  onLeave(): void;
}

const SCHEME = new URL(ORIGINS.electron).protocol.slice(0, -1);

/** Must run before Electron is ready: makes our scheme an ordinary secure origin, and puts every page of the program into its sandbox. */
export function prepareElectron({ app, protocol }: Electron): void {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: SCHEME_PRIVILEGES }]);
}

/** What all processes use that draw the window: every one but the main process. */
export function electronFigures({ app }: Pick<Electron, 'app'>): ProcessFigures {
  const drawing = app.getAppMetrics().filter(({ type }) => type !== 'Browser');
  return {
    cpuMs: drawing.reduce((sum, { cpu }) => sum + (cpu.cumulativeCPUUsage ?? 0) * 1_000, 0),
    memory: drawing.reduce((sum, { memory }) => sum + memory.workingSetSize * 1_024, 0),
  };
}

/** Shows the system's dialog for a file over the window; null where nobody chose one. */
export async function chooseElectronFiles(
  { BrowserWindow, dialog }: Pick<Electron, 'BrowserWindow' | 'dialog'>,
  several: boolean,
): Promise<readonly string[]> {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) return [];
  const { filePaths } = await dialog.showOpenDialog(window, {
    properties: several ? ['openFile', 'multiSelections'] : ['openFile'],
    filters: [
      { name: 'Market data', extensions: ['csv', 'txt', 'gz', 'parquet'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  return filePaths;
}

/** Tells when the system locks its screen and when the machine goes to sleep. Electron must be ready. */
export function watchPower({ powerMonitor }: Pick<Electron, 'powerMonitor'>, lock: (by: 'screen' | 'suspend') => void): void {
  powerMonitor.on('lock-screen', () => {
    lock('screen');
  });
  powerMonitor.on('suspend', () => {
    lock('suspend');
  });
}

/** Must run once before the first window: serves our files and nothing else, and lets pages in. Electron must be ready. */
export function serveWindows(electron: Electron, options: Pick<ElectronOptions, 'files' | 'look' | 'onRefused' | 'onPort'>): void {
  serveFiles(electron, options);
  guardSession(electron, options);
  guardPages(electron);
  listenToPages(electron, options);
}

/** Opens the one window. */
export async function openElectronWindow(
  electron: Electron,
  options: Omit<ElectronOptions, 'files' | 'onRefused' | 'onPort'>,
): Promise<HostWindow> {
  const bounds = loadBounds(options.folder);
  const light = isLightFirst(options.look(), !electron.nativeTheme.shouldUseDarkColors);
  const window = new electron.BrowserWindow({
    show: false,
    useContentSize: bounds === null,
    minWidth: WINDOW_SIZE.minWidth,
    minHeight: WINDOW_SIZE.minHeight,
    backgroundColor: WINDOW_BACKGROUND[light ? 'light' : 'dark'].css,
    autoHideMenuBar: true,
    ...(bounds
      ? { x: bounds.left, y: bounds.top, width: bounds.width, height: bounds.height }
      : { width: WINDOW_SIZE.width, height: WINDOW_SIZE.height, center: true }),
    webPreferences: { ...WEB_PREFERENCES, preload: options.preload },
  });
  window.removeMenu();
  window.once('ready-to-show', () => {
    window.show();
    options.onPainted(performance.now());
  });
  window.on('close', (event) => {
    event.preventDefault();
    options.onLeave();
  });
  await window.loadURL(`${ORIGINS.electron}/`);
  return hostWindow(window, options.folder);
}

function hostWindow(window: BrowserWindow, folder: string): HostWindow {
  const ended = new Promise<WindowEnd>((resolve) => {
    window.once('closed', () => {
      resolve('closed');
    });
  });
  return {
    ended,
    front: () => {
      window.show();
      window.focus();
      return Promise.resolve();
    },
    close: async () => {
      if (window.isDestroyed()) return;
      const { x, y, width, height } = window.getNormalBounds();
      saveBounds(folder, { left: x, top: y, width, height });
      // Nobody is asked any more, neither the page nor us.
      window.destroy();
      await ended;
    },
  };
}

function serveFiles({ protocol }: Electron, options: Pick<ElectronOptions, 'files' | 'look'>): void {
  protocol.handle(SCHEME, async (request) => {
    if (judgeRequest(request, ORIGINS.electron) === 'refuse') return new Response(null, { status: 403 });
    const { status, headers, body } = await readAppFile(options.files, request.url, options.look());
    return new Response(new Uint8Array(body), { status, headers });
  });
}

/** Nothing but our scheme leaves a page, and no permission but the listed is given. */
function guardSession({ session }: Electron, options: Pick<ElectronOptions, 'onRefused'>): void {
  const { defaultSession } = session;
  defaultSession.webRequest.onBeforeRequest((details, decide) => {
    const isOwn =
      judgeRequest(details, ORIGINS.electron) === 'serve' || details.url.startsWith('data:') || details.url.startsWith('devtools:');
    const host = isOwn ? null : hostOf(details.url);
    if (host !== null) options.onRefused(host);
    decide({ cancel: !isOwn });
  });
  defaultSession.setPermissionRequestHandler((_contents, permission, decide) => {
    decide(GRANTED_PERMISSIONS.includes(permission));
  });
  defaultSession.setPermissionCheckHandler((_contents, permission) => GRANTED_PERMISSIONS.includes(permission));
  defaultSession.setDevicePermissionHandler(() => false);
}

/** Ctrl and these keys change the size of everything, as in every browser; levels of 20 %. */
const ZOOM_STEPS: Readonly<Record<string, number>> = { '+': 0.5, '=': 0.5, '-': -0.5, '0': 0 };
const LEAST_ZOOM = -1;
const MOST_ZOOM = 4;

/** Holds for every page that ever comes to be: it goes nowhere, opens nothing, embeds nothing. */
function guardPages({ app }: Electron): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => {
      if (!mayNavigate(event.url, ORIGINS.electron)) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !mayNavigate(event.url, ORIGINS.electron)) event.preventDefault();
    });
    contents.on('before-input-event', (event, input) => {
      const step = input.type === 'keyDown' && (input.control || input.meta) && !input.alt ? ZOOM_STEPS[input.key] : undefined;
      if (step === undefined) return;
      event.preventDefault();
      contents.setZoomLevel(step === 0 ? 0 : Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, contents.getZoomLevel() + step)));
    });
    contents.on('will-redirect', (event) => {
      event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
  });
}

/** A document that says hello gets one end of a fresh channel, once we have looked who it is. */
function listenToPages({ ipcMain, MessageChannelMain }: Electron, options: Pick<ElectronOptions, 'onPort'>): void {
  ipcMain.on(PORT_CHANNEL, (event) => {
    const frame = event.senderFrame;
    if (frame === null) return;
    if (!isTrustedSender({ url: frame.url, isMainFrame: frame === event.sender.mainFrame }, ORIGINS.electron)) return;
    const { port1, port2 } = new MessageChannelMain();
    frame.postMessage(PORT_CHANNEL, null, [port2]);
    options.onPort(electronPort(port1));
    port1.start();
  });
}

function electronPort(port: MessagePortMain): FramePort {
  const hold = (listen: () => void, release: () => void): Releasable => {
    listen();
    return { dispose: release };
  };
  return {
    send: (frame) => {
      port.postMessage(frame);
    },
    onFrame: (listener) => {
      const take = (event: { data: unknown }): void => {
        listener(event.data);
      };
      return hold(
        () => port.on('message', take),
        () => port.off('message', take),
      );
    },
    onClose: (listener) =>
      hold(
        () => port.on('close', listener),
        () => port.off('close', listener),
      ),
  };
}
