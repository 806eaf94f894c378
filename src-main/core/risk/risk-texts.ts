import { breakerOfReason } from '../../../src-shared/domain/breaker-spec.ts';
import type { TradingState } from '../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { isoTime, utcDay } from '../../../src-shared/kernel/time.ts';

/** Digits after the point of a quantity of money below one unit. */
const SMALL_MONEY_DIGITS = 8;
const MONEY_DIGITS = 2;

/** What stands after "since …" in the sentences of HALTED ("by …") and REDUCING, by reason code. */
const REASON_PHRASES: Readonly<Record<string, Readonly<Record<'HALTED' | 'REDUCING', string>>>> = {
  'kill-switch': { HALTED: 'the kill switch', REDUCING: 'because of the kill switch' },
  'account-process': {
    HALTED: 'the process of the account, which died again and again',
    REDUCING: 'because the process of the account died',
  },
  'risk.daily-loss': { HALTED: 'the daily loss limit', REDUCING: 'because the daily loss limit was reached' },
  'risk.drawdown': { HALTED: 'the drawdown limit', REDUCING: 'because the drawdown limit was reached' },
  'risk.weekly-loss': { HALTED: 'the weekly loss limit', REDUCING: 'because the weekly loss limit was reached' },
  you: { HALTED: 'you', REDUCING: 'as you asked' },
};

/** The phrase of a reason; a code without one stands for itself. */
export function reasonPhrase(state: TradingState, reason: string): string {
  return state === 'ACTIVE' ? reason : (REASON_PHRASES[reason]?.[state] ?? breakerOfReason(reason)?.phrases[state] ?? reason);
}

function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const groups = whole.replace(/\B(?=(?:\d{3})+(?!\d))/gu, ',');
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

function moneyDigits(amount: Decimal): number {
  return amount.isZero() || amount.abs().compare(Decimal.ONE) >= 0 ? MONEY_DIGITS : SMALL_MONEY_DIGITS;
}

/** Money without its unit, `31,200.00`; amounts below one keep up to eight digits. */
export function moneyText(amount: Decimal): string {
  const digits = moneyDigits(amount);
  const text = amount.quantize(digits, 'half-away').toFixed();
  return grouped(digits === MONEY_DIGITS ? text : text.replace(/(\.\d\d\d*?)0+$/u, '$1'));
}

/**
 * Two amounts that are compared, as text. Where rounding would make them look equal although they are not, both show every digit they have.
 */
export function comparedMoney(actual: Decimal, limit: Decimal): { readonly actual: string; readonly limit: string } {
  const texts = { actual: moneyText(actual), limit: moneyText(limit) };
  if (texts.actual !== texts.limit) return texts;
  return { actual: grouped(actual.toString()), limit: grouped(limit.toString()) };
}

/** A price of an instrument with its thousands grouped, `109,443.07`. */
export function priceText(plain: string): string {
  return grouped(plain);
}

/** A fraction as a percentage, `5.05%`. */
export function percentText(fraction: number): string {
  return `${(fraction * 100).toFixed(2)}%`;
}

/** A span of time, `14 s`, `2.5 s`, `3 min`, `5 h`. */
export function spanText(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds < 10) return `${String(Math.round(seconds * 10) / 10)} s`;
  if (seconds < 120) return `${String(Math.floor(seconds))} s`;
  if (seconds < 7_200) return `${String(Math.floor(seconds / 60))} min`;
  return `${String(Math.floor(seconds / 3_600))} h`;
}

/** An instant as a person reads it beside another one: `14:03 UTC` on the same UTC day, else with its date. */
export function sinceText(since: number, now: number): string {
  const iso = isoTime(since);
  const clock = `${iso.slice(11, 16)} UTC`;
  return utcDay(since) === utcDay(now) ? clock : `${iso.slice(0, 10)} ${clock}`;
}
