import { Decimal } from '../kernel/decimal.ts';
import { invariant } from '../kernel/result.ts';

/** Hours between two payments where nothing else is known: the custom of most venues. */
export const FUNDING_INTERVAL_MS = 28_800_000;

/** Rates of a perpetual as they were paid. */
export interface FundingRates {
  /** Instants of payment, ms UTC, strictly rising. */
  readonly time: Float64Array;
  /** Fractions of the position's value, paid by longs to shorts when above zero. */
  readonly rate: Float64Array;
}

/**
 * What a run pays for holding a perpetual: rates as they were (`stored`); one rate at 00:00, 08:00 and 16:00 UTC, which longs pay to shorts
 * when it is above zero (`stated`); or such a rate that is paid whichever side is held (`against`), the careful choice where nothing is known.
 */
export type FundingPlan =
  { readonly kind: 'stored'; readonly rates: FundingRates } | { readonly kind: 'stated' | 'against'; readonly bps: number };

/** A plan as it is written down: of stored rates their series and a hash in place of the columns. */
export type FundingNote =
  | {
      readonly kind: 'stored';
      readonly series: string;
      /** SHA-256 over instants and rates, hexadecimal. */
      readonly hash: string;
      /** How many rates of the series, from its first on, there were to be paid; all of them where absent. What is stored later changes nothing. */
      readonly known?: number;
      readonly payments: number;
    }
  | { readonly kind: 'stated' | 'against'; readonly bps: number };

/** What a run assumes where no rates are known, basis points per 8 hours. */
export const DEFAULT_FUNDING = { kind: 'against', bps: 1 } as const satisfies FundingPlan;

/** One payment of funding to (or by) what one origin holds. */
export interface FundingPayment {
  /** Market time, ms UTC. */
  readonly time: number;
  /** Dense index of the instrument. */
  readonly instrument: number;
  /** Strategy instance, or `you`. */
  readonly origin: string;
  /** Received, settle asset, exact; below zero where it was paid. */
  readonly amount: Decimal;
}

/** The first `count` of some rates. */
export function firstRates({ time, rate }: FundingRates, count: number): FundingRates {
  return { time: time.subarray(0, count), rate: rate.subarray(0, count) };
}

/** Index of the first value above `wanted` in a rising column. */
export function firstAbove(column: Float64Array, wanted: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column[middle]! <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first instant of payment after a time, ms UTC; Infinity where none is left. */
export function nextFunding(plan: FundingPlan, time: number): number {
  if (plan.kind !== 'stored') return (Math.floor(time / FUNDING_INTERVAL_MS) + 1) * FUNDING_INTERVAL_MS;
  return plan.rates.time[firstAbove(plan.rates.time, time)] ?? Number.POSITIVE_INFINITY;
}

/** The rate at an instant of payment for a position of this sign, exact; longs pay it to shorts when it is above zero. */
export function fundingRateAt(plan: FundingPlan, time: number, direction: 1 | -1): Decimal {
  if (plan.kind === 'stored') return Decimal.fromNumber(plan.rates.rate[firstAbove(plan.rates.time, time) - 1] ?? 0);
  const rate = Decimal.fromNumber(plan.bps).mul(Decimal.of(1n, 4));
  return plan.kind === 'against' && direction < 0 ? rate.neg() : rate;
}

/** The rate that was paid last at or before an instant, `back` payments before it; NaN where none was. */
export function publishedRate(plan: FundingPlan, time: number, back: number): number {
  if (plan.kind !== 'stored') return plan.kind === 'stated' ? plan.bps / 10_000 : Number.NaN;
  const { rates } = plan;
  return rates.rate[firstAbove(rates.time, time) - 1 - back] ?? Number.NaN;
}

/** The same plan with every rate multiplied, to see how much of a result hangs on it. */
export function scaledFunding(plan: FundingPlan, factor: number): FundingPlan {
  if (plan.kind !== 'stored') return { kind: plan.kind, bps: plan.bps * factor };
  return { kind: 'stored', rates: { time: plan.rates.time, rate: plan.rates.rate.map((rate) => rate * factor) } };
}

/** The plan of a note; stored rates are handed in, and none of them is a mistake of the program. */
export function planOfNote(note: FundingNote, rates: FundingRates | null): FundingPlan {
  if (note.kind !== 'stored') return note;
  invariant(rates !== null, 'stored funding comes with its rates');
  return { kind: 'stored', rates };
}

/** A plan in words, for the assumptions of a report. */
export function fundingWords(note: FundingNote): string {
  if (note.kind === 'stored')
    return `as stored in ${note.series}: ${String(note.payments)} payments in the run, on the value at the bar's price`;
  const times = 'every 8 hours at 00:00, 08:00 and 16:00 UTC';
  if (note.kind === 'against') return `${String(note.bps)} bp ${times}, paid whichever side is held: no rates are known`;
  return `${String(note.bps)} bp ${times}, ${note.bps < 0 ? 'shorts pay longs' : 'longs pay shorts'}: stated, not what was`;
}
