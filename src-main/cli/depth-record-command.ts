import { MINUTE_MS } from '../../src-shared/kernel/time.ts';
import { DEFAULT_SEED } from './chosen-strategy.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { FROM, KEEP_DAYS, RECORD_FOR } from './depth-options.ts';
import { counted, daysText } from './depth-text.ts';
import { percent } from './figures.ts';
import { wrongValue } from './option-values.ts';
import { note, printJson, printLines } from './output.ts';
import { Progress } from './progress.ts';
import { INSTRUMENT, SEED } from './run-options.ts';

const DEFAULT_MS = 10 * MINUTE_MS;

/** Records the order book and the trades of the simulated market. */
export const depthRecordCommand: Command = {
  name: 'depth record',
  about: 'Record the order book and the trades of a simulated instrument.',
  positionals: [],
  options: [INSTRUMENT, RECORD_FOR, FROM, SEED, KEEP_DAYS, JSON_OPTION],
  examples: ['cryptoorch depth record --instrument BTC/USD --for 1h --keep-days 30'],
  async run(values, context) {
    const { base, quote, venue } = values.needed(INSTRUMENT);
    const symbol = `${base}/${quote}`;
    const { profiles } = context.services;
    const known = profiles.some((profile) => profile.symbol === symbol && (venue === null || venue === profile.venue));
    if (!known)
      throw wrongValue(INSTRUMENT, `${symbol} is not recorded here. There are ${profiles.map((each) => each.symbol).join(', ')}.`);
    const progress = new Progress(context);
    const outcome = await context.services.depth.record(context.home, {
      symbol,
      seed: values.given(SEED) ?? DEFAULT_SEED,
      from: values.given(FROM) ?? null,
      durationMs: values.given(RECORD_FOR) ?? DEFAULT_MS,
      keepDays: values.given(KEEP_DAYS) ?? null,
      clock: context.clock,
      signal: context.signal,
      onProgress: (done) => progress.tell(() => `recorded ${percent(done)}`),
    });
    progress.end();
    for (const { file, bytes } of outcome.torn)
      note(context, `${file}: ${counted(bytes, 'torn byte')} of an earlier recording cut off its end.`);
    for (const day of outcome.pruned) note(context, `${symbol}, ${day}: taken away, older than is kept.`);
    if (values.has(JSON_OPTION)) printJson(context, outcome);
    else printLines(context, daysText(outcome.days));
    return 0;
  },
};
