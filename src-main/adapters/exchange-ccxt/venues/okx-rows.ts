import * as z from 'zod/mini';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { SeenOrder } from '../../../ports/venue-orders.ts';
import { isTradedKind, MILLISECONDS, OKX_SIDE, OKX_STATE, OKX_TYPE, okxId, okxReduces, okxUnits } from './okx-parts.ts';
import type { OrderMarket, OrderMarkets, Reading } from './order-protocol.ts';
import { AMOUNT, plainOrNull } from './read-parts.ts';

/** Rows of a page, and most pages that are asked for one answer. */
const PAGE = 100;
const PAGES = 500;

const ROWS = z.object({ code: z.literal('0'), data: z.array(z.unknown()) });
const ORDER = z.object({
  instId: z.string(),
  instType: z.optional(z.string()),
  ordId: z.string().check(z.minLength(1)),
  clOrdId: z.string(),
  algoId: z.optional(z.string()),
  algoClOrdId: z.optional(z.string()),
  side: OKX_SIDE,
  ordType: OKX_TYPE,
  tgtCcy: z.optional(z.string()),
  px: z.union([z.literal(''), AMOUNT]),
  sz: AMOUNT,
  accFillSz: AMOUNT,
  state: OKX_STATE,
  reduceOnly: z.optional(z.string()),
  uTime: MILLISECONDS,
});

/** Fields of a query. */
export type Query = Readonly<Record<string, string>>;

/** An order of the ordinary kind as queries answer it. */
export interface OkxRow {
  readonly order: SeenOrder;
  /** Its market is traded here. */
  readonly traded: boolean;
  /** Which order, that waited for its price, has placed it, and that one's name; null where nobody but a customer did. */
  readonly placedBy: { readonly algoId: string; readonly name: string } | null;
}

export function okxRow(row: unknown, markets: OrderMarkets): OkxRow {
  const read = ORDER.parse(row);
  const { instId, ordId, clOrdId, algoId, algoClOrdId, side, ordType, tgtCcy, px, sz, accFillSz, state, uTime } = read;
  const market = markets.named(instId);
  const order: SeenOrder = {
    id: okxId(clOrdId),
    venueId: ordId,
    symbol: market?.symbol ?? instId,
    side,
    type: ordType,
    // What is bought for an amount of money has no size but what was bought.
    size: okxUnits(tgtCcy === 'quote_ccy' ? accFillSz : sz, market),
    filled: okxUnits(accFillSz, market),
    price: plainOrNull(px),
    trigger: null,
    state,
    time: uTime,
    ...okxReduces(read.reduceOnly),
  };
  const traded = isTradedKind(read.instType, market);
  return { order, traded, placedBy: algoId === undefined || algoId === '' ? null : { algoId, name: algoClOrdId ?? '' } };
}

/** An order of the ordinary kind under a name or an id; null where the venue knows none. */
export function okxRowOf({ exchange, markets, ask }: Reading, market: Pick<OrderMarket, 'id'>, named: Query): Promise<OkxRow | null> {
  return ask(
    () => orMissing(() => exchange.privateGetTradeOrder({ instId: market.id, ...named })),
    (answer) => (answer === null ? null : okxRow(soleOf(answer), markets)),
  );
}

/** The one row of an answer. */
export function soleOf(answer: unknown): unknown {
  return z.tuple([z.unknown()]).parse(ROWS.parse(answer).data)[0];
}

export function rowsOf<Row>(read: (row: unknown) => Row): (answer: unknown) => readonly Row[] {
  return (answer) => ROWS.parse(answer).data.map(read);
}

/** Of one market, or of all that there are, of whatever kind. */
export function only(market: OrderMarket | null): Query {
  return market === null ? {} : { instType: market.contract === null ? 'SPOT' : 'SWAP', instId: market.id };
}

/** Where pages are read: each row's id, and whether nothing behind a row is wanted. */
interface Paging<Row> {
  readonly idOf: (row: Row) => string;
  readonly isLast?: (row: Row) => boolean;
}

/** All rows, oldest first. Pages begin with the newest, each behind the last row of the one before, so that what comes meanwhile moves nothing. */
export async function paged<Row>(page: (after: Query) => Promise<readonly Row[]>, { idOf, isLast }: Paging<Row>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let pages = 0, after: Query = {}; pages < PAGES; pages += 1) {
    const next = await page(after);
    rows.push(...next);
    const last = next.at(-1);
    if (last === undefined || next.length < PAGE || isLast?.(last) === true) return rows.reverse();
    after = { after: idOf(last) };
  }
  throw new Fault('venue.refused', { venue: 'OKX', problem: 'the history of the account is too long to be read' });
}

/** Whether what was thrown is the venue's word with one of these codes. */
export function saysOneOf(thrown: unknown, codes: Iterable<string>): boolean {
  if (!(thrown instanceof Error)) return false;
  const { message } = thrown;
  return [...codes].some((code) => new RegExp(`"s?[cC]ode":\\s*"${code}"`, 'u').test(message));
}

/** The venue's word that it knows no such order is an answer and no failure. */
export async function orMissing(question: () => Promise<unknown>): Promise<unknown> {
  try {
    return await question();
  } catch (thrown) {
    if (saysOneOf(thrown, ['51603'])) return null;
    throw thrown;
  }
}
