import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { RiskLimits } from '../../src-shared/domain/limits.ts';
import type { LedgerOrder, LedgerScope, LedgerSnapshot } from '../ports/ledger.ts';
import type { QuoteEvent } from '../ports/market-source.ts';
import { decodeJson, encodeJson } from './tagged-json.ts';

/** Everything an engine was made of and began with: enough to make it again. */
export interface JournalStart {
  readonly engineVersion: string;
  readonly scope: LedgerScope;
  readonly instruments: readonly InstrumentSpec[];
  readonly quote: string;
  readonly limits: RiskLimits;
  /** What the venue's model takes off a market order beside half the spread; absent in older journals. */
  readonly slippageBps?: number;
  /** Decimal text, or null for the instruments' own. */
  readonly takerFeeRate: string | null;
  readonly answerTimeoutMs: number;
  readonly receiveWindowMs: number;
  /** The account is held against its venue; absent where the venue is our own. */
  readonly reconciles?: boolean;
  /** Nothing may be opened before it was armed; absent where the money is not real, and in older journals. */
  readonly needsArming?: boolean;
  /** What the ledger knew, or null for a new account. */
  readonly snapshot: LedgerSnapshot | null;
  /** Market time of the start. */
  readonly startAt: number;
  readonly quotes: readonly QuoteEvent[];
  /** Market time from which the market is heard again, where it went on without the program; absent where nothing was missed. */
  readonly heardFrom?: number;
  /** Bars that each running strategy was warmed with, by instance, and each indicator alert, by `alertHistory`. */
  readonly histories: ReadonlyMap<string, CandleColumns>;
  /** Seed, speed and whatever else the session was started with, as JSON text. */
  readonly configuration: string;
}

/** Under which name a start keeps the bars of an alert. */
export function alertHistory(alert: number): string {
  return `alert ${String(alert)}`;
}

/** A start as bytes. */
export function encodeStart(start: JournalStart): Uint8Array {
  return encodeJson(start);
}

/** The start that `encodeStart` wrote. */
export function decodeStart(bytes: Uint8Array): JournalStart {
  const start = decodeJson(bytes) as JournalStart;
  return start.snapshot === null ? start : { ...start, snapshot: completed(start.snapshot) };
}

/** What older journals did not keep of what the ledger knew. */
type Older = Omit<LedgerSnapshot, 'endedOrders' | 'openOrders'> & {
  readonly endedOrders?: LedgerSnapshot['endedOrders'];
  readonly openOrders: readonly (Omit<LedgerOrder, 'fillIds'> & Partial<Pick<LedgerOrder, 'fillIds'>>)[];
};

function completed({ endedOrders = [], openOrders, ...rest }: Older): LedgerSnapshot {
  return { ...rest, endedOrders, openOrders: openOrders.map(({ fillIds = [], ...order }) => ({ ...order, fillIds })) };
}
