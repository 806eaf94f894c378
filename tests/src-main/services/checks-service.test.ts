import { beforeEach, expect, test } from 'vitest';
import { ChecksService, type CheckThread } from '../../../src-main/services/checks-service.ts';
import type { ListedCheck, StoredCheck } from '../../../src-main/ports/research-store.ts';
import { keptCheck } from '../../../src-main/sessions/research/kept-check.ts';
import type { CheckStart, FromCheck } from '../../../src-main/sessions/research/check-messages.ts';
import type { CheckAsk, CheckRow, CheckView, LeaksView, LuckView } from '../../../src-shared/contract/checks.ts';
import type { RunRequest } from '../../../src-shared/contract/research.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { HandClock } from '../rpc/wall-fixture.ts';

class HandThread implements CheckThread {
  readonly start: Pick<CheckStart, 'check' | 'id' | 'request'>;
  ended = false;
  say: (message: FromCheck) => void = () => undefined;
  die: (problem: string) => void = () => undefined;

  constructor(start: Pick<CheckStart, 'check' | 'id' | 'request'>) {
    this.start = start;
  }

  onMessage(listener: (message: FromCheck) => void): void {
    this.say = listener;
  }

  onEnd(listener: (problem: string) => void): void {
    this.die = listener;
  }

  end(): void {
    this.ended = true;
  }
}

const LEAKS: CheckAsk = { kind: 'leaks', run: 3, cuts: 40, bars: 2_000 };
const LUCK: CheckAsk = { kind: 'luck', run: 3, paths: 100, blockBars: null };
const VIEW = { kind: 'leaks', verdict: 'clean' } as unknown as LeaksView;
const request = { strategy: 'sma-cross' } as unknown as RunRequest;

let clock: HandClock;
let threads: HandThread[];
let told: CheckRow[];
let service: ChecksService;
let listed: ListedCheck[] = [];
const stored = new Map<string, StoredCheck>();
const ID = 'run0000000000003';

/** A kept check of the run, in a store of its own. */
function keep(view: CheckView, at: number, engine = '1.2.3'): void {
  const check = keptCheck({ id: ID, check: LUCK, at, engine }, view);
  stored.set(`${ID} luck`, check);
  listed = [{ ...check, number: 3 }];
}

function open(): ChecksService {
  return new ChecksService({
    clock,
    research: {
      done: (run) => {
        if (run !== 3) throw new Fault('run.unknown', { run });
        return { id: 'run0000000000003', request };
      },
    },
    store: { checks: () => listed, check: (run, kind) => stored.get(`${run} ${kind}`) ?? null },
    engine: '1.2.3',
    own: () => null,
    open: (start) => {
      const thread = new HandThread(start);
      threads.push(thread);
      return thread;
    },
    publish: (event) => {
      if (event.kind === 'check') told.push(event.row);
    },
  });
}

beforeEach(() => {
  clock = new HandClock();
  threads = [];
  told = [];
  listed = [];
  stored.clear();
  service = open();
});

test('a check goes over a run that is done, tells how far it is and how long it takes, and keeps what it came to', () => {
  expect(service.start(LEAKS)).toEqual({ accepted: true });
  expect(threads[0]!.start).toEqual({ check: LEAKS, id: ID, request, at: clock.now(), script: null });
  expect(told).toEqual([{ run: 3, kind: 'leaks', state: 'running', done: 0, total: 0, left: null, problem: '' }]);
  clock.time += 2_000;
  threads[0]!.say({ kind: 'progress', done: 10, total: 40 });
  expect(told.at(-1)).toMatchObject({ done: 10, total: 40, left: 6_000 });
  expect(service.view(LEAKS)).toEqual({ view: null, made: null });
  threads[0]!.say({ kind: 'done', view: VIEW });
  expect(told.at(-1)).toMatchObject({ state: 'done', done: 40, left: null });
  expect(service.view(LEAKS)).toEqual({ view: VIEW, made: { at: clock.now() - 2_000, engine: '1.2.3', isOther: false } });
  expect(service.view(LUCK)).toEqual({ view: null, made: null });
  expect(service.list().checks).toEqual([told.at(-1)]);
  expect(threads[0]!.ended).toBe(true);
  expect(() => service.start({ ...LEAKS, run: 4 })).toThrow('There is no run 4.');
});

test('one that is begun again ends the one before, whose words are not heard any more', () => {
  service.start(LUCK);
  service.start({ ...LUCK, paths: 200 });
  expect(threads[0]!.ended).toBe(true);
  threads[0]!.say({ kind: 'failed', fault: { code: 'internal', details: {}, cause: '' } });
  threads[0]!.die('gone');
  expect(service.list().checks).toMatchObject([{ kind: 'luck', state: 'running' }]);
  expect(told.every(({ state }) => state === 'running')).toBe(true);
});

test('it is cancelled once, and what it still says is not heard', () => {
  service.start(LEAKS);
  expect(service.cancel(LEAKS)).toEqual({ cancelled: true });
  expect(told.at(-1)).toMatchObject({ state: 'cancelled' });
  threads[0]!.say({ kind: 'done', view: VIEW });
  expect(service.view(LEAKS)).toEqual({ view: null, made: null });
  expect(service.cancel(LEAKS)).toEqual({ cancelled: false });
  expect(service.cancel(LUCK)).toEqual({ cancelled: false });
});

test('a fault and a thread that dies are told as sentences', () => {
  service.start(LEAKS);
  threads[0]!.say({ kind: 'failed', fault: { code: 'input.too-short', details: { file: 'BTC', bars: 0, needed: 2 }, cause: '' } });
  expect(told.at(-1)).toMatchObject({ state: 'failed', problem: 'BTC has 0 bars; 2 are needed.' });
  service.start(LUCK);
  threads[1]!.die('its thread ended with 1');
  expect(told.at(-1)).toMatchObject({ kind: 'luck', state: 'failed', problem: 'Run 3 stopped: its thread ended with 1' });
  service.start(LUCK);
  service.close();
  expect(threads[2]!.ended).toBe(true);
});

test('what was made before a start is there after it, with its age and whether another version made it', () => {
  const luck = { kind: 'luck', sentence: 'as it was', paths: { returns: Float64Array.of(-0.5, 0, 1 / 3) } } as unknown as LuckView;
  keep(luck, 1_000, '1.1.0');
  listed.push({ run: 'run0000000000004', number: 4, kind: 'smell', at: 1, engine: '2.0.0' });
  const later = open();
  expect(later.list().checks).toEqual([{ run: 3, kind: 'luck', state: 'done', done: 0, total: 0, left: null, problem: '' }]);
  expect(later.view(LUCK)).toEqual({ view: luck, made: { at: 1_000, engine: '1.1.0', isOther: true } });
  keep(luck, 2_000);
  expect(open().view(LUCK).made).toEqual({ at: 2_000, engine: '1.2.3', isOther: false });
  expect(later.cancel(LUCK)).toEqual({ cancelled: false });
});

test('one that is cancelled or fails leaves what the one before it came to', () => {
  keep(VIEW, 1_000);
  const later = open();
  later.start(LUCK);
  expect(later.view(LUCK)).toMatchObject({ view: VIEW, made: { at: 1_000 } });
  later.cancel(LUCK);
  expect(later.view(LUCK)).toMatchObject({ view: VIEW, made: { at: 1_000 } });
  later.start(LUCK);
  threads[1]!.die('gone');
  expect(later.view(LUCK)).toMatchObject({ view: VIEW });
});
