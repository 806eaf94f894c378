import type { Timeframe } from '../../src-shared/domain/candle.ts';
import { Instrument, type InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { AssetId, InstrumentId, VenueId } from '../../src-shared/kernel/ids.ts';
import { isoTime, utcMs } from '../../src-shared/kernel/time.ts';
import { type CandleFile, lineOfRow } from '../ports/candle-files.ts';
import { type StoredData, barsSource } from './bars-source.ts';
import type { CliContext } from './context.ts';
import type { DepthInput } from './depth-bars.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { CANDLES, INSTRUMENT, LOT, TICK } from './run-options.ts';
import type { InstrumentName } from './value-readers.ts';

/** Stored bars with the instrument that they are traded as. */
export interface StoredBars {
  /** The file, or the stored series. */
  readonly file: string;
  readonly timeframe: Timeframe;
  readonly data: CandleFile;
  readonly instrument: Instrument;
  /** The recording that the bars were made of, where it was one. */
  readonly depth?: DepthInput;
  /** The stored series that the bars were taken from; null for bars of a file. */
  readonly stored?: StoredData | null;
}

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
  const tick = values.given(TICK)?.toString() ?? profile?.tick ?? fileTick(data);
  checkTick(tick, data, file, values);
  const lot = values.given(LOT)?.toString() ?? profile?.lot ?? stepOf(Math.min(data.volumeDecimals, MOST_LOT_DIGITS));
  const engineLot = engineLotOf(lot, data, cash);
  if (profile) return { ...profile, tick, lot, engineLot };
  const venue = name.venue ?? FILE_VENUE;
  return {
    id: instrumentId(name) as InstrumentId,
    symbol: `${name.base}/${name.quote}`,
    name: name.base,
    venue: venue as VenueId,
    kind: 'spot',
    base: name.base as AssetId,
    quote: name.quote as AssetId,
    settle: name.quote as AssetId,
    tick,
    lot,
    engineLot,
    multiplier: '1',
    minNotional: '0',
    makerFee: '0.0008',
    takerFee: '0.001',
    halfSpreadBps: null,
    validFrom: utcMs(0),
  };
}

const MOST_LOT_DIGITS = 8;
const LARGEST_TICKS = 2 ** 52;
const MOST_LOTS = 1e15;
/** Equity may grow this many times before an engine lot that was chosen for the starting cash is too fine. */
const GROWTH_ROOM = 10;

/** `0.01` for 2. */
function stepOf(decimals: number): string {
  return Decimal.of(1n, decimals).toString();
}

/** The row with the highest price. */
function highestRow(data: CandleFile): number {
  const { high, length } = data.candles;
  let highest = 0;
  for (let i = 1; i < length; i += 1) if (high[i]! > high[highest]!) highest = i;
  return highest;
}

/** The step of the file's own digits, coarser where the highest price would be too many of them (digits that only rounding left). */
function fileTick(data: CandleFile): string {
  const room = Math.floor(Math.log10(LARGEST_TICKS / data.candles.high[highestRow(data)]!));
  return stepOf(Math.max(0, Math.min(data.priceDecimals, room)));
}

/** Refuses a tick that no price of the file fits, and one of which the highest price is too many. */
function checkTick(tick: string, data: CandleFile, file: string, values: OptionValues): void {
  const row = highestRow(data);
  const price = data.candles.high[row]!;
  const steps = price / Number(tick);
  if (steps >= 0.5 && steps <= LARGEST_TICKS) return;
  const problem = `the highest price, ${price}, is ${steps < 1 ? 'less than one step' : 'too many steps'} of ${tick}.`;
  const stored = !values.has(CANDLES);
  if (values.has(TICK)) throw wrongValue(TICK, `${stored ? isoTime(data.candles.time[row]!) : `line ${lineOfRow(row)}`}: ${problem}`);
  if (stored) throw new Fault('input.invalid', { field: file, problem });
  throw new Fault('input.row', { file: values.needed(CANDLES), line: lineOfRow(row), column: 'high', problem });
}

/** The venue's lot, or the smallest power of ten times it with which a run cannot hold more than 1e15 lots. */
function engineLotOf(lot: string, data: CandleFile, cash: Decimal): string {
  const { open, close } = data.candles;
  // Not the lows: a market order fills at opens, and one wick of a crash would coarsen a whole history.
  let cheapest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < data.candles.length; i += 1) cheapest = Math.min(cheapest, open[i]!, close[i]!);
  let step = Decimal.parse(lot);
  const most = (cash.toNumber() * GROWTH_ROOM) / cheapest;
  while (most / step.toNumber() > MOST_LOTS) step = step.mul(Decimal.of(10n));
  return step.toString();
}
