import * as z from 'zod/mini';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { INSTANT } from './kraken-parts.ts';
import { pagesOf } from './krakenfutures-history.ts';
import { areBooked, bookingsOf } from './krakenfutures-log.ts';
import { contractNamed, FIGURE, krakenFuturesId } from './krakenfutures-parts.ts';
import type { OrderMarket, OrderMarkets, ProtocolCalls, Reading, ReadTrade } from './order-protocol.ts';
import { sumOf, WHOLE } from './read-parts.ts';

/** How much earlier than the execution itself its row may stand in the account's log, ms. */
const ROW_MS = 1_000;
/** How far before the newest execution that is known the next are asked for, ms, and how many are remembered. */
const OVERLAP_MS = 60_000;
const KEPT = 20_000;
/** Fills that are told at once. */
const MOST_RECENT = 100;

const NAME = z.string().check(z.minLength(1));
const EVENT = z.object({
  execution: z.optional(
    z.object({
      execution: z.object({
        uid: NAME,
        order: z.object({
          uid: NAME,
          tradeable: z.string(),
          direction: z.enum(['Buy', 'Sell']),
          clientId: z.nullish(z.string()),
        }),
        timestamp: WHOLE,
        quantity: FIGURE,
        price: FIGURE,
        executionType: z.string(),
      }),
    }),
  ),
});

const FILL = z.object({
  fill_id: NAME,
  order_id: NAME,
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  fillType: z.string(),
  size: FIGURE,
  price: FIGURE,
  fillTime: INSTANT,
  cliOrdId: z.nullish(z.string()),
});
const FILLS = z.object({ result: z.literal('success'), fills: z.array(FILL) });
/** A fill among the last ones. */
export type RecentFill = z.infer<typeof FILL>;

/** An execution as its history tells it: what it moved is in the account's log alone. */
type Execution = Omit<ReadTrade, 'fees' | 'profit' | 'liquidation'>;

/** What of an account's executions has been read, by their ids: all of them since an instant. */
interface Kept {
  readonly since: number;
  readonly rows: Map<string, Execution>;
}

const kept = new WeakMap<ProtocolCalls, Kept>();
/** What a reading has asked once. */
const recents = new WeakMap<Reading, Promise<readonly RecentFill[]>>();

/** Trades of a market since an instant, with what each moved. The history is asked where a fill of the last hundred, which are told at once and for little, is not known. */
export async function tradesSince(reading: Reading, market: OrderMarket, since: number): Promise<readonly ReadTrade[]> {
  const known = kept.get(reading.exchange);
  const recent = await recentFills(reading);
  if (known === undefined || known.since > since) kept.set(reading.exchange, { since, rows: byId(await executions(reading, { since })) });
  else if (!hasAll(known, recent, reading.markets)) await readOn(reading, known, recent);
  const rows = [...(kept.get(reading.exchange)?.rows.values() ?? [])];
  return booked(
    reading,
    rows.filter(({ symbol, time }) => symbol === market.symbol && time >= since),
    since - ROW_MS,
  );
}

/** What has come since the newest that is known: of the last fills, where they reach back to it and the log names them, else of the history. */
async function readOn(reading: Reading, { since, rows }: Kept, recent: readonly RecentFill[]): Promise<void> {
  const newest = [...rows.values()].reduce((time, row) => Math.max(time, row.time), since);
  const fresh = executionsIn(recent, reading.markets).filter((row) => row.time >= since && !rows.has(keyOfRow(row)));
  const reaches = recent.length < MOST_RECENT || recent.some(({ fillTime }) => fillTime <= newest);
  const read =
    reaches && (await inLog(reading, fresh)) ? fresh : await named(reading, { since: Math.max(since, newest - OVERLAP_MS) }, fresh);
  for (const [key, row] of byId(read)) rows.set(key, row);
  if (rows.size <= KEPT) return;
  const last = [...rows.values()].sort((a, b) => a.time - b.time).slice(-KEPT / 2);
  kept.set(reading.exchange, { since: last[0]!.time + 1, rows: byId(last) });
}

/** Accounts whose log names executions otherwise than their fills: then the history tells which is which. */
const apart = new WeakSet<ProtocolCalls>();

/** Whether the log names these fills: then it is known what each moved. */
async function inLog(reading: Reading, fills: readonly Execution[]): Promise<boolean> {
  if (fills.length === 0 || apart.has(reading.exchange)) return false;
  return areBooked(
    reading,
    fills.map(({ tradeId }) => tradeId),
    Math.min(...fills.map(({ time }) => time)) - ROW_MS,
  );
}

/** Executions of the history, and whether it names fills by other ids. */
async function named(
  reading: Reading,
  params: Readonly<Record<string, unknown>>,
  fills: readonly Execution[],
  enough?: (rows: readonly Execution[]) => boolean,
): Promise<readonly Execution[]> {
  const rows = await executions(reading, params, enough);
  const isSame = (row: Execution, fill: Execution) => row.venueId === fill.venueId && row.price === fill.price && row.size === fill.size;
  const other = fills.some((fill) => rows.some((row) => isSame(row, fill)) && !rows.some(({ tradeId }) => tradeId === fill.tradeId));
  if (other) apart.add(reading.exchange);
  return rows;
}

/** Fills of these contracts in the words of executions. */
function executionsIn(recent: readonly RecentFill[], markets: OrderMarkets): readonly Execution[] {
  return recent.flatMap(({ fill_id, order_id, symbol, side, price, size, fillTime, fillType, cliOrdId }) => {
    const market = contractNamed(markets, symbol);
    if (market === null) return [];
    return [
      {
        ...{ tradeId: fill_id, venueId: order_id, symbol: market.symbol, side, price, size, time: fillTime },
        liquidity: fillType.toLowerCase() === 'maker' ? 'maker' : 'taker',
        id: krakenFuturesId(cliOrdId),
      },
    ];
  });
}

function keyOfRow({ tradeId, side }: Execution): string {
  return `${tradeId} ${side}`;
}

function byId(rows: readonly Execution[]): Map<string, Execution> {
  return new Map(rows.map((row) => [keyOfRow(row), row]));
}

/** Whether every recent fill of these contracts is among the executions: by its order, price and size, for the two name them by themselves. */
function hasAll({ since, rows }: Kept, recent: readonly RecentFill[], markets: OrderMarkets): boolean {
  const left = new Map<string, number>();
  for (const { venueId, price, size } of rows.values())
    left.set(keyOf(venueId, price, size), (left.get(keyOf(venueId, price, size)) ?? 0) + 1);
  return recent
    .filter(({ symbol, fillTime }) => contractNamed(markets, symbol) !== null && fillTime >= since)
    .every(({ order_id, price, size }) => {
      const count = left.get(keyOf(order_id, price, size)) ?? 0;
      left.set(keyOf(order_id, price, size), count - 1);
      return count > 0;
    });
}

function keyOf(venueId: string, price: string, size: string): string {
  return `${venueId} ${price} ${size}`;
}

/** Trades of an order: as they were read before where they are all there, else read backwards until they are. */
export async function tradesOf(reading: Reading, market: OrderMarket, { venueId, filled }: SeenOrder): Promise<readonly ReadTrade[]> {
  const whole = Decimal.parse(filled);
  const own = (rows: Iterable<Execution>) => [...rows].filter((row) => row.venueId === venueId);
  const isAll = (rows: Iterable<Execution>) => sumOf(own(rows).map(({ size }) => size)).compare(whole) >= 0;
  const known = [...(kept.get(reading.exchange)?.rows.values() ?? [])];
  const recent = isAll(known) ? [] : own(executionsIn(await recentFills(reading), reading.markets));
  const enough = isAll(known) ? known : isAll(recent) && (await inLog(reading, recent)) ? recent : null;
  const rows = own(enough ?? (await named(reading, { tradeable: market.id }, recent, isAll)));
  for (const [key, row] of byId(rows)) kept.get(reading.exchange)?.rows.set(key, row);
  return booked(reading, rows, Math.min(...rows.map(({ time }) => time)) - ROW_MS);
}

/** The last hundred fills, as they are now. */
export function freshFills(reading: Reading): Promise<readonly RecentFill[]> {
  recents.delete(reading);
  return recentFills(reading);
}

/** The same as a reading has seen them. */
export function recentFills(reading: Reading): Promise<readonly RecentFill[]> {
  const { exchange, ask } = reading;
  const before = recents.get(reading);
  const asked =
    before ??
    ask(
      () => exchange.privateGetFills({}),
      (answer) => FILLS.parse(answer).fills,
    );
  recents.set(reading, asked);
  return asked;
}

function executions(
  reading: Reading,
  params: Readonly<Record<string, unknown>>,
  enough?: (rows: readonly Execution[]) => boolean,
): Promise<readonly Execution[]> {
  const read = executionOf(reading.markets);
  const wanted = { params, read: (_time: number, event: unknown) => read(event) };
  return pagesOf(reading, (page) => reading.exchange.historyGetExecutions(page), enough === undefined ? wanted : { ...wanted, enough });
}

function executionOf(markets: OrderMarkets): (event: unknown) => Execution | null {
  return (event) => {
    const told = EVENT.parse(event).execution?.execution;
    const market = told === undefined ? null : contractNamed(markets, told.order.tradeable);
    if (told === undefined || market === null) return null;
    const { uid, order, timestamp, quantity, price, executionType } = told;
    return {
      tradeId: uid,
      venueId: order.uid,
      symbol: market.symbol,
      side: order.direction === 'Buy' ? 'buy' : 'sell',
      price,
      size: quantity,
      liquidity: executionType.toLowerCase() === 'maker' ? 'maker' : 'taker',
      time: timestamp,
      id: krakenFuturesId(order.clientId),
    };
  };
}

/** In the order in which they were booked: what each settled goes by it, also among those of one instant. */
async function booked(reading: Reading, rows: readonly Execution[], since: number): Promise<readonly ReadTrade[]> {
  if (rows.length === 0) return [];
  const uids = rows.map(({ tradeId }) => tradeId);
  const bookings = await bookingsOf(reading, uids, since);
  const each = rows.map((row) => ({ row, booking: bookings.get(row.tradeId)! }));
  return each
    .toSorted((a, b) => a.booking.place - b.booking.place)
    .map(({ row, booking: { fee, profit, forced } }) => ({ ...row, fees: [fee], profit, ...(forced ? { liquidation: true } : {}) }));
}
