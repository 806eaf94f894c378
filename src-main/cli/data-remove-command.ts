import { type Command, type ExitCode, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import type { OptionValues } from './option-values.ts';
import { printJson, printLines } from './output.ts';

/** Takes a stored series away. */
export const dataRemoveCommand: Command = {
  name: 'data remove',
  about: 'Take a stored series away.',
  positionals: ['ID'],
  options: [JSON_OPTION],
  examples: ['cryptoorch data remove BTC/USDT.BINANCE:1m'],
  async run(values, context) {
    const id = values.positionals[0]!;
    if (id.endsWith(':funding')) return removeFunding(id, values, context);
    const store = context.services.candleStore(context.home);
    try {
      const bars = store.find(id)?.bars ?? 0;
      store.remove(id);
      if (values.has(JSON_OPTION)) printJson(context, { removed: id, bars });
      else printLines(context, [`${id} with its ${bars} bars was taken away.`]);
      return 0;
    } finally {
      store.close();
    }
  },
};

function removeFunding(id: string, values: OptionValues, context: CliContext): ExitCode {
  const store = context.services.fundingStore(context.home);
  try {
    store.remove(id);
    if (values.has(JSON_OPTION)) printJson(context, { removed: id });
    else printLines(context, [`${id} was taken away.`]);
    return 0;
  } finally {
    store.close();
  }
}
