import { type Command, JSON_OPTION } from './command.ts';
import { printSearch } from './print-search.ts';
import { runSearch } from './run-search.ts';
import { SEARCH_OPTIONS } from './search-options.ts';
import { searchRequest } from './search-setup.ts';

/** Searches the parameters of a strategy and keeps every trial. */
export const optimiseCommand: Command = {
  name: 'optimise',
  about: 'Search a strategy’s parameters over stored bars on every core; every trial is kept and counted.',
  positionals: [],
  options: [...SEARCH_OPTIONS, JSON_OPTION],
  examples: [
    'cryptoorch optimise --candles btc.csv --instrument BTC/USD --timeframe 4h --strategy sma-cross --range fast=5:50:5 --range slow=20:200:20',
    'cryptoorch optimise --candles btc.csv --instrument BTC/USD --timeframe 4h --strategy sma-cross --range fast=2:60 --method tpe --trials 50',
    'cryptoorch optimise --data BTC/USDT.BINANCE:1h --from 2024-01-01 --timeframe 4h --strategy sma-cross --range fast=5:50:5',
    'cryptoorch optimise --data BTC/USDT.BINANCE:1h --perpetual --leverage 3 --direction both --strategy sma-cross --range fast=5:50:5',
    'cryptoorch optimise --resume 3k9v0c --jobs 4',
  ],
  async run(values, context) {
    const result = await runSearch(values, context, () => searchRequest(values, context));
    printSearch(result, values, context);
    return 0;
  },
};
