import { resolve } from 'node:path';
import { type Timeframe, TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import { candleGaps } from '../../src-shared/domain/candle-quality.ts';
import { resampleCandles } from '../../src-shared/domain/resample.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { isoTime } from '../../src-shared/kernel/time.ts';
import { type CandleFile, lineOfRow } from '../ports/candle-files.ts';
import type { CliContext } from './context.ts';
import { FROM, RUN_DATA, TO } from './data-options.ts';
import { type OptionValues, missingOption, wrongValue } from './option-values.ts';
import { note } from './output.ts';
import { Progress } from './progress.ts';
import { ALLOW_GAPS, CANDLES, INSTRUMENT, TIMEFRAME } from './run-options.ts';
import type { InstrumentName } from './value-readers.ts';

/** The stored series that bars were taken from. */
export interface StoredData {
  readonly series: string;
  /** Of the bars as they were read, before any were joined to longer ones. */
  readonly hash: string;
  /** The timeframe that they are stored in. */
  readonly timeframe: Timeframe;
}

/** Bars as the options name them, of a file or of the store. */
export interface BarsSource {
  /** The file, or the series. */
  readonly name: string;
  readonly timeframe: Timeframe;
  readonly data: CandleFile;
  readonly instrument: InstrumentName;
  /** Null for bars of a file. */
  readonly stored: StoredData | null;
}

/** Reads the bars of `--candles` or `--data`. Fails as those do, with `input.gaps` and `data.gaps` where gaps were not allowed. */
export async function barsSource(values: OptionValues, context: CliContext): Promise<BarsSource> {
  if (!values.has(RUN_DATA)) return fileBars(values, context);
  if (values.has(CANDLES)) throw wrongValue(RUN_DATA, 'bars come from --data or from --candles, not from both.');
  return storeBars(values.needed(RUN_DATA), values, context);
}

async function fileBars(values: OptionValues, context: CliContext): Promise<BarsSource> {
  if (!values.has(CANDLES)) throw missingOption(CANDLES);
  for (const option of [FROM, TO]) if (values.has(option)) throw wrongValue(option, 'goes with --data; of a file all bars are taken.');
  const instrument = values.needed(INSTRUMENT);
  const timeframe = values.needed(TIMEFRAME);
  const name = resolve(context.cwd, values.needed(CANDLES));
  const progress = new Progress(context);
  const data = await context.services.candleFiles.read(name, timeframe, (rows) =>
    progress.tell(() => `reading ${rows.toLocaleString('en-US')} bars`),
  );
  progress.end();
  if (data.firstGap !== null) {
    const line = lineOfRow(data.firstGap);
    const first = isoTime(data.candles.time[data.firstGap]!);
    const details = { file: name, gaps: data.gaps, missing: data.missing, line, column: 'ts', first };
    if (!values.has(ALLOW_GAPS)) throw new Fault('input.gaps', details);
    note(context, `${name} lacks ${data.missing} bars in ${data.gaps} gaps, the first after line ${line} (${first}).`);
  }
  return { name, timeframe, data, instrument, stored: null };
}

function storeBars(series: string, values: OptionValues, context: CliContext): BarsSource {
  const store = context.services.candleStore(context.home);
  try {
    const { info, columns, hash } = store.read(series, { from: values.given(FROM) ?? -Infinity, to: values.given(TO) ?? Infinity });
    const timeframe = values.given(TIMEFRAME) ?? info.timeframe;
    const [base = '', quote = ''] = info.symbol.split('/');
    const instrument = values.given(INSTRUMENT) ?? { base, quote, venue: info.venue };
    const stored = { series, hash, timeframe: info.timeframe };
    const read = { name: series, timeframe, instrument, stored };
    const candles = timeframe === info.timeframe ? columns : longer(series, resampleCandles(columns, info.timeframe, timeframe), context);
    if (candles.length < 2) throw new Fault('input.too-short', { file: series, bars: candles.length, needed: 2 });
    const gaps = candleGaps(candles, timeframe);
    const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
    const firstGap = gaps.length === 0 ? null : candles.time.indexOf(gaps[0]!.from - TIMEFRAMES[timeframe]);
    if (gaps.length > 0) refuseGaps(series, { gaps: gaps.length, missing, first: isoTime(gaps[0]!.from) }, values, context);
    const { priceDecimals, volumeDecimals } = info;
    return { ...read, data: { candles, priceDecimals, volumeDecimals, gaps: gaps.length, missing, firstGap } };
  } finally {
    store.close();
  }
}

function longer(
  series: string,
  { columns, partial, leftOut }: ReturnType<typeof resampleCandles>,
  context: CliContext,
): CandleFile['candles'] {
  if (leftOut > 0)
    note(context, `${series}: ${leftOut} bars at the start and the end do not come to a whole longer one and were left out.`);
  if (partial.length > 0)
    note(
      context,
      `${series}: ${partial.length} longer bars lack parts, the first at ${isoTime(partial[0]!)}; they stand with what there is.`,
    );
  return columns;
}

function refuseGaps(
  series: string,
  found: { readonly gaps: number; readonly missing: number; readonly first: string },
  values: OptionValues,
  context: CliContext,
): void {
  if (!values.has(ALLOW_GAPS)) throw new Fault('data.gaps', { series, ...found });
  note(context, `${series} lacks ${found.missing} bars in ${found.gaps} gaps, the first from ${found.first}.`);
}
