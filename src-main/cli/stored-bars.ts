import { Instrument, type InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { isoTime } from '../../src-shared/kernel/time.ts';
import { barsInstrument, highestRow, LARGEST_TICKS } from '../core/market-data/bars-instrument.ts';
import { type CandleFile, lineOfRow } from '../ports/candle-files.ts';
import { barsSource } from './bars-source.ts';
import type { CliContext } from './context.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { CANDLES, INSTRUMENT, LOT, TICK } from './run-options.ts';
import type { InstrumentName } from './value-readers.ts';
import type { StoredBars } from './traded-bars.ts';

/** Reads the bars that the options name and makes their instrument. Fails with `input.row`, `input.file`, `input.gaps`, `input.option-value`, `instrument.unknown`, and as the store does. */
export async function storedBars(values: OptionValues, cash: Decimal, context: CliContext): Promise<StoredBars> {
  const { profiles } = context.services;
  const profile = values.has(INSTRUMENT) ? profileOf(values.needed(INSTRUMENT), profiles) : null;
  const { name: file, timeframe, data, instrument: name, stored } = await barsSource(values, context);
  const known = profile ?? (values.has(INSTRUMENT) ? null : (profiles.find((each) => each.id === instrumentId(name)) ?? null));
  const spec = instrumentSpec({ file, name, profile: known, data, cash, values });
  return { file, timeframe, data, instrument: new Instrument(spec, 0), stored };
}

function instrumentId(name: InstrumentName): string {
  return `${name.base}/${name.quote}.${name.venue ?? FILE_VENUE}`;
}

function profileOf(name: InstrumentName, profiles: readonly InstrumentSpec[]): InstrumentSpec | null {
  if (name.venue === null) return null;
  const id = instrumentId(name);
  const profile = profiles.find((known) => known.id === id);
  if (!profile) throw new Fault('instrument.unknown', { instrument: id });
  return profile;
}

/** Venue of bars that come from nowhere known. */
const FILE_VENUE = 'FILE';

interface SpecParts {
  readonly file: string;
  readonly name: InstrumentName;
  readonly profile: InstrumentSpec | null;
  readonly data: CandleFile;
  readonly cash: Decimal;
  readonly values: OptionValues;
}

function instrumentSpec({ file, name, profile, data, cash, values }: SpecParts): InstrumentSpec {
  const { base, quote, venue } = name;
  const spec = barsInstrument({
    base,
    quote,
    venue: venue ?? FILE_VENUE,
    profile,
    tick: values.given(TICK)?.toString(),
    lot: values.given(LOT)?.toString(),
    bars: data,
    cash,
  });
  checkTick(spec.tick, data, file, values);
  return spec;
}

/** Refuses a tick that no price of the file fits, and one of which the highest price is too many. */
function checkTick(tick: string, data: CandleFile, file: string, values: OptionValues): void {
  const row = highestRow(data.candles);
  const price = data.candles.high[row]!;
  const steps = price / Number(tick);
  if (steps >= 0.5 && steps <= LARGEST_TICKS) return;
  const problem = `the highest price, ${price}, is ${steps < 1 ? 'less than one step' : 'too many steps'} of ${tick}.`;
  const stored = !values.has(CANDLES);
  if (values.has(TICK)) throw wrongValue(TICK, `${stored ? isoTime(data.candles.time[row]!) : `line ${lineOfRow(row)}`}: ${problem}`);
  if (stored) throw new Fault('input.invalid', { field: file, problem });
  throw new Fault('input.row', { file: values.needed(CANDLES), line: lineOfRow(row), column: 'high', problem });
}
