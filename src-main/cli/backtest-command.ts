import { backtestJson } from './backtest-json.ts';
import { backtestRun } from './backtest-run.ts';
import { backtestText } from './backtest-text.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { DEPTH, QUEUE } from './depth-options.ts';
import { NO_RECORD, recordRun } from './record-run.ts';
import { FROM, RUN_DATA, TO } from './data-options.ts';
import { CAPSULE, writeCapsule } from './write-capsule.ts';
import { printJson, printLines } from './output.ts';
import { PERPETUAL_OPTIONS } from './perpetual-options.ts';
import { portfolioJson } from './portfolio-json.ts';
import { portfolioRun } from './portfolio-run.ts';
import { portfolioText } from './portfolio-text.ts';
import {
  ALLOW_GAPS,
  CANDLES,
  CASH,
  COST_OPTIONS,
  INSTRUMENT,
  LIMITS,
  LOT,
  NO_SENSITIVITY,
  PARAM,
  PORTFOLIO,
  SEED,
  SIZE,
  STRATEGIES_FOLDER,
  STRATEGY,
  TICK,
  TIMEFRAME,
  withDefault,
} from './run-options.ts';
import { PROTECTIONS } from './protections-option.ts';

const WITHOUT_PORTFOLIO = 'needed without --portfolio';

/** Runs a strategy over stored bars and says what came of it. */
export const backtestCommand: Command = {
  name: 'backtest',
  about: 'Run a strategy over stored bars or a recorded order book, with buy-and-hold beside it.',
  positionals: [],
  options: [
    withDefault(CANDLES, `${WITHOUT_PORTFOLIO}, --data or --depth`),
    RUN_DATA,
    FROM,
    TO,
    DEPTH,
    QUEUE,
    withDefault(INSTRUMENT, `that of --data, or of the recording with --depth ID; else ${WITHOUT_PORTFOLIO}`),
    withDefault(TIMEFRAME, `that of --data, of which longer bars can be made; else ${WITHOUT_PORTFOLIO}`),
    withDefault(STRATEGY, WITHOUT_PORTFOLIO),
    STRATEGIES_FOLDER,
    PARAM,
    PORTFOLIO,
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
    NO_SENSITIVITY,
    NO_RECORD,
    CAPSULE,
    JSON_OPTION,
  ],
  examples: [
    'cryptoorch backtest --candles btc-4h.csv.gz --instrument BTC/USD --timeframe 4h --strategy sma-cross',
    'cryptoorch backtest --candles btc-4h.csv --instrument BTC/USD --timeframe 4h --strategy sma-cross --param fast=10 --param slow=40 --fee-bps 25 --json',
    'cryptoorch backtest --candles btc-4h.csv.gz --instrument BTC/USD --timeframe 4h --strategy ./my-cross.ts --param fast=10',
    'cryptoorch backtest --portfolio majors.json --cash 50000 --costs venue:kraken',
    'cryptoorch backtest --depth BINANCE/BTC-USDT/2024-08-09 --timeframe 1s --strategy grid --param spacing=0.05',
    'cryptoorch backtest --data BTC/USDT.BINANCE:1m --timeframe 1h --from 2024-01-01 --to 2025-01-01 --strategy sma-cross',
    'cryptoorch backtest --candles btc-1m.csv --instrument BTC/USD --timeframe 1m --strategy grid --size quote:5000 --allow-gaps',
    'cryptoorch backtest --data BTC/USDT.BINANCE:1h --timeframe 4h --perpetual --leverage 3 --funding BTC/USDT.BINANCE:funding --strategy sma-cross',
  ],
  async run(values, context) {
    if (values.has(PORTFOLIO)) {
      const portfolio = await portfolioRun(values, context);
      if (values.has(JSON_OPTION)) printJson(context, portfolioJson(portfolio));
      else printLines(context, portfolioText(portfolio));
      return 0;
    }
    const run = await backtestRun(values, context);
    if (!values.has(NO_RECORD)) recordRun(run, context);
    const capsule = values.given(CAPSULE);
    if (capsule !== undefined) writeCapsule(capsule, run, context);
    if (values.has(JSON_OPTION)) printJson(context, backtestJson(run));
    else printLines(context, backtestText(run));
    return 0;
  },
};
