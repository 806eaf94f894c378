import type { FaultDetails } from '../kernel/fault.ts';
import type { Instrument } from './instrument.ts';

/**
 * What a strategy did and why, by code: the sentence and, in braces, the details it is filled with. Sizes and prices are numbers in base
 * and quote units, rounded to what the instrument trades in.
 */
export const SIGNALS = {
  'arming.account': '{account} may trade with real money: armed by {by}, version {code}, strategies: {strategies}',
  'arming.strategy': '{instance} may trade with real money on {account}: armed by {by}, overfit gate {gate}. {sentence}',
  'arming.hour-over': 'Limits are whole again: the first hour with real money was over at {time} UTC',
  'strategy.changed': 'New parameters from this bar on: {parameters}',
  'strategy.reloaded': 'Goes on with {file} as it is now, version {hash}; position and orders stay',
  'strategy.resized': 'New size from the next entry on',
  'strategy.bought': 'Bought {size} {base}',
  'strategy.sold': 'Sold {size} {base}',
  'strategy.liquidated': 'Liquidated: the venue closed {size} {base} at {price}',
  'strategy.says': '{text}',
  'strategy.failed': 'Stopped: {problem}',
  'strategy.no-such-order': 'Nothing cancelled: no working order has the tag {tag}',
  'strategy.tag-taken': 'Not placed: an order with the tag {tag} works already',
  'strategy.size-unusable': 'Not placed: the size of order {tag} is less than one lot, or beyond what can be traded',
  'protection.cooldown': 'CooldownPeriod: no new entries in {scope} until {until}, after a trade that closed at {closed}',
  'protection.stoploss-guard': 'StoplossGuard: no new {entries} in {scope} until {until}, after {trades} stop losses within {window}',
  'protection.trades-drawdown':
    'MaxDrawdown: no new entries until {until}, {trades} trades within {window} fell {actual} from their best; {limit} is allowed',
  'protection.low-profit':
    'LowProfitPairs: no new {entries} in {scope} until {until}, {trades} trades within {window} earned {actual} together; {limit} is required',
  'breaker.abnormal-fills':
    '{count} fills within {window} cost more than {factor} times the model; the last, of {instrument}, lost {actual} bp where {expected} bp are modelled',
  'breaker.unanswered': '{count} of {sent} orders within {window} were not answered; {share} is the limit',
  'breaker.rejections': '{count} of {sent} orders within {window} were refused by the venue; {share} is the limit',
  'breaker.silent-feed': '{instrument} had no price for {actual}; {limit} is the limit',
  'breaker.price-jumps': '{instrument} moved {actual} from one price to the next, {count} times within {window}; {limit} is the limit',
  'breaker.losses': '{count} losing trades in a row within {window}, the last {actual} of {instrument}',
  'sma-cross.crossed-up': 'SMA {fast} crossed above SMA {slow}, bought {size} {base}',
  'sma-cross.above': 'SMA {fast} is above SMA {slow}, bought {size} {base}',
  'sma-cross.crossed-down': 'SMA {fast} crossed below SMA {slow}, sold {size} {base}',
  'sma-cross.below': 'SMA {fast} is below SMA {slow}, sold {size} {base}',
  'macd-trend.above': 'MACD is {gap} above its signal line, bought {size} {base}',
  'macd-trend.below': 'MACD is {gap} below its signal line, sold {size} {base}',
  'chandelier-trend.above': 'Close {close} is above {level}, the high of {bars} bars, bought {size} {base}',
  'chandelier-trend.stopped': 'Close {close} is below {level}, {ranges} ranges under the peak {peak}, sold {size} {base}',
  'momentum.rising': 'Up {change}% in {bars} bars and above SMA {trend}, bought {size} {base}',
  'momentum.falling': 'Change over {bars} bars is {change}%, sold {size} {base}',
  'momentum.below-average': 'Close {close} is below SMA {trend} at {level}, sold {size} {base}',
  'donchian-breakout.above': 'Close {close} is above {level}, the high of {bars} bars, bought {size} {base}',
  'donchian-breakout.below': 'Close {close} is below {level}, the low of {bars} bars, sold {size} {base}',
  'donchian-breakout.short-below': 'Close {close} is below {level}, the low of {bars} bars, sold {size} {base} short',
  'donchian-breakout.short-above': 'Close {close} is above {level}, the high of {bars} bars, bought back {size} {base}',
  'keltner-breakout.above': 'Close {close} is above the channel at {level}, bought {size} {base}',
  'keltner-breakout.stopped': 'Close {close} is below the stop at {level}, sold {size} {base}',
  'keltner-breakout.below-average': 'Close {close} is below the average at {level}, sold {size} {base}',
  'rsi-reversion.oversold': 'RSI {rsi} is below {level}, bought {size} {base}',
  'rsi-reversion.recovered': 'RSI {rsi} is above {level}, sold {size} {base}',
  'bollinger-reversion.below-band': 'Close {close} is below the band at {level}, bought {size} {base}',
  'bollinger-reversion.at-average': 'Close {close} is back at the average of {level}, sold {size} {base}',
  'volatility-target.raised': 'Volatility {volatility}% a year, share raised to {share}%: bought {size} {base}',
  'volatility-target.lowered': 'Volatility {volatility}% a year, share lowered to {share}%: sold {size} {base}',
  'funding-carry.paid': 'Funding was {rate} bp in the mean of {payments} payments, sold {size} {base} short',
  'funding-carry.gone': 'Funding was {rate} bp in the mean of {payments} payments, bought back {size} {base}',
  'pairs.long': 'Spread {z} deviations under its mean: bought {first}, sold {ratio} times its value of {second} short',
  'pairs.short': 'Spread {z} deviations above its mean: sold {first} short, bought {ratio} times its value of {second}',
  'pairs.back': 'Spread is back at {z} deviations of its entry, closed both legs',
  'pairs.stopped': 'Spread went on to {z} deviations of its entry, closed both legs',
  'pairs.expired': 'Held for {bars} bars, spread at {z} deviations of its entry, closed both legs',
  'pairs.unwound': 'One leg was not held as it was meant to be: both are closed',
  'dca.bought': 'Purchase {number} of {purchases}: bought {size} {base}',
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

const SCALES: readonly number[] = Array.from({ length: 19 }, (_, decimals) => 10 ** decimals);

function rounded(value: number, decimals: number): number {
  const scale = SCALES[decimals] ?? 10 ** decimals;
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
