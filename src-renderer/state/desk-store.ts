import { create } from 'zustand';
import type {
  AccountRow,
  BookRow,
  CandleRow,
  FillRow,
  LogRow,
  NoticeRow,
  OrderRow,
  PositionRow,
  QuoteRow,
  RefusalRow,
  RiskRow,
  SignalRow,
  StatusRow,
  StrategyRow,
} from '../../src-shared/contract/rows.ts';
import type { AlertsRow } from '../../src-shared/contract/alerts.ts';
import type { GoesOnRow, LockRow } from '../../src-shared/contract/lock.ts';
import type { DataJobRow } from '../../src-shared/contract/data-jobs.ts';
import type { CheckRow } from '../../src-shared/contract/checks.ts';
import type { PortfolioRunRow } from '../../src-shared/contract/portfolios.ts';
import type { RunRow } from '../../src-shared/contract/research.ts';
import type { SearchRow } from '../../src-shared/contract/searches.ts';
import type { OwnStrategiesRow } from '../../src-shared/contract/strategies.ts';
import type { DeskSnapshot, StreamEvent } from '../../src-shared/contract/stream.ts';
import type { VenueRow } from '../../src-shared/contract/venue.ts';
import { Instrument, type InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { Side } from '../../src-shared/domain/order.ts';

/** How many of each growing list a page keeps; older ones are asked for. */
const KEPT = { prints: 500, fills: 2_000, refusals: 500, signals: 500, log: 500, closedOrders: 500, notices: 50 };

/** One print of the tape. */
export type Print = readonly [time: number, price: number, size: number, side: Side];

/** The page's replica of what main tells. Every field is replaced, never changed in place, so that a selector sees what changed. */
export interface DeskState {
  /** False until the first snapshot is applied. */
  readonly ready: boolean;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly quotes: ReadonlyMap<string, QuoteRow>;
  readonly books: ReadonlyMap<string, BookRow>;
  /** Newest last. */
  readonly tapes: ReadonlyMap<string, readonly Print[]>;
  /** Newest bar by `instrument timeframe`. */
  readonly candles: ReadonlyMap<string, CandleRow>;
  readonly orders: ReadonlyMap<string, OrderRow>;
  /** Newest first. */
  readonly fills: readonly FillRow[];
  readonly refusals: readonly RefusalRow[];
  readonly positions: ReadonlyMap<string, PositionRow>;
  readonly account: AccountRow | null;
  readonly risk: RiskRow | null;
  readonly strategies: ReadonlyMap<string, StrategyRow>;
  readonly signals: readonly SignalRow[];
  readonly status: StatusRow | null;
  readonly log: readonly LogRow[];
  readonly notices: readonly NoticeRow[];
  readonly alerts: AlertsRow;
  /** The way to the venue; null where the account that is traded is at none. */
  readonly venue: VenueRow | null;
  /** Backtests that were told of since the window opened, by number. */
  readonly runs: ReadonlyMap<string, RunRow>;
  /** Portfolios' runs that were told of since the window opened, by number. */
  readonly portfolios: ReadonlyMap<string, PortfolioRunRow>;
  /** Searches that were told of since the window opened, by id. */
  readonly searches: ReadonlyMap<string, SearchRow>;
  /** Work on the stored data that was told of since the window opened, by number. */
  readonly dataJobs: ReadonlyMap<string, DataJobRow>;
  /** Checks of runs that were told of since the window opened, by `checkKey`. */
  readonly checks: ReadonlyMap<string, CheckRow>;
  /** Wall time of the newest message, ms; heartbeats included. */
  readonly heardAt: number;
  /** The user's own strategies; null until they were told of. */
  readonly own: OwnStrategiesRow | null;
  /** Null until main has told of it. */
  readonly lock: LockRow | null;
  /** What goes on while the window is locked; null while it is open, and until it was counted. */
  readonly goesOn: GoesOnRow | null;
}

const EMPTY: DeskState = {
  ready: false,
  instruments: new Map(),
  quotes: new Map(),
  books: new Map(),
  tapes: new Map(),
  candles: new Map(),
  orders: new Map(),
  fills: [],
  refusals: [],
  positions: new Map(),
  account: null,
  risk: null,
  strategies: new Map(),
  signals: [],
  status: null,
  log: [],
  notices: [],
  alerts: { alerts: [], firings: [] },
  venue: null,
  runs: new Map(),
  portfolios: new Map(),
  searches: new Map(),
  dataJobs: new Map(),
  checks: new Map(),
  heardAt: 0,
  own: null,
  lock: null,
  goesOn: null,
};

/** The replica as a store. Components select the smallest part they draw. */
export const useDesk = create<DeskState>()(() => EMPTY);

/** Takes over the instruments, once. */
export function applyInstruments(specs: readonly InstrumentSpec[]): void {
  useDesk.setState({ instruments: new Map(specs.map((spec, index) => [spec.id, new Instrument(spec, index)])) });
}

/** Under what a check is kept. */
export function checkKey({ run, kind }: Pick<CheckRow, 'run' | 'kind'>): string {
  return `${kind} ${String(run)}`;
}

function keyed<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row> {
  return new Map(rows.map((row) => [key(row), row]));
}

/** Replaces the replica by a snapshot; books, tapes and candles go on from the stream. */
export function applySnapshot(snapshot: DeskSnapshot, now: number): void {
  useDesk.setState({
    ready: true,
    quotes: keyed(snapshot.quotes, (row) => row.instrument),
    orders: keyed(snapshot.orders, (row) => row.id),
    fills: snapshot.fills,
    refusals: snapshot.refusals,
    positions: keyed(snapshot.positions, (row) => row.instrument),
    account: snapshot.account,
    risk: snapshot.risk,
    strategies: keyed(snapshot.strategies, (row) => row.instance),
    signals: snapshot.signals,
    status: snapshot.status,
    log: snapshot.log,
    alerts: snapshot.alerts,
    lock: snapshot.lock ?? null,
    goesOn: null,
    venue: snapshot.venue,
    heardAt: now,
  });
}

/** Whether the window is locked. */
export function isShut({ lock }: Pick<DeskState, 'lock'>): boolean {
  return lock !== null && lock.locked !== null;
}

/** What a locked window keeps of the replica: what can be traded, and nothing of an account. */
function emptied({ instruments, heardAt, lock, goesOn }: DeskState): DeskState {
  return { ...EMPTY, instruments, heardAt, lock, goesOn };
}

/** Replaces the replica by what a locked window may know. Where it was unlocked meanwhile nothing changes: the snapshot is on its way. */
export function applyLocked({ lock, goesOn }: { readonly lock: LockRow; readonly goesOn: GoesOnRow }): void {
  if (lock.locked !== null) useDesk.setState((state) => emptied({ ...state, lock, goesOn }), true);
}

/** A copy of a state's collections that one batch may write into, each copied at its first change. */
class Draft {
  readonly next: { -readonly [Key in keyof DeskState]?: DeskState[Key] } = {};
  private readonly state: DeskState;

  constructor(state: DeskState) {
    this.state = state;
  }

  set<
    Key extends
      | 'quotes'
      | 'books'
      | 'candles'
      | 'orders'
      | 'positions'
      | 'strategies'
      | 'tapes'
      | 'runs'
      | 'portfolios'
      | 'searches'
      | 'dataJobs'
      | 'checks',
  >(field: Key, key: string, row: DeskState[Key] extends ReadonlyMap<string, infer Row> ? Row : never): void {
    const copy = (this.next[field] ?? new Map(this.state[field] as ReadonlyMap<string, unknown>)) as Map<string, unknown>;
    copy.set(key, row);
    (this.next as Record<string, unknown>)[field] = copy;
  }

  prepend<Key extends 'fills' | 'refusals' | 'signals' | 'log' | 'notices'>(field: Key, row: DeskState[Key][number]): void {
    const rows = (this.next[field] ?? this.state[field]) as readonly DeskState[Key][number][];
    (this.next as Record<string, unknown>)[field] = [row, ...rows].slice(0, KEPT[field]);
  }

  tape(instrument: string, prints: readonly Print[]): void {
    const kept = (this.next.tapes ?? this.state.tapes).get(instrument) ?? [];
    this.set('tapes', instrument, [...kept, ...prints].slice(-KEPT.prints));
  }
}

type WholeEvent = Extract<StreamEvent, { readonly kind: 'alerts' | 'venue' | 'account' | 'risk' | 'own' | 'status' | 'goesOn' }>;

const WHOLE: ReadonlySet<string> = new Set<WholeEvent['kind']>(['alerts', 'venue', 'account', 'risk', 'own', 'status', 'goesOn']);

function isWhole(event: StreamEvent): event is WholeEvent {
  return WHOLE.has(event.kind);
}

/** What takes the place of what was told before. */
function replace(draft: Draft, { kind, row }: WholeEvent): void {
  (draft.next as Record<string, unknown>)[kind] = row;
}

function applyEvent(draft: Draft, event: Exclude<StreamEvent, { kind: 'lock' }>): void {
  if (isWhole(event)) {
    replace(draft, event);
    return;
  }
  switch (event.kind) {
    case 'quote':
      draft.set('quotes', event.row.instrument, event.row);
      return;
    case 'book':
      draft.set('books', event.row.instrument, event.row);
      return;
    case 'candle':
      draft.set('candles', `${event.row.instrument} ${event.row.timeframe}`, event.row);
      return;
    case 'trades':
      draft.tape(event.row.instrument, event.row.prints);
      return;
    case 'order':
      draft.set('orders', event.row.id, event.row);
      return;
    case 'position':
      draft.set('positions', event.row.instrument, event.row);
      return;
    case 'strategy':
      draft.set('strategies', event.row.instance, event.row);
      return;
    case 'fill':
      draft.prepend('fills', event.row);
      return;
    case 'refusal':
      draft.prepend('refusals', event.row);
      return;
    case 'signal':
      draft.prepend('signals', event.row);
      return;
    case 'log':
      draft.prepend('log', event.row);
      return;
    case 'notice':
      draft.prepend('notices', event.row);
      return;
    case 'run':
      draft.set('runs', String(event.row.run), event.row);
      return;
    case 'portfolio':
      draft.set('portfolios', String(event.row.run), event.row);
      return;
    case 'search':
      draft.set('searches', event.row.search, event.row);
      return;
    case 'data':
      draft.set('dataJobs', String(event.row.job), event.row);
      return;
    case 'check':
      draft.set('checks', checkKey(event.row), event.row);
      return;
  }
}

const FINAL: ReadonlySet<string> = new Set(['filled', 'cancelled', 'rejected', 'expired']);

/** Lets go of the oldest ended orders beyond what is kept. */
function trimOrders(orders: ReadonlyMap<string, OrderRow>): ReadonlyMap<string, OrderRow> {
  if (orders.size <= KEPT.closedOrders * 2) return orders;
  const ended = [...orders.values()].filter((row) => FINAL.has(row.state)).sort((a, b) => b.updatedAt - a.updatedAt);
  const gone = new Set(ended.slice(KEPT.closedOrders).map((row) => row.id));
  return new Map([...orders].filter(([id]) => !gone.has(id)));
}

/** Applies one batch in one change of the store. Closed bars are handed to `onCandle` one by one, because the store keeps only the newest. */
export function applyEvents(events: readonly StreamEvent[], now: number, onCandle: (row: CandleRow) => void): void {
  const draft = new Draft(useDesk.getState());
  for (const event of events) {
    if (event.kind === 'lock') draft.next.lock = event.row;
    else applyEvent(draft, event);
    if (event.kind === 'candle') onCandle(event.row);
  }
  if (draft.next.orders) draft.next.orders = trimOrders(draft.next.orders);
  const next = { ...useDesk.getState(), ...draft.next, heardAt: now };
  const { lock } = draft.next;
  if (lock?.locked === null) next.goesOn = null;
  useDesk.setState(lock !== undefined && isShut(next) ? emptied(next) : next, true);
}

/** Prints asked for when a tape is opened: they go before what the stream has brought since. */
export function seedTape(instrument: string, prints: readonly Print[], book: BookRow): void {
  useDesk.setState(({ tapes, books }) => {
    const since = tapes.get(instrument) ?? [];
    const first = since[0]?.[0] ?? Number.POSITIVE_INFINITY;
    const merged = [...prints.filter(([time]) => time < first), ...since].slice(-KEPT.prints);
    return { tapes: new Map(tapes).set(instrument, merged), books: books.has(instrument) ? books : new Map(books).set(instrument, book) };
  });
}
