import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openElectronWindow, prepareElectron } from '../../../src-main/hosts/electron/electron-host.ts';
import type { Electron } from '../../../src-main/hosts/electron/electron-host.ts';
import { PORT_CHANNEL } from '../../../src-main/hosts/electron/port-channel.ts';
import { ORIGINS, RESPONSE_HEADERS, SCHEME_PRIVILEGES, WEB_PREFERENCES } from '../../../src-main/hosts/policy.ts';
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
  readonly BrowserWindow = fakeWindow(this.told);
  readonly screen = {};
  readonly nativeTheme = { shouldUseDarkColors: true };

  get electron(): Electron {
    return this as unknown as Electron;
  }
}

function fakeWindow(told: Record<string, unknown>) {
  return class extends EventEmitter {
    constructor(options: unknown) {
      super();
      told['window'] = options;
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

beforeEach(async () => {
  fake = new FakeElectron();
  ports = [];
  refused = [];
  painted = 0;
  prepareElectron(fake.electron);
  await openElectronWindow(fake.electron, {
    folder,
    files: join(import.meta.dirname, '../../integration/fixtures/window'),
    look: () => ({}),
    preload: '/app/preload.cjs',
    onPort: (port) => ports.push(port),
    onPainted: (milliseconds) => {
      painted = milliseconds;
    },
    onRefused: (host) => refused.push(host),
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
