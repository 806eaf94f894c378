import type { AccountId, ClientOrderId, VenueId } from '../../../../src-shared/kernel/ids.ts';
import { LiveVenue } from '../../../../src-main/adapters/exchange-heard/live-venue.ts';
import type { InstrumentSpec } from '../../../../src-shared/domain/instrument.ts';
import type { ExecutionReport, MarginReport } from '../../../../src-main/ports/execution-venue.ts';
import type { LedgerOrder } from '../../../../src-main/ports/ledger.ts';
import type { AccountEvent } from '../../../../src-main/ports/market-source.ts';
import type { SeenAccount, SeenFill, SeenOrder, VenueHealth, VenueMessage, VenueRequest } from '../../../../src-main/ports/venue-orders.ts';
import { SteadyClock } from '../../../../src-main/sessions/steady-clock.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';
import { instrument, order as made, START } from '../../core/matching/venue-fixture.ts';

/** A live venue whose way to the account is the test's own. */
interface LiveKit {
  clock: SteppedClock;
  /** What the session goes by. */
  steady: SteadyClock;
  venue: LiveVenue;
  sent: VenueRequest[];
  notes: string[];
  tell: (message: VenueMessage) => void;
  /** Trades, and orders, that the ledger has. */
  booked: Set<string>;
  recorded: Set<string>;
}

/** Made anew before each test. */
export const at = {} as LiveKit;

export function reset(): void {
  const clock = new SteppedClock(START);
  Object.assign(at, { clock, steady: new SteadyClock(clock, 0), sent: [], notes: [], booked: new Set(), recorded: new Set() });
  at.venue = open();
}

/** The venue still takes a request so long after it was signed, ms. */
export const WINDOW = 7_000;
export const SYMBOL = 'BTC/USD';

export function open(spec: InstrumentSpec = instrument().spec): LiveVenue {
  return new LiveVenue({
    specs: [spec],
    startAt: at.clock.now(),
    orders: {
      deadMansSwitch: true,
      send: (request) => void at.sent.push(request),
      listen: (listener) => {
        at.tell = listener;
        return { dispose: () => undefined };
      },
      close: () => Promise.resolve(),
    },
    clock: at.steady,
    machine: at.clock,
    heldSince: at.clock.monotonic(),
    account: { book: 'live', account: 'mine' as AccountId, venue: 'SIM' as VenueId },
    booked: { hasOrder: (id) => at.recorded.has(id), hasTrade: (_, name, trade) => at.booked.has(`${name} ${trade}`) },
    receiveWindowMs: WINDOW,
    onNote: (sentence) => at.notes.push(sentence),
  });
}

/** What the engine is told since the last call. */
export function told(): readonly (ExecutionReport | MarginReport | AccountEvent)[] {
  const events: (ExecutionReport | MarginReport | AccountEvent)[] = [];
  for (let event = at.venue.next(at.steady.now()); event !== null; event = at.venue.next(at.steady.now())) {
    if (event.kind === 'execution' || event.kind === 'margin') events.push(event.report);
    else if (event.kind === 'account') events.push(event);
  }
  return events;
}

export const kinds = () => told().map(({ kind }) => kind);
export const asks = () => at.sent.filter(({ kind }) => kind === 'ask').length;

export function submitted(over: Parameters<typeof made>[0] = {}): ClientOrderId {
  const order = made(over);
  at.venue.submit(order);
  return order.id;
}

export function seen(id: ClientOrderId | null, over: Partial<SeenOrder> = {}): SeenOrder {
  return {
    ...{ id, venueId: 'v1', symbol: SYMBOL, side: 'buy', type: 'market', size: '1', filled: '0', price: null, trigger: null },
    ...{ state: 'working', time: at.clock.now() },
    ...over,
  };
}

export function fill(tradeId: string, size: string, over: Partial<SeenFill> = {}): SeenFill {
  return {
    ...{ tradeId, venueId: 'v1', id: null, symbol: SYMBOL, side: 'buy', price: '100', size, liquidity: 'taker', time: at.clock.now() },
    fees: [{ asset: 'USD', amount: '0.05' }],
    ...over,
  };
}

export function health(over: Partial<VenueHealth> = {}): VenueHealth {
  return {
    ...{ state: 'pushed', problem: null, reconnects: 0, garbled: 0, clockOffsetMs: 0, roundTripMs: 1, limitUse: 0 },
    ...over,
  };
}

export function looked(over: Partial<SeenAccount> = {}): void {
  const request = at.sent.findLast(({ kind }) => kind === 'look');
  if (request?.kind !== 'look') throw new Error('nothing was looked at');
  const now = at.clock.now();
  at.tell({
    kind: 'looked',
    number: request.number,
    account: { balances: [{ asset: 'USD', free: '90', used: '10' }], openOrders: [], fills: [], from: now, to: now, ...over },
  });
}

/** An account that was opened before. */
export function opened(over: { openOrders?: readonly LedgerOrder[]; endedOrders?: readonly LedgerOrder[] } = {}): void {
  at.venue.resume({ openOrders: [], endedOrders: [], ...over }, { since: START - 1_000, openedAt: START - 500 });
}
