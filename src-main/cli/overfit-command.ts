import { Fault } from '../../src-shared/kernel/fault.ts';
import type { ResearchStore, TrialFamily } from '../ports/research-store.ts';
import { overfitReport } from '../services/overfit-report.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { valueOption } from './option.ts';
import { printJson, printLines } from './output.ts';
import { overfitText } from './overfit-text.ts';
import { readNumber } from './value-readers.ts';

const OF = valueOption<string>({
  name: 'of',
  placeholder: 'ID',
  about: 'A search or a single backtest of the family, by its id or the beginning of it.',
  shownDefault: 'the newest',
  read: (text) => text,
});

const RESAMPLES = valueOption<number>({
  name: 'resamples',
  placeholder: 'N',
  about: 'How often the days of the best trial are drawn anew.',
  shownDefault: '1000',
  read: (text, refuse) => readNumber(text, { min: 100, max: 100_000, whole: true }, refuse),
});

const SEED = valueOption<number>({
  name: 'seed',
  placeholder: 'N',
  about: 'Seed of the resamples.',
  shownDefault: '1',
  read: (text, refuse) => readNumber(text, { min: 0, max: 4_294_967_295, whole: true }, refuse),
});

/** Single backtests that are looked through for an id. */
const LOOKED_THROUGH = 10_000;

function namedFamily(store: ResearchStore, id: string): TrialFamily {
  const search = store.search(id);
  if (search !== null) return search.conditions.family;
  const [run, another] = store.runs(LOOKED_THROUGH).filter((each) => each.id.startsWith(id));
  if (run === undefined || another !== undefined) throw new Fault('search.unknown', { search: id });
  return run.conditions.family;
}

function newestFamily(store: ResearchStore): TrialFamily {
  const [newest] = [...store.runs(1), ...store.searches(1)].sort((a, b) => b.at - a.at);
  if (newest === undefined)
    throw new Fault('environment.missing', { what: 'A stored backtest or search', remedy: 'Run one of them first.' });
  return newest.conditions.family;
}

/** Tells whether the best of everything that was tried is more than luck. */
export const overfitCommand: Command = {
  name: 'overfit',
  about: 'Judge whether the best of everything that was ever tried of a family is more than luck. Exit code 1 when it is not.',
  positionals: [],
  options: [OF, RESAMPLES, SEED, JSON_OPTION],
  examples: ['cryptoorch overfit', 'cryptoorch overfit --of 3k9v0c --json'],
  run(values, context) {
    const store = context.services.research(context.home);
    try {
      const named = values.given(OF);
      const report = overfitReport(store, {
        family: named === undefined ? newestFamily(store) : namedFamily(store, named),
        seed: values.given(SEED) ?? 1,
        resamples: values.given(RESAMPLES) ?? 1_000,
      });
      if (values.has(JSON_OPTION)) printJson(context, report);
      else printLines(context, overfitText(report));
      return Promise.resolve(report.verdict.passed ? 0 : 1);
    } finally {
      store.close();
    }
  },
};
