import type { AccountRow } from '../../../src-shared/contract/rows.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** How far equity stands below its peak, never under nothing. */
export function belowPeak(equity: string, peak: string): Decimal {
  const fall = Decimal.parse(peak).sub(Decimal.parse(equity));
  return fall.sign() < 0 ? Decimal.ZERO : fall;
}

/** `paper-1` as it is called: `Paper 1`; a practice account has no number that says anything. */
export function accountName(account: string): string {
  if (account.startsWith('practice-')) return 'Practice';
  const words = account.replaceAll('-', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Heights of the equity row, of one fact, of the day's chart and of the gap around it. */
export const EQUITY_ROW = 44;
export const FACT_ROW = 20;
export const DAY_CHART = 112;
const CHART_GAP = 8;
const FACTS = 6;

/** What fits under the head: how many facts, and whether the day's chart has room. The equity row never goes. */
export function accountRoom(height: number): { readonly facts: number; readonly chart: boolean } {
  const chart = height >= EQUITY_ROW + DAY_CHART + CHART_GAP + FACTS * FACT_ROW;
  const facts = Math.max(0, Math.min(FACTS, Math.floor((height - EQUITY_ROW - (chart ? DAY_CHART + CHART_GAP : 0)) / FACT_ROW)));
  return { facts, chart };
}

/** The day's equity as drawn: what the ledger's fills come to, then what the account is worth now; before it was read, the day's start. */
export function dayLine(curve: Float64Array | undefined, { dayStartEquity, equity }: AccountRow): Float64Array {
  const past = curve === undefined || curve.length === 0 ? [Number(dayStartEquity)] : curve;
  return Float64Array.from([...past, Number(equity)]);
}
