import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  chooseElectronFiles,
  openElectronWindow,
  prepareElectron,
  serveWindows,
  watchPower,
} from '../../../src-main/hosts/electron/electron-host.ts';
import { showTray, trayMenu } from '../../../src-main/hosts/electron/tray.ts';
import type { Electron } from '../../../src-main/hosts/electron/electron-host.ts';
import { PORT_CHANNEL } from '../../../src-main/hosts/electron/port-channel.ts';
import { ORIGINS, RESPONSE_HEADERS, SCHEME_PRIVILEGES, WEB_PREFERENCES } from '../../../src-main/hosts/policy.ts';
import { loadBounds } from '../../../src-main/hosts/window-bounds.ts';
import type { HostWindow } from '../../../src-main/hosts/run-windows.ts';
import type { FramePort } from '../../../src-main/rpc/frame-port.ts';

type Decide = (allowed: boolean) => void;
interface Handlers {
  protocol: (request: { url: string; method: string }) => Promise<Response>;
  beforeRequest: (details: { url: string; method: string }, decide: (answer: { cancel: boolean }) => void) => void;
  permission: (contents: null, permission: string, decide: Decide) => void;
  permissionCheck: (contents: null, permission: string) => boolean;
  device: () => boolean;
}

/** As much of Electron as the host touches; it keeps what it was told. */
class FakeElectron {
  readonly told: Record<string, unknown> = {};
  readonly handlers = {} as Handlers;
  readonly app = Object.assign(new EventEmitter(), { enableSandbox: () => (this.told['sandbox'] = true) });
  readonly ipcMain = new EventEmitter();
  readonly powerMonitor = new EventEmitter();
  readonly protocol = {
    registerSchemesAsPrivileged: (schemes: unknown) => (this.told['schemes'] = schemes),
    handle: (scheme: string, handler: Handlers['protocol']) => {
      this.told['scheme'] = scheme;
      this.handlers.protocol = handler;
    },
  };
  readonly session = {
    defaultSession: {
      webRequest: { onBeforeRequest: (handler: Handlers['beforeRequest']) => (this.handlers.beforeRequest = handler) },
      setPermissionRequestHandler: (handler: Handlers['permission']) => (this.handlers.permission = handler),
      setPermissionCheckHandler: (handler: Handlers['permissionCheck']) => (this.handlers.permissionCheck = handler),
      setDevicePermissionHandler: (handler: Handlers['device']) => (this.handlers.device = handler),
    },
  };
  readonly MessageChannelMain = class {
    readonly port1 = Object.assign(new EventEmitter(), {
      start: () => undefined,
      sent: [] as string[],
      postMessage: (frame: string) => this.port1.sent.push(frame),
    });
    readonly port2 = {};
  };
  readonly windows: { press(): boolean }[] = [];
  readonly BrowserWindow = fakeWindow(this.told, this.windows);
  readonly Menu = { buildFromTemplate: (items: unknown) => (this.told['menuItems'] = items) };
  readonly Tray = fakeTray(this.told);
  readonly screen = {};
  readonly nativeTheme = { shouldUseDarkColors: true };

  /** Whether the press of the window's close button was held back. */
  pressClose(): boolean {
    return this.windows.at(-1)?.press() ?? false;
  }

  get electron(): Electron {
    return this as unknown as Electron;
  }
}

function fakeTray(told: Record<string, unknown>) {
  return class extends EventEmitter {
    constructor(icon: string) {
      super();
      told['tray'] = icon;
    }
    setToolTip(tip: string): void {
      told['tip'] = tip;
    }
    setContextMenu(): void {
      told['context'] = true;
    }
    destroy(): void {
      told['tray'] = null;
    }
  };
}

function fakeWindow(told: Record<string, unknown>, windows: { press(): boolean }[]) {
  return class extends EventEmitter {
    constructor(options: unknown) {
      super();
      told['window'] = options;
      windows.push(this);
    }
    removeMenu(): void {
      told['menu'] = false;
    }
    show(): void {
      told['shown'] = true;
    }
    loadURL(url: string): Promise<void> {
      told['url'] = url;
      this.emit('ready-to-show');
      return Promise.resolve();
    }
    focus(): void {
      told['focused'] = true;
    }
    isDestroyed(): boolean {
      return told['destroyed'] === true;
    }
    destroy(): void {
      told['destroyed'] = true;
      this.emit('closed');
    }
    press(): boolean {
      let prevented = false;
      this.emit('close', {
        preventDefault: () => {
          prevented = true;
        },
      });
      return prevented;
    }
    getNormalBounds() {
      return { x: 1, y: 2, width: 1500, height: 950 };
    }
  };
}

const folder = mkdtempSync(join(tmpdir(), 'electron-host-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let fake: FakeElectron;
let ports: FramePort[];
let refused: string[];
let painted: number;
let left: number;
let window: HostWindow;

beforeEach(async () => {
  fake = new FakeElectron();
  ports = [];
  refused = [];
  painted = 0;
  left = 0;
  prepareElectron(fake.electron);
  serveWindows(fake.electron, {
    files: join(import.meta.dirname, '../../integration/fixtures/window'),
    look: () => ({}),
    onPort: (port) => ports.push(port),
    onRefused: (host) => refused.push(host),
  });
  window = await openElectronWindow(fake.electron, {
    folder,
    look: () => ({}),
    preload: '/app/preload.cjs',
    onPainted: (milliseconds) => {
      painted = milliseconds;
    },
    onLeave: () => {
      left += 1;
    },
  });
});

test('the window is opened with the options of the policy, on our own scheme', () => {
  expect(fake.told).toMatchObject({
    sandbox: true,
    schemes: [{ scheme: 'app', privileges: SCHEME_PRIVILEGES }],
    scheme: 'app',
    url: `${ORIGINS.electron}/`,
    menu: false,
    shown: true,
    window: {
      show: false,
      minWidth: 1120,
      minHeight: 700,
      width: 1440,
      height: 900,
      backgroundColor: '#07090D',
      webPreferences: { ...WEB_PREFERENCES, preload: '/app/preload.cjs' },
    },
  });
  expect(painted).toBeGreaterThan(0);
});

test('files come with the headers of the policy; nothing else leaves', async () => {
  const page = await fake.handlers.protocol({ url: `${ORIGINS.electron}/`, method: 'GET' });
  expect(page.status).toBe(200);
  expect(page.headers.get('Content-Security-Policy')).toBe(RESPONSE_HEADERS['Content-Security-Policy']);
  expect((await fake.handlers.protocol({ url: `${ORIGINS.electron}/`, method: 'POST' })).status).toBe(403);
  const cancelled = (url: string) => {
    let answer = { cancel: false };
    fake.handlers.beforeRequest({ url, method: 'GET' }, (given) => {
      answer = given;
    });
    return answer.cancel;
  };
  expect(cancelled(`${ORIGINS.electron}/main.js`)).toBe(false);
  expect(cancelled('https://example.org/x')).toBe(true);
  expect(cancelled('file:///etc/passwd')).toBe(true);
  expect(refused).toEqual(['example.org']);
});

test('permissions and devices are denied, but for the clipboard', () => {
  const granted: boolean[] = [];
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'clipboard-sanitized-write']) {
    fake.handlers.permission(null, permission, (allowed) => granted.push(allowed));
  }
  expect(granted).toEqual([false, false, false, false, false, true]);
  expect(fake.handlers.permissionCheck(null, 'media')).toBe(false);
  expect(fake.handlers.device()).toBe(false);
});

describe('every page', () => {
  const contents = () => {
    const made = Object.assign(new EventEmitter(), {
      open: null as null | (() => unknown),
      setWindowOpenHandler: (handler: () => unknown) => (made.open = handler),
    });
    fake.app.emit('web-contents-created', {}, made);
    return made;
  };
  const prevented = (name: string, event: Record<string, unknown>) => {
    let was = false;
    contents().emit(name, { ...event, preventDefault: () => (was = true) });
    return was;
  };

  test('goes nowhere, opens nothing, embeds nothing', () => {
    expect(contents().open?.()).toEqual({ action: 'deny' });
    expect(prevented('will-navigate', { url: 'https://example.org/' })).toBe(true);
    expect(prevented('will-navigate', { url: `${ORIGINS.electron}/` })).toBe(false);
    expect(prevented('will-frame-navigate', { url: `${ORIGINS.electron}/`, isMainFrame: false })).toBe(true);
    expect(prevented('will-frame-navigate', { url: `${ORIGINS.electron}/`, isMainFrame: true })).toBe(false);
    expect(prevented('will-redirect', {})).toBe(true);
    expect(prevented('will-attach-webview', {})).toBe(true);
  });
});

describe('a port', () => {
  const hello = (url: string, isMainFrame = true) => {
    const posted: unknown[] = [];
    const frame = { url, postMessage: (...message: unknown[]) => posted.push(message) };
    fake.ipcMain.emit(PORT_CHANNEL, { senderFrame: frame, sender: { mainFrame: isMainFrame ? frame : {} } });
    return posted;
  };

  test('is given to our own document alone', () => {
    expect(hello('https://example.org/')).toEqual([]);
    expect(hello(`${ORIGINS.electron}/`, false)).toEqual([]);
    fake.ipcMain.emit(PORT_CHANNEL, { senderFrame: null, sender: {} });
    expect(ports).toEqual([]);
    expect(hello(`${ORIGINS.electron}/`)).toHaveLength(1);
    expect(ports).toHaveLength(1);
  });
});

test('a person who closes the window is asked first; closed from here it goes at once and keeps its place', async () => {
  expect(fake.pressClose()).toBe(true);
  expect([left, fake.told['destroyed']]).toEqual([1, undefined]);
  await window.front();
  expect(fake.told['focused']).toBe(true);
  await window.close();
  await window.close();
  expect(await window.ended).toBe('closed');
  expect(left).toBe(1);
  expect(loadBounds(folder)).toEqual({ left: 1, top: 2, width: 1500, height: 950 });
});

test('without a window an icon offers to stop everything, to bring it back or to quit', async () => {
  const said: string[] = [];
  const halted = Promise.withResolvers<string>();
  const wishes = {
    show: () => said.push('show'),
    stop: () => said.push('stop'),
    halt: () => {
      said.push('halt');
      return halted.promise;
    },
  };
  const shown = showTray(fake.electron, '/app/tray.png', wishes);
  const menu = () => fake.told['menuItems'] as ReturnType<typeof trayMenu>;
  for (const { click } of menu()) click?.({} as never, undefined, {});
  expect(said).toEqual(['halt', 'show', 'stop']);
  expect(menu()[0]).toEqual({ label: 'Stopping everything…', enabled: false });
  halted.resolve('Trading is HALTED.');
  await halted.promise;
  await Promise.resolve();
  expect(menu()[0]).toEqual({ label: 'Trading is HALTED.', enabled: false });
  expect(fake.told['tip']).toBe('CryptoOrchestrator: Trading is HALTED.');
  expect(fake.told['tray']).toBe('/app/tray.png');
  shown.dispose();
  expect(fake.told['tray']).toBeNull();
});

test('what comes of stopping after the window is back is not shown on an icon that has gone', async () => {
  const halted = Promise.withResolvers<string>();
  const shown = showTray(fake.electron, '/app/tray.png', { show: () => undefined, stop: () => undefined, halt: () => halted.promise });
  const [stop] = fake.told['menuItems'] as ReturnType<typeof trayMenu>;
  stop?.click?.({} as never, undefined, {});
  shown.dispose();
  halted.resolve('Trading is HALTED.');
  await halted.promise;
  await Promise.resolve();
  expect(fake.told['tip']).toBe('CryptoOrchestrator: Stopping everything…');
});

test.each(['', 'Trading is HALTED.', 'The trading desk has stopped: the disk is full'])(
  'the menu can always stop everything: after "%s"',
  (said) => {
    const wishes = { show: () => undefined, halt: () => undefined, stop: () => undefined };
    expect(trayMenu(said, wishes).filter(({ label }) => label === 'Stop everything')).toEqual([
      { label: 'Stop everything', enabled: true, click: wishes.halt },
    ]);
    expect(
      trayMenu(said, wishes)
        .map(({ label }) => label)
        .slice(-2),
    ).toEqual(['Show the window', 'Stop strategies and quit']);
  },
);

test('a file is chosen in the dialog of the system, over the window, or not at all', async () => {
  const asked: unknown[] = [];
  const choose = (windows: readonly unknown[], filePaths: readonly string[], several = false) => {
    const dialog = {
      showOpenDialog: (window: unknown, { properties }: { readonly properties: readonly string[] }) => {
        asked.push([window, properties.includes('multiSelections')]);
        return Promise.resolve({ canceled: filePaths.length === 0, filePaths });
      },
    };
    return chooseElectronFiles({ BrowserWindow: { getAllWindows: () => windows }, dialog } as unknown as Electron, several);
  };
  expect(await choose(['window'], ['/data/btc.csv'])).toEqual(['/data/btc.csv']);
  expect(await choose(['window'], [])).toEqual([]);
  expect(await choose([], ['/data/btc.csv'])).toEqual([]);
  expect(await choose(['window'], ['/data/btc.csv', '/data/eth.csv'], true)).toEqual(['/data/btc.csv', '/data/eth.csv']);
  expect(asked).toEqual([
    ['window', false],
    ['window', false],
    ['window', true],
  ]);
});

test('the window is locked when the system locks its screen and when the machine goes to sleep', () => {
  const fake = new FakeElectron();
  const locked: string[] = [];
  watchPower(fake.electron, (by) => locked.push(by));
  fake.powerMonitor.emit('lock-screen');
  fake.powerMonitor.emit('unlock-screen');
  fake.powerMonitor.emit('suspend');
  expect(locked).toEqual(['screen', 'suspend']);
});
