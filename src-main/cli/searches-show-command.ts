import { type Command, JSON_OPTION } from './command.ts';
import { printSearch } from './print-search.ts';
import { searchResult } from './run-search.ts';

/** Shows a search of the home folder as it stands. */
export const searchesShowCommand: Command = {
  name: 'searches show',
  about: 'Show a search or walk-forward as it stands, by its id or the beginning of it.',
  positionals: ['SEARCH'],
  options: [JSON_OPTION],
  examples: ['cryptoorch searches show 3k9v0c'],
  async run(values, context) {
    const store = context.services.research(context.home);
    try {
      printSearch(searchResult(store, values.positionals[0] ?? ''), values, context);
      return 0;
    } finally {
      store.close();
    }
  },
};
