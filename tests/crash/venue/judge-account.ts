import Database from 'better-sqlite3';
import { Instrument, type InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { ELSEWHERE } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { type ClientOrderId, clientOrderId } from '../../../src-shared/kernel/ids.ts';
import { linkName } from '../../../src-main/core/exits/link-ids.ts';
import { openLedgerReader } from '../../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import type { StartedVenue } from '../../venue/start-venue.ts';
import { FIRST_CUSTOMER } from '../../venue/control/customer.ts';
import { ACCOUNT } from './venue-life.ts';

/** What was found wrong, one sentence each. */
export interface AccountVerdict {
  /** The venue has it, and the ledger has not: a fill, or an order of ours that was sent without a record. */
  readonly lost: readonly string[];
  /** A fill that is booked twice, or an order that is twice at the venue. */
  readonly doubled: readonly string[];
  /** The ledger has it, and the venue has not, or otherwise. */
  readonly invented: readonly string[];
  /** Balances that are not the venue's to the last unit, and findings of the ledger's own check. */
  readonly unbalanced: readonly string[];
}

/** The venue's own account of the customer, as its control door tells it. */
interface VenueTruth {
  readonly accounts: readonly {
    readonly name: string;
    readonly balances: Readonly<Record<string, { readonly free: string; readonly locked: string }>>;
    readonly orders: readonly {
      readonly orderId: number;
      readonly clientOrderId: string;
      readonly status: string;
      readonly executedQty: string;
    }[];
    readonly fills: readonly {
      readonly side: string;
      readonly orderId: number;
      readonly tradeId: number;
      readonly price: string;
      readonly quantity: string;
    }[];
  }[];
}

interface OrderRow {
  readonly id: string;
  readonly origin: string;
  readonly state: string;
  readonly lots: number;
}
interface FillRow {
  readonly trade: string;
  readonly order: string;
  readonly side: string;
  readonly ticks: number;
  readonly lots: number;
}

/** Ends of the venue's, and the states of the ledger's that say the same. What is cancelled and what runs out are one at the venue for some orders. */
const SAME_END: Readonly<Record<string, readonly string[]>> = {
  NEW: ['acknowledged'],
  PARTIALLY_FILLED: ['partially-filled'],
  FILLED: ['filled'],
  CANCELED: ['cancelled'],
  EXPIRED: ['expired', 'cancelled'],
};
const OPEN: ReadonlySet<string> = new Set(['NEW', 'PARTIALLY_FILLED']);
const NEVER_THERE: ReadonlySet<string> = new Set(['expired', 'rejected', 'cancelled']);

/** Holds a ledger that nobody writes to against the venue's own account. */
export function judgeAccount(ledger: string, venue: Pick<StartedVenue, 'control'>, spec: InstrumentSpec): AccountVerdict {
  const { accounts } = venue.control.look() as VenueTruth;
  const truth = accounts.find(({ name }) => name === FIRST_CUSTOMER.name);
  if (truth === undefined) throw new Error('the venue has its customer');
  const connection = new Database(ledger, { readonly: true });
  const read = <Row>(sql: string): Row[] => connection.prepare<[], Row>(sql).all();
  const orders = read<OrderRow>('SELECT client_id AS id, origin, state, filled_lots AS lots FROM orders');
  const fills = read<FillRow>(
    'SELECT f.venue_fill AS trade, o.client_id AS "order", f.side, f.ticks, f.lots FROM fills f JOIN orders o ON o.id = f.order_id',
  );
  const balances = read<{ asset: string; amount: string }>('SELECT asset, amount FROM balances');
  connection.close();
  const reader = openLedgerReader(ledger);
  const { balanced, problems } = reader.verify();
  reader.close();
  const instrument = new Instrument(spec, 0);
  const found = { lost: [] as string[], doubled: [] as string[], invented: [] as string[], unbalanced: [...problems] };
  if (!balanced && problems.length === 0) found.unbalanced.push('the ledger does not balance');
  judgeOrders(found, { truth, orders, instrument });
  judgeFills(found, { truth, fills, instrument });
  judgeBalances(found, { truth, balances });
  return found;
}

type Found = { [Kind in keyof AccountVerdict]: string[] };
type Truth = VenueTruth['accounts'][number];

/** Under which id the ledger keeps an order of the venue's. */
function idOf({ orderId, clientOrderId: name }: Truth['orders'][number], instrument: Instrument): string {
  if (!isElsewhere(name)) return name;
  const { book, account } = ACCOUNT;
  return clientOrderId({ book, account, instrument: instrument.id, origin: ELSEWHERE, decision: String(orderId), leg: 0 });
}

/** Orders that the parent makes have names of their own. */
function isElsewhere(name: string): boolean {
  return name.startsWith(`${ELSEWHERE}-`);
}

/** What all that a client id has in common with others at the venue comes to: an order whose terms were changed has stood there as several, one after the other. */
interface Standing {
  readonly orders: readonly Truth['orders'][number][];
  readonly lots: number;
  /** That of the one that stands there, else of the newest. */
  readonly status: string;
  readonly open: number;
}

/** The venue's orders by what the ledger calls them. */
function standingOf(truth: Truth, instrument: Instrument): ReadonlyMap<string, Standing> {
  const named = new Map<string, Truth['orders'][number][]>();
  for (const order of truth.orders) {
    const name = linkName(idOf(order, instrument) as ClientOrderId);
    named.set(name, [...(named.get(name) ?? []), order]);
  }
  return new Map(
    [...named].map(([name, orders]) => {
      const lots = orders.reduce((sum, { executedQty }) => sum + (instrument.lotsOf(Decimal.parse(executedQty)) ?? Number.NaN), 0);
      const open = orders.filter(({ status }) => OPEN.has(status));
      return [name, { orders, lots, status: (open[0] ?? orders.at(-1)!).status, open: open.length }];
    }),
  );
}

function judgeOrders(
  found: Found,
  { truth, orders, instrument }: { readonly truth: Truth; readonly orders: readonly OrderRow[]; readonly instrument: Instrument },
): void {
  const booked = new Map(orders.map((order) => [linkName(order.id as ClientOrderId), order]));
  const there = standingOf(truth, instrument);
  const ids = truth.orders.map((order) => idOf(order, instrument));
  for (const id of new Set(ids.filter((each, place) => ids.indexOf(each) !== place)))
    found.doubled.push(`order ${id} is twice at the venue`);
  for (const [name, { orders: stood, lots, status, open }] of there) {
    const row = booked.get(name);
    const order = stood[0]!;
    if (open > 1) found.doubled.push(`order ${idOf(order, instrument)} stands ${String(open)} times at the venue`);
    if (row === undefined) {
      // One that came and went elsewhere unseen has left nothing behind.
      if (!(isElsewhere(order.clientOrderId) && lots === 0 && status !== 'NEW')) found.lost.push(`order ${JSON.stringify(order)}`);
    } else if (row.lots !== lots || !(SAME_END[lots > 0 && status === 'NEW' ? 'PARTIALLY_FILLED' : status] ?? []).includes(row.state))
      found.invented.push(`order ${row.id} is ${row.state} with ${String(row.lots)} lots, at the venue ${status} with ${String(lots)}`);
  }
  for (const { id, state, lots } of orders)
    if (!there.has(linkName(id as ClientOrderId)) && (lots > 0 || !NEVER_THERE.has(state)))
      found.invented.push(`order ${id} is ${state}, the venue has never had it`);
}

function judgeFills(
  found: Found,
  { truth, fills, instrument }: { readonly truth: Truth; readonly fills: readonly FillRow[]; readonly instrument: Instrument },
): void {
  const names = new Map(truth.orders.map((order) => [order.orderId, linkName(idOf(order, instrument) as ClientOrderId)]));
  const there = new Map(
    truth.fills.map(({ orderId, tradeId, side, price, quantity }) => [
      `${String(tradeId)}-${side.toLowerCase()}`,
      JSON.stringify([names.get(orderId), side.toLowerCase(), Decimal.parse(price).toString(), Decimal.parse(quantity).toString()]),
    ]),
  );
  const seen = new Set<string>();
  for (const { trade, order, side, ticks, lots } of fills) {
    if (seen.has(trade)) found.doubled.push(`fill ${trade}`);
    seen.add(trade);
    const booked = JSON.stringify([
      linkName(order as ClientOrderId),
      side,
      instrument.priceOf(ticks).toString(),
      instrument.sizeOf(lots).toString(),
    ]);
    if (there.get(trade) !== booked) found.invented.push(`fill ${trade} is ${booked}, at the venue ${there.get(trade) ?? 'absent'}`);
  }
  for (const [trade, fill] of there) if (!seen.has(trade)) found.lost.push(`fill ${trade} ${fill}`);
}

function judgeBalances(
  found: Found,
  { truth, balances }: { readonly truth: Truth; readonly balances: readonly { readonly asset: string; readonly amount: string }[] },
): void {
  const booked = new Map(balances.map(({ asset, amount }) => [asset, Decimal.parse(amount)]));
  for (const asset of new Set([...booked.keys(), ...Object.keys(truth.balances)])) {
    const { free, locked } = truth.balances[asset] ?? { free: '0', locked: '0' };
    const held = Decimal.parse(free).add(Decimal.parse(locked));
    const amount = booked.get(asset) ?? Decimal.ZERO;
    if (!amount.equals(held)) found.unbalanced.push(`${asset} is ${amount.toString()}, at the venue ${held.toString()}`);
  }
}
