import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RunRequest } from '../../src-shared/contract/research.ts';
import type { CandleColumns } from '../../src-shared/domain/candle.ts';
import type { FundingRates } from '../../src-shared/domain/funding.ts';
import { resampleCandles } from '../../src-shared/domain/resample.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { underlyingOf } from '../core/market-data/perpetual-instrument.ts';
import { researchBars } from '../research-bars.ts';
import { brokenSeals, type Capsule, changedBars, changedResult, readCapsule } from '../sessions/research/capsule.ts';
import { dataHash, fundingHash } from '../sessions/research/data-hash.ts';
import { trialSpec } from '../sessions/research/evaluate-trial.ts';
import { chosenStrategy } from './chosen-strategy.ts';
import { type Command, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import type { OptionValues } from './option-values.ts';
import { printJson, printLines } from './output.ts';
import { CANDLES, STRATEGIES_FOLDER, STRATEGY, withDefault } from './run-options.ts';

/** What a check of a capsule found. */
interface CapsuleCheck {
  readonly same: boolean;
  /** A sentence each; empty when the run came to the same, bit for bit. */
  readonly differences: readonly string[];
  /** Where the bars were found; null when nowhere. */
  readonly bars: string | null;
}

interface FoundBars {
  readonly where: string;
  readonly candles: CandleColumns;
}

const SIMULATED = /^Simulated market, seed (\d+)$/u;

/** Repeats a run from its capsule and says whether it came to the same. */
export const verifyCommand: Command = {
  name: 'verify',
  about: 'Repeat a backtest from its capsule and say whether it comes to the same, bit for bit. Exit code 1 when it does not.',
  positionals: ['FILE'],
  options: [
    withDefault(CANDLES, 'the stored series with the hash of the capsule, or the file that it names'),
    withDefault(STRATEGY, 'the built-in one that the capsule names'),
    STRATEGIES_FOLDER,
    JSON_OPTION,
  ],
  examples: ['cryptoorch verify run.capsule.json', 'cryptoorch verify run.capsule.json --candles btc-4h.csv.gz --json'],
  async run(values, context) {
    const file = resolve(context.cwd, values.positionals[0] ?? '');
    const capsule = opened(file);
    const check = await checked(capsule, values, context);
    if (values.has(JSON_OPTION)) printJson(context, check);
    else printLines(context, check.same ? [`The run comes to the same, bit for bit, over ${check.bars ?? ''}.`] : check.differences);
    return check.same ? 0 : 1;
  },
};

function opened(file: string): Capsule {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    throw new Fault(
      'input.file',
      { file, problem: code === 'ENOENT' ? 'there is no such file.' : `it cannot be read (${code}).` },
      { cause: thrown },
    );
  }
  const capsule = readCapsule(text);
  if (capsule === null) throw new Fault('input.file', { file, problem: 'this is no capsule of a run.' });
  return capsule;
}

async function checked(capsule: Capsule, values: OptionValues, context: CliContext): Promise<CapsuleCheck> {
  const { engineVersion, data } = capsule.conditions;
  const differences = [
    ...brokenSeals(capsule).map((name) => `In the capsule, ${name} was changed after it was made.`),
    ...(engineVersion === context.version ? [] : [`The capsule was made by version ${engineVersion}; this is ${context.version}.`]),
  ];
  const found = await barsOfCapsule(capsule, values, context);
  if (found === null) {
    const missing = `The bars were not found: ${data.label}, hash ${capsule.conditions.family.data.slice(0, 12)}. Name them with --candles.`;
    return { same: false, differences: [...differences, missing], bars: null };
  }
  const bars = changedBars(capsule, found.candles);
  const funding = fundingOfCapsule(capsule, context);
  const lacks = funding === 'missing' ? ['The stored rates of funding are not those of the capsule, or are not there any more.'] : [];
  const result =
    bars.length > 0 || funding === 'missing'
      ? []
      : changedResult(capsule, repeated(capsule, { candles: found.candles, funding }, { values, context }));
  const all = [...differences, ...bars, ...lacks, ...result];
  return { same: all.length === 0, differences: all, bars: found.where };
}

function repeated(
  capsule: Capsule,
  data: { readonly candles: CandleColumns; readonly funding: FundingRates | null },
  { values, context }: { readonly values: OptionValues; readonly context: CliContext },
) {
  const { conditions, parameters, strategyHash } = capsule;
  const { strategies, backtest } = context.services;
  const task = { parameters, from: 0, to: data.candles.length };
  if (strategyHash === null)
    return backtest(trialSpec({ conditions, ...data }, task, (id) => strategies.find(({ spec }) => spec.id === id)));
  if (!values.has(STRATEGY))
    throw new Fault('input.option-missing', {
      option: '--strategy',
      suggestion: `${conditions.family.strategy} is a strategy of your own; name its file.`,
    });
  const chosen = chosenStrategy(values, context);
  try {
    if (chosen.own?.hash !== strategyHash)
      throw new Fault('strategy.script', {
        place: values.needed(STRATEGY),
        problem: 'it is not the script that the capsule was made with.',
      });
    return backtest(
      trialSpec({ conditions, ...data }, task, () => chosen.definition),
      chosen.definition,
    );
  } finally {
    chosen.own?.close();
  }
}

/** The bars of a capsule: those that are named, of the simulated market, of the store by their hash, or of the file that the run was made over. */
async function barsOfCapsule(capsule: Capsule, values: OptionValues, context: CliContext): Promise<FoundBars | null> {
  const { family, data } = capsule.conditions;
  const { candleFiles } = context.services;
  const fromFile = async (file: string): Promise<FoundBars> => ({
    where: file,
    candles: (await candleFiles.read(file, family.timeframe)).candles,
  });
  if (values.has(CANDLES)) return fromFile(resolve(context.cwd, values.needed(CANDLES)));
  const seed = SIMULATED.exec(data.label)?.[1];
  if (seed !== undefined) return { where: data.label, candles: simulated(capsule, Number(seed)) };
  const stored = storedBars(capsule, context);
  if (stored !== null) return stored;
  try {
    return await fromFile(data.label);
  } catch (thrown) {
    if (thrown instanceof Fault && thrown.code === 'input.file') return null;
    throw thrown;
  }
}

/** The stored rates that a capsule was made with; null where it names none. */
function fundingOfCapsule({ conditions: { funding } }: Capsule, context: CliContext): FundingRates | 'missing' | null {
  if (funding?.kind !== 'stored') return null;
  const store = context.services.fundingStore(context.home);
  try {
    if (!store.list().some(({ id }) => id === funding.series)) return 'missing';
    const { time, rate } = store.read(funding.series);
    return fundingHash({ time, rate }) === funding.hash ? { time, rate } : 'missing';
  } finally {
    store.close();
  }
}

function simulated({ conditions, parameters }: Capsule, marketSeed: number): CandleColumns {
  const { family, data, cash, size, seed } = conditions;
  const request: RunRequest = {
    source: { kind: 'simulated' },
    instrument: underlyingOf(conditions.instrument).id,
    timeframe: family.timeframe as RunRequest['timeframe'],
    from: data.from,
    to: data.to,
    strategy: family.strategy,
    parameters,
    size,
    cash,
    costs: 'conservative',
    limits: 'none',
    seed,
  };
  return researchBars({ request, marketSeed, home: '' }).candles;
}

function storedBars({ conditions }: Capsule, context: CliContext): FoundBars | null {
  const { family, data } = conditions;
  const store = context.services.candleStore(context.home);
  try {
    let named: FoundBars | null = null;
    for (const info of store.list()) {
      const { columns } = store.read(info.id, { from: data.from, to: data.to });
      const candles = info.timeframe === family.timeframe ? columns : longer(columns, info.timeframe, family.timeframe);
      if (candles === null) continue;
      if (dataHash(candles) === family.data) return { where: info.id, candles };
      if (info.id === data.label) named = { where: info.id, candles };
    }
    return named;
  } finally {
    store.close();
  }
}

function longer(columns: CandleColumns, from: Capsule['conditions']['family']['timeframe'], to: typeof from): CandleColumns | null {
  try {
    return resampleCandles(columns, from, to).columns;
  } catch (thrown) {
    if (thrown instanceof Fault) return null;
    throw thrown;
  }
}
