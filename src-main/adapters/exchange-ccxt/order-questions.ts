import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { ContractTerms, SeenAccount, SeenFill, SeenOrder, VenueMessage, VenueRequest } from '../../ports/venue-orders.ts';
import { type OrderAccount, problemOf } from './order-account.ts';
import type { OrderMarket, Reading } from './venues/order-protocol.ts';
import { sumOf } from './venues/read-parts.ts';

type Question = Extract<VenueRequest, { readonly kind: 'ask' }>;
type Stranger = Extract<VenueRequest, { readonly kind: 'identify' }>;
type List = Extract<VenueRequest, { readonly kind: 'list' }>;
type Look = Extract<VenueRequest, { readonly kind: 'look' }>;

/** How much earlier than asked for is looked: clocks differ, and so do the venue's own tables. */
const MARGIN_MS = 60_000;
/** How much earlier than an order was decided it is looked for, ms: our own clock may have been set since. */
const SET_CLOCK_MS = 3_600_000;
/** How often the trades of an order are asked for until they are all there, and the first wait between, ms. */
const TRIES = { most: 5, waitMs: 250 };
/** Most orders of trades that are asked for one by one. */
const MOST_STRANGERS = 50;

/** What became of an order, as far as everything that was asked has answered. */
export async function askOrder(account: OrderAccount, { id, venueId, symbol, since }: Question): Promise<VenueMessage> {
  const { protocol } = account;
  const name = protocol.nameOf(id);
  try {
    if (name === null) return { kind: 'unanswered', id, problem: `The id ${id} cannot be written as ${account.venue} takes it.` };
    const market = account.market(symbol);
    const reading = account.reading('question');
    const time = await protocol.time(reading);
    // Where the venue's own id is known, no other order can be meant.
    const named = { id, name: venueId === null ? name : null, venueId };
    const order = (await protocol.find(reading, market, named)) ?? (await searched(account, market, named, since));
    const { forgetsMs } = protocol;
    if (order === null) return { kind: 'absent', id, searched: protocol.searched, time, ...(forgetsMs === undefined ? {} : { forgetsMs }) };
    account.learn({ id, venueId: order.venueId });
    return await withFills(account, market, { ...order, id });
  } catch (thrown) {
    return { kind: 'unanswered', id, problem: problemOf(thrown) };
  }
}

interface Named {
  readonly id: Question['id'];
  readonly name: string | null;
  readonly venueId: string | null;
}

/** The order among open ones, those since, and those of every trade since; null only where all of it was read. */
async function searched(account: OrderAccount, market: OrderMarket, wanted: Named, since: number): Promise<SeenOrder | null> {
  const { protocol } = account;
  const reading = account.reading('question');
  const isIt = (order: SeenOrder) => order.id === wanted.id || order.venueId === wanted.venueId;
  const from = decidedBefore(account, since);
  const open = await protocol.open(reading, market);
  const orders = [...open, ...(await protocol.ordersSince(reading, market, from))];
  const found = orders.find(isIt);
  if (found !== undefined) return found;
  const known = new Set(orders.map(({ venueId }) => venueId));
  const trades = await protocol.trades(reading, market, { since: from });
  // What the venue itself has closed was no order of ours, and may be none at all.
  const ordered = trades.filter(({ liquidation }) => liquidation !== true);
  const strangers = new Set(ordered.map(({ venueId }) => venueId).filter((venueId) => !known.has(venueId)));
  if (strangers.size > MOST_STRANGERS) throw new Error(`${account.venue} tells trades of more orders than can be asked for.`);
  for (const venueId of strangers) {
    const order = await protocol.find(reading, market, { name: null, venueId });
    if (order === null) throw new Error(`${account.venue} tells a trade of an order that it does not know.`);
    if (isIt(order)) return order;
  }
  return null;
}

/** The order with all of its fills: only where they sum to what it has filled. */
async function withFills(
  account: OrderAccount,
  market: OrderMarket,
  first: SeenOrder & { readonly id: Question['id'] },
): Promise<VenueMessage> {
  const reading = account.reading('question');
  let order = first;
  for (let tries = 1; ; tries += 1) {
    const fills = await fillsOf(account, reading, market, order);
    if (fills !== null) return { kind: 'found', order, fills };
    if (tries >= TRIES.most || account.left) break;
    await account.wait(TRIES.waitMs * 2 ** (tries - 1));
    const again = await account.protocol.find(reading, market, { name: null, venueId: order.venueId });
    if (again !== null) order = { ...again, id: order.id };
  }
  return { kind: 'unanswered', id: order.id, problem: `${account.venue} does not tell all trades of the order.` };
}

/** All fills of an order, oldest first; null where they do not sum to what it has filled. */
export async function fillsOf(
  account: OrderAccount,
  reading: Reading,
  market: OrderMarket,
  order: SeenOrder,
): Promise<readonly SeenFill[] | null> {
  if (sumOf([order.filled]).isZero()) return [];
  const trades = await account.protocol.trades(reading, market, { order });
  const own = trades.filter(({ venueId }) => venueId === order.venueId).map((trade) => account.fill(trade, order));
  return sumOf(own.map(({ size }) => size)).equals(sumOf([order.filled])) ? oldestFirst(own) : null;
}

/** Everything of the account, between two readings of the venue's time. */
export async function lookAt(account: OrderAccount, { number, symbols, since }: Look): Promise<VenueMessage> {
  const { protocol } = account;
  // Looks come again and again: what became of one order is asked for before them.
  const reading = account.reading('data');
  try {
    const from = await protocol.time(reading);
    const openOrders = await protocol.open(reading, null);
    for (const order of openOrders) account.learn(order);
    const fills: SeenFill[] = [];
    for (const symbol of symbols) {
      const trades = await protocol.trades(reading, account.market(symbol), { since: marginBefore(since) });
      fills.push(...trades.map((trade) => account.fill(trade)));
    }
    const balances = await protocol.balances(reading);
    const contracts = await contractsOf(account, reading, { symbols, since: marginBefore(since) });
    const to = await protocol.time(reading);
    return { kind: 'looked', number, account: { balances, ...contracts, openOrders, fills: oldestFirst(fills), from, to } };
  } catch (thrown) {
    return { kind: 'look-failed', number, problem: problemOf(thrown) };
  }
}

/** What a look shows of perpetuals; nothing where none are traded. */
async function contractsOf(
  account: OrderAccount,
  reading: Reading,
  { symbols, since }: Pick<Look, 'symbols' | 'since'>,
): Promise<Pick<SeenAccount, 'positions' | 'funding'>> {
  const { contracts } = account.protocol;
  const markets = symbols.map((symbol) => account.market(symbol)).filter(({ contract }) => contract !== null);
  if (contracts === undefined || markets.length === 0) return {};
  const funding = await contracts.funding(reading, markets, since);
  return { positions: await contracts.positions(reading), funding: funding.toSorted((a, b) => a.time - b.time) };
}

/** Sees to it that the account holds perpetuals as it is to. Fails with `venue.refused` where it does not, and `instrument.unknown`. */
export async function prepareContracts(account: OrderAccount, terms: readonly ContractTerms[]): Promise<void> {
  if (terms.length === 0) return;
  const { contracts } = account.protocol;
  const wanted = terms.map(({ symbol, leverage }) => ({ market: account.market(symbol), leverage }));
  const stranger = wanted.find(({ market }) => market.contract === null);
  if (contracts === undefined || stranger !== undefined)
    throw new Fault('venue.refused', { venue: account.venue, problem: 'no perpetuals are traded with this account' });
  await contracts.prepare(account.reading('question'), wanted);
}

/** Every order of a market that is open or has come since. */
export async function listOrders(account: OrderAccount, { number, symbol, since }: List): Promise<VenueMessage> {
  const { protocol } = account;
  const reading = account.reading('question');
  try {
    const market = account.market(symbol);
    const time = await protocol.time(reading);
    const open = await protocol.open(reading, market);
    const others = await protocol.ordersSince(reading, market, decidedBefore(account, since));
    const orders = new Map([...open, ...others].filter((order) => order.symbol === symbol).map((order) => [order.venueId, order]));
    for (const order of orders.values()) account.learn(order);
    return { kind: 'listed', number, orders: [...orders.values()], time };
  } catch (thrown) {
    return { kind: 'list-failed', number, problem: problemOf(thrown) };
  }
}

/** Whose an order is that is known by the venue's id alone. */
export async function identifyOrder(account: OrderAccount, { venueId, symbol }: Stranger): Promise<VenueMessage> {
  try {
    const order = await account.protocol.find(account.reading('question'), account.market(symbol), { name: null, venueId });
    if (order === null) return { kind: 'unidentified', venueId, problem: `${account.venue} does not know the order.` };
    account.learn(order);
    return { kind: 'identified', order };
  } catch (thrown) {
    return { kind: 'unidentified', venueId, problem: problemOf(thrown) };
  }
}

/** Renews the dead man's switch, or takes it back. */
export async function keepAlive(account: OrderAccount, ms: number): Promise<VenueMessage> {
  const { protocol, venue } = account;
  if (protocol.keepAlive === null)
    return { kind: 'kept-alive', until: null, problem: `${venue} has no switch that cancels orders when nothing is heard.` };
  try {
    return { kind: 'kept-alive', until: await protocol.keepAlive(account.reading('cancel'), ms), problem: null };
  } catch (thrown) {
    return { kind: 'kept-alive', until: null, problem: problemOf(thrown) };
  }
}

function oldestFirst(fills: readonly SeenFill[]): readonly SeenFill[] {
  return fills.toSorted((a, b) => a.time - b.time);
}

/** From when on an order is looked for that was decided at an instant of our own clock, venue time: how far both were apart then is not known any more. */
function decidedBefore({ clockOffsetMs }: OrderAccount, since: number): number {
  return marginBefore(since + Math.min(0, clockOffsetMs ?? 0) - SET_CLOCK_MS);
}

/** From when on is looked, in whole ms. */
function marginBefore(since: number): number {
  return Math.max(0, Math.floor(since - MARGIN_MS));
}
