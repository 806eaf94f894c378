import { beforeEach, expect, it } from 'vitest';
import { applyEvents, applyInstruments, applyLocked, isShut, useDesk } from '../../../src-renderer/state/desk-store.ts';
import { repaintFromDesk, useShownDesk } from '../../../src-renderer/state/shown-desk.ts';
import type { RepaintPace } from '../../../src-renderer/state/shown-desk.ts';
import type { LockRow } from '../../../src-shared/contract/lock.ts';
import { fillRow, INSTRUMENTS, orderRow, positionRow } from '../features/sample-rows.ts';

const START = useDesk.getState();
const LOCKED: LockRow = { locked: { since: 5, by: 'idle', asksKeychain: false, keys: false }, idleMinutes: 15 };
const OPEN: LockRow = { locked: null, idleMinutes: 15 };
const COUNTS = { book: 'paper', state: 'ACTIVE', strategies: 1, orders: 2, positions: 3, alerts: 0 } as const;
const PRICE = '48213.77';
const HIDDEN: RepaintPace = {
  now: () => 0,
  after: () => () => undefined,
  isHidden: () => true,
  attention: () => 'resting',
  onVisible: () => () => undefined,
};

/** Everything in a replica, collections too, as text. */
const text = (state: object): string =>
  JSON.stringify(state, (_, value: unknown) => (value instanceof Map ? [...(value as ReadonlyMap<string, unknown>)] : value));

const apply = (...events: Parameters<typeof applyEvents>[0]): void => {
  applyEvents(events, 9, () => undefined);
};

beforeEach(() => {
  useDesk.setState(START, true);
  applyInstruments([...INSTRUMENTS.values()].map(({ spec }) => spec));
  useDesk.setState({ ready: true, positions: new Map([['a', positionRow({ value: PRICE })]]), lock: OPEN });
  apply({ kind: 'fill', row: fillRow({ price: PRICE }) }, { kind: 'order', row: orderRow({ price: PRICE }) });
});

it('a replica that locks holds no figure from that change on, shown or not, whatever came with it', () => {
  useShownDesk.setState(useDesk.getState(), true);
  const repaint = repaintFromDesk(HIDDEN);
  const seen: string[] = [];
  const stop = useDesk.subscribe((state) => seen.push(text(state)));
  expect(text(useShownDesk.getState())).toContain(PRICE);
  apply({ kind: 'fill', row: fillRow({ id: 'late', price: PRICE }) }, { kind: 'lock', row: LOCKED });
  stop();
  repaint.dispose();
  expect(seen.join('') + text(useDesk.getState()) + text(useShownDesk.getState())).not.toContain(PRICE);
  expect(useDesk.getState()).toMatchObject({ ready: false, lock: LOCKED, goesOn: null });
  expect(useDesk.getState().instruments.size).toBe(INSTRUMENTS.size);
});

it('then it knows what goes on, until it is unlocked and a snapshot comes', () => {
  apply({ kind: 'lock', row: LOCKED });
  applyLocked({ lock: LOCKED, goesOn: COUNTS });
  apply({ kind: 'goesOn', row: { ...COUNTS, orders: 0 } });
  expect(useDesk.getState().goesOn).toMatchObject({ orders: 0, positions: 3 });
  apply({ kind: 'lock', row: { ...LOCKED, idleMinutes: 5 } });
  expect(useDesk.getState().goesOn).not.toBeNull();
  apply({ kind: 'lock', row: OPEN });
  expect([isShut(useDesk.getState()), useDesk.getState().goesOn, useDesk.getState().ready]).toEqual([false, null, false]);
});

it('counts that come after the unlocking change nothing', () => {
  applyLocked({ lock: OPEN, goesOn: COUNTS });
  expect(text(useDesk.getState())).toContain(PRICE);
});
