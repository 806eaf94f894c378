import type { GapAttribution, GapCause, GapTrade } from '../../../src-shared/domain/attribution.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { directionOf, type Side } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { Divergences, shareAmount } from './divergences.ts';
import { type FilledLeg, filledLeg, legProfit } from './filled-leg.ts';
import { GapTally } from './gap-tally.ts';
import { type OrderPair, pairOrders } from './pair-orders.ts';
import { splitPair } from './split-pair.ts';
import type { MarketView, PaidLots, TradedOrder, TradedRun } from './traded-run.ts';

/** What an origin held when the session began: the same in both runs. */
export interface OpeningLots {
  readonly origin: string;
  readonly instrument: number;
  /** Signed. */
  readonly lots: number;
  /** Price at the start, ticks. */
  readonly ticks: number;
}

/** Two runs over one market. */
export interface GapInput {
  readonly session: TradedRun;
  readonly backtest: TradedRun;
  readonly instruments: readonly Instrument[];
  /** Origins that are strategies of the session; whatever else traded is extra. */
  readonly strategies: ReadonlySet<string>;
  /** Last price by instrument, ticks: what is held at the end is worth it in both runs. */
  readonly marks: readonly number[];
  readonly market: MarketView;
  readonly opening: readonly OpeningLots[];
}

/** Splits the difference between a session's profit and its backtest's by cause, exactly, for the whole and for every trade. */
export function attributeGap(input: GapInput): GapAttribution {
  const work = new GapWork(input);
  for (const pair of pairOrders(input.session, input.backtest, input.market)) work.take(pair);
  return work.result();
}

/** A trade while it is walked through. */
interface OpenTrade {
  readonly origin: string;
  readonly instrument: number;
  readonly side: Side;
  readonly from: number;
  readonly tally: GapTally;
  readonly reasons: Set<string>;
  last: number;
  sessionLots: number;
  backtestLots: number;
  both: number;
  sessionOnly: number;
  backtestOnly: number;
}

/** States of a market order that the end of a session overtook. */
const ON_ITS_WAY: ReadonlySet<string | null> = new Set([null, 'submitted', 'acknowledged']);
const NOTHING: FilledLeg = { lots: 0, value: Decimal.ZERO, fee: Decimal.ZERO, market: Decimal.ZERO };

class GapWork {
  private readonly input: GapInput;
  private readonly whole = new GapTally();
  private readonly divergences: Divergences;
  private readonly open = new Map<string, OpenTrade>();
  private readonly begun: OpenTrade[] = [];
  /** What was held at the start, until the first order of its origin. */
  private readonly held: Map<string, OpeningLots>;

  constructor(input: GapInput) {
    this.input = input;
    this.divergences = new Divergences((origin) => input.strategies.has(origin));
    this.held = new Map(input.opening.map((one) => [`${String(one.instrument)} ${one.origin}`, one]));
    for (const { instrument, lots, ticks } of input.opening) {
      const gained = this.instrument(instrument).notional(this.mark(instrument) - ticks, lots);
      this.whole.profits(gained, gained);
    }
  }

  take(pair: OrderPair): void {
    const order = pair.session ?? pair.backtest;
    invariant(order !== null, 'a pair has an order');
    const instrument = this.instrument(order.instrument);
    const { market } = this.input;
    const session = pair.session === null ? NOTHING : filledLeg(pair.session, instrument, market);
    const backtest = pair.backtest === null ? NOTHING : filledLeg(pair.backtest, instrument, market);
    const trade = this.tradeOf(order, pair.time);
    const mark = this.mark(order.instrument);
    const gains = [legProfit(session, instrument, mark), legProfit(backtest, instrument, mark)] as const;
    for (const tally of [this.whole, trade.tally]) tally.profits(...gains);
    this.count(trade, pair, { session, backtest });
    const change = { origin: order.origin, instrument: order.instrument, lots: session.lots - backtest.lots };
    const both = session.lots !== 0 && backtest.lots !== 0;
    const own = both ? 'size' : this.causeOf(pair, order);
    if (both) {
      const withinBar = order.type !== 'market' && this.isWithinBar(order, pair);
      const { size, timing, price, fee } = splitPair({ session, backtest, instrument, mark, withinBar });
      this.part(trade, 'timing', timing);
      this.part(trade, 'price', price);
      this.part(trade, 'fee', fee);
      this.share(trade, { ...change, own }, size);
    } else this.share(trade, { ...change, own }, gains[0].sub(gains[1]));
    // A backtest's fees are money.
    for (const paid of pair.session?.paidLots ?? []) this.giveUp(paid, both ? 'fee' : own);
  }

  /** Coins that went for a fee: the position is smaller from then on, and whoever sells less because of it does so for the fee. */
  private giveUp({ origin, instrument, lots, value, time }: PaidLots, own: GapCause | null): void {
    const trade = this.tradeOf({ origin, instrument, side: 'sell' }, time);
    const gained = value.sub(this.instrument(instrument).notional(this.mark(instrument), lots));
    for (const tally of [this.whole, trade.tally]) tally.profits(gained, Decimal.ZERO);
    trade.sessionLots -= lots;
    trade.last = Math.max(trade.last, time);
    const shares = lots === 0 ? [{ cause: own, lots: 1 }] : this.divergences.pay(origin, instrument, { lots: -lots, own });
    this.parts(trade, shareAmount(gained, shares));
  }

  result(): GapAttribution {
    const { whole } = this;
    return {
      ...whole.split(),
      sessionProfit: whole.sessionProfit,
      backtestProfit: whole.backtestProfit,
      trades: this.begun.map((trade) => this.told(trade)),
    };
  }

  private told({ tally, reasons, sessionLots, backtestLots, last, ...trade }: OpenTrade): GapTrade {
    const { origin, instrument, side, from, both, sessionOnly, backtestOnly } = trade;
    return {
      ...tally.split(),
      origin,
      instrument,
      side,
      from,
      to: sessionLots === 0 && backtestLots === 0 ? last : null,
      sessionProfit: tally.sessionProfit,
      backtestProfit: tally.backtestProfit,
      both,
      sessionOnly,
      backtestOnly,
      reasons: [...reasons],
    };
  }

  /** An amount goes to those causes whose lots it is about; where sizes are equal there is nothing but what rounding left. */
  private share(
    trade: OpenTrade,
    {
      origin,
      instrument,
      lots,
      own,
    }: { readonly origin: string; readonly instrument: number; readonly lots: number; readonly own: GapCause | null },
    amount: Decimal,
  ): void {
    if (lots === 0) {
      this.part(trade, own, amount);
      return;
    }
    this.parts(trade, shareAmount(amount, this.divergences.take(origin, instrument, { lots, own })));
  }

  private parts(trade: OpenTrade, shares: ReturnType<typeof shareAmount>): void {
    for (const { cause, amount } of shares) this.part(trade, cause, amount);
  }

  private part(trade: OpenTrade, cause: GapCause | null, amount: Decimal): void {
    if (cause === null) return;
    this.whole.part(cause, amount);
    trade.tally.part(cause, amount);
  }

  /** Of an order that was filled in one of the runs alone. */
  private causeOf({ session, backtest }: OrderPair, { origin, type, carried }: TradedOrder): GapCause | null {
    const { strategies, market, session: inSession, backtest: inBacktest } = this.input;
    if (!strategies.has(origin)) return 'extra';
    if (type === null) return null;
    const filledInSession = session !== null && session.fills.length > 0;
    if (filledInSession)
      return carried || backtest !== null || refusalOf(inBacktest, session, market) !== null ? 'extra' : this.decisionCause(session);
    invariant(backtest !== null, 'one of the two was filled');
    // The session ended before it could have come to its market.
    if (session !== null && session.type === 'market' && ON_ITS_WAY.has(session.end)) return 'timing';
    return session !== null || refusalOf(inSession, backtest, market) !== null ? 'missed' : this.decisionCause(backtest);
  }

  /** Who decides on another position decides otherwise: then what made the position another is the cause; where nothing but a fill that came later or sooner did, its timing. */
  private decisionCause({ origin, instrument, decidedAt }: TradedOrder): GapCause {
    const { session, backtest } = this.input;
    const at = { origin, instrument, time: decidedAt };
    if (lotsAt(session, at) === lotsAt(backtest, at)) return 'signal';
    return this.divergences.causeAt(origin, instrument) ?? 'timing';
  }

  private isWithinBar({ instrument }: TradedOrder, pair: OrderPair): boolean {
    const fills = [pair.session, pair.backtest].flatMap((order) => order?.fills ?? []);
    return fills.every(({ time }) => this.input.market.sameBar(instrument, time, fills[0]!.time));
  }

  private count(
    trade: OpenTrade,
    pair: OrderPair,
    { session, backtest }: { readonly session: FilledLeg; readonly backtest: FilledLeg },
  ): void {
    trade.sessionLots += session.lots;
    trade.backtestLots += backtest.lots;
    trade.last = Math.max(trade.last, pair.session?.fills.at(-1)?.time ?? 0, pair.backtest?.fills.at(-1)?.time ?? 0);
    if (session.lots !== 0 && backtest.lots !== 0) trade.both += 1;
    else if (session.lots !== 0) trade.sessionOnly += 1;
    else {
      trade.backtestOnly += 1;
      const reason = pair.session?.end ?? (pair.backtest === null ? null : refusalOf(this.input.session, pair.backtest, this.input.market));
      if (reason !== null) trade.reasons.add(reason);
    }
  }

  private tradeOf({ origin, instrument, side }: Pick<TradedOrder, 'origin' | 'instrument' | 'side'>, from: number): OpenTrade {
    const key = `${String(instrument)} ${origin}`;
    const before = this.open.get(key);
    if (before !== undefined && (before.sessionLots !== 0 || before.backtestLots !== 0)) return before;
    const opening = this.held.get(key);
    this.held.delete(key);
    const lots = opening?.lots ?? 0;
    const tally = new GapTally();
    if (opening !== undefined) {
      const gained = this.instrument(instrument).notional(this.mark(instrument) - opening.ticks, lots);
      tally.profits(gained, gained);
    }
    const counts = { both: 0, sessionOnly: 0, backtestOnly: 0 };
    const trade: OpenTrade = {
      origin,
      instrument,
      side: lots === 0 ? side : lots > 0 ? 'buy' : 'sell',
      from,
      tally,
      reasons: new Set(),
      last: from,
      sessionLots: lots,
      backtestLots: lots,
      ...counts,
    };
    this.open.set(key, trade);
    this.begun.push(trade);
    return trade;
  }

  private instrument(index: number): Instrument {
    const instrument = this.input.instruments[index];
    invariant(instrument !== undefined, 'an order names an instrument of the session');
    return instrument;
  }

  private mark(index: number): number {
    const mark = this.input.marks[index];
    invariant(mark !== undefined, 'every instrument has a last price');
    return mark;
  }
}

/** What an origin had bought and sold of an instrument before an instant: bars close before what fills at their end. */
function lotsAt(
  { orders }: TradedRun,
  { origin, instrument, time }: { readonly origin: string; readonly instrument: number; readonly time: number },
): number {
  let held = 0;
  for (const order of orders) {
    if (order.origin !== origin || order.instrument !== instrument) continue;
    for (const fill of order.fills) if (fill.time < time) held += directionOf(order.side) * fill.lots;
  }
  return held;
}

/** Code of the refusal that an order's twin met: it may have been heard of a little later within its bar. */
function refusalOf(run: TradedRun, { origin, instrument, side, decidedAt }: TradedOrder, market: MarketView): string | null {
  const met = run.refusals.find(
    (refusal) =>
      refusal.origin === origin &&
      refusal.instrument === instrument &&
      refusal.side === side &&
      market.sameBar(instrument, refusal.time, decidedAt),
  );
  return met?.code ?? null;
}
