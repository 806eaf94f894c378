import { type Command, JSON_OPTION } from './command.ts';
import { groupedNumber } from './figures.ts';
import { printJson, printLines } from './output.ts';

/** Fetches the markets of venues and keeps them. */
export const marketsRefreshCommand: Command = {
  name: 'markets refresh',
  about:
    'Fetch the open markets of venues, spot and perpetuals where those are traded here, with their last prices and keep them in the home folder.',
  positionals: ['VENUE...'],
  options: [JSON_OPTION],
  examples: ['cryptoorch markets refresh BINANCE', 'cryptoorch markets refresh BINANCE KRAKEN --json'],
  async run(values, context) {
    const { marketCatalogue, marketLists } = context.services;
    const catalogue = marketCatalogue(context.home);
    const refreshed = [];
    for (const venue of values.positionals) {
      const fetched = await marketLists.fetch(venue.toLowerCase());
      catalogue.keep(fetched);
      refreshed.push({ ...fetched, markets: fetched.markets.length });
    }
    if (values.has(JSON_OPTION)) printJson(context, { refreshed });
    else
      printLines(
        context,
        refreshed.map(
          ({ venue, markets, leftOut }) =>
            `${venue}: ${groupedNumber(markets, 0)} markets kept; ${groupedNumber(leftOut, 0)} left out that are closed, of a kind that is not traded here or have names that an instrument cannot have.`,
        ),
      );
    return 0;
  },
};
