import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Instrument } from '../../src-shared/domain/instrument.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { recordedInstrument } from '../core/market-data/recorded-instrument.ts';
import { summarize } from '../core/order-book/trade-bars.ts';
import type { DepthTape } from '../ports/depth.ts';
import type { CliContext } from './context.ts';
import { FROM, RUN_DATA, TO } from './data-options.ts';
import { DEPTH, QUEUE } from './depth-options.ts';
import type { Option } from './option.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { Progress } from './progress.ts';
import {
  CANDLES,
  IMPACT,
  INSTRUMENT,
  LOT,
  PARTICIPATION,
  SLIPPAGE_BPS,
  SLIPPAGE_DEVIATIONS,
  SPREAD_BPS,
  TICK,
  TIMEFRAME,
} from './run-options.ts';
import type { StoredBars } from './traded-bars.ts';

/** Bars that a strategy needs: one to decide at, one to see what came of it. */
const LEAST_BARS = 2;
/** What the book itself says. */
const IN_THE_BOOK: readonly Option<unknown>[] = [SPREAD_BPS, SLIPPAGE_BPS, SLIPPAGE_DEVIATIONS, IMPACT, PARTICIPATION];

/** Opens the recording that the options name and makes bars of its trades. Fails with `depth.unknown`, `input.row`, `input.file`, `input.option-value`, `input.too-short`. */
export async function depthBars(values: OptionValues, context: CliContext): Promise<StoredBars> {
  refuseOptions(values);
  const timeframe = values.needed(TIMEFRAME);
  const progress = new Progress(context);
  const tape = await openTape(values, context, progress);
  const instrument = new Instrument(recordedInstrument(tape.head, context.services.profiles), 0);
  const summary = summarize(tape.messages(), timeframe, instrument);
  progress.end();
  const { bars } = summary;
  if (bars.length < LEAST_BARS) throw new Fault('input.too-short', { file: tape.name, bars: bars.length, needed: LEAST_BARS });
  const { priceDecimals, sizeDecimals: volumeDecimals } = instrument;
  const data = { candles: bars, gaps: 0, missing: 0, firstGap: null, priceDecimals, volumeDecimals };
  return { file: tape.name, timeframe, data, instrument, depth: { tape, queue: values.given(QUEUE) ?? 'conservative', summary } };
}

function refuseOptions(values: OptionValues): void {
  if (values.has(CANDLES)) throw wrongValue(DEPTH, 'goes in place of --candles; give one of them.');
  for (const option of [RUN_DATA, FROM, TO]) if (values.has(option)) throw wrongValue(option, 'has no meaning with --depth. Leave it out.');
  for (const option of IN_THE_BOOK) {
    if (values.has(option)) throw wrongValue(option, 'has no meaning with --depth: the recorded book shows it. Leave it out.');
  }
}

async function openTape(values: OptionValues, context: CliContext, progress: Progress): Promise<DepthTape> {
  const named = values.needed(DEPTH);
  const file = resolve(context.cwd, named);
  const instrument = values.given(INSTRUMENT);
  if (existsSync(file)) {
    const { base, quote, venue } = values.needed(INSTRUMENT);
    const request = {
      file,
      venue: venue ?? 'BINANCE',
      symbol: `${base}/${quote}`,
      tick: values.given(TICK)?.toString() ?? null,
      lot: values.given(LOT)?.toString() ?? null,
    };
    return context.services.depth.read(request, (lines) => progress.tell(() => `checked ${lines.toLocaleString('en-US')} lines`));
  }
  for (const option of [TICK, LOT]) if (values.has(option)) throw wrongValue(option, 'stands in the recording already. Leave it out.');
  const tape = context.services.depth.open(context.home, named);
  const { symbol } = tape.head;
  if (instrument !== undefined && `${instrument.base}/${instrument.quote}` !== symbol) {
    throw wrongValue(INSTRUMENT, `the recording is of ${symbol}. Leave --instrument out.`);
  }
  return tape;
}
