import { expect } from 'vitest';
import { LiveVenue } from '../../../../src-main/adapters/exchange-heard/live-venue.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../../../src-main/ports/approved-order.ts';
import type { ExecutionReport } from '../../../../src-main/ports/execution-venue.ts';
import type {
  ExitAbilities,
  SeenFill,
  SeenOrder,
  VenueMessage,
  VenueOrder,
  VenueRequest,
} from '../../../../src-main/ports/venue-orders.ts';
import type { InstrumentSpec } from '../../../../src-shared/domain/instrument.ts';
import type { GroupRole, OrderIntent, OrderTerms } from '../../../../src-shared/domain/order.ts';
import { termsOf } from '../../../../src-shared/domain/order.ts';
import { type AccountId, type ClientOrderId, clientOrderId, type VenueId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';
import { instrument, order as made, START } from '../../core/matching/venue-fixture.ts';

export const SYMBOL = 'BTC/USD';
export const WINDOW = 7_000;
export const BINANCE: ExitAbilities = { pairs: true, changes: 'anew' };
export const FUTURES: ExitAbilities = { pairs: false, changes: 'beside' };
export const KRAKEN: ExitAbilities = { pairs: false, changes: 'in-place' };

export let clock: SteppedClock;
export let sent: VenueRequest[];
export let notes: string[];
export let tell: (message: VenueMessage) => void;
export let venue: LiveVenue;
let count = 0;

/** A contract in place of the coin. */
export const CONTRACT: Partial<InstrumentSpec> = {
  kind: 'perpetual',
  terms: { maxLeverage: 50, leverage: 5, maintenanceMargin: '0.01', liquidationFee: '0.01' },
};

export function open(exits: ExitAbilities | null, spec: Partial<InstrumentSpec> = {}): void {
  clock = new SteppedClock(START);
  [sent, notes, count] = [[], [], 0];
  venue = new LiveVenue({
    ...{
      specs: [instrument(0, spec).spec],
      startAt: clock.now(),
      clock,
      machine: clock,
      heldSince: clock.monotonic(),
      receiveWindowMs: WINDOW,
    },
    orders: {
      ...{ deadMansSwitch: false, exits },
      send: (request) => void sent.push(request),
      listen: (listener) => ((tell = listener), { dispose: () => undefined }),
      close: () => Promise.resolve(),
    },
    account: { book: 'live', account: 'mine' as AccountId, venue: 'SIM' as VenueId },
    booked: { hasOrder: () => false, hasTrade: () => false },
    onNote: (sentence) => notes.push(sentence),
  });
}

/** What the session is told since the last call. */
export function told(): readonly ExecutionReport[] {
  const reports: ExecutionReport[] = [];
  for (let event = venue.next(clock.now()); event !== null; event = venue.next(clock.now()))
    if (event.kind === 'execution') reports.push(event.report);
  return reports;
}

export function order(over: Partial<OrderIntent>, role: GroupRole | null = null): ApprovedOrder {
  count += 1;
  const identity = { book: 'live', account: 'mine', instrument: SYMBOL, origin: 'you', decision: String(count), leg: 0 };
  const group = role === null ? null : { id: 'b', role };
  return { ...made({ lots: 10, ...over, group }), id: clientOrderId(identity), decidedAt: utcMs(START) };
}

export const EXIT = { side: 'sell', reduceOnly: true } as const;
export const stopOf = (role: GroupRole = 'stop', over: Partial<OrderIntent> = {}) =>
  order({ ...EXIT, type: 'stop', triggerTicks: 9_000, ...over }, role);
export const targetOf = (role: GroupRole = 'target', over: Partial<OrderIntent> = {}) =>
  order({ ...EXIT, type: 'limit', limitTicks: 11_000, ...over }, role);

export const last = () => sent.at(-1)!;
export const of = <Kind extends VenueRequest['kind']>(kind: Kind) =>
  sent.filter((request) => request.kind === kind) as Extract<VenueRequest, { kind: Kind }>[];

export function placed(order: VenueOrder, venueId = `v-${order.id}`): void {
  tell({ kind: 'placed', id: order.id, venueId, time: clock.now() });
}

export function seen(order: VenueOrder, over: Partial<SeenOrder> = {}): SeenOrder & { readonly id: ClientOrderId } {
  const { id, symbol, side, type, price, trigger } = order;
  return {
    ...{ symbol, side, type, price, trigger, size: order.size ?? '0' },
    venueId: `v-${id}`,
    filled: '0',
    state: 'working',
    time: clock.now(),
    ...over,
    id,
  };
}

export function filled(order: VenueOrder, size: string, trade: string): SeenFill {
  const { id, symbol, side } = order;
  return { tradeId: trade, venueId: `v-${id}`, id, symbol, side, price: '100', size, liquidity: 'taker', fees: [], time: clock.now() };
}

/** A bracket whose entry is filled whole at once. */
export function bracket(...legs: readonly ApprovedOrder[]): void {
  const entry = order({ side: legs[0]?.side === 'buy' ? 'sell' : 'buy' }, 'entry');
  for (const each of [entry, ...legs]) venue.submit(each);
  expect(sent.filter(({ kind }) => kind === 'place')).toEqual([]);
  clock.pass(1);
  const [request] = of('place');
  placed(request!.order);
  tell({ kind: 'fill', fill: filled(request!.order, '0.01', 'e1') });
  told();
}

export function amend(of: ApprovedOrder, number: number, terms: Partial<OrderTerms>): void {
  venue.amend({ order: of.id, number, terms: { ...termsOf(of), ...terms } } as ApprovedAmendment);
}

/** The market moves. */
export function quote(bid: string, ask = '130'): void {
  clock.pass(2_000);
  venue.market.hear({ kind: 'quote', symbol: SYMBOL, bid, bidSize: '1', ask, askSize: '1' }, clock.now());
  clock.pass(100);
  told();
}
