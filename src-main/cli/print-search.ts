import { JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import type { OptionValues } from './option-values.ts';
import { printJson, printLines } from './output.ts';
import { searchJson } from './search-json.ts';
import { searchText } from './search-text.ts';
import { walkForwardJson, walkForwardText } from './walk-forward-text.ts';
import type { SearchResult } from './search-result.ts';

/** Prints a search, or a walk-forward where it has windows, as the options ask. */
export function printSearch(result: SearchResult, values: OptionValues, context: CliContext): void {
  const windowed = result.search.windows !== null;
  if (values.has(JSON_OPTION)) printJson(context, windowed ? walkForwardJson(result) : searchJson(result));
  else printLines(context, windowed ? walkForwardText(result) : searchText(result));
}
