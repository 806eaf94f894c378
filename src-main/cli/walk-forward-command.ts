import { unwrap } from '../../src-shared/kernel/result.ts';
import { planWindows } from '../core/research/search/walk-forward.ts';
import { type Command, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import type { OptionValues } from './option-values.ts';
import { printSearch } from './print-search.ts';
import { runSearch } from './run-search.ts';
import { ANCHORED, IN_SAMPLE, OUT_OF_SAMPLE, SEARCH_OPTIONS, WINDOWS } from './search-options.ts';
import { searchRequest } from './search-setup.ts';

/** Chooses parameters window by window and tries each choice on the bars behind its window. */
export const walkForwardCommand: Command = {
  name: 'walk-forward',
  about: 'Choose parameters window by window and try each choice on the bars that follow, which it has never seen.',
  positionals: [],
  options: [...SEARCH_OPTIONS, IN_SAMPLE, OUT_OF_SAMPLE, WINDOWS, ANCHORED, JSON_OPTION],
  examples: [
    'cryptoorch walk-forward --candles btc.csv --instrument BTC/USD --timeframe 4h --strategy sma-cross --range fast=5:50:5 --windows 8',
    'cryptoorch walk-forward --candles btc.csv --instrument BTC/USD --timeframe 4h --strategy sma-cross --range fast=2:60 --in-sample 365 --anchored',
    'cryptoorch walk-forward --data BTC/USDT.BINANCE:1h --strategy sma-cross --range fast=5:50:5 --windows 8',
    'cryptoorch walk-forward --resume 3k9v0c',
  ],
  async run(values, context) {
    const result = await runSearch(values, context, () => windowed(values, context));
    printSearch(result, values, context);
    return 0;
  },
};

async function windowed(values: OptionValues, context: CliContext): ReturnType<typeof searchRequest> {
  const { request, ...ground } = await searchRequest(values, context);
  const windows = unwrap(
    planWindows({
      ...request.conditions.data,
      inSampleDays: values.given(IN_SAMPLE) ?? null,
      outOfSampleDays: values.given(OUT_OF_SAMPLE) ?? null,
      count: values.given(WINDOWS) ?? null,
      anchored: values.has(ANCHORED),
    }),
  );
  return { request: { ...request, windows }, ...ground };
}
