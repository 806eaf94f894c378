import * as z from 'zod/mini';

/** Exact decimal text without exponent, `-12.5`. */
export const decimalText = z.string().check(z.regex(/^-?\d{1,30}(\.\d{1,30})?$/u));

/** Decimal text above zero. */
export const positiveDecimalText = z.string().check(z.regex(/^(?=.*[1-9])\d{1,30}(\.\d{1,30})?$/u));

/** An instrument id, `BTC/USD.SIM`. */
export const instrumentId = z.string().check(z.regex(/^[A-Z0-9]{1,15}\/[A-Z0-9]{1,15}(:[A-Z0-9]{1,15})?\.[A-Z0-9-]{1,20}$/u));

/** A client order id. */
export const orderId = z.string().check(z.regex(/^[0-9a-z]{26,28}$/u));

/** The id the window gives to a press of a button, so that the same press sent twice is one command. */
export const commandId = z.string().check(z.regex(/^[0-9a-z-]{8,40}$/u));

/** A timeframe offered on the chart. */
export const timeframe = z.enum(['1m', '5m', '15m', '1h', '4h', '1d']);

/** A timeframe of bars that are made of a recording's trades. */
export const bookTimeframe = z.enum(['1s', '5s', '10s', '1m', '5m', '15m', '1h', '4h', '1d']);

/** An instant, whole ms UTC. */
export const instant = z.int().check(z.nonnegative());
