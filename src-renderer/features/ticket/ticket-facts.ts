import type { AccountRow, OrderRow, PositionRow, QuoteRow, RiskRow, StatusRow } from '../../../src-shared/contract/rows.ts';
import { CONSERVATIVE } from '../../../src-shared/domain/costs.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { NO_LIMITS } from '../../../src-shared/domain/limits.ts';
import { marginOutlook } from '../../../src-shared/domain/margin-outlook.ts';
import type { MarginOutlook } from '../../../src-shared/domain/margin-outlook.ts';
import { maintenanceBy, tierAt } from '../../../src-shared/domain/margin-tiers.ts';
import { initialMargin } from '../../../src-shared/domain/margin.ts';
import { feeRateOf } from '../../../src-shared/domain/order-estimate.ts';
import type { EstimateMarket, OrderEstimate } from '../../../src-shared/domain/order-estimate.ts';
import type { OrderSurroundings } from '../../../src-shared/domain/order-limits.ts';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import { limitsInForce } from '../../../src-shared/domain/reduced-limits.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** The costs that paper orders are filled with; estimates stand on the same. */
export const TICKET_COSTS = CONSERVATIVE;

/** What of the replica the ticket looks at. */
export interface TicketFacts {
  readonly instrument: Instrument;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly quotes: ReadonlyMap<string, QuoteRow>;
  readonly orders: ReadonlyMap<string, OrderRow>;
  readonly positions: ReadonlyMap<string, PositionRow>;
  readonly account: AccountRow | null;
  readonly risk: RiskRow | null;
  readonly status: StatusRow | null;
  /** Standard deviation of the day's return, a fraction; null where unknown. */
  readonly volatility: number | null;
  /** Age in ms of the price while it is too old to trade on, else null. */
  readonly staleMs: number | null;
  /** For how long the book, which is looked at, has not been known, ms; else null. */
  readonly bookStaleMs: number | null;
}

function whole(instrument: Instrument, size: string): number {
  return instrument.lotsOf(Decimal.parse(size)) ?? 0;
}

/** Signed lots held of an instrument. */
export function heldLots({ positions }: Pick<TicketFacts, 'positions'>, instrument: Instrument): number {
  const row = positions.get(instrument.id);
  return row === undefined ? 0 : whole(instrument, row.size);
}

function isLeg({ role }: OrderRow): boolean {
  return role === 'stop' || role === 'target';
}

/** Lots that an order may still fill. Legs of a bracket sleep until their entry fills, and then are not larger than what it filled. */
function remainingLots(row: OrderRow, entry: OrderRow | undefined, instrument: Instrument): number {
  if (row.size === null) return 0;
  const left = Math.max(0, whole(instrument, row.size) - whole(instrument, row.filled));
  return isLeg(row) && entry !== undefined ? Math.min(left, whole(instrument, entry.filled)) : left;
}

/** Lots outstanding on a side: of the legs of one group the largest only, because they replace each other. */
export function outstandingLots(orders: TicketFacts['orders'], instrument: Instrument, side: Side, openingOnly = false): number {
  const entries = new Map<string, OrderRow>();
  for (const row of orders.values()) if (row.role === 'entry' && row.group !== null) entries.set(row.group, row);
  const groups = new Map<string, number>();
  let lots = 0;
  for (const row of orders.values()) {
    if (row.instrument !== instrument.id || row.side !== side || FINAL_STATES.has(row.state) || (openingOnly && row.reduceOnly)) continue;
    const left = remainingLots(row, row.group === null ? undefined : entries.get(row.group), instrument);
    if (row.group === null || row.role === 'entry') lots += left;
    else groups.set(row.group, Math.max(groups.get(row.group) ?? 0, left));
  }
  for (const largest of groups.values()) lots += largest;
  return lots;
}

/** The side that closes what is held: a short of a perpetual is bought back, all else is sold. */
export function closingSide(facts: Pick<TicketFacts, 'positions'>, instrument: Instrument): Side {
  return instrument.margin !== null && heldLots(facts, instrument) < 0 ? 'buy' : 'sell';
}

/** The orders that protect what is held of the instrument and hold it back from being closed, stops first. */
export function holdingLegs(facts: TicketFacts): readonly OrderRow[] {
  const { orders, instrument } = facts;
  const side = closingSide(facts, instrument);
  const legs = [...orders.values()].filter(
    (row) => row.instrument === instrument.id && row.side === side && (isLeg(row) || row.role === 'oco') && !FINAL_STATES.has(row.state),
  );
  return legs.sort((a, b) => Number(a.role === 'target') - Number(b.role === 'target') || a.id.localeCompare(b.id));
}

/** The facts as they would be without an order (and the legs that share its position): it holds nothing back and does not count. */
export function factsWithout(facts: TicketFacts, row: OrderRow | undefined): TicketFacts {
  if (row === undefined) return facts;
  const { instrument, account } = facts;
  const legs = row.group !== null && row.role !== 'entry';
  const orders = new Map(
    [...facts.orders].filter(([id, each]) => id !== row.id && !(legs && each.group === row.group && each.role !== 'entry')),
  );
  const price = row.price ?? row.trigger;
  const holds = instrument.margin === null ? row.side === 'buy' : !row.reduceOnly;
  if (account === null || !holds || price === null) return { ...facts, orders };
  const ticks = instrument.ticksOf(Decimal.parse(price)) ?? 0;
  const held = instrument.notional(ticks, remainingLots(row, undefined, instrument));
  const own = instrument.margin === null ? held : initialMargin(instrument, held);
  const free = Decimal.parse(account.free)
    .add(own)
    .add(held.mul(feeRateOf(instrument, TICKET_COSTS, 'taker')));
  return { ...facts, orders, account: { ...account, free: free.toString(), openOrders: Math.max(0, account.openOrders - 1) } };
}

/** Signed lots that a side's outstanding orders could bring the position to, counted in that side's direction. */
function reachedLots(facts: TicketFacts, instrument: Instrument, side: Side): number {
  const held = heldLots(facts, instrument);
  const opposed = side === 'buy' ? held < 0 : held > 0;
  // Against a position the reducing orders fill first and the opening ones go through zero.
  return (side === 'buy' ? held : -held) + outstandingLots(facts.orders, instrument, side, !opposed);
}

function worstLots(facts: TicketFacts, instrument: Instrument): number {
  const held = Math.abs(heldLots(facts, instrument));
  return Math.max(held, reachedLots(facts, instrument, 'buy'), reachedLots(facts, instrument, 'sell'));
}

function elsewhere(facts: TicketFacts): Decimal {
  let sum = Decimal.ZERO;
  for (const other of facts.instruments.values()) {
    const last = facts.quotes.get(other.id)?.last;
    if (other.id === facts.instrument.id || last === undefined) continue;
    const lots = worstLots(facts, other);
    if (lots > 0) sum = sum.add(other.notional(other.toTicks(last), lots));
  }
  return sum;
}

/** Whether `lots` more on a side can only shrink the position, whatever becomes of all that is outstanding on it. */
export function strictlyReduces(facts: TicketFacts, side: Side, lots: number): boolean {
  return lots <= reducibleLots(facts, side);
}

/** The most lots that strictly reduce on a side. */
export function reducibleLots(facts: TicketFacts, side: Side): number {
  const held = heldLots(facts, facts.instrument);
  const opposed = side === 'sell' ? held > 0 : held < 0;
  return opposed ? Math.max(0, Math.abs(held) - outstandingLots(facts.orders, facts.instrument, side)) : 0;
}

/** The market around the order, for its estimate. */
export function estimateMarket({ instrument, quotes, volatility }: TicketFacts): EstimateMarket {
  const quote = quotes.get(instrument.id);
  return {
    bidTicks: quote === undefined ? 0 : instrument.toTicks(quote.bid),
    askTicks: quote === undefined ? 0 : instrument.toTicks(quote.ask),
    dailyVolatility: volatility,
    dailyVolume: quote?.volume24h ?? null,
  };
}

/** Lots of what is held that no order closes already. */
function freeLots(facts: TicketFacts): number {
  const { instrument, orders } = facts;
  const side = closingSide(facts, instrument);
  const held = heldLots(facts, instrument);
  return Math.max(0, (side === 'sell' ? held : -held) - outstandingLots(orders, instrument, side));
}

/**
 * The money behind a position of a perpetual: the balance, with every other position's profit at the mark less its maintenance margin; null while
 * the account is not known.
 */
export function collateralOf({ account, instrument, instruments, positions }: TicketFacts): Decimal | null {
  const { settle } = instrument.spec;
  const balance = account?.balances.find(({ asset }) => asset === settle);
  if (balance === undefined) return null;
  let sum = Decimal.parse(balance.total);
  for (const other of instruments.values()) {
    const row = positions.get(other.id);
    if (other.margin === null || row?.perpetual === undefined || other.id === instrument.id || other.spec.settle !== settle) continue;
    const value = Decimal.parse(row.value).abs();
    sum = sum.add(Decimal.parse(row.unrealised)).sub(maintenanceBy(tierAt(other.margin.tiers, value), value));
  }
  return sum;
}

/** What an order of a perpetual would do to position and margin; null for coins. */
export function outlookOf(facts: TicketFacts, side: Side, lots: number, estimate: OrderEstimate): MarginOutlook | null {
  const { instrument, positions } = facts;
  if (instrument.margin === null) return null;
  const row = positions.get(instrument.id);
  const held = heldLots(facts, instrument);
  const cost = row === undefined || held === 0 ? Decimal.ZERO : Decimal.parse(row.value).sub(Decimal.parse(row.unrealised));
  const { priceTicks, fee } = estimate;
  return marginOutlook({ instrument, side, lots, priceTicks, fee, held: { lots: held, cost }, collateral: collateralOf(facts) });
}

/** The account around an order on a side, as main's gate sees it. */
export function surroundings(facts: TicketFacts, side: Side): OrderSurroundings {
  const { instrument, quotes, account, risk } = facts;
  const { bidTicks, askTicks } = estimateMarket(facts);
  const last = quotes.get(instrument.id)?.last;
  const perpetual = facts.positions.get(instrument.id)?.perpetual;
  return {
    instrument,
    ...(perpetual === undefined
      ? {}
      : { position: { lots: heldLots(facts, instrument), freeIfClosed: Decimal.parse(perpetual.freeIfClosed) } }),
    limits: risk === null ? NO_LIMITS : limitsInForce(risk),
    markTicks: last === undefined ? 0 : instrument.toTicks(last),
    bidTicks,
    askTicks,
    reachedLots: reachedLots(facts, instrument, side),
    worstLots: worstLots(facts, instrument),
    elsewhere: elsewhere(facts),
    freeCash: account === null ? Decimal.ZERO : Decimal.parse(account.free),
    freeLots: freeLots(facts),
    takerFee: feeRateOf(instrument, TICKET_COSTS, 'taker'),
  };
}

/** The name of the account where it is one at a venue; null elsewhere. */
export function accountOf({ status }: Pick<TicketFacts, 'status'>): string | null {
  return status?.live?.name ?? null;
}
