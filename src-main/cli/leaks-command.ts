import { sliceCandles } from '../../src-shared/domain/candle.ts';
import type { BacktestSpec } from '../sessions/backtest-types.ts';
import { backtestSpec } from './backtest-run.ts';
import { type ChosenStrategy, chosenStrategy } from './chosen-strategy.ts';
import { type Command, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import { FROM, RUN_DATA, TO } from './data-options.ts';
import { type FoundLeaks, leakJson, leakText } from './leaks-text.ts';
import type { OptionValues } from './option-values.ts';
import { valueOption } from './option.ts';
import { printJson, printLines } from './output.ts';
import { Progress } from './progress.ts';
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
  STRATEGIES_FOLDER,
  STRATEGY,
  TICK,
  TIMEFRAME,
  withDefault,
} from './run-options.ts';
import { readNumber } from './value-readers.ts';
import { PROTECTIONS } from './protections-option.ts';

const DEFAULT_CUTS = 40;
const DEFAULT_BARS = 2_000;

const CUTS = valueOption({
  name: 'cuts',
  placeholder: 'N',
  about: 'Instants at which the future is taken away or changed; as many as there are bars looks at every one.',
  shownDefault: String(DEFAULT_CUTS),
  read: (text, refuse) => readNumber(text, { min: 1, max: 1_000_000, whole: true }, refuse),
});

const BARS = valueOption({
  name: 'bars',
  placeholder: 'N',
  about: 'How many of the newest bars are looked at.',
  shownDefault: String(DEFAULT_BARS),
  read: (text, refuse) => readNumber(text, { min: 10, max: 100_000_000, whole: true }, refuse),
});

/** Looks whether a strategy knows bars that have not come yet. */
export const leaksCommand: Command = {
  name: 'leaks',
  about: 'Look whether a strategy knows bars that have not come yet, and how much hangs on where its history begins.',
  positionals: [],
  options: [
    withDefault(CANDLES, 'needed without --data'),
    RUN_DATA,
    FROM,
    TO,
    withDefault(INSTRUMENT, 'that of --data, else needed'),
    withDefault(TIMEFRAME, 'that of --data, of which longer bars can be made; else needed'),
    STRATEGY,
    STRATEGIES_FOLDER,
    PARAM,
    CUTS,
    BARS,
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
    JSON_OPTION,
  ],
  examples: [
    'cryptoorch leaks --candles btc-4h.csv.gz --instrument BTC/USD --timeframe 4h --strategy sma-cross',
    'cryptoorch leaks --candles btc-4h.csv --instrument BTC/USD --timeframe 4h --strategy donchian-breakout --bars 5000 --cuts 200 --json',
    'cryptoorch leaks --data BTC/USDT.BINANCE:1m --timeframe 4h --strategy sma-cross',
    'cryptoorch leaks --data BTC/USDT.BINANCE:1h --perpetual --leverage 3 --direction both --strategy donchian-breakout',
  ],
  async run(values, context) {
    const chosen = chosenStrategy(values, context);
    const found = await foundLeaks(chosen, values, context).finally(() => chosen.own?.close());
    if (values.has(JSON_OPTION)) printJson(context, leakJson(found));
    else printLines(context, leakText(found));
    return found.check.search.leak === null ? 0 : 1;
  },
};

async function foundLeaks(chosen: ChosenStrategy, values: OptionValues, context: CliContext): Promise<FoundLeaks> {
  const { definition } = chosen;
  const { bars, spec } = await backtestSpec(values, chosen, context);
  const looked = newestBars(spec, values.given(BARS) ?? DEFAULT_BARS);
  const progress = new Progress(context);
  const check = context.services.leaks(looked, definition, {
    cuts: values.given(CUTS) ?? DEFAULT_CUTS,
    seed: spec.seed,
    onCut: (done, of) => progress.tell(() => `${definition.spec.id}: ${String(done)} of ${String(of)} cuts`),
  });
  progress.end();
  return { check, spec: looked, instrument: bars.instrument, funding: bars.funding?.note };
}

function newestBars(spec: BacktestSpec, most: number): BacktestSpec {
  return {
    ...spec,
    series: spec.series.map((series) => {
      const { candles } = series;
      return { ...series, candles: sliceCandles(candles, Math.max(0, candles.length - most), candles.length) };
    }),
  };
}
