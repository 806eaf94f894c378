import { type Command, JSON_OPTION } from './command.ts';
import { DATA, KEEP } from './data-options.ts';
import { printJson, printLines } from './output.ts';

/** Takes old bars away and gives the space back. */
export const dataCompactCommand: Command = {
  name: 'data compact',
  about: 'Take away bars beyond an age, if one is given, and give unused space back to the disk.',
  positionals: [],
  options: [KEEP, DATA, JSON_OPTION],
  examples: [
    'cryptoorch data compact',
    'cryptoorch data compact --keep 2y',
    'cryptoorch data compact --keep 90d --data BTC/USDT.BINANCE:1m',
  ],
  async run(values, context) {
    const keep = values.given(KEEP);
    const store = context.services.candleStore(context.home);
    try {
      const id = values.given(DATA);
      const ids = id === undefined ? store.list().map((info) => info.id) : [id];
      const before = context.clock.now() - (keep ?? 0);
      const removed = keep === undefined ? [] : ids.map((each) => ({ series: each, bars: store.trim(each, before) }));
      const freedBytes = store.compact();
      if (values.has(JSON_OPTION)) printJson(context, { removed, freedBytes });
      else
        printLines(context, [
          ...removed.map((each) => `${each.series}: ${each.bars} bars taken away.`),
          `${(freedBytes / 1e6).toFixed(2)} MB given back to the disk.`,
        ]);
      return 0;
    } finally {
      store.close();
    }
  },
};
