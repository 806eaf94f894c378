import { MINUTE_MS } from '../../src-shared/kernel/time.ts';
import { DEFAULT_SEED } from './chosen-strategy.ts';
import { type Command, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import type { FrameOutcome, RecordOutcome, RecordRequest } from '../depth-services.ts';
import { FROM, KEEP_DAYS, RECORD_FOR } from './depth-options.ts';
import { counted, daysText } from './depth-text.ts';
import { percent } from './figures.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { note, printJson, printLines } from './output.ts';
import { Progress } from './progress.ts';
import { INSTRUMENT, SEED } from './run-options.ts';
import { SIM_VENUE } from './sim-venue.ts';

const DEFAULT_MS = 10 * MINUTE_MS;

/** Records the order book and the trades of the simulated market, or of a venue's. */
export const depthRecordCommand: Command = {
  name: 'depth record',
  about: 'Record the order book and the trades of an instrument: simulated, or a venue’s as it is now (BTC/USDT.BINANCE).',
  positionals: [],
  options: [INSTRUMENT, RECORD_FOR, FROM, SEED, KEEP_DAYS, JSON_OPTION],
  examples: [
    'cryptoorch depth record --instrument BTC/USD --for 1h --keep-days 30',
    'cryptoorch depth record --instrument BTC/USDT.BINANCE --for 8h --keep-days 30',
  ],
  async run(values, context) {
    const { base, quote, venue } = values.needed(INSTRUMENT);
    const symbol = `${base}/${quote}`;
    const progress = new Progress(context);
    const asked = {
      symbol,
      durationMs: values.given(RECORD_FOR) ?? DEFAULT_MS,
      keepDays: values.given(KEEP_DAYS) ?? null,
      clock: context.clock,
      signal: context.signal,
      onProgress: (done: number) => progress.tell(() => `recorded ${percent(done)}`),
    };
    const outcome = venue === null || venue === SIM_VENUE ? await simulated(asked, values, context) : await real(venue, asked, context);
    progress.end();
    for (const { file, bytes } of outcome.torn)
      note(context, `${file}: ${counted(bytes, 'torn byte')} of an earlier recording cut off its end.`);
    for (const day of outcome.pruned) note(context, `${symbol}, ${day}: taken away, older than is kept.`);
    if (values.has(JSON_OPTION)) printJson(context, outcome);
    else printLines(context, daysText(outcome.days));
    return 0;
  },
};

/** What is asked of both markets. */
type Asked = Omit<RecordRequest, 'seed' | 'from'>;

function simulated(asked: Asked, values: OptionValues, { home, services }: CliContext): Promise<RecordOutcome> {
  const { profiles, depth } = services;
  if (!profiles.some((profile) => profile.symbol === asked.symbol))
    throw wrongValue(INSTRUMENT, `${asked.symbol} is not recorded here. There are ${profiles.map((each) => each.symbol).join(', ')}.`);
  return depth.record(home, { ...asked, seed: values.given(SEED) ?? DEFAULT_SEED, from: values.given(FROM) ?? null });
}

/** A venue's own market, at the pace that it has. */
async function real(venue: string, asked: Asked, context: CliContext): Promise<FrameOutcome> {
  const { depth, frameFeed } = context.services;
  const outcome = await depth.recordFrames(context.home, {
    ...asked,
    feed: await frameFeed(venue.toLowerCase()),
    onNote: (sentence) => {
      note(context, sentence);
    },
  });
  if (outcome.garbled > 0) note(context, `${counted(outcome.garbled, 'frame')} could not be understood and are not in it.`);
  if (outcome.gaps > 0) note(context, `${counted(outcome.gaps, 'gap')} in the changes: the book was not known until the next whole one.`);
  return outcome;
}
