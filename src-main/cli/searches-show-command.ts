import { Fault } from '../../src-shared/kernel/fault.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { printJson, printLines } from './output.ts';
import type { SearchResult } from './run-search.ts';
import { searchJson } from './search-json.ts';
import { searchText } from './search-text.ts';
import { walkForwardJson, walkForwardText } from './walk-forward-text.ts';

/** Shows a search of the home folder as it stands. */
export const searchesShowCommand: Command = {
  name: 'searches show',
  about: 'Show a search or walk-forward as it stands, by its id or the beginning of it.',
  positionals: ['SEARCH'],
  options: [JSON_OPTION],
  examples: ['cryptoorch searches show 3k9v0c'],
  async run(values, context) {
    const [id = ''] = values.positionals;
    const store = context.services.research(context.home);
    try {
      const search = store.search(id);
      if (search === null) throw new Fault('search.unknown', { search: id });
      const tries = store.trialCount(search.conditions.family).total;
      const result: SearchResult = { search, trials: store.trials(search.id), tries };
      const windowed = search.windows !== null;
      if (values.has(JSON_OPTION)) printJson(context, windowed ? walkForwardJson(result) : searchJson(result));
      else printLines(context, windowed ? walkForwardText(result) : searchText(result));
      return 0;
    } finally {
      store.close();
    }
  },
};
