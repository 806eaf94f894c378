import type { Fill } from '../../../src-shared/domain/fill.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { CORRECTION_TAG, directionOf, LIQUIDATION_TAG, type IdentifiedOrder, type Side } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { StrategyInstanceId, VenueFillId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { utcMs, type UtcMs } from '../../../src-shared/kernel/time.ts';
import type { MarginReport } from '../../ports/execution-venue.ts';
import { fundingPostings, FillRecord } from '../accounting/fill-record.ts';
import type { AccountState } from './account.ts';
import type { OrderDesk } from './order-desk.ts';
import { settleProfit } from './settled-profit.ts';
import type { StrategyDirector } from './strategy-director.ts';
import type { TradeWatch } from './trade-watch.ts';

/** Under which name the ledger keeps until when funding was booked. */
export const FUNDING_MEMORY = 'funding' as StrategyInstanceId;
/** Whose position it is where no strategy holds it. */
const YOU = 'you';
/** Digits after the point to which the fee of a liquidation is shared between origins; the rest goes to the last. */
const SHARED_FEE_SCALE = 18;

/** A change of a position that no order of ours has brought about. */
interface ForcedTrade {
  readonly side: Side;
  readonly ticks: number;
  readonly lots: number;
  readonly fee: Decimal;
  readonly time: UtcMs;
  /** The venue's, where it told one. */
  readonly trade: VenueFillId | null;
  /** What made it. */
  readonly tag: string;
  readonly decision: string;
}

/** What an origin holds of an instrument. */
interface Share {
  readonly origin: string;
  readonly lots: number;
}

/** Books what a venue does to the account's perpetuals by itself, on every origin its own part. */
export class MarginEvents {
  private readonly account: AccountState;
  private readonly desk: OrderDesk;
  private readonly director: StrategyDirector;
  private readonly trades: TradeWatch;
  /** Venue time of the newest payment that is booked, by instrument. */
  private readonly fundedAt = new Map<string, number>();

  constructor(account: AccountState, desk: OrderDesk, director: StrategyDirector, trades: TradeWatch) {
    this.account = account;
    this.desk = desk;
    this.director = director;
    this.trades = trades;
  }

  /** Takes up until when funding was booked when the last run ended. */
  restore(memory: string | undefined): void {
    if (memory === undefined) return;
    for (const [id, time] of Object.entries(JSON.parse(memory) as Record<string, number>)) this.fundedAt.set(id, time);
  }

  handle(report: MarginReport): void {
    const instrument = this.account.instruments[report.instrument];
    invariant(instrument !== undefined && instrument.margin !== null, 'only a perpetual is held on margin');
    if (report.kind === 'funding') this.pay(instrument, report);
    else if (report.kind === 'funded') this.share(instrument, report);
    else {
      const { side, ticks, lots, fee, time, trade, profit } = report;
      const decision = `liquidation@${trade ?? String(time)}`;
      const forced: ForcedTrade = { side, ticks, lots, fee, time, trade: trade ?? null, tag: LIQUIDATION_TAG, decision };
      const realised = this.reduce(instrument, forced);
      const asset = instrument.spec.settle;
      if (profit !== undefined) settleProfit(this.account, this.desk.effects, { asset, amount: profit.sub(realised), time });
    }
    this.account.sync(report.instrument);
  }

  /** Books the position that a venue shows in place of what is booked, at a price: what is less is taken from those that hold it, what is more is a person's. */
  correct(instrument: Instrument, { lots: wanted, ticks }: { readonly lots: number; readonly ticks: number }): void {
    const { account } = this;
    const { index } = instrument;
    const time = utcMs(account.time);
    for (let step = 0; account.positions.lots(index) !== wanted; step += 1) {
      const held = account.positions.lots(index);
      const change = wanted - held;
      const turns = held !== 0 && held > 0 === wanted < 0;
      const reduces = held !== 0 && held > 0 === change < 0;
      const lots = turns ? Math.abs(held) : Math.abs(change);
      const side = change > 0 ? 'buy' : 'sell';
      const decision = `correction@${String(time)}/${String(step)}`;
      const correction = { side, ticks, lots, fee: Decimal.ZERO, time, trade: null, tag: CORRECTION_TAG, decision } as const;
      if (reduces) this.reduce(instrument, correction);
      else this.close(instrument, YOU, correction);
    }
    account.sync(index);
  }

  private pay(instrument: Instrument, { lots, ticks, rate, time }: Extract<MarginReport, { kind: 'funding' }>): void {
    // Linear in lots, so the parts come to the whole exactly.
    for (const share of this.sharesOf(instrument, lots))
      this.carry(instrument, share.origin, instrument.notional(ticks, share.lots).mul(rate).neg(), time);
  }

  /** A payment that was told as a whole goes to each in proportion to what it holds now; the last takes what rounding leaves. */
  private share(instrument: Instrument, { amount, paidAt, time }: Extract<MarginReport, { kind: 'funded' }>): void {
    if (paidAt <= (this.fundedAt.get(instrument.id) ?? 0)) return;
    this.fundedAt.set(instrument.id, paidAt);
    const whole = this.account.positions.lots(instrument.index);
    const shares = whole === 0 ? [] : this.sharesOf(instrument, whole).filter(({ lots }) => lots !== 0);
    let left = amount;
    for (const [place, { origin, lots }] of shares.entries()) {
      const part = place === shares.length - 1 ? left : partOf(amount, lots, whole);
      left = left.sub(part);
      this.carry(instrument, origin, part, time);
    }
    if (shares.length === 0) this.carry(instrument, YOU, amount, time);
    const memory = JSON.stringify(Object.fromEntries(this.fundedAt));
    this.desk.effects.records.push({ kind: 'strategy-memory', instance: FUNDING_MEMORY, memory });
  }

  private carry(instrument: Instrument, origin: string, amount: Decimal, time: UtcMs): void {
    this.account.balances.add(instrument.spec.settle, amount);
    this.trades.onCarry(instrument.index, origin, amount.toApproximate());
    const postings = fundingPostings(instrument, amount);
    this.desk.effects.records.push({ kind: 'carry', instrument: instrument.index, origin, amount, postings, time });
  }

  /** What each strategy holds by its own fills; what is left of the whole is a person's. */
  private sharesOf(instrument: Instrument, whole: number): readonly Share[] {
    const shares: Share[] = this.director.holdings(instrument.index).map(([origin, lots]) => ({ origin, lots }));
    const rest = whole - shares.reduce((sum, { lots }) => sum + lots, 0);
    return rest === 0 ? shares : [...shares, { origin: YOU, lots: rest }];
  }

  /** Lots are taken from those that hold on the closed side, in the order of their names: what others hold against them stays theirs. What was realised together. */
  private reduce(instrument: Instrument, forced: ForcedTrade): Decimal {
    const direction = directionOf(forced.side);
    const whole = this.account.positions.lots(instrument.index);
    const shares = this.sharesOf(instrument, whole).filter(({ lots }) => lots !== 0 && lots > 0 === direction < 0);
    let left = forced.lots;
    let fee = forced.fee;
    let realised = Decimal.ZERO;
    // More than anybody holds here: what it opens is nobody's but the person's.
    for (const [place, share] of [...shares, { origin: YOU, lots: forced.lots }].entries()) {
      const lots = Math.min(left, Math.abs(share.lots));
      if (lots === 0) continue;
      const part = lots === left ? fee : partOf(forced.fee, lots, forced.lots);
      left -= lots;
      fee = fee.sub(part);
      // The person may have held some of it too: then it is a second order of theirs.
      const decision = place < shares.length ? forced.decision : `${forced.decision}/over`;
      realised = realised.add(
        this.close(instrument, share.origin, { ...forced, lots, fee: part, trade: nthOf(forced.trade, place), decision }),
      );
    }
    return realised;
  }

  private close(instrument: Instrument, origin: string, forced: ForcedTrade): Decimal {
    const { account, desk } = this;
    const { side, ticks, lots, fee, time, tag, trade } = forced;
    const order = this.orderOf(instrument, origin, forced);
    const fill: Fill = {
      id: trade ?? (`${order.id}-1` as VenueFillId),
      order: order.id,
      ticks,
      lots,
      liquidity: 'taker',
      fee,
      time,
      ...(tag === LIQUIDATION_TAG ? { liquidation: true } : {}),
    };
    const notional = instrument.notional(ticks, lots);
    const realised = account.positions.apply(instrument.index, directionOf(side) * lots, { notional, fee }, time);
    account.balances.add(instrument.spec.settle, (realised ?? Decimal.ZERO).sub(fee));
    const { records } = desk.effects;
    records.push({ kind: 'order', order });
    records.push(new FillRecord(instrument, { fill, origin, side, notional, realised, slippageBps: null }));
    records.push({ kind: 'order-state', order: order.id, state: 'filled', filledLots: lots, reason: null, time });
    this.trades.onFill(order, fill, [], this.desk.effects);
    this.director.onLiquidation(origin, instrument.index, { side, ticks, lots });
    return realised ?? Decimal.ZERO;
  }

  private orderOf(instrument: Instrument, origin: string, { side, lots, tag, decision }: ForcedTrade): IdentifiedOrder {
    const order = this.desk.identify(
      {
        instrument: instrument.index,
        side,
        type: 'market',
        lots,
        quoteAmount: null,
        limitTicks: null,
        triggerTicks: null,
        trailTicks: null,
        timeInForce: 'gtc',
        expiresAt: null,
        postOnly: false,
        reduceOnly: true,
        group: null,
      },
      { origin, decision: () => decision, leg: instrument.index },
    );
    return { ...order, tag };
  }
}

/** A trade that several have a part in is several fills. */
function nthOf(trade: VenueFillId | null, place: number): VenueFillId | null {
  return trade === null || place === 0 ? trade : (`${trade}/${String(place)}` as VenueFillId);
}

function partOf(whole: Decimal, part: number, of: number): Decimal {
  return whole.mul(Decimal.of(BigInt(part))).divide(Decimal.of(BigInt(of)), SHARED_FEE_SCALE, 'down');
}
