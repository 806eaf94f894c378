import { beforeEach, expect, test } from 'vitest';
import { LiveVenue } from '../../../../src-main/adapters/exchange-heard/live-venue.ts';
import type { ApprovedOrder } from '../../../../src-main/ports/approved-order.ts';
import type { ExecutionReport } from '../../../../src-main/ports/execution-venue.ts';
import type { AccountScope, LedgerOrder } from '../../../../src-main/ports/ledger.ts';
import type { SeenFill, SeenOrder, VenueMessage, VenueRequest } from '../../../../src-main/ports/venue-orders.ts';
import type { SpotSpec } from '../../../../src-shared/domain/instrument.ts';
import type { IdentifiedOrder } from '../../../../src-shared/domain/order.ts';
import type { AccountId, AssetId, ClientOrderId, InstrumentId, VenueId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';

const SPEC: SpotSpec = {
  id: 'BTC/USDT.BINANCE' as InstrumentId,
  symbol: 'BTC/USDT',
  name: 'BTC',
  venue: 'BINANCE' as VenueId,
  kind: 'spot',
  base: 'BTC' as AssetId,
  quote: 'USDT' as AssetId,
  settle: 'USDT' as AssetId,
  tick: '0.01',
  lot: '0.00001',
  engineLot: '0.00001',
  multiplier: '1',
  minNotional: '5',
  makerFee: '0.001',
  takerFee: '0.001',
  halfSpreadBps: null,
  validFrom: utcMs(0),
};
const SCOPE: AccountScope = { book: 'live', account: 'main' as AccountId, venue: 'BINANCE' as VenueId };
const START = 1_000_000;
const WINDOW_MS = 7_000;
const OURS = `o${'1'.repeat(25)}` as ClientOrderId;

let clock: SteppedClock;
let sent: VenueRequest[];
let tell: (message: VenueMessage) => void;
let venue: LiveVenue;
let booked: { orders: Set<string>; fills: Set<string> };

beforeEach(() => {
  clock = new SteppedClock(START);
  sent = [];
  booked = { orders: new Set(), fills: new Set() };
  venue = opened();
});

function opened(resumed: readonly LedgerOrder[] = []): LiveVenue {
  const made = new LiveVenue({
    specs: [SPEC],
    startAt: clock.now(),
    orders: {
      deadMansSwitch: false,
      send: (request) => void sent.push(request),
      listen: (listener) => {
        tell = listener;
        return { dispose: () => undefined };
      },
      close: () => Promise.resolve(),
    },
    clock,
    machine: clock,
    heldSince: clock.monotonic(),
    account: SCOPE,
    booked: { hasOrder: (id) => booked.orders.has(id), hasTrade: (_scope, _instrument, fill) => booked.fills.has(fill) },
    receiveWindowMs: WINDOW_MS,
    onNote: () => undefined,
  });
  made.resume({ openOrders: resumed, endedOrders: [] }, { since: START, openedAt: START - 1 });
  return made;
}

const order = (over: Partial<IdentifiedOrder> = {}): ApprovedOrder =>
  ({
    id: OURS,
    instrument: 0,
    origin: 'you',
    tag: null,
    side: 'buy',
    type: 'limit',
    lots: 1_000,
    quoteAmount: null,
    limitTicks: 6_000_000,
    triggerTicks: null,
    trailTicks: null,
    timeInForce: 'gtc',
    expiresAt: null,
    postOnly: false,
    reduceOnly: false,
    group: null,
    decidedAt: utcMs(START),
    decisionTicks: 6_000_000,
    ...over,
  }) as ApprovedOrder;

const seen = (over: Partial<SeenOrder> = {}): SeenOrder => ({
  id: OURS,
  venueId: '71',
  symbol: 'BTC/USDT',
  side: 'buy',
  type: 'limit',
  size: '0.01',
  filled: '0',
  price: '60000',
  trigger: null,
  state: 'working',
  time: START,
  ...over,
});

const fill = (over: Partial<SeenFill> = {}): SeenFill => ({
  tradeId: '9',
  venueId: '71',
  id: OURS,
  symbol: 'BTC/USDT',
  side: 'buy',
  price: '60000',
  size: '0.01',
  liquidity: 'maker',
  fees: [{ asset: 'USDT', amount: '0.6' }],
  time: START,
  ...over,
});

/** Every report up to now. */
function reports(): ExecutionReport[] {
  const all: ExecutionReport[] = [];
  for (let event = venue.next(clock.now()); event !== null; event = venue.next(clock.now()))
    if (event.kind === 'execution') all.push(event.report);
  return all;
}

test('both sides of a trade of the account with itself are told, though the venue gives them one id', () => {
  const other = `o${'2'.repeat(25)}` as ClientOrderId;
  venue.submit(order());
  venue.submit(order({ id: other, side: 'sell' }));
  tell({ kind: 'fill', fill: fill() });
  tell({ kind: 'fill', fill: fill({ id: other, venueId: '72', side: 'sell', liquidity: 'taker' }) });
  const told = reports().flatMap((report) => (report.kind === 'fill' ? [report.fill] : []));
  expect(told.map(({ order: id, lots }) => ({ id, lots }))).toEqual([
    { id: OURS, lots: 1_000 },
    { id: other, lots: 1_000 },
  ]);
  expect(new Set(told.map(({ id }) => id)).size).toBe(2);
});

test('after a restart an order that was made elsewhere is asked for and ended by the id that its venue knows', () => {
  tell({ kind: 'order', order: seen({ id: null, venueId: '88' }) });
  const [adopted] = reports();
  const made = adopted?.kind === 'adopted' ? adopted.made : null;
  expect(made?.origin).toBe('elsewhere');
  const kept = { cancelReason: null, group: null, amendments: 0, pending: null, fillIds: [], filledLots: 0 };
  sent = [];
  venue = opened([{ order: made!, state: 'acknowledged', ...kept }]);
  venue.query(made!.id);
  venue.cancel(made!.id, 'user');
  expect(sent).toMatchObject([{ kind: 'look' }, { kind: 'cancel', venueId: '88' }]);
  booked.orders.add(made!.id);
  tell({ kind: 'fill', fill: fill({ id: null, venueId: '88' }) });
  expect(reports()).toMatchObject([{ kind: 'fill', order: made!.id }]);
});

test('after a restart one look answers for every order that it shows as the ledger knows it; the others are asked for', () => {
  const kept = {
    state: 'acknowledged' as const,
    cancelReason: null,
    group: null,
    amendments: 0,
    pending: null,
    fillIds: [],
    filledLots: 0,
  };
  const ids = ['a', 'b', 'c'].map((letter) => `o${letter.repeat(25)}` as ClientOrderId);
  const resumed = ids.map((id) => ({ order: order({ id }), ...kept }));
  const start = (): void => {
    sent = [];
    venue = opened(resumed);
    for (const id of ids) venue.query(id);
    expect(sent.map(({ kind }) => kind)).toEqual(['look']);
  };
  start();
  const shown = [seen({ id: ids[0]!, venueId: '1' }), seen({ id: ids[1]!, venueId: '2', filled: '0.004' })];
  tell({ kind: 'looked', number: 1, account: { balances: [], openOrders: shown, fills: [], from: START, to: START } });
  expect(reports()).toMatchObject([{ kind: 'status', order: ids[0], status: { state: 'working', fills: [] } }]);
  const asked = () => sent.flatMap((request) => (request.kind === 'ask' ? [request.id] : []));
  expect(asked()).toEqual([ids[1], ids[2]]);
  start();
  tell({ kind: 'look-failed', number: 1, problem: 'busy' });
  expect(asked()).toEqual(ids);
});

test('a trade that is booked already is no other order’s, though the venue shows two under one id', () => {
  venue = opened([
    { order: order(), state: 'submitted', cancelReason: null, group: null, amendments: 0, pending: null, fillIds: [], filledLots: 0 },
  ]);
  booked.fills.add('7-buy');
  venue.query(OURS);
  tell({ kind: 'look-failed', number: 1, problem: 'busy' });
  const fills = [fill({ tradeId: '7', size: '0.004' }), fill({ tradeId: '8', size: '0.006' })];
  tell({ kind: 'found', order: { ...seen({ state: 'filled', filled: '0.01' }), id: OURS }, fills });
  tell({ kind: 'fill', fill: fills[0]! });
  expect(reports()).toMatchObject([{ kind: 'status', status: { state: 'filled', fills: [{ id: '8-buy' }] } }]);
});

test('a second order under an id of ours is taken over under one of its own, and ended', () => {
  venue.submit(order());
  tell({ kind: 'placed', id: OURS, venueId: '71', time: START });
  tell({ kind: 'fill', fill: fill() });
  tell({ kind: 'order', order: seen({ state: 'filled', filled: '0.01' }) });
  reports();
  sent = [];
  tell({ kind: 'order', order: seen({ venueId: '72' }) });
  tell({ kind: 'fill', fill: fill({ venueId: '72', tradeId: '10', size: '0.004' }) });
  const [adopted, second] = reports();
  const id = adopted?.order;
  expect(id).not.toBe(OURS);
  expect(adopted).toMatchObject({ kind: 'adopted', made: { origin: 'elsewhere', lots: 1_000 } });
  expect(second).toMatchObject({ kind: 'fill', order: id, fill: { lots: 400 } });
  expect(sent).toMatchObject([{ kind: 'cancel', id, venueId: '72' }]);
});

test('an answer about the second order under an id of ours says nothing of the first, which is asked for by the number of the venue', () => {
  venue = opened([
    { order: order(), state: 'submitted', cancelReason: null, group: null, amendments: 0, pending: null, fillIds: [], filledLots: 0 },
  ]);
  venue.query(OURS);
  tell({ kind: 'look-failed', number: 1, problem: 'busy' });
  tell({ kind: 'order', order: seen({ venueId: '71' }) });
  sent = [];
  tell({
    kind: 'found',
    order: { ...seen({ venueId: '72', state: 'filled', filled: '0.01' }), id: OURS },
    fills: [fill({ tradeId: '10', venueId: '72' })],
  });
  clock.pass(1_000);
  expect(sent).toMatchObject([{ kind: 'ask', id: OURS, venueId: '71' }]);
  tell({
    kind: 'found',
    order: { ...seen({ venueId: '71', state: 'filled', filled: '0.01' }), id: OURS },
    fills: [fill({ venueId: '71' })],
  });
  expect(reports().filter(({ kind }) => kind === 'status')).toMatchObject([{ status: { state: 'filled', fills: [{ id: '9-buy' }] } }]);
});
