import type { AccountRow, BalanceRow, FillRow, OrderRow, PerpetualRow, PositionRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { initialMargin, liquidationTicks } from '../../../src-shared/domain/margin.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { utcDay } from '../../../src-shared/kernel/time.ts';
import type { Engine } from '../../core/engine/engine.ts';
import { exitSide } from '../../core/engine/exit-side.ts';
import type { LedgerScope } from '../../ports/ledger.ts';

/** Digits of a price that is an average, beyond the tick's. */
const AVERAGE_DIGITS = 2;

/** Sums of one UTC day, per instrument and in all. */
class DaySums {
  private day = -1;
  private readonly realised = new Map<string, Decimal>();
  fees = Decimal.ZERO;

  add(row: FillRow): void {
    this.turn(utcDay(row.time));
    if (utcDay(row.time) !== this.day) return;
    this.fees = this.fees.add(Decimal.parse(row.fee));
    for (const { instrument, realised } of [row, ...(row.feeLots ?? [])])
      if (realised !== null) this.realised.set(instrument, this.realisedOf(instrument).add(Decimal.parse(realised)));
  }

  turn(day: number): void {
    if (day <= this.day) return;
    this.day = day;
    this.fees = Decimal.ZERO;
    this.realised.clear();
  }

  realisedOf(instrument: string): Decimal {
    return this.realised.get(instrument) ?? Decimal.ZERO;
  }

  total(): Decimal {
    let sum = Decimal.ZERO;
    for (const amount of this.realised.values()) sum = sum.add(amount);
    return sum;
  }
}

/** Positions and account as rows, from the engine's exact figures. */
export class AccountRows {
  private readonly engine: Engine;
  private readonly scope: LedgerScope;
  private readonly today = new DaySums();
  private readonly origins = new Map<string, Set<string>>();

  constructor(engine: Engine, scope: LedgerScope) {
    this.engine = engine;
    this.scope = scope;
  }

  /** Counts a fill into the day's sums and remembers whose position it is. */
  booked(row: FillRow): void {
    this.today.add(row);
    const origins = this.origins.get(row.instrument) ?? new Set();
    origins.add(row.origin);
    this.origins.set(row.instrument, origins);
  }

  /** A position valued at the last price of the quote that it is told with. */
  position(instrument: Instrument, open: readonly OrderRow[], markTicks: number): PositionRow {
    const { account } = this.engine;
    const held = account.positions.read(instrument.index);
    const value = instrument.notional(markTicks, held.lots);
    if (held.lots === 0) this.origins.delete(instrument.id);
    const side = exitSide(instrument, held.lots);
    const protecting = open.filter((row) => row.instrument === instrument.id && row.protective && row.side === side);
    const perpetual = this.perpetual(instrument);
    return {
      instrument: instrument.id,
      size: instrument.sizeOf(held.lots).toString(),
      entry: held.lots === 0 ? '0' : averagePrice(held.cost, instrument, held.lots),
      mark: instrument.priceText(markTicks),
      value: value.toString(),
      unrealised: held.lots === 0 ? '0' : value.sub(held.cost).toString(),
      realisedToday: this.today.realisedOf(instrument.id).toString(),
      fees: held.fees.toString(),
      stop: nearestStop(protecting, side),
      targets: protecting
        .flatMap(({ type, price, size }) => (type === 'limit' && price !== null && size !== null ? [{ price, size }] : []))
        .sort((a, b) => nearness(side) * Decimal.parse(a.price).compare(Decimal.parse(b.price))),
      openedAt: held.openedAt,
      origin: [...(this.origins.get(instrument.id) ?? [])].join(', '),
      ...(perpetual === null ? {} : { perpetual }),
    };
  }

  private perpetual(instrument: Instrument): PerpetualRow | null {
    const { account } = this.engine;
    const { lots, cost } = account.positions.read(instrument.index);
    if (instrument.margin === null || lots === 0) return null;
    const ticks = liquidationTicks({ instrument, lots, cost, collateral: account.collateral(instrument) });
    return {
      margin: initialMargin(instrument, cost).toString(),
      liquidation: ticks === null ? null : instrument.priceText(ticks),
      freeIfClosed: account.freeIfClosed(instrument).toString(),
    };
  }

  account(): AccountRow {
    const { account, control } = this.engine;
    this.today.turn(utcDay(account.time));
    const equity = account.exactEquity();
    const start = Decimal.fromNumber(control.record.dayStartEquity);
    const free = account.freeCash(account.quote);
    const peak = Math.max(control.record.equityPeak, equity.toNumber());
    return {
      account: this.scope.account,
      book: this.scope.book,
      quote: account.quote,
      time: account.time,
      equity: equity.toString(),
      dayStartEquity: start.toString(),
      dayPnl: equity.sub(start).toString(),
      free: free.toString(),
      reserved: account.balances.of(account.quote).sub(free).toString(),
      exposure: this.exposure().toString(),
      equityPeak: String(peak),
      drawdown: peak > 0 ? Math.max(0, 1 - equity.toNumber() / peak) : 0,
      openOrders: account.orders.size,
      realisedToday: this.today.total().toString(),
      feesToday: this.today.fees.toString(),
      balances: this.balances(),
    };
  }

  private exposure(): Decimal {
    const { account } = this.engine;
    let sum = Decimal.ZERO;
    for (const instrument of account.instruments) {
      sum = sum.add(instrument.notional(account.market.markTicks[instrument.index] ?? 0, account.positions.lots(instrument.index)).abs());
    }
    return sum;
  }

  private balances(): readonly BalanceRow[] {
    const { account } = this.engine;
    const rows: BalanceRow[] = [];
    for (const [asset, total] of account.balances.entries()) {
      const named = account.instruments.filter((instrument) => instrument.spec.base === asset);
      // Orders of a contract hold back no coins.
      const traded = named.find(({ margin }) => margin === null) ?? named[0];
      const reserved =
        traded === undefined || traded.margin !== null
          ? total.sub(account.freeCash(asset))
          : traded.sizeOf(account.orders.outstandingLots(traded.index, 'sell', false));
      const markTicks = traded === undefined ? 0 : (account.market.markTicks[traded.index] ?? 0);
      const price =
        traded === undefined ? (asset === account.quote ? Decimal.ONE : null) : markTicks > 0 ? traded.priceOf(markTicks) : null;
      rows.push({
        asset,
        total: total.toString(),
        free: total.sub(reserved).toString(),
        reserved: reserved.toString(),
        inDoubt: account.orders.reserved((index) => account.settleAsset(index), asset, true).toString(),
        price: price === null ? null : price.toString(),
        value: price === null ? null : total.mul(price).toString(),
      });
    }
    return rows;
  }
}

/** Whether prices of targets rise (1) or fall from the nearest on: those of orders that sell rise. */
function nearness(side: Side): 1 | -1 {
  return side === 'sell' ? 1 : -1;
}

/** The stop that a market against the position reaches first. */
function nearestStop(protecting: readonly OrderRow[], side: Side): string | null {
  const triggers = protecting.flatMap(({ type, trigger }) =>
    type === 'limit' || type === 'take-profit' || trigger === null ? [] : [trigger],
  );
  return triggers.sort((a, b) => nearness(side) * Decimal.parse(b).compare(Decimal.parse(a)))[0] ?? null;
}

/** Average price of open lots: their cost over their size. */
function averagePrice(cost: Decimal, instrument: Instrument, lots: number): string {
  return cost.divide(instrument.sizeOf(lots), instrument.priceDecimals + AVERAGE_DIGITS, 'half-away').toFixed();
}
