import * as z from 'zod/mini';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import type { OrderMarket, OrderMarkets } from './order-protocol.ts';

/** How long after it was signed a request may still be taken, ms: the venue refuses what it would process later. */
export const KRAKENFUTURES_TAKEN_MS = 5_000;

const OWN = /^o[0-9a-z]{25}$/u;
const PRINTED = /^(-?\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/iu;

/** A figure without a loss: it comes as a number where a double keeps its digits, else as they were printed, and very small ones with an exponent. */
export const FIGURE = z.pipe(
  z.pipe(z.pipe(z.union([z.number(), z.string()]), z.transform(String)), z.string().check(z.regex(PRINTED))),
  z.transform(exact),
);
/** A figure, or none. */
export const FIGURE_OR_NONE = z.union([z.literal(''), z.nullish(FIGURE)]);

function exact(text: string): string {
  const [, whole = '', fraction = '', power = '0'] = PRINTED.exec(text) ?? [];
  const exponent = Number(power);
  const figure = Decimal.parse(fraction === '' ? whole : `${whole}.${fraction}`);
  const shift = exponent < 0 ? `0.${'1'.padStart(-exponent, '0')}` : `1${'0'.repeat(exponent)}`;
  return (exponent === 0 ? figure : figure.mul(Decimal.parse(shift))).toString();
}

/** A price or a size, or null where none is written, or nought. */
export function figureOrNull(figure: string | null | undefined): string | null {
  return figure === null || figure === undefined || figure === '' || Decimal.parse(figure).isZero() ? null : figure;
}

export function added(some: string, more: string): string {
  return Decimal.parse(some).add(Decimal.parse(more)).toString();
}

/** Our ids fit as they are: it takes up to a hundred characters. */
export function krakenFuturesName(id: ClientOrderId): string | null {
  return OWN.test(id) ? id : null;
}

/** Whose order a client id names. */
export function krakenFuturesId(name: string | null | undefined): ClientOrderId | null {
  return name !== null && name !== undefined && OWN.test(name) ? (name as ClientOrderId) : null;
}

/** A contract that is traded here by the venue's name, which its answers write large or small; null for any other. */
export function contractNamed(markets: OrderMarkets, name: string): OrderMarket | null {
  const market = markets.named(name) ?? markets.named(name.toUpperCase());
  return market?.contract === undefined || market.contract === null ? null : market;
}

/** Until when a request that is signed now may be taken, as the venue reads it. */
export function takenUntil(signedAt: number): string {
  return new Date(signedAt + KRAKENFUTURES_TAKEN_MS).toISOString();
}
