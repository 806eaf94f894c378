import * as fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { KeptVenueOrders } from '../../../../src-main/adapters/venue-process/kept-venue-orders.ts';
import type { VenueMessage, VenueOrders, VenueRequest } from '../../../../src-main/ports/venue-orders.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { HEALTH, look, place } from '../../../support/invented-orders.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';

/** A process that says what a test lets it say. */
class FakeProcess implements VenueOrders {
  readonly deadMansSwitch = true;
  readonly sent: VenueRequest[] = [];
  closes = 0;
  say: (message: VenueMessage) => void = () => undefined;

  send(request: VenueRequest): void {
    this.sent.push(request);
  }
  listen(listener: (message: VenueMessage) => void) {
    this.say = listener;
    return { dispose: () => undefined };
  }
  close(): Promise<void> {
    this.closes += 1;
    if (this.closes === 1) this.say({ kind: 'ended', problem: 'closed' });
    return Promise.resolve();
  }
  wakes(): void {
    this.say({ kind: 'health', health: HEALTH });
  }
  dies(): void {
    this.closes += 1;
    this.say({ kind: 'ended', problem: 'It died.' });
  }
}

let clock: SteppedClock;
let processes: FakeProcess[];
let heard: VenueMessage[];
let orders: KeptVenueOrders;

function open(seed = 1): void {
  clock = new SteppedClock(1_000_000);
  processes = [];
  heard = [];
  orders = new KeptVenueOrders({
    ...{ clock, random: new Sfc32(seed) },
    start: () => {
      const started = new FakeProcess();
      processes.push(started);
      return started;
    },
  });
  orders.listen((message) => heard.push(message));
}
beforeEach(() => {
  open();
});

const newest = (): FakeProcess => processes.at(-1)!;
const kinds = (): readonly string[] => heard.map(({ kind }) => kind);

test('one that dies is started again after a wait, and the death is told before anything of the next one', async () => {
  expect(orders.deadMansSwitch).toBe(true);
  newest().wakes();
  orders.send(look(1));
  expect(newest().sent).toEqual([look(1)]);
  heard.splice(0);
  newest().dies();
  expect(kinds()).toEqual(['health', 'died']);
  expect(heard[0]).toMatchObject({
    health: { state: 'silent', problem: expect.stringMatching(/^It died\. It is started again in 0\.\d s\.$/u) },
  });
  orders.send(place('o1'));
  orders.send(look(2));
  expect(heard).toHaveLength(2);
  await Promise.resolve();
  expect(heard.slice(2)).toMatchObject([
    { kind: 'unsent', id: 'o1' },
    { kind: 'look-failed', number: 2 },
  ]);
  clock.pass(249);
  expect(processes).toHaveLength(1);
  clock.pass(251);
  expect(processes).toHaveLength(2);
  orders.send(look(3));
  expect(newest().sent).toEqual([look(3)]);
  newest().wakes();
  expect(heard.at(-1)).toEqual({ kind: 'health', health: HEALTH });
});

test('an account that cannot be opened at all is not tried again', () => {
  newest().say({ kind: 'health', health: { ...HEALTH, state: 'silent', problem: 'The account is being opened.' } });
  newest().say({ kind: 'ended', problem: 'The keychain is locked.' });
  clock.pass(600_000);
  expect([processes.length, heard.at(-1)]).toEqual([1, { kind: 'ended', problem: 'The keychain is locked.' }]);
});

test('the fifth death within ten minutes is the last, and says so', async () => {
  for (let death = 1; death <= 4; death += 1) {
    newest().wakes();
    newest().dies();
    clock.pass(30_000);
    expect(processes).toHaveLength(death + 1);
  }
  newest().wakes();
  newest().dies();
  clock.pass(600_000);
  expect(processes).toHaveLength(5);
  const problem = 'It died. That was the 5th time within 10 min, so it is not started again.';
  expect(heard.at(-1)).toEqual({ kind: 'ended', problem });
  orders.send(place('o1'));
  await Promise.resolve();
  expect(heard.at(-1)).toEqual({ kind: 'unsent', id: 'o1', problem });
  await orders.close();
  expect(kinds().filter((kind) => kind === 'ended')).toHaveLength(1);
});

test('deaths that are further apart are started again for ever', () => {
  for (let death = 1; death <= 30; death += 1) {
    newest().wakes();
    newest().dies();
    clock.pass(151_000);
  }
  expect([processes.length, kinds().includes('ended')]).toEqual([31, false]);
});

test('waits grow, never pass thirty seconds, and differ from one program to the other', () => {
  const waits = (seed: number): readonly number[] => {
    open(seed);
    return [0, 1, 2, 3].map((death) => {
      newest().wakes();
      newest().dies();
      const from = clock.monotonic();
      while (processes.length === death + 1) clock.pass(1);
      return clock.monotonic() - from;
    });
  };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
      waits(seed).forEach((ms, death) => {
        const most = 500 * 2 ** death;
        expect(ms).toBeGreaterThanOrEqual(most / 2);
        expect(ms).toBeLessThanOrEqual(most);
      });
    }),
    { seed: 20_261_122, numRuns: 20 },
  );
  expect(waits(1)).not.toEqual(waits(2));
});

test('closed, it ends once, whether a process is there or not, and is not started again', async () => {
  newest().wakes();
  await orders.close();
  expect(heard.at(-1)).toEqual({ kind: 'ended', problem: 'closed' });
  open();
  newest().wakes();
  newest().dies();
  await orders.close();
  clock.pass(60_000);
  expect(processes).toHaveLength(1);
  expect(heard.at(-1)).toEqual({ kind: 'ended', problem: 'The process of the account was ended.' });
});

test('locked, its process ends and none is started until it is unlocked; that is no death', async () => {
  newest().wakes();
  heard.splice(0);
  await orders.lock();
  await orders.lock();
  clock.pass(600_000);
  expect([processes.length, newest().closes]).toEqual([1, 1]);
  orders.send(place('o1'));
  await Promise.resolve();
  expect(heard).toMatchObject([
    { kind: 'health', health: { state: 'silent', problem: 'Its key is locked.' } },
    { kind: 'unsent', id: 'o1', problem: 'Its key is locked.' },
  ]);
  orders.unlock();
  orders.unlock();
  expect(processes).toHaveLength(2);
  newest().wakes();
  newest().dies();
  expect(kinds().at(-1)).toBe('died');
});

test('locked between a death and the next start, nothing is started; closed while locked, it ends', async () => {
  newest().wakes();
  newest().dies();
  await orders.lock();
  clock.pass(60_000);
  expect([processes.length, heard.at(-1)]).toMatchObject([1, { health: { problem: 'Its key is locked.' } }]);
  await orders.close();
  orders.unlock();
  await orders.lock();
  expect([processes.length, heard.at(-1)?.kind]).toEqual([1, 'ended']);
});

test('nobody hears after the listener was let go', () => {
  heard.splice(0);
  const first = orders.listen(() => heard.push({ kind: 'ended', problem: '' }));
  orders.listen((message) => heard.push(message)).dispose();
  first.dispose();
  newest().wakes();
  expect(heard).toEqual([]);
});
