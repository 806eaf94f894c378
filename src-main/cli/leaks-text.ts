import type { FundingNote } from '../../src-shared/domain/funding.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { Leak } from '../core/research/leaks/find-leak.ts';
import type { LeakCheck } from '../run-leaks.ts';
import { cleanSentence, deedWords, FUTURE_WORDS, leakVerdict, startSentence } from '../services/leak-words.ts';
import type { BacktestSpec } from '../sessions/backtest-types.ts';
import { perpetualTaken, type TradedContract } from './assumptions.ts';
import { minuteTime } from './figures.ts';
import { perpetualLine } from './perpetual-text.ts';

/** A finished search with what it was over. */
export interface FoundLeaks {
  readonly check: LeakCheck;
  readonly spec: BacktestSpec;
  readonly instrument: Instrument;
  /** What holding it costs, where it is a perpetual. */
  readonly funding?: FundingNote | undefined;
}

function contractOf({ spec, instrument, funding }: FoundLeaks): TradedContract {
  return { instrument: instrument.spec, ways: spec.placements[0]!.ways, funding };
}

/** The answer of `leaks --json`. */
export function leakJson(found: FoundLeaks): Readonly<Record<string, unknown>> {
  const { check, spec } = found;
  const { search, start, warmupBars } = check;
  const { leak } = search;
  const { candles } = spec.series[0]!;
  const [from, to] = [candles.time[0] ?? 0, candles.time[candles.length - 1] ?? 0];
  return {
    strategy: spec.placements[0]!.strategy,
    ...perpetualTaken(contractOf(found)),
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
    ...perpetualLine(contractOf(found)),
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
