import type { SearchSummary } from '../ports/research-store.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { minuteTime } from './figures.ts';
import { valueOption } from './option.ts';
import { alignColumns, printJson, printLines } from './output.ts';
import { searchTitle } from './search-text.ts';
import { readNumber } from './value-readers.ts';

const COUNT = valueOption({
  name: 'count',
  placeholder: 'N',
  about: 'Most searches.',
  shownDefault: '20',
  read: (text, refuse) => readNumber(text, { min: 1, max: 100_000, whole: true }, refuse),
});

/** Names the searches of the home folder, newest first. */
export const searchesListCommand: Command = {
  name: 'searches list',
  about: 'List searches and walk-forwards, newest first.',
  positionals: [],
  options: [COUNT, JSON_OPTION],
  examples: ['cryptoorch searches list --count 5'],
  async run(values, context) {
    const store = context.services.research(context.home);
    try {
      const searches = store.searches(values.given(COUNT) ?? 20);
      if (values.has(JSON_OPTION)) printJson(context, { searches });
      else printLines(context, searches.length === 0 ? ['There are no searches yet.'] : listLines(searches));
      return 0;
    } finally {
      store.close();
    }
  },
};

function listLines(searches: readonly SearchSummary[]): readonly string[] {
  const rows = searches.map(({ id, at, state, recorded }) => [id, minuteTime(at), state, String(recorded)]);
  const columns = alignColumns([['Search', 'Begun (UTC)', 'State', 'Trials'], ...rows]);
  return columns.map((line, i) => (i === 0 ? `${line}  What` : `${line}  ${searchTitle(searches[i - 1]!)}`));
}
