import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { AssetId, InstrumentId, VenueId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';

/** What bars tell of the instrument that they are of. */
export interface InstrumentBars {
  readonly candles: CandleColumns;
  /** Most digits after the point in any price, and in any volume. */
  readonly priceDecimals: number;
  readonly volumeDecimals: number;
}

/** The name of an instrument, what is known of it, and the money that it is traded with. */
export interface BarsInstrumentParts {
  readonly base: string;
  readonly quote: string;
  readonly venue: string;
  /** What is known of it; null when nothing is. */
  readonly profile: InstrumentSpec | null;
  /** Steps that were asked for; undefined takes the profile's, else those of the bars' own digits. */
  readonly tick: string | undefined;
  readonly lot: string | undefined;
  readonly bars: InstrumentBars;
  /** Starting money, quote asset. */
  readonly cash: Decimal;
}

const MOST_LOT_DIGITS = 8;
/** Most ticks that a price may be. */
export const LARGEST_TICKS: number = 2 ** 52;
const MOST_LOTS = 1e15;
/** Equity may grow this many times before an engine lot that was chosen for the starting cash is too fine. */
const GROWTH_ROOM = 10;

/** The instrument that bars are traded as: the known one, or one with the steps of the bars' own digits and ordinary fees. */
export function barsInstrument({ base, quote, venue, profile, bars, cash, ...asked }: BarsInstrumentParts): InstrumentSpec {
  const tick = asked.tick ?? profile?.tick ?? barsTick(bars);
  const lot = asked.lot ?? profile?.lot ?? stepOf(Math.min(bars.volumeDecimals, MOST_LOT_DIGITS));
  const engineLot = engineLotOf(lot, bars.candles, cash);
  if (profile) return { ...profile, tick, lot, engineLot };
  return {
    id: `${base}/${quote}.${venue}` as InstrumentId,
    symbol: `${base}/${quote}`,
    name: base,
    venue: venue as VenueId,
    kind: 'spot',
    base: base as AssetId,
    quote: quote as AssetId,
    settle: quote as AssetId,
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

/** The row with the highest price. */
export function highestRow({ high, length }: CandleColumns): number {
  let highest = 0;
  for (let i = 1; i < length; i += 1) if (high[i]! > high[highest]!) highest = i;
  return highest;
}

/** `0.01` for 2. */
function stepOf(decimals: number): string {
  return Decimal.of(1n, decimals).toString();
}

/** The step of the bars' own digits, coarser where the highest price would be too many of them (digits that only rounding left). */
function barsTick({ candles, priceDecimals }: InstrumentBars): string {
  const room = Math.floor(Math.log10(LARGEST_TICKS / candles.high[highestRow(candles)]!));
  return stepOf(Math.max(0, Math.min(priceDecimals, room)));
}

/** The venue's lot, or the smallest power of ten times it with which a run cannot hold more than 1e15 lots. */
function engineLotOf(lot: string, { open, close, length }: CandleColumns, cash: Decimal): string {
  // Not the lows: a market order fills at opens, and one wick of a crash would coarsen a whole history.
  let cheapest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < length; i += 1) cheapest = Math.min(cheapest, open[i]!, close[i]!);
  let step = Decimal.parse(lot);
  const most = (cash.toNumber() * GROWTH_ROOM) / cheapest;
  while (most / step.toNumber() > MOST_LOTS) step = step.mul(Decimal.of(10n));
  return step.toString();
}
