import { beforeEach, expect, test } from 'vitest';
import { ChecksService, type CheckThread } from '../../../src-main/services/checks-service.ts';
import type { CheckStart, FromCheck } from '../../../src-main/sessions/research/check-messages.ts';
import type { CheckAsk, CheckRow, LeaksView } from '../../../src-shared/contract/checks.ts';
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

beforeEach(() => {
  clock = new HandClock();
  threads = [];
  told = [];
  service = new ChecksService({
    clock,
    research: {
      done: (run) => {
        if (run !== 3) throw new Fault('run.unknown', { run });
        return { id: 'run0000000000003', request };
      },
    },
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
});

test('a check goes over a run that is done, tells how far it is and how long it takes, and keeps what it came to', () => {
  expect(service.start(LEAKS)).toEqual({ accepted: true });
  expect(threads[0]!.start).toEqual({ check: LEAKS, id: 'run0000000000003', request, script: null });
  expect(told).toEqual([{ run: 3, kind: 'leaks', state: 'running', done: 0, total: 0, left: null, problem: '' }]);
  clock.time += 2_000;
  threads[0]!.say({ kind: 'progress', done: 10, total: 40 });
  expect(told.at(-1)).toMatchObject({ done: 10, total: 40, left: 6_000 });
  expect(service.view(LEAKS)).toEqual({ view: null });
  threads[0]!.say({ kind: 'done', view: VIEW });
  expect(told.at(-1)).toMatchObject({ state: 'done', done: 40, left: null });
  expect(service.view(LEAKS)).toEqual({ view: VIEW });
  expect(service.view(LUCK)).toEqual({ view: null });
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
  expect(service.view(LEAKS)).toEqual({ view: null });
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
