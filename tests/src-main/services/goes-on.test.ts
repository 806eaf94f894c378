import { beforeEach, expect, test } from 'vitest';
import { GoesOn } from '../../../src-main/services/goes-on.ts';
import type { LogEvent } from '../../../src-main/ports/log.ts';
import type { GoesOnRow } from '../../../src-shared/contract/lock.ts';
import type { DeskSnapshot } from '../../../src-shared/contract/stream.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { orderRow, positionRow, strategyRow } from '../../src-renderer/features/sample-rows.ts';
import { SteppedClock } from '../../support/stepped-clock.ts';

const COUNT_MS = 250;
let clock: SteppedClock;
let locked: boolean;
let asked: number;
let desk: () => Promise<DeskSnapshot>;
let told: GoesOnRow[];
let log: LogEvent[];
let goesOn: GoesOn;

/** A desk with money in every corner; only what is counted is there. */
function snapshot(open: number): DeskSnapshot {
  const orders = Array.from({ length: open }, (_, index) => orderRow({ id: String(index), state: 'acknowledged' }));
  return {
    account: { book: 'live', equity: '48213.77' },
    risk: { state: 'REDUCING', evidence: '48213.77' },
    strategies: [strategyRow({ running: true }), strategyRow({ running: false })],
    orders: [...orders, orderRow({ id: 'ended', state: 'filled' })],
    positions: [positionRow({ size: '-0.5' }), positionRow({ size: '0' })],
    alerts: { alerts: [], firings: [{ seen: null }, { seen: 7 }] },
  } as unknown as DeskSnapshot;
}

async function pass(milliseconds: number): Promise<void> {
  clock.pass(milliseconds);
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

beforeEach(() => {
  clock = new SteppedClock(1_000_000);
  locked = true;
  asked = 0;
  desk = () => Promise.resolve(snapshot(asked));
  told = [];
  log = [];
  goesOn = new GoesOn({
    clock,
    ids: { next: () => 'id' },
    log: { write: (event) => void log.push(event) },
    locked: () => locked,
    snapshot: () => {
      asked += 1;
      return desk();
    },
    tell: (row) => void told.push(row),
  });
});

test('what goes on is counts alone: open orders, held positions, running strategies, alerts that nobody has seen', async () => {
  expect(await goesOn.row()).toEqual({ book: 'live', state: 'REDUCING', strategies: 1, orders: 1, positions: 1, alerts: 1 });
});

test('many events are one count; what counts nothing asks nothing', async () => {
  for (const kind of ['order', 'position', 'risk'] as const) goesOn.take({ kind });
  goesOn.take({ kind: 'quote' });
  await pass(COUNT_MS);
  expect([asked, told.map(({ orders }) => orders)]).toEqual([1, [1]]);
  goesOn.take({ kind: 'quote' });
  await pass(COUNT_MS);
  expect(asked).toBe(1);
});

test('an open window is counted for nobody, also one that was unlocked while it was counted', async () => {
  goesOn.take({ kind: 'order' });
  locked = false;
  await pass(COUNT_MS);
  goesOn.take({ kind: 'order' });
  await pass(COUNT_MS);
  expect([asked, told]).toEqual([0, []]);
});

test('a desk that does not answer is said in the log, and asked again after the next event', async () => {
  desk = () => Promise.reject(new Fault('desk.stopped', { problem: 'x' }));
  goesOn.take({ kind: 'order' });
  await pass(COUNT_MS);
  expect([told, log.map(({ event }) => event)]).toEqual([[], ['lock.not-counted']]);
  desk = () => Promise.resolve(snapshot(4));
  goesOn.take({ kind: 'order' });
  await pass(COUNT_MS);
  expect(told.map(({ orders }) => orders)).toEqual([4]);
});
