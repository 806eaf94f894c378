import { resolve } from 'node:path';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { FROM, OUT, TO } from './data-options.ts';
import { printJson, printLines } from './output.ts';

/** Writes a stored series to a file for other programs. */
export const dataExportCommand: Command = {
  name: 'data export',
  about: 'Write a stored series, or a part of it, as CSV, gzip-compressed CSV or Parquet.',
  positionals: ['ID'],
  options: [OUT, FROM, TO, JSON_OPTION],
  examples: [
    'cryptoorch data export BTC/USDT.BINANCE:1m --out btc-2024.parquet --from 2024-01-01 --to 2025-01-01',
    'cryptoorch data export BTC/USDT.BINANCE:1m --out btc.csv.gz',
  ],
  async run(values, context) {
    const id = values.positionals[0]!;
    const file = resolve(context.cwd, values.needed(OUT));
    const store = context.services.candleStore(context.home);
    try {
      const { columns, hash } = store.read(id, { from: values.given(FROM) ?? -Infinity, to: values.given(TO) ?? Infinity });
      if (columns.length === 0) throw new Fault('input.option-value', { option: '--from', problem: `${id} has no bars in that time.` });
      const bytes = await context.services.candleExport.write(file, columns);
      if (values.has(JSON_OPTION)) printJson(context, { series: id, file, bars: columns.length, bytes, hash });
      else printLines(context, [`${columns.length} bars of ${id} written to ${file} (${bytes} bytes). Hash of the bars ${hash}.`]);
      return 0;
    } finally {
      store.close();
    }
  },
};
