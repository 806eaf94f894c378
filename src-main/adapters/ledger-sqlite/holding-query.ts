import type { AccountScope, RiskStateRecord, StrategyRecord } from '../../ports/ledger.ts';
import type { AccountHolding } from '../../ports/ledger-reader.ts';
import type { Connection } from './connection.ts';
import type { OrderColumns } from './order-columns.ts';
import type { PositionColumns, RowReader } from './row-reader.ts';
import { prepare } from './statements.ts';

const NOTHING: AccountHolding = { time: null, orders: [], positions: [], risk: null, strategies: [] };

/** Reads what is open of an account, by the specifications that the ledger itself has. */
export class HoldingQuery {
  private readonly connection: Connection;
  private readonly rows: RowReader;
  private readonly sql;

  constructor(connection: Connection, rows: RowReader) {
    this.connection = connection;
    this.rows = rows;
    this.sql = {
      scope: prepare<{ id: number }>(connection, 'scopeFind'),
      last: prepare<{ time: number }>(connection, 'scopeLast'),
      orders: prepare<OrderColumns & { readonly doubtSince: number | null }>(connection, 'orderHeld'),
      positions: prepare<PositionColumns>(connection, 'positionHeld'),
      risk: prepare<{ risk: string }>(connection, 'riskGet'),
      strategies: prepare<{ record: string }>(connection, 'strategyList'),
    };
  }

  /** All of it as of one instant, even while a writer goes on. */
  read(account: AccountScope): AccountHolding {
    return this.connection.transaction(() => this.readInside(account)).deferred();
  }

  private readInside({ book, account, venue }: AccountScope): AccountHolding {
    const { sql, rows } = this;
    const scope = sql.scope.get(book, account, venue);
    if (scope === undefined) return NOTHING;
    const risk = sql.risk.get(scope.id)?.risk;
    const records = sql.strategies.all(scope.id).map(({ record }) => JSON.parse(record) as StrategyRecord);
    return {
      time: sql.last.get(scope.id)?.time ?? null,
      orders: sql.orders.all(scope.id).map((row) => ({
        ...rows.order(row),
        doubtSince: row.state === 'in-doubt' ? row.doubtSince : null,
      })),
      positions: sql.positions.all(scope.id).map((row) => rows.position(row)),
      risk: risk === undefined ? null : (JSON.parse(risk) as RiskStateRecord),
      strategies: records.filter(({ running }) => running).map(({ instance }) => instance),
    };
  }
}
