import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { Leak } from '../core/research/leaks/find-leak.ts';
import type { LeakCheck } from '../run-leaks.ts';
import { cleanSentence, deedWords, FUTURE_WORDS, leakVerdict, startSentence } from '../services/leak-words.ts';
import type { BacktestSpec } from '../sessions/backtest-types.ts';
import { minuteTime } from './figures.ts';

/** A finished search with what it was over. */
export interface FoundLeaks {
  readonly check: LeakCheck;
  readonly spec: BacktestSpec;
  readonly instrument: Instrument;
}

/** The answer of `leaks --json`. */
export function leakJson({ check, spec }: FoundLeaks): Readonly<Record<string, unknown>> {
  const { search, start, warmupBars } = check;
  const { leak } = search;
  const { candles } = spec.series[0]!;
  const [from, to] = [candles.time[0] ?? 0, candles.time[candles.length - 1] ?? 0];
  return {
    strategy: spec.placements[0]!.strategy,
    verdict: leakVerdict(search),
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
    ...(search.leak === null ? [cleanSentence(search)] : leakLines(search.leak, found)),
    startSentence(start, warmupBars),
  ];
}

function leakLines(leak: Leak, { spec, instrument }: FoundLeaks): readonly string[] {
  const { time } = spec.series[0]!.candles;
  const cut = time[leak.cut];
  const where = cut === undefined ? '' : ` from ${minuteTime(cut)} on`;
  return [
    `It leaks. The bar of ${minuteTime(time[leak.row]!)} comes out differently when the future${where} ${FUTURE_WORDS[leak.future]}.`,
    `  before: ${deedWords(leak.before, instrument)}`,
    `  after:  ${deedWords(leak.after, instrument)}`,
  ];
}
