import type { LeaksView } from '../../src-shared/contract/checks.ts';
import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import type { Instrument } from '../../src-shared/domain/instrument.ts';
import type { Leak, LeakSearch } from '../core/research/leaks/find-leak.ts';
import { FUTURES } from '../core/research/leaks/other-futures.ts';
import type { StartDependence } from '../core/research/leaks/start-dependence.ts';
import { cleanSentence, deedWords, FUTURE_WORDS, leakVerdict, startSentence } from './leak-words.ts';

/** A finished search for leaks with the bars that it was over. */
export interface LeakEvidence {
  readonly search: LeakSearch;
  readonly start: StartDependence;
  readonly warmupBars: number;
  readonly candles: CandleColumns;
  readonly instrument: Instrument;
}

const LEAKS = 'It leaks: something before a cut came out differently when only the bars behind the cut were changed.';

/** What a search for leaks found, in words and figures. */
export function leakReport({ search, start, warmupBars, candles, instrument }: LeakEvidence): LeaksView {
  const { leak, cuts, runs, happened } = search;
  return {
    kind: 'leaks',
    verdict: leakVerdict(search),
    sentence: leak === null ? cleanSentence(search) : LEAKS,
    bars: candles.length,
    from: candles.time[0] ?? 0,
    to: candles.time[candles.length - 1] ?? 0,
    ...{ cuts, runs, happened },
    futures: FUTURES.map((future) => FUTURE_WORDS[future]),
    leak: leak && leakOf(leak, candles, instrument),
    start: { ...start, warmupBars, differing: start.differing / 100, sentence: startSentence(start, warmupBars) },
  };
}

function leakOf(leak: Leak, { time }: CandleColumns, instrument: Instrument): LeaksView['leak'] {
  return {
    time: time[leak.row]!,
    cutTime: time[leak.cut] ?? null,
    future: FUTURE_WORDS[leak.future],
    before: deedWords(leak.before, instrument),
    after: deedWords(leak.after, instrument),
  };
}
