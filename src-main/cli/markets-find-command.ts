import { MarketIndex } from '../../src-shared/domain/market-index.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { groupedNumber } from './figures.ts';
import { agoText, keptMarkets, type KeptMarket } from './markets-text.ts';
import { valueOption } from './option.ts';
import { alignColumns, printJson, printLines } from './output.ts';
import { readNumber } from './value-readers.ts';

const COUNT = valueOption({
  name: 'count',
  placeholder: 'N',
  about: 'Most markets.',
  shownDefault: '20',
  read: (text, refuse) => readNumber(text, { min: 1, max: 100_000, whole: true }, refuse),
});

/** Finds markets among those that are kept. */
export const marketsFindCommand: Command = {
  name: 'markets find',
  about:
    'Find markets by a few letters of their signs, names, quote currency or venue, among those that are kept; best first. Needs no network.',
  positionals: ['WORD...'],
  options: [COUNT, JSON_OPTION],
  examples: ['cryptoorch markets find btcu', 'cryptoorch markets find sol eur --count 5'],
  run(values, context) {
    const kept = keptMarkets(context.services.marketCatalogue(context.home).all());
    if (kept.length === 0)
      throw new Fault('environment.missing', {
        what: 'Any list of markets',
        remedy: 'Fetch one first: cryptoorch markets refresh BINANCE.',
      });
    const typed = values.positionals.join(' ');
    const found = new MarketIndex(kept).search(typed, values.given(COUNT) ?? 20);
    if (values.has(JSON_OPTION)) printJson(context, { searched: kept.length, found });
    else if (found.length === 0) printLines(context, [`None of ${groupedNumber(kept.length, 0)} markets fits "${typed}".`]);
    else printLines(context, lines(found, context.clock.now()));
    return Promise.resolve(found.length === 0 ? 1 : 0);
  },
};

/** Last prices are of when the list was fetched, and say so. */
function lines(found: readonly KeptMarket[], now: number): readonly string[] {
  return alignColumns([
    ['Instrument', 'Last', 'Tick', 'Lot', 'Volume 24 h', 'Fetched'],
    ...found.map(({ id, last, tick, lot, quote, quoteVolume24h, fetchedAt }) => [
      id,
      last === null ? '—' : String(last),
      tick,
      lot,
      quoteVolume24h === null ? '—' : `${groupedNumber(quoteVolume24h, 0)} ${quote}`,
      agoText(fetchedAt, now),
    ]),
  ]);
}
