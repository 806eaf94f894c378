import type { FaultDetails } from '../kernel/fault.ts';
import type { Instrument } from './instrument.ts';

/**
 * What a strategy did and why, by code: the sentence and, in braces, the details it is filled with. Sizes and prices are numbers in base
 * and quote units, rounded to what the instrument trades in.
 */
export const SIGNALS = {
  'strategy.changed': 'New parameters from this bar on: {parameters}',
  'strategy.resized': 'New size from the next entry on',
  'sma-cross.crossed-up': 'SMA {fast} crossed above SMA {slow}, bought {size} {base}',
  'sma-cross.above': 'SMA {fast} is above SMA {slow}, bought {size} {base}',
  'sma-cross.crossed-down': 'SMA {fast} crossed below SMA {slow}, sold {size} {base}',
  'sma-cross.below': 'SMA {fast} is below SMA {slow}, sold {size} {base}',
  'buy-and-hold.entered': 'Bought {size} {base} to hold',
  'grid.placed': 'Grid of {levels} levels below {anchor}, {spacing}% apart',
  'grid.bought': 'Level {level} reached, bought {size} {base} at {price}; sells at {target}',
  'grid.sold': 'Level {level} sold {size} {base} at {price}; buys again at {target}',
} as const satisfies Record<string, string>;

/** A code of the signal catalogue. */
export type SignalCode = keyof typeof SIGNALS;

/** Whether a text is a code of the signal catalogue. */
export function isSignalCode(code: string): code is SignalCode {
  return Object.hasOwn(SIGNALS, code);
}

/** The sentence of a signal with its details filled in; a detail that is missing shows as an em dash, an unknown code as itself. */
export function signalSentence(code: string, details: FaultDetails): string {
  if (!isSignalCode(code)) return code;
  return SIGNALS[code].replace(/\{(\w+)\}/gu, (_, name: string) => {
    const value = details[name];
    return value === undefined || value === null ? '—' : String(value);
  });
}

function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}

/** A size in base units as the double nearest to its decimal text, for the details of a signal. */
export function signalSize(instrument: Instrument, lots: number): number {
  return rounded(lots * instrument.lotSize, instrument.sizeDecimals);
}

/** A price in quote units as the double nearest to its decimal text, for the details of a signal. */
export function signalPrice(instrument: Instrument, ticks: number): number {
  return rounded(ticks * instrument.tickSize, instrument.priceDecimals);
}
