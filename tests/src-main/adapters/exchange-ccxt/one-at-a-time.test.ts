import { expect, test } from 'vitest';
import { OneAtATime } from '../../../../src-main/adapters/exchange-ccxt/one-at-a-time.ts';
import { failedToConnect } from '../../../../src-main/adapters/exchange-ccxt/evidence.ts';

test('calls go one after the other, the most urgent first, and one that fails holds up nobody', async () => {
  const turns = new OneAtATime();
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  const call = (name: string, urgency: 'cancel' | 'order' | 'question') =>
    turns.call(async () => {
      await turns.enter(urgency);
      began.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      if (name === 'bad') throw new Error('bad');
    });
  const settled = async (name: string) => {
    ends.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const all = [call('bad', 'question'), call('look', 'question'), call('order', 'order'), call('cancel', 'cancel')].map((each) =>
    each.catch(() => undefined),
  );
  for (const name of ['bad', 'cancel', 'order', 'look']) {
    await new Promise((resolve) => setImmediate(resolve));
    expect(began.at(-1)).toBe(name);
    await settled(name);
  }
  await Promise.all(all);
  expect(began).toEqual(['bad', 'cancel', 'order', 'look']);
});

test('a call that needs no number does not wait', async () => {
  await new OneAtATime().enter('data');
});

test('only what failed before there was a connection was surely not sent', () => {
  const failed = (cause: unknown) => new TypeError('fetch failed', { cause });
  const refused = Object.assign(new Error('refused'), { syscall: 'connect', code: 'ECONNREFUSED' });
  expect(failedToConnect(failed(refused))).toBe(true);
  expect(failedToConnect(failed(new AggregateError([refused, refused])))).toBe(true);
  expect(failedToConnect(failed(Object.assign(new Error('no host'), { syscall: 'getaddrinfo' })))).toBe(true);
  expect(failedToConnect(failed(Object.assign(new Error('slow'), { code: 'UND_ERR_CONNECT_TIMEOUT' })))).toBe(true);
  for (const other of [failed(Object.assign(new Error('reset'), { syscall: 'read', code: 'ECONNRESET' })), failed(undefined), 'text', null])
    expect(failedToConnect(other)).toBe(false);
});
