import { beforeEach, describe, expect, test } from 'vitest';
import { WindowLock } from '../../../src-main/services/window-lock.ts';
import type { LogEvent } from '../../../src-main/ports/log.ts';
import type { LockRow } from '../../../src-shared/contract/lock.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { SteppedClock } from '../../support/stepped-clock.ts';

const MINUTE = 60_000;
let clock: SteppedClock;
let kept: Map<string, string>;
let told: LockRow[];
let log: LogEvent[];
let sealed: boolean;
let keyLocks: string[];
let prove: () => Promise<void>;

function opened(): WindowLock {
  return new WindowLock({
    clock,
    ids: { next: () => 'id' },
    log: { write: (event) => void log.push(event) },
    settings: { load: (key) => kept.get(key) ?? null, save: (key, value) => void kept.set(key, value ?? '') },
    tell: (row) => void told.push(row),
    sealed: () => sealed,
    lockKeys: () => Promise.resolve(void keyLocks.push('locked')),
    unlockKeys: () => prove(),
  });
}

beforeEach(() => {
  clock = new SteppedClock(1_000_000);
  kept = new Map();
  told = [];
  log = [];
  sealed = false;
  keyLocks = [];
  prove = () => Promise.reject(new Error('not to be asked'));
});

describe('without a touch', () => {
  test('it locks after fifteen minutes, and a touch begins them anew', () => {
    const lock = opened();
    expect(lock.state()).toEqual({ locked: null, idleMinutes: 15 });
    clock.pass(14 * MINUTE);
    expect(lock.touch()).toEqual({ taken: true });
    clock.pass(15 * MINUTE - 1);
    expect([lock.locked, told]).toEqual([false, []]);
    clock.pass(1);
    expect(told).toEqual([{ locked: { since: 1_000_000 + 29 * MINUTE, by: 'idle', asksKeychain: false, keys: false }, idleMinutes: 15 }]);
    expect(lock.touch()).toEqual({ taken: false });
    expect(log).toMatchObject([{ area: 'audit', event: 'window.locked', fields: { by: 'idle' } }]);
  });

  test('the time is set and kept, or never comes', () => {
    const lock = opened();
    lock.setIdle(1);
    clock.pass(MINUTE);
    expect(lock.locked).toBe(true);
    expect(opened().state().idleMinutes).toBe(1);
    const other = opened();
    other.setIdle(null);
    clock.pass(10_000 * MINUTE);
    expect([other.locked, opened().state().idleMinutes]).toEqual([false, null]);
  });

  test.each(['', '0', '-3', '1.5', '721', 'soon'])('a time that cannot be, %j, counts as on a first start', (text) => {
    kept.set('lock.idle-minutes', text);
    expect(opened().state().idleMinutes).toBe(15);
  });

  test('a window that was unlocked has all of its time again, and a closed program none', async () => {
    const lock = opened();
    clock.pass(14 * MINUTE);
    await lock.lock('you', false);
    clock.pass(60 * MINUTE);
    await lock.unlock();
    clock.pass(15 * MINUTE - 1);
    expect(lock.locked).toBe(false);
    lock.close();
    clock.pass(60 * MINUTE);
    expect(lock.locked).toBe(false);
  });
});

describe('locked', () => {
  test('a second lock changes nothing, and each is told once; no key is locked where none is sealed', async () => {
    const lock = opened();
    const first = await lock.lock('screen', false);
    expect(first.locked).toEqual({ since: 1_000_000, by: 'screen', asksKeychain: false, keys: false });
    clock.pass(5);
    expect(await lock.lock('suspend', true)).toEqual(first);
    expect([told, keyLocks]).toEqual([[first], []]);
  });

  test('keys that are sealed are locked with it once, also where the window is locked by then', async () => {
    sealed = true;
    const lock = opened();
    await lock.lock('idle', false);
    expect(keyLocks).toEqual([]);
    expect((await lock.lock('suspend', true)).locked).toMatchObject({ by: 'idle', keys: true });
    await lock.lock('suspend', true);
    expect([keyLocks, told.length]).toEqual([['locked'], 2]);
  });

  test('where nothing is sealed it opens when it is asked; an open one stays open', async () => {
    const lock = opened();
    expect((await lock.unlock()).locked).toBeNull();
    expect(told).toEqual([]);
    await lock.lock('you', false);
    expect((await lock.unlock()).locked).toBeNull();
    expect(told.at(-1)?.locked).toBeNull();
    expect(log.map(({ event }) => event)).toEqual(['window.locked', 'window.unlocked']);
  });

  test('where keys are sealed the keychain must open, else it stays locked', async () => {
    sealed = true;
    const lock = opened();
    expect((await lock.lock('you', false)).locked?.asksKeychain).toBe(true);
    prove = () => Promise.reject(new Fault('keychain.locked', { problem: 'The prompt was dismissed.' }));
    await expect(lock.unlock()).rejects.toMatchObject({ code: 'keychain.locked' });
    expect(lock.locked).toBe(true);
    prove = () => Promise.resolve();
    await lock.unlock();
    expect(lock.locked).toBe(false);
  });

  test('a lock that came while the keychain was asked stays', async () => {
    sealed = true;
    const lock = opened();
    await lock.lock('you', false);
    const asked = Promise.withResolvers<undefined>();
    prove = () => asked.promise;
    const [first, second] = [lock.unlock(), lock.unlock()];
    asked.resolve(undefined);
    await first;
    await lock.lock('screen', false);
    await second;
    expect(lock.state().locked?.by).toBe('screen');
  });
});
