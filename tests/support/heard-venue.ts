import type { SessionExchange } from '../../src-main/sessions/open-session.ts';
import type { ApprovedOrder } from '../../src-main/ports/approved-order.ts';
import type { ExecutionReport } from '../../src-main/ports/execution-venue.ts';
import type { MarketEvent, QuoteEvent } from '../../src-main/ports/market-source.ts';
import { type CandleColumns, sliceCandles, type Timeframe, TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import type { Fill, PaidFee } from '../../src-shared/domain/fill.ts';
import { Instrument } from '../../src-shared/domain/instrument.ts';
import { directionOf, ELSEWHERE, type IdentifiedOrder, type Side, termsOf } from '../../src-shared/domain/order.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { ClientOrderId, VenueFillId } from '../../src-shared/kernel/ids.ts';
import { type UtcMs, utcMs } from '../../src-shared/kernel/time.ts';
import { BTC } from './research-kit.ts';

const SPAN = TIMEFRAMES['4h'];
/** How long after its close a bar is heard, and after its sending an order is filled, ms. */
const HEARD_MS = 1_300;
const FILLED_MS = 250;

/** What a real venue does otherwise than a backtest supposes. */
export interface VenueManner {
  /** Fee of every fill, a fraction of its value. */
  readonly feeRate: Decimal;
  readonly feeIn: 'USD' | 'BTC' | 'BNB';
  /** How much worse than the market orders are filled, ticks. */
  readonly slipTicks: number;
  /** Bars that orders wait for their fills. */
  readonly lateBars: number;
  /** What is filled of an order to buy, percent; the venue ends the rest. */
  readonly filledPercent: number;
  readonly rejects: (order: IdentifiedOrder) => boolean;
}

/** A fee of ten basis points in money, and everything else as a backtest supposes. */
export const PLAIN_MANNER: VenueManner = {
  feeRate: Decimal.parse('0.001'),
  feeIn: 'USD',
  slipTicks: 0,
  lateBars: 0,
  filledPercent: 100,
  rejects: () => false,
};

interface Pending {
  readonly event: MarketEvent;
  /** Row of a bar. */
  readonly row?: number;
}

/** Bars that are heard, with 4 hours each, and the account behind them, which outlive the sessions that trade with it. */
export class HeardAccount {
  readonly candles: CandleColumns;
  manner: VenueManner = PLAIN_MANNER;
  private readonly moves: { readonly time: number; readonly asset: string; readonly amount: Decimal }[] = [];
  readonly orders = new Map<string, { readonly order: IdentifiedOrder; readonly fills: Fill[]; rejected: boolean }>();
  private trades = 0;

  /** The bars as the venue published them. */
  constructor(candles: CandleColumns) {
    this.candles = candles;
    this.move(0, 'USD', Decimal.of(1_000_000n));
    this.move(0, 'BNB', Decimal.of(100n));
  }

  rowAt(time: number): number {
    return Math.floor((time - this.candles.time[0]!) / SPAN);
  }

  openAt(time: number): number {
    return this.candles.open[Math.min(this.rowAt(time), this.candles.length - 1)]!;
  }

  /** Moves money or coins at an instant. */
  move(time: number, asset: string, amount: Decimal): void {
    this.moves.push({ time, asset, amount });
  }

  /** What is held at an instant. */
  balancesAt(time: number): readonly { readonly asset: string; readonly amount: Decimal }[] {
    const held = new Map<string, Decimal>();
    for (const move of this.moves) if (move.time <= time) held.set(move.asset, (held.get(move.asset) ?? Decimal.ZERO).add(move.amount));
    return [...held].map(([asset, amount]) => ({ asset, amount }));
  }

  /** Trades lots at the market of an instant. */
  trade(instrument: Instrument, order: IdentifiedOrder, at: { readonly time: number; readonly lots: number }): Fill {
    const { feeRate, feeIn, slipTicks } = this.manner;
    const direction = directionOf(order.side);
    const ticks = instrument.toTicks(this.openAt(at.time)) + direction * slipTicks;
    const notional = instrument.notional(ticks, at.lots);
    const fee = notional.mul(feeRate);
    const coins = feeIn === 'BTC' && order.side === 'buy' ? instrument.sizeOf(at.lots).mul(feeRate) : fee.mul(Decimal.parse('0.0025'));
    const paid: PaidFee | null = feeIn === 'USD' || (feeIn === 'BTC' && order.side === 'sell') ? null : { asset: feeIn, amount: coins };
    this.move(at.time, 'BTC', instrument.sizeOf(direction * at.lots));
    this.move(at.time, 'USD', direction === 1 ? notional.neg() : notional);
    this.move(at.time, paid?.asset ?? 'USD', (paid?.amount ?? fee).neg());
    this.trades += 1;
    const id = `t${String(this.trades)}` as VenueFillId;
    const fill: Fill = { id, order: order.id, ticks, lots: at.lots, liquidity: 'taker', fee, time: utcMs(at.time) };
    return paid === null ? fill : { ...fill, paid: [paid] };
  }
}

/** A venue as one session hears it: every bar a little after its close, every fill a little after its order, looks at the account between. */
export class HeardVenue implements SessionExchange {
  readonly instruments = [new Instrument(BTC, 0)];
  private readonly account: HeardAccount;
  /** The bars as they were heard: wrongly, maybe. */
  private readonly heard: CandleColumns;
  private readonly pending: Pending[] = [];
  private known: number;
  private time: number;

  constructor(
    account: HeardAccount,
    startAt: number,
    { heard = account.candles, lost = [] }: { heard?: CandleColumns; lost?: readonly number[] } = {},
  ) {
    this.account = account;
    this.heard = heard;
    this.time = startAt;
    this.known = account.rowAt(startAt);
    for (let row = this.known; row < heard.length; row += 1) {
      const closed = heard.time[row]! + SPAN;
      if (row + 1 < heard.length) this.add(this.quoteAt(closed));
      const at = closed + HEARD_MS;
      if (!lost.includes(row))
        this.add({ kind: 'bar', instrument: 0, timeframe: '4h', time: at, received: at, columns: heard, row, place: 0, last: false }, row);
      this.look(at + 60_000);
    }
    this.add(this.quoteAt(startAt + 1));
    this.look(startAt + 500);
  }

  next(until: UtcMs): MarketEvent | null {
    const [first] = this.pending;
    if (first === undefined || first.event.time > until) {
      this.time = Math.max(this.time, until);
      return null;
    }
    this.pending.shift();
    this.time = Math.max(this.time, first.event.time);
    if (first.row !== undefined) this.known = Math.max(this.known, first.row + 1);
    const { event } = first;
    return event.kind === 'account' ? { ...event, balances: this.account.balancesAt(event.time) } : event;
  }

  history(_instrument: number, _timeframe: Timeframe, _before: UtcMs, count: number): CandleColumns {
    return sliceCandles(this.heard, Math.max(0, this.known - count), this.known);
  }

  /** Bars that closed by an instant are known from then on, though none of them is told. */
  fetchTo(time: number): void {
    this.known = this.account.rowAt(time);
  }

  subscribe(): void {
    // There is one series.
  }

  placeOf(): number {
    return 0;
  }

  quotesAt(): readonly QuoteEvent[] {
    return [];
  }

  submit(order: ApprovedOrder): void {
    const { manner, orders } = this.account;
    const rejected = manner.rejects(order);
    orders.set(order.id, { order, fills: [], rejected });
    const { time } = this;
    if (rejected) {
      this.tell({ kind: 'rejected', order: order.id, reason: 'venue', time: utcMs(time + 50) });
      return;
    }
    this.tell({ kind: 'acknowledged', order: order.id, time: utcMs(time + 50) });
    if (order.type === 'market') this.fill(order.id, time + FILLED_MS + manner.lateBars * SPAN);
  }

  /** Fills an order at an instant; a session that has ended by then hears of it when it asks. */
  fill(id: ClientOrderId, time: number): void {
    const known = this.account.orders.get(id)!;
    const { filledPercent, feeRate } = this.account.manner;
    const [instrument] = this.instruments;
    const { side, quoteAmount } = known.order;
    const ticks = instrument!.toTicks(this.account.openAt(time));
    const whole = quoteAmount === null ? known.order.lots : instrument!.lotsForAmount(quoteAmount, ticks, feeRate);
    const lots = side === 'sell' ? whole : Math.round((whole * filledPercent) / 100);
    this.add(this.quoteAt(time));
    if (lots > 0) {
      const fill = this.account.trade(instrument!, known.order, { time, lots });
      known.fills.push(fill);
      this.tell({ kind: 'fill', order: id, fill, remaining: whole - lots, time: utcMs(time) });
    }
    if (lots < whole) this.tell({ kind: 'cancelled', order: id, reason: 'venue', time: utcMs(time) });
    this.look(time + 2_000);
  }

  cancel(order: ClientOrderId): void {
    this.tell({ kind: 'cancelled', order, reason: 'user', time: utcMs(this.time + 50) });
  }

  amend(): void {
    // Nothing is amended here.
  }

  query(order: ClientOrderId): void {
    const known = this.account.orders.get(order);
    const told = known === undefined ? null : { ...stateOf(known), terms: termsOf(known.order), amendment: 0, amendRefusal: null };
    this.tell({ kind: 'status', order, status: told, time: utcMs(this.time + 50) });
  }

  /** Somebody trades with the account in the venue's own application. */
  tradeElsewhere(time: number, side: Side, lots: number): void {
    const id = `elsewhere${String(time)}` as ClientOrderId;
    const made: IdentifiedOrder = {
      ...{
        id,
        origin: ELSEWHERE,
        tag: '77',
        instrument: 0,
        side,
        type: 'market',
        lots,
        quoteAmount: null,
        limitTicks: null,
        triggerTicks: null,
      },
      ...{ trailTicks: null, timeInForce: 'gtc', expiresAt: null, postOnly: false, reduceOnly: false, group: null, decisionTicks: 0 },
      decidedAt: utcMs(time),
    };
    this.account.orders.set(id, { order: made, fills: [], rejected: false });
    this.tell({ kind: 'adopted', order: id, made, time: utcMs(time) });
    this.fill(id, time);
  }

  /** Looks at the account. */
  look(time: number): void {
    this.add({ kind: 'account', time, from: time, balances: [], settled: true });
  }

  close(): void {
    this.pending.length = 0;
  }

  private quoteAt(time: number): QuoteEvent {
    const ticks = this.instruments[0]!.toTicks(this.account.openAt(time));
    return { kind: 'quote', instrument: 0, time, received: time, bidTicks: ticks - 1, askTicks: ticks + 1, lastTicks: ticks };
  }

  private tell(report: ExecutionReport): void {
    this.add({ kind: 'execution', time: report.time, report });
  }

  private add(event: MarketEvent, row?: number): void {
    const place = this.pending.findIndex((other) => other.event.time > event.time);
    this.pending.splice(place < 0 ? this.pending.length : place, 0, row === undefined ? { event } : { event, row });
  }
}

function stateOf({
  order,
  fills,
  rejected,
}: {
  readonly order: IdentifiedOrder;
  readonly fills: readonly Fill[];
  readonly rejected: boolean;
}) {
  const lots = fills.reduce((sum, fill) => sum + fill.lots, 0);
  if (rejected) return { state: 'rejected', reason: 'venue', fills } as const;
  return lots > 0 && lots >= order.lots
    ? ({ state: 'filled', reason: null, fills } as const)
    : ({ state: 'working', reason: null, fills } as const);
}
