import { FROM, RUN_DATA, TO } from './data-options.ts';
import type { SearchMethod } from '../../src-shared/domain/search.ts';
import type { Option } from './option.ts';
import { switchOption, valueOption } from './option.ts';
import { PERPETUAL_OPTIONS } from './perpetual-options.ts';
import {
  ALLOW_GAPS,
  CANDLES,
  CASH,
  COST_OPTIONS,
  INSTRUMENT,
  LIMITS,
  LOT,
  PARAM,
  SEED,
  SIZE,
  STRATEGY,
  TICK,
  TIMEFRAME,
  withDefault,
} from './run-options.ts';
import { readConstraint, readObjective, readRange } from './search-readers.ts';
import { readChoice, readNumber } from './value-readers.ts';
import { PROTECTIONS } from './protections-option.ts';

/** Trials of a search that names no number. */
export const DEFAULT_TRIALS = 200;

const UNLESS_RESUMED = 'needed, unless --resume';

export const RANGE = valueOption({
  name: 'range',
  placeholder: 'NAME=FROM:TO:STEP',
  about: 'What to vary; once for each parameter. Without a step whole parameters go by ones, others are continuous.',
  shownDefault: UNLESS_RESUMED,
  repeats: true,
  read: readRange,
});

export const METHOD = valueOption<SearchMethod>({
  name: 'method',
  placeholder: 'METHOD',
  about: 'grid (every combination), random, tpe (learns, one objective), nsga2 (learns, several objectives).',
  shownDefault: 'grid; with several objectives nsga2',
  read: (text, refuse) => readChoice(text, ['grid', 'random', 'tpe', 'nsga2'], refuse),
});

export const TRIALS = valueOption({
  name: 'trials',
  placeholder: 'N',
  about: 'Most trials; of a walk-forward, for each window. A grid runs all of its combinations.',
  shownDefault: String(DEFAULT_TRIALS),
  read: (text, refuse) => readNumber(text, { min: 1, max: 1_000_000, whole: true }, refuse),
});

export const OBJECTIVE = valueOption({
  name: 'objective',
  placeholder: 'FIGURE',
  about:
    'Figure to make large (or small, where small is better); :max or :min says which. May be given several times: then the Pareto front is shown.',
  shownDefault: 'sharpe',
  repeats: true,
  read: readObjective,
});

export const CONSTRAINT = valueOption({
  name: 'constraint',
  placeholder: 'FIGURE>=N',
  about: 'What a trial must keep to be accepted, "trades>=30" or "maxDrawdown<=0.3", in quotes; may be given several times.',
  shownDefault: 'none',
  repeats: true,
  read: readConstraint,
});

export const JOBS = valueOption({
  name: 'jobs',
  placeholder: 'N',
  about: 'Threads. The result does not depend on their number.',
  shownDefault: 'every core',
  read: (text, refuse) => readNumber(text, { min: 1, max: 256, whole: true }, refuse),
});

export const RESUME = valueOption({
  name: 'resume',
  placeholder: 'ID',
  about: 'Go on with a search that was paused or broke off; the other options, but --jobs, are those that it was begun with.',
  shownDefault: 'a new search',
  read: (text) => text,
});

const days = (name: string, about: string, shownDefault: string): Option<number> =>
  valueOption({
    name,
    placeholder: 'DAYS',
    about,
    shownDefault,
    read: (text, refuse) => readNumber(text, { min: 1, max: 100_000, whole: true }, refuse),
  });

export const IN_SAMPLE = days('in-sample', 'Days of a window in which parameters are chosen.', 'three times the days out of sample');
export const OUT_OF_SAMPLE = days(
  'out-of-sample',
  'Days behind a window on which the choice is tried.',
  'so that the windows fill the bars',
);

export const WINDOWS = valueOption({
  name: 'windows',
  placeholder: 'N',
  about: 'Number of windows; the last one ends with the bars.',
  shownDefault: 'as many as fit; 6 where no days are given',
  read: (text, refuse) => readNumber(text, { min: 1, max: 1_000, whole: true }, refuse),
});

export const ANCHORED = switchOption('anchored', 'Every window begins with the first one instead of rolling along.');

/** What has to be given for a new search over a file, and over a stored series. */
export const SEARCH_NEEDS: readonly Option<unknown>[] = [CANDLES, INSTRUMENT, TIMEFRAME, STRATEGY, RANGE];
export const STORED_SEARCH_NEEDS: readonly Option<unknown>[] = [STRATEGY, RANGE];

const needed = <Value>(option: Option<Value>): Option<Value> => withDefault(option, UNLESS_RESUMED);

/** Options of every search. */
export const SEARCH_OPTIONS: readonly Option<unknown>[] = [
  needed(CANDLES),
  withDefault(RUN_DATA, 'none: --candles, --instrument and --timeframe are then needed'),
  FROM,
  TO,
  needed(INSTRUMENT),
  needed(TIMEFRAME),
  needed(STRATEGY),
  RANGE,
  METHOD,
  TRIALS,
  OBJECTIVE,
  CONSTRAINT,
  JOBS,
  RESUME,
  PARAM,
  CASH,
  SIZE,
  ...COST_OPTIONS,
  ...PERPETUAL_OPTIONS,
  LIMITS,
  PROTECTIONS,
  TICK,
  LOT,
  ALLOW_GAPS,
  SEED,
];
