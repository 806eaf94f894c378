import { Decimal } from '../kernel/decimal.ts';
import { DAY_MS, utcDay } from '../kernel/time.ts';
import { Instrument } from './instrument.ts';
import { mean } from './daily-returns.ts';
import type { RunRecord } from './report.ts';

/** The closes of an instrument during a run. */
export interface InstrumentCloses {
  /** Opens of the bars, ms UTC, rising. */
  readonly opens: Float64Array;
  readonly barMs: number;
  /** Quote units. */
  readonly close: Float64Array;
}

/** What one instrument did to a run on several. Money in the settle asset. */
export interface Contribution {
  readonly instrument: number;
  readonly fills: number;
  /** Exact, after fees and funding, what is still held at its last close: over all instruments it comes to what the run gained or lost. */
  readonly profit: Decimal;
  /** Exact. */
  readonly fees: Decimal;
  /** Share of the instants at which it was held. */
  readonly held: number;
  /** Value of the position as a share of equity: mean over all instants, and the highest. */
  readonly meanWeight: number;
  readonly highestWeight: number;
}

/** Every instrument's part in a run, and how the parts move together. */
export interface Contributions {
  readonly instruments: readonly Contribution[];
  /** Pearson correlation of the instruments' daily profits, row by row; null where one of two did not vary. */
  readonly correlation: readonly (readonly (number | null)[])[];
  /** Mean and highest sum of all positions' absolute values as a share of equity. */
  readonly meanGross: number;
  readonly highestGross: number;
}

/** Where one instrument stands while the run is walked. */
class Walk {
  private readonly closes: InstrumentCloses;
  private readonly lotSize: number;
  private row = -1;
  size = 0;
  private spent = 0;
  value = 0;
  held = 0;
  weights = 0;
  highest = 0;
  readonly daily: number[] = [];
  private dayStart = 0;

  constructor(closes: InstrumentCloses, lotSize: number) {
    this.closes = closes;
    this.lotSize = lotSize;
  }

  take(lots: number, paid: number): void {
    this.size += lots * this.lotSize;
    this.spent += paid;
  }

  /** Values the position at an instant. */
  at(time: number, equity: number): void {
    const { opens, barMs, close } = this.closes;
    while (this.row + 1 < opens.length && opens[this.row + 1]! + barMs <= time) this.row += 1;
    this.value = this.row < 0 ? 0 : this.size * close[this.row]!;
    if (this.size !== 0) this.held += 1;
    const weight = equity > 0 ? Math.abs(this.value) / equity : 0;
    this.weights += weight;
    this.highest = Math.max(this.highest, weight);
  }

  receive(amount: number): void {
    this.spent -= amount;
  }

  endDay(): void {
    const profit = this.value - this.spent;
    this.daily.push(profit - this.dayStart);
    this.dayStart = profit;
  }
}

/** Takes a run apart by instrument. `closes` has a series for each. */
export function contributions(record: RunRecord, closes: readonly InstrumentCloses[]): Contributions {
  const { instruments, times, equity, fills, carry = [] } = record;
  const walks = instruments.map(({ index, lotSize }) => new Walk(closes[index]!, lotSize));
  let next = 0;
  let paid = 0;
  let grossSum = 0;
  let highestGross = 0;
  for (let i = 0; i < times.length; i += 1) {
    const time = times[i]!;
    for (; next < fills.length && fills[next]!.time <= time; next += 1) {
      const { instrument, side, ticks, lots, fee } = fills[next]!;
      const way = side === 'buy' ? 1 : -1;
      walks[instrument]!.take(way * lots, way * instruments[instrument]!.approximateNotional(ticks, lots) + fee.toNumber());
    }
    for (; paid < carry.length && carry[paid]!.time <= time; paid += 1)
      walks[carry[paid]!.instrument]!.receive(carry[paid]!.amount.toNumber());
    let gross = 0;
    for (const walk of walks) {
      walk.at(time, equity[i]!);
      gross += Math.abs(walk.value);
    }
    const share = equity[i]! > 0 ? gross / equity[i]! : 0;
    grossSum += share;
    highestGross = Math.max(highestGross, share);
    // A close at 00:00 belongs to the day that it ends.
    const dayEnds = (utcDay(time - 1) + 1) * DAY_MS;
    if (i === times.length - 1 || times[i + 1]! > dayEnds) for (const walk of walks) walk.endDay();
  }
  const count = Math.max(1, times.length);
  const daily = walks.map((walk) => Float64Array.from(walk.daily));
  return {
    instruments: walks.map((walk, instrument) => ({
      ...money(record, instrument),
      held: walk.held / count,
      meanWeight: walk.weights / count,
      highestWeight: walk.highest,
    })),
    correlation: daily.map((one) => daily.map((other) => correlation(one, other))),
    meanGross: grossSum / count,
    highestGross,
  };
}

/**
 * Takes a run apart by who traded: a part for each of `parts`, in their order, of the fills and the funding of its instrument that carry its origin. What one strategy earned on an
 * instrument that others trade too is what its own fills come to at the last close.
 */
export function contributionsByOrigin(
  record: RunRecord,
  closes: readonly InstrumentCloses[],
  parts: readonly { readonly origin: string; readonly instrument: number }[],
): Contributions {
  const place = new Map(parts.map(({ origin, instrument }, index) => [`${String(instrument)} ${origin}`, index]));
  const ofParts = <Row extends { readonly origin: string; readonly instrument: number }>(rows: readonly Row[]): Row[] =>
    rows.flatMap((row) => {
      const part = place.get(`${String(row.instrument)} ${row.origin}`);
      return part === undefined ? [] : [{ ...row, instrument: part }];
    });
  const own = {
    ...record,
    instruments: parts.map(({ instrument }, index) => new Instrument(record.instruments[instrument]!.spec, index)),
    fills: ofParts(record.fills),
    carry: ofParts(record.carry ?? []),
    lastClose: parts.map(({ instrument }) => record.lastClose[instrument]!),
  };
  return contributions(
    own,
    parts.map(({ instrument }) => closes[instrument]!),
  );
}

function money(
  { fills, instruments, lastClose, carry = [] }: RunRecord,
  index: number,
): Pick<Contribution, 'instrument' | 'fills' | 'profit' | 'fees'> {
  const instrument = instruments[index]!;
  let profit = Decimal.ZERO;
  let fees = Decimal.ZERO;
  let lots = 0;
  let count = 0;
  for (const fill of fills) {
    if (fill.instrument !== index) continue;
    const value = instrument.notional(fill.ticks, fill.lots);
    profit = (fill.side === 'buy' ? profit.sub(value) : profit.add(value)).sub(fill.fee);
    fees = fees.add(fill.fee);
    lots += fill.side === 'buy' ? fill.lots : -fill.lots;
    count += 1;
  }
  for (const payment of carry) if (payment.instrument === index) profit = profit.add(payment.amount);
  const units = instrument.sizeOf(lots).mul(Decimal.parse(instrument.spec.multiplier));
  return { instrument: index, fills: count, profit: profit.add(units.mul(Decimal.fromNumber(lastClose[index]!))), fees };
}

/** Pearson's correlation of two columns of equal length; null where either does not vary. */
function correlation(one: Float64Array, other: Float64Array): number | null {
  const a = mean(one);
  const b = mean(other);
  let together = 0;
  let first = 0;
  let second = 0;
  for (let i = 0; i < one.length; i += 1) {
    const x = one[i]! - a;
    const y = other[i]! - b;
    together += x * y;
    first += x * x;
    second += y * y;
  }
  if (first === 0 || second === 0) return null;
  return Math.min(1, Math.max(-1, together / Math.sqrt(first * second)));
}
