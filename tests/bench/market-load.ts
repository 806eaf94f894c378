import { setTimeout as wait } from 'node:timers/promises';
import type { OrderRow, QuoteRow } from '../../src-shared/contract/rows.ts';
import type { RealWall } from '../support/real-wall.ts';

const TICK_MS = 8;
const LEVELS_OF_BOOK = 20;

/** Prices of one instrument: conflated, so that a slow window gets the newest. */
export function publishPrices(wall: RealWall, quote: QuoteRow, now: number): void {
  const { instrument } = quote;
  const time = quote.time + Math.round(now);
  const price = quote.last * (1 + 1e-5 * Math.sin(now));
  const side = (step: number) => Array.from({ length: LEVELS_OF_BOOK }, (_, at) => [price * (1 + step * (at + 1)), 1]).flat();
  wall.publish({ kind: 'quote', row: { ...quote, time, last: price } });
  wall.publish({ kind: 'book', row: { instrument, time, bids: side(-1e-6), asks: side(1e-6) } });
  wall.publish({ kind: 'trades', row: { instrument, prints: [[time, price, 1, 'buy']], skipped: 0 } });
}

/** Publishes `perSecond` events for so many seconds, made one after the other by `event`; the events sent a second in fact. */
export async function publishSteadily(
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
  event: (number: number, now: number) => void,
): Promise<number> {
  const start = performance.now();
  let sent = 0;
  for (let now = 0; now < seconds * 1_000; now = performance.now() - start) {
    for (const due = (now / 1_000) * perSecond; sent < due; sent += 1) event(sent, now);
    await wait(TICK_MS);
  }
  return Math.round(sent / ((performance.now() - start) / 1_000));
}

/** One event of a market in motion: a fifth each quotes, books, trades, forming bars and orders, of four instruments in turn. */
export function marketEvent(wall: RealWall, quotes: readonly QuoteRow[], number: number, now: number): void {
  const quote = quotes[Math.floor(number / 5) % 4];
  if (quote === undefined) return;
  const { instrument } = quote;
  const time = quote.time + Math.round(now);
  const price = quote.last * (1 + 1e-5 * Math.sin(number));
  const side = (step: number) =>
    Array.from({ length: LEVELS_OF_BOOK }, (_, at) => [price * (1 + step * (at + 1)), 1 + (number % 7)]).flat();
  const kind = number % 5;
  if (kind === 0) wall.publish({ kind: 'quote', row: { ...quote, time, last: price } });
  else if (kind === 1) wall.publish({ kind: 'book', row: { instrument, time, bids: side(-1e-6), asks: side(1e-6) } });
  else if (kind === 2) wall.publish({ kind: 'trades', row: { instrument, prints: [[time, price, 1, 'buy']], skipped: 0 } });
  else if (kind === 3) {
    const open = Math.floor(time / 60_000) * 60_000;
    wall.publish({ kind: 'candle', row: { instrument, timeframe: '1m', closed: false, bar: [open, quote.last, price, price, price, 1] } });
  } else wall.publish({ kind: 'order', row: orderEvent(Math.floor(number / 5), quotes) });
}

/** An order's life in two events: it works, it is cancelled. */
export function orderEvent(number: number, quotes: readonly QuoteRow[]): OrderRow {
  const quote = quotes[(number >> 1) % quotes.length];
  const time = (quote?.time ?? 0) + number;
  return {
    id: `o${String((number >> 1) % 500).padStart(25, '0')}`,
    instrument: quote?.instrument ?? '',
    side: number % 4 < 2 ? 'buy' : 'sell',
    type: 'limit',
    size: '5',
    quoteAmount: null,
    price: (quote?.last ?? 1).toFixed(2),
    trigger: null,
    trail: null,
    expiresAt: null,
    amending: null,
    filled: '0',
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
    group: null,
    role: null,
    state: number % 2 === 0 ? 'acknowledged' : 'cancelled',
    reason: number % 2 === 0 ? null : 'user',
    origin: 'you',
    createdAt: time,
    updatedAt: time,
    protective: false,
  };
}
