import { openLedgerReader } from '../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { openedAtOf, RECONCILIATION_MEMORY } from '../../src-main/core/engine/reconciliation.ts';
import type { AccountScope, LedgerSnapshot } from '../../src-main/ports/ledger.ts';
import type { LedgerReader } from '../../src-main/ports/ledger-reader.ts';
import type { FillRow, OrderRow } from '../../src-shared/contract/rows.ts';
import { linkName } from '../../src-main/core/exits/link-ids.ts';
import { CORRECTION_TAG, LIQUIDATION_TAG } from '../../src-shared/domain/order.ts';
import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { closable } from '../venue/core/contract-position.ts';
import { isOpen, isTriggered, remaining, type VenueOrder } from '../venue/core/order.ts';
import { unitsText } from '../venue/core/units.ts';
import { bookedFunding } from './booked-funding.ts';
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
  /** Coins were sold, or a position moved, that the program does not count as its own: what closes that is no new risk. */
  readonly soldElsewhere: boolean;
  /** Orders that were sent as such that may open something. */
  readonly opening: ReadonlySet<string>;
  readonly violated: (invariant: Invariant, problem: string) => void;
}

/** Everything of the ledger that is judged. */
interface Booked {
  readonly snapshot: LedgerSnapshot;
  readonly fills: readonly FillRow[];
  /** Their names, which are unique. */
  readonly names: ReadonlySet<string>;
  readonly ended: readonly OrderRow[];
  /** What an order's origin names it by. */
  readonly tagOf: (order: string) => string | null;
  /** What was booked as funding, settle asset. */
  readonly funding: Decimal;
}

type VenueFill = VenueTruth['fills'][number];

/** Orders that stand for what the venue did by itself, and for what the account was opened with. */
const VENUES_OWN: ReadonlySet<string> = new Set([LIQUIDATION_TAG, CORRECTION_TAG]);
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
    judgeFunding(booked, parts);
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

function read(reader: LedgerReader, parts: JudgeParts): Booked {
  const { scope, specs, file } = parts;
  const fills = reader.fillsSince(scope, 0);
  return {
    snapshot: reader.snapshot(scope, specs),
    ...{ fills, names: new Set(fills.map((row) => nameOfRow(row, parts))) },
    ended: reader.orderHistory(scope, { count: 100_000 }),
    tagOf: (order) => reader.orderStory(order)?.tag ?? null,
    funding: bookedFunding(file),
  };
}

/** By the trade: of one that closed what several held, each has a part. */
function nameOfRow({ instrument, id }: Pick<FillRow, 'instrument' | 'id'>, { truth }: JudgeParts): string {
  return `${truth.protocol.markets.bookOf(instrument.replace(/\.[^.]*$/u, ''))} ${id.replace(/\/\d+$/u, '')}`;
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
  const cost = snapshot.positions.reduce((sum, position) => sum.add(position.cost), Decimal.ZERO);
  for (const problem of wrongBalances(snapshot.balances, truth, cost)) violated('balances agree', problem);
}

/** What is booked otherwise than the venue holds it. `cost`: what open contracts cost, where money is told without it. */
export function wrongBalances(balances: ReadonlyMap<string, Decimal>, truth: VenueTruth, cost: Decimal): readonly string[] {
  const held = truth.balances();
  const { lessCost = false, money } = truth.protocol.markets;
  return [...new Set([...held.keys(), ...balances.keys()])].flatMap((asset) => {
    const counts = lessCost && asset === money[0];
    const really = Decimal.parse(unitsText((held.get(asset) ?? 0n) - (counts ? truth.cost() : 0n)));
    const booked = (balances.get(asset) ?? Decimal.ZERO).sub(counts ? cost : Decimal.ZERO);
    return booked.equals(really) ? [] : [`${asset}: ${booked.toString()} is booked, the venue holds ${really.toString()}`];
  });
}

function judgeFills(whole: Booked, parts: JudgeParts): void {
  const { truth, violated } = parts;
  const booked = new Map<string, FillRow[]>();
  const ids = new Set<string>();
  for (const fill of whole.fills) {
    const name = nameOfRow(fill, parts);
    if (ids.has(`${fill.instrument} ${fill.id}`)) violated('fills agree', `${name} is booked twice`);
    ids.add(`${fill.instrument} ${fill.id}`);
    booked.set(name, [...(booked.get(name) ?? []), fill]);
  }
  for (const each of fillsToBook(whole, truth)) {
    const { order, fill } = each;
    const name = nameOfFill(each, truth);
    const rows = booked.get(name);
    booked.delete(name);
    const rule = order.forced === null ? 'fills agree' : 'liquidations are booked';
    const wanted = [order.side.toLowerCase(), unitsText(fill.price), unitsText(fill.quantity)] as const;
    if (rows === undefined) violated(rule, `${name} of ${order.clientId} is not booked`);
    else if (!isBookedAs(rows, wanted) || (rows.length > 1 && order.forced === null))
      violated(rule, `${name} is booked as ${rows.map(({ side, size, price }) => `${side} ${size} at ${price}`).join(' and ')}`);
    else if (order.forced !== null && rows.some((row) => whole.tagOf(row.order) !== LIQUIDATION_TAG))
      violated(rule, `${name} is booked as a trade that somebody wanted`);
  }
  // What was held before the account was opened is its opening, which is no trade of the venue's.
  const before = truth.fills.some((each) => truth.ownId(each.order) === null && !fillsToBook(whole, truth).includes(each));
  for (const [name, rows] of booked) {
    if (before && rows.every(({ order }) => whole.tagOf(order) === CORRECTION_TAG)) continue;
    violated('fills agree', `${name} is booked and the venue knows of none`);
  }
}

function isBookedAs(rows: readonly FillRow[], [side, price, size]: readonly [string, string, string]): boolean {
  const sum = rows.reduce((all, row) => all.add(Decimal.parse(row.size)), Decimal.ZERO);
  const same = rows.every((row) => row.side === side && Decimal.parse(row.price).equals(Decimal.parse(price)));
  return same && sum.equals(Decimal.parse(size));
}

/** Funding is booked once for each payment of the venue since the account was opened; what was paid before is in its opening. */
function judgeFunding({ snapshot, funding }: Booked, { truth, violated }: JudgeParts): void {
  const openedAt = openedAtOf(snapshot.memories.get(RECONCILIATION_MEMORY));
  const paid = truth.funding.filter(({ time }) => openedAt !== null && time >= openedAt);
  const sum = Decimal.parse(unitsText(paid.reduce((all, { amount }) => all + amount, 0n)));
  if (!sum.equals(funding))
    violated('funding agrees', `${funding.toString()} is booked, the venue paid ${sum.toString()} in ${String(paid.length)} payments`);
}

/** A position is what was bought less what was sold; fees may have taken from it, never more than they came to. */
function judgePositions(booked: Booked, { truth, specs, violated }: JudgeParts): void {
  for (const [index, { base, symbol, engineLot, kind }] of specs.entries()) {
    if (kind === 'perpetual') {
      judgeContract(booked, { index, lot: engineLot, held: truth.position(truth.protocol.markets.bookOf(symbol)).size }, violated);
      continue;
    }
    let traded = 0n;
    let fees = 0n;
    for (const { order, fill } of fillsToBook(booked, truth)) {
      if (fill.commissionAsset === base) fees += fill.commission;
      if (order.symbol === truth.protocol.markets.bookOf(symbol)) traded += order.side === 'BUY' ? fill.quantity : -fill.quantity;
    }
    const lots = booked.snapshot.positions.find(({ instrument }) => instrument === index)?.lots ?? 0;
    const held = Decimal.parse(engineLot).mul(Decimal.of(BigInt(lots), 0));
    const most = Decimal.parse(unitsText(traded));
    const least = most.sub(Decimal.parse(unitsText(fees))).sub(Decimal.parse(engineLot));
    if (held.compare(most) > 0 || held.compare(least) < 0)
      violated('positions agree', `${held.toString()} ${symbol} is booked, between ${least.toString()} and ${most.toString()} was traded`);
  }
}

/** A position in a contract is the venue's own. */
function judgeContract(
  { snapshot }: Booked,
  { index, lot, held }: { readonly index: number; readonly lot: string; readonly held: bigint },
  violated: JudgeParts['violated'],
): void {
  const lots = snapshot.positions.find(({ instrument }) => instrument === index)?.lots ?? 0;
  const booked = Decimal.parse(lot).mul(Decimal.of(BigInt(lots), 0));
  if (!booked.equals(Decimal.parse(unitsText(held))))
    violated('positions agree', `${booked.toString()} of contract ${String(index)} is booked, the venue holds ${unitsText(held)}`);
}

/** Every order ended as the venue says, or is open at both; the venue has none that is not recorded. An order may stand there as others that name it. */
function judgeOrders({ snapshot, ended, tagOf }: Booked, { truth, networkDoubled, violated }: JudgeParts): void {
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
  const adopted = new Set(ended.filter(({ origin }) => origin === 'elsewhere').map(({ id }) => tagOf(id)));
  for (const { id, size, state, filled, origin, group, reduceOnly, updatedAt } of ended) {
    const all = atVenue.get(linkName(id as ClientOrderId)) ?? [];
    // What one of several has filled when all of it was filled is booked as an order of its own.
    const there = all.length < 2 ? all : all.filter((each) => !truth.protocol.idsOf(each).some((name) => adopted.has(name)));
    atVenue.delete(linkName(id as ClientOrderId));
    if (origin === 'elsewhere' || networkDoubled) continue;
    const [order] = there;
    if (order === undefined && VENUES_OWN.has(tagOf(id) ?? '')) continue;
    const never = state === 'rejected' || state === 'expired' || (group !== null && state === 'cancelled');
    // What the venue had forgotten when it was asked had no effect; nobody can know more.
    if (state === 'expired' && there.every((each) => isForgotten(each, updatedAt, truth))) continue;
    const single = all.length === 1 && order !== undefined && truth.ownId(order) === id ? order : null;
    const problem =
      order === undefined
        ? never
          ? null
          : 'unknown'
        : single !== null
          ? whyNotEnded(single, { state, filled, endsAs: endsOf(single, truth), smaller: reduceOnly && filled !== size })
          : whyNoneEnded(there, filled);
    if (problem !== null) violated('orders agree', `${id} is ${state} with ${filled} filled here, ${problem} there`);
  }
  for (const id of atVenue.keys()) violated('recorded before sent', `the venue has ${id}, the ledger does not`);
}

/** It had ended with nothing filled for longer than the venue remembers. */
function isForgotten({ status, executed, updatedAt }: VenueOrder, at: number, { protocol }: VenueTruth): boolean {
  const { forgetsMs } = protocol;
  return forgetsMs !== null && (status === 'CANCELED' || status === 'EXPIRED') && executed === 0n && at - updatedAt > forgetsMs - CLOCKS_MS;
}

/** What has only waited may be called otherwise. */
function endsOf({ type, workingAt }: VenueOrder, { protocol }: VenueTruth): WorldProtocol['endsAs'] {
  return (isTriggered(type) && workingAt < 0 ? protocol.endsWaitingAs : undefined) ?? protocol.endsAs;
}

function whyNotEnded(
  order: VenueOrder,
  {
    state,
    filled,
    endsAs,
    smaller,
  }: {
    readonly state: string;
    readonly filled: string;
    readonly endsAs: WorldProtocol['endsAs'];
    /** The venue has made it smaller, and filled that: here the rest of it has ended. */
    readonly smaller: boolean;
  },
): string | null {
  const same = Decimal.parse(filled).equals(Decimal.parse(unitsText(order.executed)));
  const ends = smaller && order.status === 'FILLED' ? ['cancelled'] : endsAs[order.status];
  return same && ends?.includes(state) === true ? null : `${order.status} with ${unitsText(order.executed)}`;
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
    const { base, symbol, engineLot, kind } = specs[order.instrument]!;
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
    const book = truth.protocol.markets.bookOf(symbol);
    const side = order.side === 'buy' ? 'BUY' : 'SELL';
    // What others hold against it has closed some of a contract: there is no more to cover than that.
    const held = kind === 'perpetual' ? Number(closable(truth.position(book), side)) / 1e8 / lot : lots;
    const due = Math.min(lots, held);
    if (stops < due - 1.5 && due * lot * truth.mid(book) > 12)
      violated('positions covered', `${String(due)} lots of ${base} of ${order.id} are covered by ${String(stops)}`);
    if (stops + alone > lots + 1.5)
      violated('positions covered', `${String(lots)} lots of ${base} of ${order.id} are for sale as ${String(stops + alone)}`);
  }
}

/** No order that opens was decided when a minute had seen as many as the limit allows; what closes may always go. */
function judgeRate({ snapshot, ended }: Booked, { violated, soldElsewhere, opening }: JudgeParts): void {
  if (soldElsewhere) return;
  const open = snapshot.openOrders.map(({ order: { id, decidedAt, origin } }) => ({ id: String(id), at: decidedAt, origin }));
  const all = [...open, ...ended.map(({ id, createdAt, origin }) => ({ id, at: createdAt, origin }))];
  const own = all.filter(({ origin }) => origin !== 'elsewhere').sort((a, b) => a.at - b.at);
  for (const { at, id } of own) {
    // Which of one instant came first is not told: only those of before are counted against it.
    const first = own[own.findIndex((other) => other.at === at) - BOUNDS.ordersPerMinute];
    if (opening.has(id) && first !== undefined && at - first.at < MINUTE_MS)
      return violated('limits hold', `${String(BOUNDS.ordersPerMinute + 1)} orders were decided within a minute`);
  }
}
