import type { Instrument } from '../../src-shared/domain/instrument.ts';
import { signalSentence } from '../../src-shared/domain/signals.ts';
import type { FaultDetails } from '../../src-shared/kernel/fault.ts';
import { isoTime } from '../../src-shared/kernel/time.ts';
import type { Leak } from '../core/research/leaks/find-leak.ts';
import type { LeakCheck } from '../run-leaks.ts';
import type { BacktestSpec } from '../sessions/backtest-types.ts';
import { minuteTime } from './figures.ts';

/** A finished search with what it was over. */
export interface FoundLeaks {
  readonly check: LeakCheck;
  readonly spec: BacktestSpec;
  readonly instrument: Instrument;
}

const FUTURE_WORDS: Readonly<Record<Leak['future'], string>> = {
  truncated: 'is taken away',
  mirrored: 'is turned upside down',
  moved: 'is moved up or down',
  'mirrored-after-open': 'is turned upside down after the first open',
  'moved-after-open': 'is moved up or down after the first open',
  'same bars': 'is the same, in a second run',
};

/** The answer of `leaks --json`. */
export function leakJson({ check, spec }: FoundLeaks): Readonly<Record<string, unknown>> {
  const { search, start, warmupBars } = check;
  const { leak } = search;
  const { candles } = spec.series[0]!;
  const [from, to] = [candles.time[0] ?? 0, candles.time[candles.length - 1] ?? 0];
  return {
    strategy: spec.placements[0]!.strategy,
    verdict: verdictOf(check),
    bars: candles.length,
    from,
    to,
    cuts: search.cuts,
    runs: search.runs,
    happened: search.happened,
    leak: leak && { ...leak, time: candles.time[leak.row] ?? to, cutTime: candles.time[leak.cut] ?? null },
    startDependence: { warmupBars, ...start },
  };
}

/** The answer of `leaks` for a person. */
export function leakText(found: FoundLeaks): readonly string[] {
  const { check, spec } = found;
  const { search, start, warmupBars } = check;
  const { candles } = spec.series[0]!;
  const looked = `${String(candles.length)} bars, the future changed at ${String(search.cuts)} of them, ${String(search.runs)} runs`;
  return [
    `${spec.placements[0]!.strategy}: ${looked}`,
    ...(search.leak === null ? clean(check) : leakLines(search.leak, found)),
    `Begun later at ${String(start.starts)} places, it held something else on ${start.differing.toFixed(2)}% of the bars after its warm-up of ${String(warmupBars)} bars; the longest until both agreed for good was ${String(start.settledAfter)} bars.`,
  ];
}

function verdictOf({ search }: LeakCheck): 'clean' | 'leaks' | 'nothing-happened' {
  if (search.leak !== null) return 'leaks';
  return search.happened === 0 ? 'nothing-happened' : 'clean';
}

function clean({ search }: LeakCheck): readonly string[] {
  if (search.happened === 0) return ['Nothing happened in these bars, so nothing is proven: choose more bars or other parameters.'];
  return ['No leak: what came before a cut was the same every time, signals, orders, fills and equity.'];
}

function leakLines(leak: Leak, { spec, instrument }: FoundLeaks): readonly string[] {
  const { time } = spec.series[0]!.candles;
  const cut = time[leak.cut];
  const where = cut === undefined ? '' : ` from ${minuteTime(cut)} on`;
  return [
    `It leaks. The bar of ${minuteTime(time[leak.row]!)} comes out differently when the future${where} ${FUTURE_WORDS[leak.future]}.`,
    `  before: ${said(leak.before, instrument)}`,
    `  after:  ${said(leak.after, instrument)}`,
  ];
}

/** What happened, as a person reads it; a record that has no such words as it is. */
function said(text: string | null, instrument: Instrument): string {
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
