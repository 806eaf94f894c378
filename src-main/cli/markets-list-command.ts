import { type Command, JSON_OPTION } from './command.ts';
import { groupedNumber, minuteTime } from './figures.ts';
import { agoText } from './markets-text.ts';
import { alignColumns, printJson, printLines } from './output.ts';

/** Says of which venues the home folder knows the markets. */
export const marketsListCommand: Command = {
  name: 'markets list',
  about: 'Say of which venues the markets are kept, how many, and since when.',
  positionals: [],
  options: [JSON_OPTION],
  examples: ['cryptoorch markets list'],
  run(values, context) {
    const { marketCatalogue, marketLists } = context.services;
    const kept = marketCatalogue(context.home).all();
    const venues = kept.map(({ venue, name, fetchedAt, markets, leftOut }) => ({
      venue,
      name,
      fetchedAt,
      markets: markets.length,
      leftOut,
    }));
    const others = marketLists.venues.map(({ id }) => id.toUpperCase()).filter((id) => !kept.some(({ venue }) => venue === id));
    if (values.has(JSON_OPTION)) printJson(context, { kept: venues, others });
    else {
      const rows = venues.map((each) => [
        each.venue,
        groupedNumber(each.markets, 0),
        groupedNumber(each.leftOut, 0),
        minuteTime(each.fetchedAt),
        agoText(each.fetchedAt, context.clock.now()),
      ]);
      printLines(context, [
        ...(rows.length === 0
          ? ['No markets are kept yet.']
          : alignColumns([['Venue', 'Markets', 'Left out', 'Fetched (UTC)', ''], ...rows])),
        ...(others.length === 0 ? [] : [`Others can be fetched with cryptoorch markets refresh: ${others.join(', ')}.`]),
      ]);
    }
    return Promise.resolve(0);
  },
};
