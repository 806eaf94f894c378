import { TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import type { SeriesKey } from '../ports/candle-store.ts';
import { downloadCandles } from '../services/candle-download.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { DATA_INSTRUMENT, FROM, TO } from './data-options.ts';
import { minuteTime, percent } from './figures.ts';
import { missingOption, wrongValue } from './option-values.ts';
import { note, printJson, printLines } from './output.ts';
import { Progress } from './progress.ts';
import { TIMEFRAME, withDefault } from './run-options.ts';

const NEEDED_FROM = { ...FROM, shownDefault: null };

/** Fetches past bars of an exchange into the store. */
export const dataDownloadCommand: Command = {
  name: 'data download',
  about: 'Fetch past bars of BINANCE, COINBASE, HYPERLIQUID, KRAKEN or OKX into the store; it goes on from what is stored.',
  positionals: [],
  options: [DATA_INSTRUMENT, TIMEFRAME, NEEDED_FROM, withDefault(TO, 'now; the bar that is not over yet is never stored'), JSON_OPTION],
  examples: ['cryptoorch data download --instrument BTC/USDT.BINANCE --timeframe 1m --from 2024-01-01'],
  async run(values, context) {
    const { base, quote, venue } = values.needed(DATA_INSTRUMENT);
    if (venue === null) throw wrongValue(DATA_INSTRUMENT, 'needs the venue, as in BTC/USDT.BINANCE.');
    const key: SeriesKey = { venue, symbol: `${base}/${quote}`, timeframe: values.needed(TIMEFRAME) };
    const asked = values.given(NEEDED_FROM);
    if (asked === undefined) throw missingOption(FROM);
    const bar = TIMEFRAMES[key.timeframe];
    const from = Math.ceil(asked / bar) * bar;
    const to = Math.min(values.given(TO) ?? Infinity, context.clock.now());
    if (from >= to) throw wrongValue(FROM, 'lies not before --to and now.');
    const id = `${key.symbol}.${key.venue}:${key.timeframe}`;
    const pages = await context.services.candleVenues.open({ venue: venue.toLowerCase(), symbol: key.symbol, timeframe: key.timeframe });
    const store = context.services.candleStore(context.home);
    const progress = new Progress(context);
    const started = context.clock.monotonic();
    try {
      const outcome = await downloadCandles(
        { key, id, from, to },
        {
          pages,
          store,
          clock: context.clock,
          onProgress: (next, done) => {
            const left = (context.clock.monotonic() - started) * (1 / done - 1);
            progress.tell(() => `${id}: up to ${minuteTime(next)}, ${percent(done)}, about ${Math.ceil(left / 1_000)} s left`);
          },
          onWait: (fault, waitMs) => note(context, `${fault.message} Asking again in ${Math.ceil(waitMs / 1_000)} s.`),
        },
      );
      progress.end();
      const info = store.find(id);
      if (values.has(JSON_OPTION)) printJson(context, { ...outcome, series: info });
      else
        printLines(context, [
          `${id}: ${outcome.added} bars added in ${outcome.requests} requests.`,
          ...(info
            ? [
                `It holds ${info.bars} bars from ${minuteTime(info.from)} to ${minuteTime(info.to)}, ${info.missing} missing in ${info.gaps} gaps.`,
              ]
            : []),
        ]);
      return 0;
    } finally {
      store.close();
    }
  },
};
