import { openLedgerReader } from '../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { openedAtOf, RECONCILIATION_MEMORY } from '../../src-main/core/engine/reconciliation.ts';
import type { AccountScope, LedgerSnapshot } from '../../src-main/ports/ledger.ts';
import type { LedgerReader } from '../../src-main/ports/ledger-reader.ts';
import type { FillRow, OrderRow } from '../../src-shared/contract/rows.ts';
import { linkName } from '../../src-main/core/exits/link-ids.ts';
import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { isOpen, remaining, type VenueOrder } from '../venue/core/order.ts';
import { unitsText } from '../venue/core/units.ts';
import type { WorldProtocol } from './protocols/world-protocol.ts';
import type { VenueTruth } from './venue-truth.ts';
import type { Invariant } from './violation.ts';
import { BOUNDS } from './world-limits.ts';

/** What a judge stands on. */
export interface JudgeParts {
  readonly truth: VenueTruth;
  readonly file: string;
  readonly scope: AccountScope;
  readonly specs: readonly InstrumentSpec[];
  /** A request for an order came to the venue twice by the network's fault. */
  readonly networkDoubled: boolean;
  /** Coins were sold that the program does not count as its own: what closes that is no new risk. */
  readonly soldElsewhere: boolean;
  readonly violated: (invariant: Invariant, problem: string) => void;
}

/** Everything of the ledger that is judged. */
interface Booked {
  readonly snapshot: LedgerSnapshot;
  readonly fills: readonly FillRow[];
  /** Their names, which are unique. */
  readonly names: ReadonlySet<string>;
  readonly ended: readonly OrderRow[];
}

type VenueFill = VenueTruth['fills'][number];

const MINUTE_MS = 60_000;
/** How far a world's clocks may be apart. */
const CLOCKS_MS = 2 * MINUTE_MS;

/** Holds the ledger that is left against the venue's own books, when everything has come to rest. Answers how many fills there were. */
export function judge(parts: JudgeParts): number {
  const reader = openLedgerReader(parts.file);
  try {
    const booked = read(reader, parts);
    judgeBalances(booked, parts);
    judgeFills(booked, parts);
    judgePositions(booked, parts);
    judgeOrders(booked, parts);
    judgeExits(booked, parts);
    judgeRate(booked, parts);
    const check = reader.verify();
    if (!check.balanced || check.problems.length > 0) parts.violated('ledger verifies', check.problems.slice(0, 3).join(' '));
    return booked.fills.length;
  } finally {
    reader.close();
  }
}

function read(reader: LedgerReader, { scope, specs }: JudgeParts): Booked {
  const fills = reader.fillsSince(scope, 0);
  return {
    snapshot: reader.snapshot(scope, specs),
    ...{ fills, names: new Set(fills.map(nameOfRow)) },
    ended: reader.orderHistory(scope, { count: 100_000 }),
  };
}

function nameOfRow({ instrument, id }: FillRow): string {
  return `${instrument.replace('/', '').replace(/\..*$/u, '')} ${id}`;
}

function nameOfFill({ order, fill }: VenueFill, { protocol }: VenueTruth): string {
  return `${order.symbol} ${protocol.tradeId(order, fill)}-${order.side.toLowerCase()}`;
}

/** The venue's fills without those of others that are in the opening of the account: what it came to before it was opened is booked as one sum. */
function fillsToBook({ snapshot, names }: Booked, truth: VenueTruth): readonly VenueFill[] {
  const openedAt = openedAtOf(snapshot.memories.get(RECONCILIATION_MEMORY)) ?? 0;
  return truth.fills.filter((each) => truth.ownId(each.order) !== null || each.fill.time >= openedAt || names.has(nameOfFill(each, truth)));
}

function judgeBalances({ snapshot }: Booked, { truth, violated }: JudgeParts): void {
  for (const problem of wrongBalances(snapshot.balances, truth)) violated('balances agree', problem);
}

/** What is booked otherwise than the venue holds it. */
export function wrongBalances(balances: ReadonlyMap<string, Decimal>, truth: VenueTruth): readonly string[] {
  const held = truth.balances();
  return [...new Set([...held.keys(), ...balances.keys()])].flatMap((asset) => {
    const really = Decimal.parse(unitsText(held.get(asset) ?? 0n));
    const booked = balances.get(asset) ?? Decimal.ZERO;
    return booked.equals(really) ? [] : [`${asset}: ${booked.toString()} is booked, the venue holds ${really.toString()}`];
  });
}

function judgeFills(whole: Booked, { truth, violated }: JudgeParts): void {
  const booked = new Map<string, FillRow>();
  for (const fill of whole.fills) {
    const name = nameOfRow(fill);
    if (booked.has(name)) violated('fills agree', `${name} is booked twice`);
    booked.set(name, fill);
  }
  for (const each of fillsToBook(whole, truth)) {
    const { order, fill } = each;
    const name = nameOfFill(each, truth);
    const row = booked.get(name);
    booked.delete(name);
    if (row === undefined) violated('fills agree', `${name} of ${order.clientId} is not booked`);
    else if (
      row.side !== order.side.toLowerCase() ||
      !Decimal.parse(row.price).equals(Decimal.parse(unitsText(fill.price))) ||
      !Decimal.parse(row.size).equals(Decimal.parse(unitsText(fill.quantity)))
    )
      violated('fills agree', `${name} is booked as ${row.side} ${row.size} at ${row.price}`);
  }
  for (const name of booked.keys()) violated('fills agree', `${name} is booked and the venue knows of none`);
}

/** A position is what was bought less what was sold; fees may have taken from it, never more than they came to. */
function judgePositions(booked: Booked, { truth, specs, violated }: JudgeParts): void {
  for (const [index, { base, symbol, engineLot }] of specs.entries()) {
    let traded = 0n;
    let fees = 0n;
    for (const { order, fill } of fillsToBook(booked, truth)) {
      if (fill.commissionAsset === base) fees += fill.commission;
      if (order.symbol === symbol.replace('/', '')) traded += order.side === 'BUY' ? fill.quantity : -fill.quantity;
    }
    const lots = booked.snapshot.positions.find(({ instrument }) => instrument === index)?.lots ?? 0;
    const held = Decimal.parse(engineLot).mul(Decimal.of(BigInt(lots), 0));
    const most = Decimal.parse(unitsText(traded));
    const least = most.sub(Decimal.parse(unitsText(fees))).sub(Decimal.parse(engineLot));
    if (held.compare(most) > 0 || held.compare(least) < 0)
      violated('positions agree', `${held.toString()} ${symbol} is booked, between ${least.toString()} and ${most.toString()} was traded`);
  }
}

/** Every order ended as the venue says, or is open at both; the venue has none that is not recorded. An order may stand there as others that name it. */
function judgeOrders({ snapshot, ended }: Booked, { truth, networkDoubled, violated }: JudgeParts): void {
  const atVenue = new Map<string, VenueOrder[]>();
  const ids = new Set<string>();
  for (const order of truth.orders) {
    const id = truth.ownId(order);
    if (id === null) continue;
    if (ids.has(id) && !networkDoubled) violated('sent once', `${id} stands more than once in the venue's books`);
    ids.add(id);
    const name = linkName(id);
    atVenue.set(name, [...(atVenue.get(name) ?? []), order]);
  }
  for (const { order, state, filledLots } of snapshot.openOrders) {
    const there = atVenue.get(linkName(order.id));
    if (order.origin === 'elsewhere') continue;
    const held = order.group !== null && order.group.role !== 'entry';
    if (!held && (there === undefined || !there.some(isOpen)))
      violated('orders agree', `${order.id} is ${state} here, ${there?.[0]?.status ?? 'unknown'} there`);
    if (state !== 'acknowledged' && state !== 'partially-filled')
      violated('orders agree', `${order.id} is still ${state} (${String(filledLots)} filled)`);
    atVenue.delete(linkName(order.id));
  }
  for (const { id, state, filled, origin, group, updatedAt } of ended) {
    const there = atVenue.get(linkName(id as ClientOrderId)) ?? [];
    atVenue.delete(linkName(id as ClientOrderId));
    if (origin === 'elsewhere' || networkDoubled) continue;
    const [order] = there;
    const never = state === 'rejected' || state === 'expired' || (group !== null && state === 'cancelled');
    // What the venue had forgotten when it was asked had no effect; nobody can know more.
    if (state === 'expired' && there.every((each) => isForgotten(each, updatedAt, truth))) continue;
    const single = there.length === 1 && order !== undefined && truth.ownId(order) === id ? order : null;
    const problem =
      order === undefined
        ? never
          ? null
          : 'unknown'
        : single !== null
          ? whyNotEnded(single, { state, filled, endsAs: truth.protocol.endsAs })
          : whyNoneEnded(there, filled);
    if (problem !== null) violated('orders agree', `${id} is ${state} with ${filled} filled here, ${problem} there`);
  }
  for (const id of atVenue.keys()) violated('recorded before sent', `the venue has ${id}, the ledger does not`);
}

/** It had been cancelled with nothing filled for longer than the venue remembers. */
function isForgotten({ status, executed, updatedAt }: VenueOrder, at: number, { protocol }: VenueTruth): boolean {
  const { forgetsMs } = protocol;
  return forgetsMs !== null && status === 'CANCELED' && executed === 0n && at - updatedAt > forgetsMs - CLOCKS_MS;
}

function whyNotEnded(
  order: VenueOrder,
  { state, filled, endsAs }: { readonly state: string; readonly filled: string; readonly endsAs: WorldProtocol['endsAs'] },
): string | null {
  const same = Decimal.parse(filled).equals(Decimal.parse(unitsText(order.executed)));
  return same && endsAs[order.status] === state ? null : `${order.status} with ${unitsText(order.executed)}`;
}

/** Of an order that stood there as several: none is open, and together they have filled as much. */
function whyNoneEnded(orders: readonly VenueOrder[], filled: string): string | null {
  const executed = orders.reduce((sum, order) => sum + order.executed, 0n);
  const same = Decimal.parse(filled).equals(Decimal.parse(unitsText(executed)));
  return same && !orders.some(isOpen) ? null : `${orders.map(({ status }) => status).join(' ')} with ${unitsText(executed)}`;
}

/** What a bracket has bought and not sold again is covered by its stop, and never more than that is for sale. */
function judgeExits({ snapshot }: Booked, { truth, specs, networkDoubled, soldElsewhere, violated }: JudgeParts): void {
  if (networkDoubled || soldElsewhere) return;
  for (const { order, group, filledLots } of snapshot.openOrders) {
    if (order.group?.role !== 'stop' || group === null) continue;
    const { base, symbol, engineLot } = specs[order.instrument]!;
    const members = snapshot.openOrders.filter((other) => other.order.group?.id === order.group?.id && other.order.group?.role !== 'entry');
    const own = members.map((other) => linkName(other.order.id));
    const largest = Math.max(group.endedLots, ...members.map((other) => other.order.lots));
    const lots = Math.max(0, Math.min(Math.min(group.entryLots ?? 0, largest) - group.legLots, order.lots - filledLots));
    const open = truth.openOwn.filter((each) => own.includes(linkName(truth.ownId(each)!)));
    const lot = Number(engineLot);
    const stops = open.filter(({ type }) => type.startsWith('STOP')).reduce((sum, each) => sum + Number(remaining(each)) / 1e8 / lot, 0);
    const alone = open
      .filter(({ type, list }) => !type.startsWith('STOP') && list < 0)
      .reduce((sum, each) => sum + Number(remaining(each)) / 1e8 / lot, 0);
    const worth = lots * lot * truth.mid(symbol.replace('/', ''));
    if (stops < lots - 1.5 && worth > 12)
      violated('positions covered', `${String(lots)} lots of ${base} of ${order.id} are covered by ${String(stops)}`);
    if (stops + alone > lots + 1.5)
      violated('positions covered', `${String(lots)} lots of ${base} of ${order.id} are for sale as ${String(stops + alone)}`);
  }
}

/** No order to buy was decided when a minute had seen as many as the limit allows; sales may always go. */
function judgeRate({ snapshot, ended }: Booked, { violated, soldElsewhere }: JudgeParts): void {
  if (soldElsewhere) return;
  const open = snapshot.openOrders.map(({ order }) => ({ at: order.decidedAt, origin: order.origin, side: order.side }));
  const all = [...open, ...ended.map(({ createdAt, origin, side }) => ({ at: createdAt, origin, side }))];
  const own = all.filter(({ origin }) => origin !== 'elsewhere').sort((a, b) => a.at - b.at);
  for (const { at, side } of own) {
    // Which of one instant came first is not told: only those of before are counted against it.
    const first = own[own.findIndex((other) => other.at === at) - BOUNDS.ordersPerMinute];
    if (side === 'buy' && first !== undefined && at - first.at < MINUTE_MS)
      return violated('limits hold', `${String(BOUNDS.ordersPerMinute + 1)} orders were decided within a minute`);
  }
}
