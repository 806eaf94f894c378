import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { FeeLots, LedgerRecord, Posting } from '../../ports/ledger.ts';
import { Positions } from '../../core/accounting/positions.ts';
import type { Connection } from './connection.ts';
import { prepare } from './statements.ts';

type FillFields = Extract<LedgerRecord, { kind: 'fill' }>;

/** A position as its row says. */
interface PositionFields {
  readonly lots: number;
  readonly cost: string;
  readonly realised: string;
  readonly fees: string;
  readonly openedAt: number;
}

/** A position over all origins: linear in its fills, as the engine has worked out what each of them realised. */
interface TotalPosition {
  lots: number;
  cost: Decimal;
  realised: Decimal;
  fees: Decimal;
  openedAt: number;
}

/** A balance that is kept in step with its row. */
interface Balance {
  readonly asset: string;
  amount: Decimal;
}

/** What accounts hold and what their positions are: the materialised rows, and what was read of them so far. */
export class MoneyBook {
  private readonly balances = new Map<string, Balance>();
  private readonly changed: Balance[] = [];
  private readonly totals = new Map<string, TotalPosition>();
  private readonly origins = new Map<string, Positions>();
  private readonly sql;

  constructor(connection: Connection) {
    this.sql = {
      balanceGet: prepare<{ amount: string }>(connection, 'balanceGet'),
      balanceSet: prepare(connection, 'balanceSet'),
      balanceSet2: prepare(connection, 'balanceSet2'),
      positionGet: prepare<PositionFields>(connection, 'positionGet'),
      positionSet2: prepare(connection, 'positionSet2'),
    };
  }

  forget(): void {
    this.balances.clear();
    this.totals.clear();
    this.origins.clear();
  }

  /** Adds the holdings among the lines of a transaction to what an account holds. */
  hold(scope: number, postings: readonly Posting[]): void {
    const { changed } = this;
    changed.length = 0;
    for (const { account, asset, amount } of postings) {
      if (account !== 'holdings') continue;
      const balance = this.balance(scope, asset);
      balance.amount = trimmed(balance.amount.add(amount));
      if (!changed.includes(balance)) changed.push(balance);
    }
    const [first, second] = changed;
    if (changed.length === 2 && first !== undefined && second !== undefined) {
      this.sql.balanceSet2.run(scope, first.asset, first.amount.toString(), scope, second.asset, second.amount.toString());
    } else for (const { asset, amount } of changed) this.sql.balanceSet.run(scope, asset, amount.toString());
  }

  private balance(scope: number, asset: string): Balance {
    const key = `${scope}/${asset}`;
    let balance = this.balances.get(key);
    if (balance === undefined) {
      balance = { asset, amount: Decimal.parse(this.sql.balanceGet.get(scope, asset)?.amount ?? '0') };
      this.balances.set(key, balance);
    }
    return balance;
  }

  /** Books a fill on the position of its instrument, over all origins and of its origin alone; gives what its origin realised by it. */
  position(scope: number, instrument: number, record: FillFields): Decimal | null {
    const { origin, fill, side } = record;
    invariant(origin !== '', 'a fill has an origin');
    const lots = side === 'buy' ? fill.lots : -fill.lots;
    const total = this.total(scope, instrument);
    book(total, lots, { ...record, fee: fill.fee, time: fill.time });
    const own = this.ofOrigin(scope, instrument, origin);
    const realised = own.apply(0, lots, { notional: record.notional, fee: fill.fee }, fill.time);
    this.sql.positionSet2.run(scope, instrument, ...columnsOf(total), scope, instrument, origin, ...columnsOf(own.read(0)));
    return realised;
  }

  /** Books what a fee took from the position of an origin; gives what that realised by its own fills. */
  payFee(scope: number, instrument: number, { origin, lots, value, realised, time }: FeeLots & { readonly time: number }): Decimal | null {
    const total = this.total(scope, instrument);
    // Without lots nothing is spent but what is realised.
    book(total, -lots, { notional: value, realised, fee: Decimal.ZERO, time });
    const own = this.ofOrigin(scope, instrument, origin);
    const ownRealised = own.payFee(0, lots, value, time);
    this.sql.positionSet2.run(scope, instrument, ...columnsOf(total), scope, instrument, origin, ...columnsOf(own.read(0)));
    return ownRealised;
  }

  private total(scope: number, instrument: number): TotalPosition {
    const key = `${scope}/${instrument}`;
    let total = this.totals.get(key);
    if (total === undefined) {
      const row = this.sql.positionGet.get(scope, instrument, '');
      total =
        row === undefined ? { lots: 0, cost: Decimal.ZERO, realised: Decimal.ZERO, fees: Decimal.ZERO, openedAt: 0 } : parsePosition(row);
      this.totals.set(key, total);
    }
    return total;
  }

  private ofOrigin(scope: number, instrument: number, origin: string): Positions {
    const key = `${scope}/${instrument}/${origin}`;
    let own = this.origins.get(key);
    if (own === undefined) {
      own = new Positions(1);
      const row = this.sql.positionGet.get(scope, instrument, origin);
      if (row !== undefined) {
        const { openedAt, ...figures } = parsePosition(row);
        own.restore({ instrument: 0, ...figures, openedAt: utcMs(openedAt) });
      }
      this.origins.set(key, own);
    }
    return own;
  }
}

/** The figures of a position as its columns. */
function columnsOf({ lots, cost, realised, fees, openedAt }: TotalPosition): readonly (number | string)[] {
  return [lots, cost.toString(), realised.toString(), fees.toString(), openedAt];
}

/** The figures of a position's row. */
export function parsePosition(row: PositionFields): TotalPosition {
  const { lots, cost, realised, fees, openedAt } = row;
  return { lots, cost: Decimal.parse(cost), realised: Decimal.parse(realised), fees: Decimal.parse(fees), openedAt };
}

/** The cost of what is open moves by what was spent and by what was realised, whatever the fill closed, opened or turned. */
function book(
  total: TotalPosition,
  lots: number,
  { notional, realised, fee, time }: Pick<FillFields, 'notional' | 'realised'> & { readonly fee: Decimal; readonly time: number },
): void {
  const before = total.lots;
  total.lots = before + lots;
  invariant(Number.isSafeInteger(total.lots), 'a position stays a safe integer of lots');
  const spent = lots > 0 ? notional : notional.neg();
  total.cost = trimmed(total.cost.add(realised === null ? spent : spent.add(realised)));
  if (realised !== null) total.realised = trimmed(total.realised.add(realised));
  total.fees = trimmed(total.fees.add(fee));
  if (total.lots === 0) total.openedAt = 0;
  else if (before === 0 || before > 0 !== total.lots > 0) total.openedAt = time;
}

/** Zero without digits, so that sums do not gather scale for ever. */
function trimmed(amount: Decimal): Decimal {
  return amount.isZero() ? Decimal.ZERO : amount;
}
