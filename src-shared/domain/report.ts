import { Decimal } from '../kernel/decimal.ts';
import { dailyReturns } from './daily-returns.ts';
import type { FundingPayment } from './funding.ts';
import type { Instrument } from './instrument.ts';
import type { EquityCurve, MetricInput, MetricResult } from './metric.ts';
import { METRICS } from './metrics/catalog.ts';
import { type Drawdown, deepestDrawdown } from './metrics/max-drawdown.ts';
import type { Side } from './order.ts';
import { type ExecutedFill, type RoundTrip, roundTrips, tripProfit } from './round-trips.ts';

/** What a report is made from. */
export interface RunRecord {
  readonly instruments: readonly Instrument[];
  /** Starting cash, settle asset. */
  readonly start: Decimal;
  /** Open of the first bar, ms UTC. */
  readonly from: number;
  readonly times: Float64Array;
  readonly equity: Float64Array;
  /** In the order of booking. */
  readonly fills: readonly ExecutedFill[];
  /** Cash at the end, after every fee. */
  readonly cash: Decimal;
  /** Last close of each instrument, quote units. */
  readonly lastClose: readonly number[];
  /** Funding of perpetuals in the order of booking, and what contracts still open cost, signed; absent where all is spot. */
  readonly carry?: readonly FundingPayment[];
  readonly openCost?: Decimal;
}

/** A closed trade: from flat to flat. Money exact. */
export interface ClosedTrade {
  readonly instrument: number;
  readonly origin: string;
  readonly side: Side;
  readonly entryTime: number;
  readonly exitTime: number;
  /** Value over quantity: the fill price itself unless there were several. */
  readonly entryPrice: Decimal;
  readonly exitPrice: Decimal;
  readonly quantity: Decimal;
  /** Fees of entry and exit. */
  readonly fee: Decimal;
  /** Funding received while it was held; below zero where it was paid. */
  readonly funding: Decimal;
  /** The venue closed it, because the margin behind it was used up. */
  readonly liquidated: boolean;
  /** Profit after fees and funding. */
  readonly pnl: Decimal;
}

/** A position that the run ended with, marked at the last close. */
export interface OpenTrade {
  readonly instrument: number;
  readonly origin: string;
  readonly side: Side;
  readonly entryTime: number;
  readonly entryPrice: Decimal;
  readonly quantity: Decimal;
  /** Last close, quote units. */
  readonly mark: Decimal;
  /** Value at the mark against the entry price, before fees. */
  readonly unrealised: Decimal;
  /** Fees paid for it so far. */
  readonly fee: Decimal;
  /** Funding received for it so far; below zero where it was paid. */
  readonly funding: Decimal;
}

/** What one run came to, without its trades one by one. */
export interface RunTotals {
  /** Exact: cash plus positions at the last close. */
  readonly finalEquity: Decimal;
  /** Exact; those of a position still open count. */
  readonly fees: Decimal;
  /** Exact: funding received, below zero where more was paid. */
  readonly funding: Decimal;
  /** How often the venue closed a position because the margin behind it was used up. */
  readonly liquidations: number;
  /** Trades from flat to flat. */
  readonly closedTrades: number;
  /** null when equity never fell. */
  readonly drawdown: Drawdown | null;
  /** UTC days that have a return. */
  readonly days: number;
  /** Every metric of the catalogue, by id. */
  readonly metrics: Readonly<Record<string, MetricResult>>;
}

/** The figures of one run. */
export interface RunReport extends RunTotals {
  readonly trades: readonly ClosedTrade[];
  readonly open: readonly OpenTrade[];
}

/** Digits after the point of an average price beyond those of the tick. */
const AVERAGE_DIGITS = 12;

/** Makes the figures of a run: a pure function of its record. */
export function runReport(record: RunRecord): RunReport {
  const trips = roundTrips(record.fills, record.instruments, record.carry);
  const trades: ClosedTrade[] = [];
  const open: OpenTrade[] = [];
  for (const trip of trips) {
    if (trip.exitTime === null) open.push(openTrade(trip, record));
    else trades.push(closedTrade(trip, record.instruments[trip.instrument]!));
  }
  return { ...totalsOf(record, trips), trades, open };
}

/** The same without the trades one by one: what a search asks of each of its trials. */
export function runTotals(record: RunRecord): RunTotals {
  return totalsOf(record, roundTrips(record.fills, record.instruments, record.carry));
}

function totalsOf(record: RunRecord, trips: readonly RoundTrip[]): RunTotals {
  const profits: number[] = [];
  for (const trip of trips) if (trip.exitTime !== null) profits.push(tripProfit(trip).toNumber());
  const curve: EquityCurve = { start: record.start.toNumber(), from: record.from, times: record.times, equity: record.equity };
  const input: MetricInput = {
    curve,
    dailyReturns: dailyReturns(curve),
    trips,
    profits,
    bought: tradedValue(record, 'buy'),
    sold: tradedValue(record, 'sell'),
  };
  return {
    finalEquity: finalEquity(record, trips),
    fees: record.fills.reduce((sum, fill) => sum.add(fill.fee), Decimal.ZERO),
    funding: (record.carry ?? []).reduce((sum, { amount }) => sum.add(amount), Decimal.ZERO),
    liquidations: record.fills.reduce((count, { liquidation }) => (liquidation === true ? count + 1 : count), 0),
    closedTrades: profits.length,
    drawdown: deepestDrawdown(curve),
    days: input.dailyReturns.length,
    metrics: Object.fromEntries(METRICS.map((metric) => [metric.id, metric.compute(input)])),
  };
}

function tradedValue({ fills, instruments }: RunRecord, side: Side): number {
  let sum = 0;
  for (const fill of fills) if (fill.side === side) sum += instruments[fill.instrument]!.approximateNotional(fill.ticks, fill.lots);
  return sum;
}

/** Base units of lots, exact: contracts times multiplier. */
function unitsOf(instrument: Instrument, lots: number): Decimal {
  return instrument.sizeOf(lots).mul(Decimal.parse(instrument.spec.multiplier));
}

function averagePrice(value: Decimal, units: Decimal, instrument: Instrument): Decimal {
  return value.divide(units, instrument.priceDecimals + AVERAGE_DIGITS, 'half-away');
}

/** A closed trip as a trade: average prices, exact fee and profit. */
export function closedTrade(trip: RoundTrip, instrument: Instrument): ClosedTrade {
  const units = unitsOf(instrument, trip.lots);
  return {
    instrument: trip.instrument,
    origin: trip.origin,
    side: trip.side,
    entryTime: trip.entryTime,
    exitTime: trip.exitTime ?? trip.entryTime,
    entryPrice: averagePrice(trip.entryValue, units, instrument),
    exitPrice: averagePrice(trip.exitValue, units, instrument),
    quantity: instrument.sizeOf(trip.lots),
    fee: trip.fee,
    funding: trip.funding,
    liquidated: trip.liquidated,
    pnl: tripProfit(trip),
  };
}

function openTrade(trip: RoundTrip, { instruments, lastClose }: RunRecord): OpenTrade {
  const instrument = instruments[trip.instrument]!;
  const mark = Decimal.fromNumber(lastClose[trip.instrument]!);
  const entryPrice = averagePrice(trip.entryValue, unitsOf(instrument, trip.lots), instrument);
  const gain = mark.sub(entryPrice).mul(unitsOf(instrument, trip.openLots));
  return {
    instrument: trip.instrument,
    origin: trip.origin,
    side: trip.side,
    entryTime: trip.entryTime,
    entryPrice,
    quantity: instrument.sizeOf(trip.openLots),
    mark,
    unrealised: trip.side === 'buy' ? gain : gain.neg(),
    fee: trip.fee,
    funding: trip.funding,
  };
}

function finalEquity({ cash, instruments, lastClose, openCost }: RunRecord, trips: readonly RoundTrip[]): Decimal {
  let equity = openCost === undefined ? cash : cash.sub(openCost);
  for (const trip of trips) {
    if (trip.openLots === 0) continue;
    const value = unitsOf(instruments[trip.instrument]!, trip.openLots).mul(Decimal.fromNumber(lastClose[trip.instrument]!));
    equity = trip.side === 'buy' ? equity.add(value) : equity.sub(value);
  }
  return equity;
}
