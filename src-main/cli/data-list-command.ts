import { type Command, JSON_OPTION } from './command.ts';
import { minuteTime } from './figures.ts';
import { alignColumns, printJson, printLines } from './output.ts';

/** Names what is stored. */
export const dataListCommand: Command = {
  name: 'data list',
  about: 'List the stored series: bars, span, gaps, size, hash and where they came from.',
  positionals: [],
  options: [JSON_OPTION],
  examples: ['cryptoorch data list', 'cryptoorch data list --json'],
  async run(values, context) {
    const store = context.services.candleStore(context.home);
    const funding = context.services.fundingStore(context.home);
    try {
      const series = store.list();
      const rates = funding.list();
      if (values.has(JSON_OPTION)) printJson(context, { series, funding: rates });
      else if (series.length + rates.length === 0) printLines(context, ['Nothing is stored yet; `data import` brings in a file.']);
      else {
        const rows = series.map((info) => [
          info.id,
          String(info.bars),
          minuteTime(info.from),
          minuteTime(info.to),
          `${info.missing} in ${info.gaps}`,
          (info.bytes / 1e6).toFixed(2),
          info.hash.slice(0, 12),
        ]);
        const head = ['Series', 'Bars', 'From (UTC)', 'To (UTC)', 'Missing in gaps', 'MB', 'Hash'];
        printLines(context, [
          ...(rows.length === 0 ? [] : [...alignColumns([head, ...rows]), '']),
          ...series.map((info) => `${info.id}: ${info.source}`),
          ...rates.map((info) => `${info.id}: ${info.rates} rates, ${minuteTime(info.from)} to ${minuteTime(info.to)}: ${info.source}`),
        ]);
      }
      return 0;
    } finally {
      store.close();
      funding.close();
    }
  },
};
