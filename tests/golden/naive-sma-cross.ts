/**
 * An independent re-computation of the sma-cross backtest: plain loops over whole numbers, written from the rules alone.
 * It shares no code with the program. Only the fee and the participation cap are modelled; every other cost is off.
 *
 * A position that is still being built when the signal turns is sold as far as it goes, and the rest of the purchase is dropped;
 * a sale that is still going on is finished before anything is bought again.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface NaiveOptions {
  readonly fast: number;
  readonly slow: number;
  readonly cash: number;
  /** Basis points as text, so that they stay exact. */
  readonly feeBps: string;
  /** Digits after the point of the size step. */
  readonly lotDecimals: number;
  /** Share of the fill bar's volume as text. */
  readonly participation: string;
  readonly size: { readonly kind: 'all' } | { readonly kind: 'base' | 'quote'; readonly amount: string };
}

export interface NaiveTrade {
  entryTime: number;
  exitTime: number;
  entryPrice: number;
  exitPrice: number;
  quantity: number;
  fee: number;
  pnl: number;
}

export interface NaiveResult {
  readonly bars: number;
  readonly finalEquity: number;
  readonly fees: number;
  readonly closedTrades: number;
  readonly maxDrawdown: number;
  readonly sharpe: number | null;
  readonly openQuantity: number;
  readonly fills: number;
  readonly ties: number;
  readonly equity: Float64Array;
  readonly trades: readonly NaiveTrade[];
}

/** The lines of a candle file after its header, split at commas. */
export function readRows(file: string): string[][] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .trim()
    .split(/\r?\n/u)
    .slice(1)
    .map((line) => line.split(',').map(plain));
}

/** `6.45e-06` as `0.00000645`. */
function plain(text: string): string {
  const [digits = '', exponent] = text.toLowerCase().split('e');
  if (exponent === undefined) return text;
  const shift = Number(exponent);
  const [whole = '0', fraction = ''] = digits.split('.');
  if (shift >= 0) return whole + fraction.slice(0, shift).padEnd(shift, '0') + (fraction.length > shift ? `.${fraction.slice(shift)}` : '');
  const padded = whole.padStart(1 - shift, '0');
  return `${padded.slice(0, padded.length + shift)}.${padded.slice(padded.length + shift)}${fraction}`;
}

function scaled(text: string, digits: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(digits, '0'));
}

const digitsOf = (text: string): number => text.split('.')[1]?.length ?? 0;

/** Runs the rules over rows of decimal text. */
export function naiveSmaCross(rows: readonly string[][], options: NaiveOptions): NaiveResult {
  const digits = (column: number): number => Math.max(...rows.map((row) => digitsOf(row[column]!)));
  const priceDigits = Math.max(digits(1), digits(4));
  const open = rows.map((row) => scaled(row[1]!, priceDigits));
  const close = rows.map((row) => scaled(row[4]!, priceDigits));
  const volumeDigits = digits(5);
  const shareDigits = digitsOf(options.participation);
  const share = scaled(options.participation, shareDigits);
  // lots allowed = floor(volume x share / lot), all in whole numbers
  const allowed = rows.map((row) => {
    const numerator = scaled(row[5]!, volumeDigits) * share * 10n ** BigInt(options.lotDecimals);
    return numerator / 10n ** BigInt(volumeDigits + shareDigits);
  });
  // fee = feeUnits / feeOne
  const feeDigits = digitsOf(options.feeBps) + 4;
  const feeUnits = scaled(options.feeBps, feeDigits - 4);
  const feeOne = 10n ** BigInt(feeDigits);
  const moneyDigits = priceDigits + options.lotDecimals + feeDigits;
  const money = (value: bigint): number => Number(value) / 10 ** moneyDigits;
  const perLot = (price: bigint): bigint => price * (feeOne + feeUnits);

  let cash = scaled(String(options.cash), moneyDigits);
  let fees = 0n;
  let held = 0n;
  let buyBudget = 0n;
  let buyLots = 0n;
  let selling = false;
  let fills = 0;
  let ties = 0;
  let trip = { time: 0, lots: 0n, bought: 0n, sold: 0n, fee: 0n };
  const trades: NaiveTrade[] = [];
  const equity = new Float64Array(rows.length);
  let peak = options.cash;
  let maxDrawdown = 0;
  const lastOfDay = new Map<number, number>();

  for (let i = 0; i < rows.length; i += 1) {
    const price = open[i]!;
    const cap = allowed[i]!;
    if (buyBudget > 0n || buyLots > 0n) {
      const wanted = buyLots > 0n ? buyLots : buyBudget / perLot(price);
      const lots = wanted < cap ? wanted : cap;
      if (lots > 0n) {
        if (held === 0n) trip = { time: Number(rows[i]![0]), lots: 0n, bought: 0n, sold: 0n, fee: 0n };
        const cost = lots * perLot(price);
        cash -= cost;
        fees += lots * price * feeUnits;
        held += lots;
        fills += 1;
        trip.lots += lots;
        trip.bought += lots * price;
        trip.fee += lots * price * feeUnits;
        if (buyLots > 0n) buyLots -= lots;
        else buyBudget -= cost;
      }
      if (buyLots === 0n && lots === wanted) buyBudget = 0n;
    } else if (selling) {
      const lots = held < cap ? held : cap;
      if (lots > 0n) {
        cash += lots * price * (feeOne - feeUnits);
        fees += lots * price * feeUnits;
        held -= lots;
        fills += 1;
        trip.sold += lots * price;
        trip.fee += lots * price * feeUnits;
      }
      if (held === 0n) {
        selling = false;
        const value = (units: bigint): number => Number(units) / 10 ** (priceDigits + options.lotDecimals);
        const quantity = Number(trip.lots) / 10 ** options.lotDecimals;
        trades.push({
          entryTime: trip.time,
          exitTime: Number(rows[i]![0]),
          entryPrice: value(trip.bought) / quantity,
          exitPrice: value(trip.sold) / quantity,
          quantity,
          fee: money(trip.fee),
          pnl: money((trip.sold - trip.bought) * feeOne - trip.fee),
        });
      }
    }

    const now = money(cash + held * close[i]! * feeOne);
    equity[i] = now;
    if (now > peak) peak = now;
    maxDrawdown = Math.max(maxDrawdown, 1 - now / peak);
    lastOfDay.set(Math.floor(Number(rows[i]![0]) / 86_400_000), now);

    if (i < Math.max(options.fast, options.slow) - 1 || i === rows.length - 1) continue;
    let fastSum = 0n;
    let slowSum = 0n;
    for (let k = i - options.fast + 1; k <= i; k += 1) fastSum += close[k]!;
    for (let k = i - options.slow + 1; k <= i; k += 1) slowSum += close[k]!;
    const gap = fastSum * BigInt(options.slow) - slowSum * BigInt(options.fast);
    if (gap === 0n) ties += 1;
    const buying = buyBudget > 0n || buyLots > 0n;
    if (gap > 0n && held === 0n && !buying) {
      if (options.size.kind === 'all') buyBudget = cash;
      else if (options.size.kind === 'quote') buyBudget = scaled(options.size.amount, moneyDigits);
      else buyLots = scaled(options.size.amount, options.lotDecimals);
    }
    if (gap < 0n && held > 0n) {
      buyBudget = 0n;
      buyLots = 0n;
      selling = true;
    }
  }

  return {
    bars: rows.length,
    finalEquity: equity.at(-1)!,
    fees: money(fees),
    closedTrades: trades.length,
    maxDrawdown,
    sharpe: naiveSharpe([...lastOfDay.values()], options.cash),
    openQuantity: Number(held) / 10 ** options.lotDecimals,
    fills,
    ties,
    equity,
    trades,
  };
}

function naiveSharpe(values: readonly number[], start: number): number | null {
  const returns = values.map((value, i) => value / (i === 0 ? start : values[i - 1]!) - 1);
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1);
  return variance > 0 ? (mean / Math.sqrt(variance)) * Math.sqrt(365) : null;
}
