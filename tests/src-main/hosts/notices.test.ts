import { EventEmitter } from 'node:events';
import type { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { electronNotices } from '../../../src-main/hosts/electron/electron-notices.ts';
import type { Electron } from '../../../src-main/hosts/electron/electron-host.ts';
import { notifySend } from '../../../src-main/hosts/notify-send.ts';

it('is shown by notify-send, words as words, until there is none', () => {
  const started: (readonly string[])[] = [];
  const child = Object.assign(new EventEmitter(), { unref: () => undefined });
  const start = ((program: string, argv: readonly string[]) => {
    started.push([program, ...argv]);
    return child;
  }) as unknown as typeof spawn;
  const notices = notifySend('linux', start);
  notices?.show('Alert', '--urgency=critical');
  expect(started).toEqual([['notify-send', '--app-name=CryptoOrchestrator', '--', 'Alert', '--urgency=critical']]);
  child.emit('error', new Error('ENOENT'));
  notices?.show('Alert', 'again');
  expect(started).toHaveLength(1);
  expect([notifySend('darwin', start), notifySend('win32', start)]).toEqual([null, null]);
});

it('is shown by Electron while the window is not in front, and a click brings it there', () => {
  const done: string[] = [];
  let focused: object | null = null;
  class Notification extends EventEmitter {
    static isSupported = (): boolean => true;
    constructor({ title, body }: { title: string; body: string }) {
      super();
      done.push(`${title}: ${body}`);
    }
    show(): void {
      done.push('shown');
      this.emit('click');
    }
  }
  const window = { show: () => done.push('window'), focus: () => done.push('focus') };
  const BrowserWindow = { getFocusedWindow: () => focused, getAllWindows: () => [window] };
  const electron = { Notification, BrowserWindow } as unknown as Electron;
  electronNotices(electron)?.show('Alert', 'said');
  expect(done).toEqual(['Alert: said', 'shown', 'window', 'focus']);
  focused = window;
  electronNotices(electron)?.show('Alert', 'again');
  expect(done).toHaveLength(4);
  expect(electronNotices({ ...electron, Notification: { isSupported: () => false } } as unknown as Electron)).toBeNull();
});
