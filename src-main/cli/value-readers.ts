import { TIMEFRAMES, type Timeframe, isTimeframe } from '../../src-shared/domain/candle.ts';
import type { SizeRule } from '../../src-shared/domain/strategy-spec.ts';
import { VENUE_FEES } from '../../src-shared/domain/venue-fees.ts';
import { suggestion } from '../../src-shared/kernel/closest.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { utcMs, type UtcMs } from '../../src-shared/kernel/time.ts';
import type { Refuse } from './option.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/iu;

/** The bounds of a number option, both included; `above` leaves the lower one out. */
export interface NumberBounds {
  readonly min: number;
  readonly max: number;
  readonly above?: true;
  readonly whole?: true;
}

/** A finite number within bounds. */
export function readNumber(text: string, bounds: NumberBounds, refuse: Refuse): number {
  if (!NUMBER.test(text)) refuse(`"${text}" is not a number.`);
  const value = Number(text);
  if (bounds.whole && !Number.isInteger(value)) refuse(`${text} is not a whole number.`);
  const low = bounds.above ? value <= bounds.min : value < bounds.min;
  if (low || value > bounds.max)
    refuse(`${text} is not ${bounds.above ? 'above' : 'from'} ${bounds.min} ${bounds.above ? 'and at most' : 'to'} ${bounds.max}.`);
  return value;
}

/** Largest amount of money or size that is accepted, and most digits after the point. */
const LARGEST_AMOUNT = Decimal.parse('1000000000000');
const MOST_DIGITS = 18;

/** An exact amount above zero. */
export function readAmount(text: string, refuse: Refuse): Decimal {
  if (!NUMBER.test(text)) refuse(`"${text}" is not a number.`);
  const amount = Decimal.parse(text);
  if (amount.sign() <= 0) refuse(`${text} is not above zero.`);
  if (amount.compare(LARGEST_AMOUNT) > 0) refuse(`${text} is more than ${LARGEST_AMOUNT.toString()}.`);
  if ((amount.toString().split('.')[1] ?? '').length > MOST_DIGITS) refuse(`${text} has more than ${MOST_DIGITS} digits after the point.`);
  return amount;
}

/** A timeframe by its name. */
export function readTimeframe(text: string, refuse: Refuse): Timeframe {
  if (isTimeframe(text)) return text;
  return refuse(`"${text}" is none of ${Object.keys(TIMEFRAMES).join(', ')}.`);
}

/** One of a few words. */
export function readChoice<Word extends string>(text: string, words: readonly Word[], refuse: Refuse): Word {
  return words.find((word) => word === text) ?? refuse(`"${text}" is none of ${words.join(', ')}.`);
}

/** What `--costs` names. */
export type CostsName = { readonly kind: 'conservative' | 'ideal' } | { readonly kind: 'venue'; readonly id: string };

/** `conservative`, `ideal` or `venue:ID` with a venue of the fee table. */
export function readCosts(text: string, refuse: Refuse): CostsName {
  if (text === 'conservative' || text === 'ideal') return { kind: text };
  const id = /^venue:(.+)$/u.exec(text)?.[1];
  if (id === undefined) return refuse(`"${text}" is none of conservative, ideal, venue:ID.`);
  const known = VENUE_FEES.map((venue) => venue.id);
  if (known.includes(id)) return { kind: 'venue', id };
  return refuse(`no fees of "${id}" are known here. ${suggestion(id, known, `There are ${known.join(', ')}.`)}`);
}

/** `off` or a coefficient. */
export function readImpact(text: string, refuse: Refuse): number {
  return text === 'off' ? 0 : readNumber(text, { min: 0, max: 100 }, refuse);
}

/** `all`, `base:N`, `quote:N` or `equity:F`. */
export function readSize(text: string, refuse: Refuse): SizeRule {
  if (text === 'all') return { kind: 'all' };
  const [kind, amount] = text.split(/:(.*)/su);
  if (amount === undefined || amount === '') return refuse(`"${text}" is none of all, base:N, quote:N, equity:F.`);
  if (kind === 'base' || kind === 'quote') return { kind, amount: readAmount(amount, refuse).toString() };
  if (kind === 'equity') return { kind: 'equity-fraction', fraction: readNumber(amount, { min: 0, max: 1, above: true }, refuse) };
  return refuse(`"${text}" is none of all, base:N, quote:N, equity:F.`);
}

const DURATION_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const LONGEST_DURATION_MS = 7 * 86_400_000;

/** A length of time such as `20s`, in milliseconds. */
export function readDuration(text: string, refuse: Refuse): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/u.exec(text);
  if (!match) return refuse(`"${text}" is not a length of time such as 500ms, 20s, 5m or 1h.`);
  const milliseconds = Number(match[1]) * DURATION_UNITS[match[2]!]!;
  if (milliseconds <= 0 || milliseconds > LONGEST_DURATION_MS) refuse(`${text} is not between 1ms and 168h.`);
  return milliseconds;
}

/** What `--instrument` names: base, quote, and the venue when it was written. */
export interface InstrumentName {
  readonly base: string;
  readonly quote: string;
  readonly venue: string | null;
}

/** `BTC/USD` or `BTC/USD.SIM`; small letters are taken as capitals. */
export function readInstrument(text: string, refuse: Refuse): InstrumentName {
  const match = /^([A-Z0-9]{1,15})\/([A-Z0-9]{1,15})(?:\.([A-Z0-9-]{1,20}))?$/u.exec(text.toUpperCase());
  if (!match) return refuse(`"${text}" is not an instrument such as BTC/USD or BTC/USD.SIM.`);
  if (match[1] === match[2]) return refuse(`"${text}" trades an asset against itself.`);
  return { base: match[1]!, quote: match[2]!, venue: match[3] ?? null };
}

/** `name=value`. */
export function readAssignment(text: string, refuse: Refuse): { readonly name: string; readonly value: number } {
  const equals = text.indexOf('=');
  if (equals <= 0) return refuse(`"${text}" is not name=value, such as fast=20.`);
  const value = text.slice(equals + 1);
  if (!NUMBER.test(value) || !Number.isFinite(Number(value))) return refuse(`"${value}" of ${text.slice(0, equals)} is not a number.`);
  return { name: text.slice(0, equals), value: Number(value) };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z)?$/u;
const FIRST_INSTANT = Date.UTC(2022, 0, 2);
const LAST_INSTANT = Date.UTC(2099, 11, 31);

/** A day or an instant of the simulated market in UTC, `2026-11-20` or `2026-11-20T09:30:00Z`. */
export function readInstant(text: string, refuse: Refuse): UtcMs {
  const time = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) refuse(`"${text}" is not a day or an instant such as 2026-11-20 or 2026-11-20T09:30:00Z.`);
  if (time < FIRST_INSTANT || time > LAST_INSTANT) refuse(`${text} is not from 2022-01-02 to 2099-12-31.`);
  return utcMs(time);
}
