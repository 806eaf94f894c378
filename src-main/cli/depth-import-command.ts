import { resolve } from 'node:path';
import { type Command, JSON_OPTION } from './command.ts';
import { CAPTURE_VENUE } from './depth-options.ts';
import { counted, daysText } from './depth-text.ts';
import { note, printJson, printLines } from './output.ts';
import { Progress } from './progress.ts';
import { INSTRUMENT, LOT, TICK } from './run-options.ts';

/** Takes a raw capture in. */
export const depthImportCommand: Command = {
  name: 'depth import',
  about: 'Import a raw capture of an order book: lines of an instant in ns and a frame as Binance sends it, plain or .gz.',
  positionals: ['FILE'],
  options: [INSTRUMENT, CAPTURE_VENUE, TICK, LOT, JSON_OPTION],
  examples: ['cryptoorch depth import btcusdt_20240809.gz --instrument BTC/USDT'],
  async run(values, context) {
    const { base, quote, venue } = values.needed(INSTRUMENT);
    const progress = new Progress(context);
    const outcome = await context.services.depth.import(
      context.home,
      {
        file: resolve(context.cwd, values.positionals[0]!),
        venue: values.given(CAPTURE_VENUE) ?? venue ?? 'BINANCE',
        symbol: `${base}/${quote}`,
        tick: values.given(TICK)?.toString() ?? null,
        lot: values.given(LOT)?.toString() ?? null,
      },
      (lines) => progress.tell(() => `checked ${lines.toLocaleString('en-US')} lines`),
    );
    progress.end();
    for (const [kind, count] of Object.entries(outcome.ignored)) note(context, `Not read: ${counted(count, 'frame')} of kind ${kind}.`);
    if (values.has(JSON_OPTION)) printJson(context, outcome);
    else printLines(context, daysText(outcome.days));
    return 0;
  },
};
