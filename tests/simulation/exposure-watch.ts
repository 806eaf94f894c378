import { linkName } from '../../src-main/core/exits/link-ids.ts';
import type { Side, VenueOrder } from '../venue/core/order.ts';
import type { VenueTruth } from './venue-truth.ts';
import type { Invariant } from './violation.ts';
import { BOUNDS, CONTRACT_BOUNDS } from './world-limits.ts';

/** How far prices may move between a decision and the venue, a fraction. */
const MOVES = 0.03;
/** What must stay of equity while a position is held, as a share of its value: the bracket of every position of a world. */
const MAINTENANCE = 0.004;

/** An order that was handed to the network: what it may come to. */
export interface Arriving {
  readonly id: string;
  readonly symbol: string;
  readonly side: Side;
  readonly size: number;
  readonly price: number;
  /** Base units of it that may open something. */
  readonly opens: number;
  /** The order in whose place it comes. */
  readonly old: string | undefined;
}

interface ExposureParts {
  readonly now: () => number;
  readonly truth: VenueTruth;
  readonly violated: (invariant: Invariant, problem: string) => void;
}

/** What a position may come to, in money: on either side, as the account really is. */
interface Worth {
  readonly book: string;
  readonly BUY: number;
  readonly SELL: number;
}

/** The sides on which something can be opened. */
export function sidesOf({ protocol }: VenueTruth): readonly Side[] {
  return protocol.markets.leverage === null ? ['BUY'] : ['BUY', 'SELL'];
}

/** Holds each order that leaves to every limit, with what the venue holds and what is on its way. What it counts is the least that can be, so that nothing is held against the program that it could not know. */
export class ExposureWatch {
  private readonly parts: ExposureParts;
  private readonly travelling = new Map<string, Arriving & { readonly at: number }>();
  private readonly excused: () => boolean;

  /** `excused`: nothing is held against the program any more. */
  constructor(parts: ExposureParts, excused: () => boolean) {
    this.parts = parts;
    this.excused = excused;
  }

  onItsWay(order: Arriving): void {
    this.travelling.set(order.id, { ...order, at: this.parts.now() });
    if (order.opens > 0 && !this.excused()) this.holdToLimits(order);
  }

  /** The venue has it now, or has refused it. */
  gone(id: string): void {
    this.travelling.delete(id);
  }

  private holdToLimits(order: Arriving): void {
    const { id, old, symbol, side } = order;
    const { truth, violated } = this.parts;
    const goes = old === undefined ? undefined : truth.openNamed(old);
    // An order may stand there as several that name it; they count as the one that it is.
    const standing = truth.openOwn.filter(({ list, type }) => list < 0 || !type.startsWith('STOP'));
    const open = new Set(standing.map((each) => linkName(truth.ownId(each)!))).size + (goes === undefined ? 1 : 0);
    if (open > BOUNDS.openOrders) violated('limits hold', `${id} makes ${String(open)} orders that are open at the venue`);
    if (least(order.size * order.price) > BOUNDS.order) violated('limits hold', `${id} is worth ${String(order.size * order.price)}`);
    const worths = truth.books.map((book) => this.worthOf(book, goes));
    const most = worths.find(({ book }) => book === symbol)?.[side] ?? 0;
    if (least(most) > BOUNDS.position) violated('limits hold', `${id} could bring ${symbol} to ${String(most)}`);
    const gross = worths.reduce((sum, each) => sum + Math.max(0, each.BUY, each.SELL), 0);
    if (least(gross) > BOUNDS.gross) violated('limits hold', `${id} could bring everything to ${String(gross)}`);
    if (truth.protocol.markets.leverage !== null) this.holdContracts(order, { worths, most, gross });
  }

  private holdContracts(
    { id, symbol, side }: Arriving,
    { worths, most, gross }: { readonly worths: readonly Worth[]; readonly most: number; readonly gross: number },
  ): void {
    const { truth, violated } = this.parts;
    const net = worths.reduce((sum, each) => sum + each[side], 0);
    if (least(net) > CONTRACT_BOUNDS.net)
      violated('limits hold', `${id} could bring ${side === 'BUY' ? 'longs' : 'shorts'} to ${String(net)}`);
    const equity = truth.equity();
    if (least(gross) > CONTRACT_BOUNDS.leverage * equity)
      violated('limits hold', `${id} could bring everything to ${String(gross)} on ${String(equity)}`);
    // What the other positions have gained is equity as well; they keep some of it.
    const others = truth.books.filter((book) => book !== symbol);
    const kept = others.reduce((sum, book) => sum + Math.abs(Number(truth.position(book).size) / 1e8) * truth.mid(book) * MAINTENANCE, 0);
    const away = distance(most, side, equity - kept);
    if (away < CONTRACT_BOUNDS.distance - MOVES)
      violated('limits hold', `${id} could bring the liquidation of ${symbol} as near as ${String(away)}`);
  }

  /** Signed in the direction of each side. */
  private worthOf(book: string, goes: VenueOrder | undefined): Worth {
    const { truth, now } = this.parts;
    const arrivesMs = truth.protocol.profile.receiveWindowMs;
    const mid = truth.mid(book);
    const of = (side: Side): number => {
      const ways = [...this.travelling.values()].filter((way) => way.symbol === book && way.side === side && way.at > now() - arrivesMs);
      const travelling = ways.reduce((sum, { opens }) => sum + opens, 0);
      const gone = goes?.symbol === book && goes.side === side && !goes.reduceOnly ? Number(goes.quantity - goes.executed) / 1e8 : 0;
      return (truth.leastHeld(book, side) + truth.openOn(book, side) - gone + travelling) * mid;
    };
    const [BUY, SELL] = [of('BUY'), sidesOf(truth).includes('SELL') ? of('SELL') : 0];
    return { book, BUY, SELL };
  }
}

function least(value: number): number {
  return value * (1 - MOVES);
}

/** How far the price is from the one at which equity is no more than the maintenance margin of a position that is worth so much, a fraction. */
function distance(worth: number, side: Side, equity: number): number {
  if (worth <= 0) return Number.POSITIVE_INFINITY;
  return side === 'BUY' ? 1 - (worth - equity) / (worth * (1 - MAINTENANCE)) : (equity + worth) / (worth * (1 + MAINTENANCE)) - 1;
}
