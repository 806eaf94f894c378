import { asFault, Fault } from '../../src-shared/kernel/fault.ts';
import type { ResearchStore, RunConditions } from '../ports/research-store.ts';
import { type OverfitPlan, overfitReport } from '../services/overfit-report.ts';
import { dataHash } from '../sessions/research/data-hash.ts';
import { recordOf, trialSpec } from '../sessions/research/evaluate-trial.ts';
import { type Command, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import { valueOption } from './option.ts';
import { note, printJson, printLines } from './output.ts';
import { overfitText } from './overfit-text.ts';
import { barsOf } from './search-setup.ts';
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
  about: 'How often days, trades and entries of the best trial are drawn anew.',
  shownDefault: '1000',
  read: (text, refuse) => readNumber(text, { min: 100, max: 100_000, whole: true }, refuse),
});

const SEED = valueOption<number>({
  name: 'seed',
  placeholder: 'N',
  about: 'Seed of what is drawn.',
  shownDefault: '1',
  read: (text, refuse) => readNumber(text, { min: 0, max: 4_294_967_295, whole: true }, refuse),
});

/** Single backtests that are looked through for an id. */
const LOOKED_THROUGH = 10_000;

function named(store: ResearchStore, id: string): RunConditions {
  const search = store.search(id);
  if (search !== null) return search.conditions;
  const [run, another] = store.runs(LOOKED_THROUGH).filter((each) => each.id.startsWith(id));
  if (run === undefined || another !== undefined) throw new Fault('search.unknown', { search: id });
  return run.conditions;
}

function newest(store: ResearchStore): RunConditions {
  const [latest] = [...store.runs(1), ...store.searches(1)].sort((a, b) => b.at - a.at);
  if (latest === undefined)
    throw new Fault('environment.missing', { what: 'A stored backtest or search', remedy: 'Run one of them first.' });
  return latest.conditions;
}

/** Runs the best trial again where its bars are still the same and its strategy is a built-in one; says why it cannot. */
async function runnerOf(conditions: RunConditions, context: CliContext): Promise<OverfitPlan['runAgain']> {
  const { services } = context;
  const find = (id: string) => services.strategies.find(({ spec }) => spec.id === id);
  const without = (why: string): null => {
    note(context, `Entries are not held against random ones: ${why}`);
    return null;
  };
  const { strategy, data } = conditions.family;
  if (find(strategy) === undefined) return without(`${strategy} is not a built-in strategy.`);
  try {
    const candles = await barsOf({ conditions }, context);
    if (dataHash(candles) !== data) return without(`${conditions.data.label} holds other bars by now.`);
    return (parameters) => {
      const spec = trialSpec({ conditions, candles }, { parameters, from: 0, to: candles.length }, find);
      return { record: recordOf(spec, services.backtest(spec)), candles };
    };
  } catch (thrown) {
    const fault = asFault(thrown);
    if (fault.code === 'internal') throw thrown;
    return without(fault.message);
  }
}

/** Tells whether the best of everything that was tried is more than luck. */
export const overfitCommand: Command = {
  name: 'overfit',
  about: 'Judge whether the best of everything that was ever tried of a family is more than luck. Exit code 1 when it is not.',
  positionals: [],
  options: [OF, RESAMPLES, SEED, JSON_OPTION],
  examples: ['cryptoorch overfit', 'cryptoorch overfit --of 3k9v0c --json'],
  async run(values, context) {
    const store = context.services.research(context.home);
    try {
      const id = values.given(OF);
      const conditions = id === undefined ? newest(store) : named(store, id);
      const report = overfitReport(store, {
        family: conditions.family,
        seed: values.given(SEED) ?? 1,
        resamples: values.given(RESAMPLES) ?? 1_000,
        runAgain: await runnerOf(conditions, context),
      });
      if (values.has(JSON_OPTION)) printJson(context, report);
      else printLines(context, overfitText(report));
      return report.verdict.passed ? 0 : 1;
    } finally {
      store.close();
    }
  },
};
