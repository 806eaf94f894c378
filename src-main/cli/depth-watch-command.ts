import { SECOND_MS } from '../../src-shared/kernel/time.ts';
import type { WatchOutcome } from '../depth-services.ts';
import { type Command, JSON_OPTION } from './command.ts';
import { LEVELS, WATCH_FOR } from './depth-options.ts';
import { counted } from './depth-text.ts';
import { percent } from './figures.ts';
import { wrongValue } from './option-values.ts';
import { alignColumns, notesTo, printJson, printLines } from './output.ts';
import { Progress } from './progress.ts';
import { INSTRUMENT } from './run-options.ts';

const DEFAULT_MS = 10 * SECOND_MS;
const DEFAULT_LEVELS = 10;

/** Keeps a venue's book from its changes, checked by their numbers, and shows it. */
export const depthWatchCommand: Command = {
  name: 'depth watch',
  about:
    'Keep the order book of a venue’s instrument from its changes (BTC/USDT.BINANCE, or KRAKEN, OKX), say when it is stale, and show it.',
  positionals: [],
  options: [INSTRUMENT, WATCH_FOR, LEVELS, JSON_OPTION],
  examples: ['cryptoorch depth watch --instrument BTC/USDT.BINANCE --for 1m --levels 20'],
  async run(values, context) {
    const { base, quote, venue } = values.needed(INSTRUMENT);
    if (venue === null) throw wrongValue(INSTRUMENT, `${base}/${quote} names no venue. Give one: ${base}/${quote}.BINANCE.`);
    const { depth, marketFeed } = context.services;
    const progress = new Progress(context);
    const outcome = await depth.watch({
      feed: await marketFeed(venue.toLowerCase()),
      symbol: `${base}/${quote}`,
      durationMs: values.given(WATCH_FOR) ?? DEFAULT_MS,
      levels: values.given(LEVELS) ?? DEFAULT_LEVELS,
      clock: context.clock,
      signal: context.signal,
      onProgress: (done) => progress.tell(() => `kept ${percent(done)}`),
      onNote: notesTo(context),
    });
    progress.end();
    if (values.has(JSON_OPTION)) printJson(context, outcome);
    else printLines(context, lines(outcome));
    return outcome.known ? 0 : 1;
  },
};

function lines({
  symbol,
  venue,
  known,
  messages,
  snapshots,
  gaps,
  crossed,
  checksums,
  garbled,
  unknownMs,
  bids,
  asks,
}: WatchOutcome): readonly string[] {
  const counts = [
    counted(messages, 'message'),
    counted(snapshots, 'whole book'),
    counted(gaps, 'gap'),
    `crossed ${counted(crossed, 'time')}`,
    counted(checksums, 'wrong sum'),
  ];
  const sum = `${counts.join(', ')}, ${counted(garbled, 'frame')} not understood; stale for ${(unknownMs / SECOND_MS).toFixed(1)} s.`;
  if (!known) return [`${symbol} at ${venue}: the book is not known.`, sum];
  const side = (name: string, levels: WatchOutcome['bids']) => levels.map(([price, size]) => [name, price, size]);
  return [...alignColumns([['Side', 'Price', 'Size'], ...side('ask', [...asks].reverse()), ...side('bid', bids)]), sum];
}
