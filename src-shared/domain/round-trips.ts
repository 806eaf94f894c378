import { Decimal } from '../kernel/decimal.ts';
import type { FundingPayment } from './funding.ts';
import type { Instrument } from './instrument.ts';
import type { Side } from './order.ts';

/** A fill as the books of a run keep it. */
export interface ExecutedFill {
  /** Market time, ms UTC. */
  readonly time: number;
  /** Dense index of the instrument. */
  readonly instrument: number;
  /** Strategy instance, or `you`. */
  readonly origin: string;
  readonly side: Side;
  /** Whole ticks. */
  readonly ticks: number;
  /** Whole lots, above 0. */
  readonly lots: number;
  /** Exact fee in the settle asset; negative for a rebate. */
  readonly fee: Decimal;
  /** The venue closed the position, because the margin behind it was used up. */
  readonly liquidation?: true;
  /** What positions gave up for the fee where it took coins; absent where nothing was given up. */
  readonly feeLots?: readonly GivenLots[];
}

/** Lots that a fee took from what an origin holds: sold for the value of the fee. Without lots, the value alone came back. */
export interface GivenLots {
  readonly instrument: number;
  readonly origin: string;
  /** 0 or more. */
  readonly lots: number;
  /** Exact, settle asset. */
  readonly value: Decimal;
}

/** A position from flat to flat (or to the end of the run), with everything that was filled in between. */
export interface RoundTrip {
  readonly instrument: number;
  readonly origin: string;
  /** `buy` was long, `sell` was short. */
  readonly side: Side;
  /** First fill that opened it, ms UTC. */
  readonly entryTime: number;
  /** Last fill that closed it, ms UTC; null while something is held. */
  readonly exitTime: number | null;
  /** Lots that were entered in all, above 0. */
  readonly lots: number;
  /** Lots still held, 0 when closed. */
  readonly openLots: number;
  /** Exact value of what was entered, settle asset. */
  readonly entryValue: Decimal;
  /** Exact value of what was closed, settle asset. */
  readonly exitValue: Decimal;
  /** Exact fees of entry and exit. */
  readonly fee: Decimal;
  /** Exact funding received while it was held; below zero where it was paid. Zero for spot. */
  readonly funding: Decimal;
  /** The venue closed it, because the margin behind it was used up. */
  readonly liquidated: boolean;
}

interface OpenTrip {
  side: Side;
  entryTime: number;
  lots: number;
  openLots: number;
  entryValue: Decimal;
  exitValue: Decimal;
  fee: Decimal;
  funding: Decimal;
  liquidated: boolean;
}

/** Digits after the point to which the fee of a fill that turns a position is shared between the two trips; the rest goes to the second. */
const SHARED_FEE_SCALE = 18;

/**
 * Fills in the order of booking, as round trips per instrument and origin: closed ones in the order of their end, then those still open.
 * Funding goes to the trip that is open when it is paid, before a fill of the same instant.
 */
export function roundTrips(
  fills: readonly ExecutedFill[],
  instruments: readonly Instrument[],
  carry: readonly FundingPayment[] = [],
): readonly RoundTrip[] {
  const open = new Map<string, OpenTrip>();
  const closed: RoundTrip[] = [];
  let paid = 0;
  let before: ExecutedFill | undefined;
  let key = '';
  for (const fill of fills) {
    // Most fills are of the same instrument and origin as the one before.
    if (before?.instrument !== fill.instrument || before.origin !== fill.origin) key = `${fill.instrument} ${fill.origin}`;
    before = fill;
    while (paid < carry.length && carry[paid]!.time <= fill.time) receive(open, carry[paid++]!);
    const instrument = instruments[fill.instrument]!;
    const trip = open.get(key);
    if (!trip || trip.side === fill.side) {
      open.set(key, enlarged(trip, fill, instrument));
      if (fill.feeLots !== undefined) closed.push(...payFee(open, fill.feeLots, fill.time));
      continue;
    }
    const lots = Math.min(trip.openLots, fill.lots);
    const rest = fill.lots - lots;
    const fee =
      rest === 0 ? fill.fee : fill.fee.mul(Decimal.of(BigInt(lots))).divide(Decimal.of(BigInt(fill.lots)), SHARED_FEE_SCALE, 'down');
    trip.openLots -= lots;
    trip.exitValue = trip.exitValue.add(instrument.notional(fill.ticks, lots));
    trip.fee = trip.fee.add(fee);
    if (fill.liquidation === true) trip.liquidated = true;
    if (trip.openLots === 0) {
      open.delete(key);
      closed.push(tripOf(trip, fill.instrument, { origin: fill.origin, exitTime: fill.time }));
      if (rest > 0) open.set(key, enlarged(undefined, { ...fill, lots: rest, fee: fill.fee.sub(fee) }, instrument));
    }
    if (fill.feeLots !== undefined) closed.push(...payFee(open, fill.feeLots, fill.time));
  }
  while (paid < carry.length) receive(open, carry[paid++]!);
  return [...closed, ...stillOpen(open)];
}

/** Sells what a fee took from open trips; gives those that it ended. */
function payFee(open: Map<string, OpenTrip>, feeLots: readonly GivenLots[], exitTime: number): readonly RoundTrip[] {
  const ended: RoundTrip[] = [];
  for (const { instrument, origin, lots, value } of feeLots) {
    const key = `${instrument} ${origin}`;
    const trip = open.get(key);
    if (trip?.side !== 'buy') continue;
    trip.openLots = Math.max(0, trip.openLots - lots);
    trip.exitValue = trip.exitValue.add(value);
    if (trip.openLots > 0) continue;
    open.delete(key);
    ended.push(tripOf(trip, instrument, { origin, exitTime }));
  }
  return ended;
}

function receive(open: ReadonlyMap<string, OpenTrip>, { instrument, origin, amount }: FundingPayment): void {
  const trip = open.get(`${instrument} ${origin}`);
  if (trip !== undefined) trip.funding = trip.funding.add(amount);
}

/** Field by field: a spread would make an object of a shape of its own, and there is one for each trade. */
function tripOf(trip: OpenTrip, instrument: number, { origin, exitTime }: Pick<RoundTrip, 'origin' | 'exitTime'>): RoundTrip {
  const { side, entryTime, lots, openLots, entryValue, exitValue, fee, funding, liquidated } = trip;
  return { instrument, origin, side, entryTime, exitTime, lots, openLots, entryValue, exitValue, fee, funding, liquidated };
}

function enlarged(trip: OpenTrip | undefined, fill: ExecutedFill, instrument: Instrument): OpenTrip {
  const value = instrument.notional(fill.ticks, fill.lots);
  if (!trip) {
    return {
      side: fill.side,
      entryTime: fill.time,
      lots: fill.lots,
      openLots: fill.lots,
      entryValue: value,
      exitValue: Decimal.ZERO,
      fee: fill.fee,
      funding: Decimal.ZERO,
      liquidated: false,
    };
  }
  trip.lots += fill.lots;
  trip.openLots += fill.lots;
  trip.entryValue = trip.entryValue.add(value);
  trip.fee = trip.fee.add(fill.fee);
  return trip;
}

function stillOpen(open: ReadonlyMap<string, OpenTrip>): RoundTrip[] {
  return [...open].map(([key, trip]) => {
    const space = key.indexOf(' ');
    return tripOf(trip, Number(key.slice(0, space)), { origin: key.slice(space + 1), exitTime: null });
  });
}

/** Profit of a closed trip after all its fees and its funding, exact, settle asset. */
export function tripProfit(trip: RoundTrip): Decimal {
  const gross = trip.side === 'buy' ? trip.exitValue.sub(trip.entryValue) : trip.entryValue.sub(trip.exitValue);
  const net = gross.sub(trip.fee);
  return trip.funding.isZero() ? net : net.add(trip.funding);
}
