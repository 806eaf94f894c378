import type { Instrument } from '../../src-shared/domain/instrument.ts';
import { signalSentence } from '../../src-shared/domain/signals.ts';
import type { FaultDetails } from '../../src-shared/kernel/fault.ts';
import { isoTime } from '../../src-shared/kernel/time.ts';
import type { Leak, LeakSearch } from '../core/research/leaks/find-leak.ts';
import type { StartDependence } from '../core/research/leaks/start-dependence.ts';

/** What is done to the future, as the end of a sentence about it. */
export const FUTURE_WORDS: Readonly<Record<Leak['future'], string>> = {
  truncated: 'is taken away',
  mirrored: 'is turned upside down',
  moved: 'is moved up or down',
  'mirrored-after-open': 'is turned upside down after the first open',
  'moved-after-open': 'is moved up or down after the first open',
  'same bars': 'is the same, in a second run',
};

/** What a search for leaks came to. */
export function leakVerdict({ leak, happened }: LeakSearch): 'clean' | 'leaks' | 'nothing-happened' {
  if (leak !== null) return 'leaks';
  return happened === 0 ? 'nothing-happened' : 'clean';
}

/** The same in a sentence, where nothing was found. */
export function cleanSentence({ happened }: LeakSearch): string {
  return happened === 0
    ? 'Nothing happened in these bars, so nothing is proven: choose more bars or other parameters.'
    : 'No leak: what came before a cut was the same every time, signals, orders, fills and equity.';
}

/** How much hangs on where history begins, in a sentence. */
export function startSentence({ starts, differing, settledAfter }: StartDependence, warmupBars: number): string {
  return `Begun later at ${String(starts)} places, it held something else on ${differing.toFixed(2)}% of the bars after its warm-up of ${String(warmupBars)} bars; the longest until both agreed for good was ${String(settledAfter)} bars.`;
}

/** What happened, as a person reads it; a record that has no such words as it is. */
export function deedWords(text: string | null, instrument: Instrument): string {
  if (text === null) return 'nothing';
  const record = JSON.parse(text) as {
    readonly kind?: string;
    readonly order?: { readonly side: string; readonly type: string; readonly lots: number; readonly quoteAmount: string | null };
    readonly fill?: { readonly ticks: number; readonly lots: number; readonly time: number };
    readonly side?: string;
    readonly code?: string;
    readonly details?: FaultDetails;
  };
  const { spec } = instrument;
  if (record.kind === 'order' && record.order !== undefined) {
    const { side, type, lots, quoteAmount } = record.order;
    const size = quoteAmount === null ? `${instrument.sizeOf(lots).toString()} ${spec.base}` : `for ${quoteAmount} ${spec.quote}`;
    return `order to ${side} ${size} at ${type === 'market' ? 'market' : 'a limit'}`;
  }
  if (record.kind === 'fill' && record.fill !== undefined) {
    const { lots, ticks, time } = record.fill;
    const price = String(instrument.toPrice(ticks));
    return `${record.side === 'buy' ? 'bought' : 'sold'} ${instrument.sizeOf(lots).toString()} ${spec.base} at ${price}, ${isoTime(time)}`;
  }
  return record.kind === 'signal' ? `signal: ${signalSentence(record.code ?? '', record.details ?? {})}` : text;
}
