import type { AlertRecord } from '../../../src-shared/domain/alert.ts';
import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { MINUTE_MS, utcMs, type UtcMs } from '../../../src-shared/kernel/time.ts';
import type { AccountScope, LedgerOrder, LedgerPosition, LedgerSnapshot, RiskStateRecord, StrategyRecord } from '../../ports/ledger.ts';
import type { Connection } from './connection.ts';
import { parsePosition } from './money-book.ts';
import { type OrderColumns, presentOrder, termsOfText } from './order-columns.ts';
import { prepare } from './statements.ts';

/** The origin of orders that a person placed. */
const PERSON = 'you';

/** A row of positions with its instrument's name. */
interface PositionRow {
  readonly instrument: string;
  readonly origin: string;
  readonly lots: number;
  readonly cost: string;
  readonly realised: string;
  readonly fees: string;
  readonly openedAt: number;
}

/** A row of open orders with its instrument's name and what its group has come to. */
type OpenOrderRow = OrderColumns & {
  readonly instrument: string;
  readonly entryLots: number | null;
  readonly legLots: number | null;
  /** Lots that fees took from what the group's orders traded. */
  readonly feeLots: number | null;
  readonly endedLots: number | null;
  readonly pendingSince: number | null;
  /** JSON of the ids of its fills. */
  readonly fillIds: string;
};

const NOTHING: LedgerSnapshot = {
  time: null,
  sequence: 0,
  balances: new Map(),
  positions: [],
  instancePositions: [],
  openOrders: [],
  endedOrders: [],
  risk: null,
  limits: null,
  strategies: [],
  memories: new Map(),
  recentOrderTimes: [],
};

/** Finds the dense index of an instrument by its id. */
type IndexOf = (instrument: string) => number;

/** Reads what a start needs to know of an account. */
export class SnapshotQuery {
  private readonly connection: Connection;
  private readonly sql;

  constructor(connection: Connection) {
    this.connection = connection;
    this.sql = {
      scopeFind: prepare<{ id: number }>(connection, 'scopeFind'),
      last: prepare<{ time: number; sequence: number }>(connection, 'scopeLast'),
      balances: prepare<{ asset: string; amount: string }>(connection, 'balanceList'),
      positions: prepare<PositionRow>(connection, 'positionList'),
      orders: prepare<OpenOrderRow>(connection, 'orderOpen'),
      ended: prepare<OpenOrderRow>(connection, 'orderUnfilled'),
      times: prepare<{ decided_at: number }>(connection, 'orderTimes'),
      risk: prepare<{ risk: string }>(connection, 'riskGet'),
      limits: prepare<{ limits: string }>(connection, 'limitsGet'),
      strategies: prepare<{ record: string }>(connection, 'strategyList'),
      alerts: prepare<{ record: string }>(connection, 'alertList'),
      newestAlert: prepare<{ newest: number | null }>(connection, 'alertNewest'),
      memories: prepare<{ instance: string; memory: string }>(connection, 'memoryList'),
    };
  }

  /** All of it as of one instant, even while a writer goes on. */
  read(account: AccountScope, instruments: readonly { readonly id: string }[], endedSince: UtcMs | null): LedgerSnapshot {
    return this.connection.transaction(() => this.readInside(account, instruments, endedSince)).deferred();
  }

  private readInside(
    { book, account, venue }: AccountScope,
    instruments: readonly { readonly id: string }[],
    endedSince: UtcMs | null,
  ): LedgerSnapshot {
    const scope = this.sql.scopeFind.get(book, account, venue);
    if (scope === undefined) return NOTHING;
    const indices = new Map(instruments.map(({ id }, index) => [id, index]));
    const indexOf: IndexOf = (instrument) => {
      const index = indices.get(instrument);
      if (index === undefined) throw new Fault('instrument.unknown', { instrument });
      return index;
    };
    const last = this.sql.last.get(scope.id);
    const time = last?.time ?? 0;
    const risk = this.sql.risk.get(scope.id)?.risk;
    const limits = this.sql.limits.get(scope.id)?.limits;
    return {
      time: last === undefined ? null : utcMs(last.time),
      sequence: last?.sequence ?? 0,
      balances: new Map(this.sql.balances.all(scope.id).map(({ asset, amount }) => [asset, Decimal.parse(amount)])),
      ...this.positions(scope.id, indices, indexOf),
      openOrders: this.sql.orders.all(scope.id).map((row) => openOrder(row, indexOf)),
      endedOrders: endedSince === null ? [] : this.sql.ended.all(scope.id, endedSince).map((row) => openOrder(row, indexOf)),
      risk: risk === undefined ? null : parsed<RiskStateRecord>(risk),
      limits: limits === undefined ? null : parsed<RiskLimits>(limits),
      strategies: this.sql.strategies.all(scope.id).map(({ record }) => parsed<StrategyRecord>(record)),
      memories: new Map(this.sql.memories.all(scope.id).map(({ instance, memory }) => [instance as StrategyInstanceId, memory])),
      ...this.alerts(scope.id),
      recentOrderTimes: this.sql.times.all(scope.id, time - MINUTE_MS).map((row) => utcMs(row.decided_at)),
    };
  }

  private alerts(scope: number): Pick<LedgerSnapshot, 'alerts'> {
    const newest = this.sql.newestAlert.get(scope)?.newest ?? null;
    if (newest === null) return {};
    return { alerts: { newest, records: this.sql.alerts.all(scope).map(({ record }) => parsed<AlertRecord>(record)) } };
  }

  private positions(
    scope: number,
    known: ReadonlyMap<string, number>,
    indexOf: IndexOf,
  ): Pick<LedgerSnapshot, 'positions' | 'instancePositions'> {
    const positions: LedgerPosition[] = [];
    const instancePositions: (LedgerPosition & { instance: StrategyInstanceId })[] = [];
    for (const row of this.sql.positions.all(scope)) {
      // An instrument that is gone matters only while something of it is held.
      if (row.lots === 0 && !known.has(row.instrument)) continue;
      const { openedAt, ...figures } = parsePosition(row);
      const position = { instrument: indexOf(row.instrument), ...figures, openedAt: utcMs(openedAt) };
      if (row.origin === '') positions.push(position);
      else if (row.origin !== PERSON) instancePositions.push({ ...position, instance: row.origin as StrategyInstanceId });
    }
    return { positions: positions.sort(byInstrument), instancePositions: instancePositions.sort(byInstrument) };
  }
}

function byInstrument(a: { readonly instrument: number }, b: { readonly instrument: number }): number {
  return a.instrument - b.instrument;
}

function openOrder(row: OpenOrderRow, indexOf: IndexOf): LedgerOrder {
  const { state, filledLots, groupId, legLots, endedLots, amendments } = row;
  const entryLots = row.entryLots === null ? null : row.entryLots - (row.feeLots ?? 0);
  const pending = termsOfText(row.pending);
  return {
    order: presentOrder(row, indexOf(row.instrument)),
    state,
    filledLots,
    cancelReason: row.reason as LedgerOrder['cancelReason'],
    group: groupId === null ? null : { entryLots, legLots: legLots ?? 0, endedLots: endedLots ?? 0 },
    amendments,
    pending: pending === null ? null : { terms: pending, since: utcMs(row.pendingSince ?? 0) },
    fillIds: parsed<string[]>(row.fillIds),
  };
}

/** What this ledger wrote as JSON. */
function parsed<Value>(text: string): Value {
  return JSON.parse(text) as Value;
}
