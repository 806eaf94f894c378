import { asFault, Fault } from '../../src-shared/kernel/fault.ts';
import type { ResearchStore, RunConditions } from '../ports/research-store.ts';
import { keptVerdict } from '../services/kept-verdict.ts';
import { type OverfitPlan, type OverfitReport, overfitReport } from '../services/overfit-report.ts';
import { fundingOfConditions } from '../sessions/research/conditions-funding.ts';
import { dataHash } from '../sessions/research/data-hash.ts';
import { recordOf, trialSpec } from '../sessions/research/evaluate-trial.ts';
import { BARS_BOOTSTRAP, BLOCK, bootstrapBars, type BootstrapGround, bootstrapText, type BootstrappedBars } from './bar-bootstrap.ts';
import { type Command, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import { RUN_DATA } from './data-options.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { valueOption } from './option.ts';
import { note, printJson, printLines } from './output.ts';
import { overfitText } from './overfit-text.ts';
import { JOBS } from './search-options.ts';
import { barsOf } from './search-setup.ts';
import { readNumber } from './value-readers.ts';

const OF = valueOption<string>({
  name: 'of',
  placeholder: 'ID',
  about: 'A search or a single backtest of the family, by its id or the beginning of it.',
  shownDefault: 'the newest',
  read: (text) => text,
});

const OF_DATA = { ...RUN_DATA, about: 'The newest search or single backtest over a stored series.', shownDefault: 'of any bars' };

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

/** The newest of all, or of those over a stored series. */
function newest(store: ResearchStore, series: string | undefined): RunConditions {
  const count = series === undefined ? 1 : LOOKED_THROUGH;
  const [latest] = [...store.runs(count), ...store.searches(count)]
    .filter(({ conditions }) => series === undefined || conditions.data.id === series)
    .sort((a, b) => b.at - a.at);
  if (latest === undefined) {
    const what = series === undefined ? 'A stored backtest or search' : `A stored backtest or search over ${series}`;
    throw new Fault('environment.missing', { what, remedy: 'Run one of them first.' });
  }
  return latest.conditions;
}

interface Ground {
  readonly base: BootstrapGround;
  readonly runAgain: NonNullable<OverfitPlan['runAgain']>;
}

/** The bars of a family where they are still the same and its strategy is a built-in one, and how its best trial is run again; says why there are none. */
async function groundOf(conditions: RunConditions, context: CliContext): Promise<Ground | null> {
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
    const funding = fundingOfConditions(conditions, () => services.fundingStore(context.home));
    if (funding === 'missing') return without('its stored rates of funding are others by now, or are not there any more.');
    const base = { conditions, candles, funding };
    const runAgain: Ground['runAgain'] = (parameters) => {
      const spec = trialSpec(base, { parameters, from: 0, to: candles.length }, find);
      return { record: recordOf(spec, services.backtest(spec)), candles };
    };
    return { base, runAgain };
  } catch (thrown) {
    const fault = asFault(thrown);
    if (fault.code === 'internal') throw thrown;
    return without(fault.message);
  }
}

/** What --bars-bootstrap asks for; null where it does not. Fails with `input.option-value` where the bars are not at hand. */
async function bootstrapped(
  report: OverfitReport,
  ground: Ground | null,
  seed: number,
  call: { readonly values: OptionValues; readonly context: CliContext },
): Promise<BootstrappedBars | null> {
  if (!call.values.has(BARS_BOOTSTRAP)) return null;
  if (ground === null) throw wrongValue(BARS_BOOTSTRAP, 'the bars of this family are not at hand.');
  return bootstrapBars(report, ground.base, seed, call);
}

/** Tells whether the best of everything that was tried is more than luck. */
export const overfitCommand: Command = {
  name: 'overfit',
  about: 'Judge whether the best of everything that was ever tried of a family is more than luck. Exit code 1 when it is not.',
  positionals: [],
  options: [OF, OF_DATA, RESAMPLES, BARS_BOOTSTRAP, BLOCK, JOBS, SEED, JSON_OPTION],
  examples: [
    'cryptoorch overfit',
    'cryptoorch overfit --of 3k9v0c --json',
    'cryptoorch overfit --data BTC/USDT.BINANCE:1h',
    'cryptoorch overfit --bars-bootstrap 500',
  ],
  async run(values, context) {
    const store = context.services.research(context.home);
    try {
      const id = values.given(OF);
      if (id !== undefined && values.has(OF_DATA)) throw wrongValue(OF_DATA, 'goes without --of, which names one already.');
      const conditions = id === undefined ? newest(store, values.given(OF_DATA)) : named(store, id);
      const seed = values.given(SEED) ?? 1;
      const ground = await groundOf(conditions, context);
      const report = overfitReport(store, {
        conditions,
        seed,
        resamples: values.given(RESAMPLES) ?? 1_000,
        runAgain: ground?.runAgain ?? null,
      });
      store.addVerdict(keptVerdict(report, context.clock.now()));
      const bars = await bootstrapped(report, ground, seed, { values, context });
      if (values.has(JSON_OPTION)) printJson(context, { ...report, barsBootstrap: bars });
      else printLines(context, [...overfitText(report), ...(bars === null ? [] : ['', ...bootstrapText(bars)])]);
      return report.verdict.passed ? 0 : 1;
    } finally {
      store.close();
    }
  },
};
