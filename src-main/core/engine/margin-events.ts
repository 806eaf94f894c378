import type { Fill } from '../../../src-shared/domain/fill.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { directionOf, LIQUIDATION_TAG, type IdentifiedOrder } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { VenueFillId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import type { MarginReport } from '../../ports/execution-venue.ts';
import { fundingPostings, FillRecord } from '../accounting/fill-record.ts';
import type { AccountState } from './account.ts';
import type { OrderDesk } from './order-desk.ts';
import type { StrategyDirector } from './strategy-director.ts';
import type { TradeWatch } from './trade-watch.ts';

/** Whose position it is where no strategy holds it. */
const YOU = 'you';
/** Digits after the point to which the fee of a liquidation is shared between origins; the rest goes to the last. */
const SHARED_FEE_SCALE = 18;

type Liquidation = Extract<MarginReport, { kind: 'liquidated' }>;

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

  constructor(account: AccountState, desk: OrderDesk, director: StrategyDirector, trades: TradeWatch) {
    this.account = account;
    this.desk = desk;
    this.director = director;
    this.trades = trades;
  }

  handle(report: MarginReport): void {
    const instrument = this.account.instruments[report.instrument];
    invariant(instrument !== undefined && instrument.margin !== null, 'only a perpetual is held on margin');
    if (report.kind === 'funding') this.pay(instrument, report);
    else this.liquidate(instrument, report);
    this.account.sync(report.instrument);
  }

  private pay(instrument: Instrument, { lots, ticks, rate, time }: Extract<MarginReport, { kind: 'funding' }>): void {
    for (const share of this.sharesOf(instrument, lots)) {
      // Linear in lots, so the parts come to the whole exactly.
      const amount = instrument.notional(ticks, share.lots).mul(rate).neg();
      this.account.balances.add(instrument.spec.settle, amount);
      this.trades.onCarry(instrument.index, share.origin, amount.toApproximate());
      this.desk.effects.records.push({
        kind: 'carry',
        instrument: instrument.index,
        origin: share.origin,
        amount,
        postings: fundingPostings(instrument, amount),
        time,
      });
    }
  }

  /** What each strategy holds by its own fills; what is left of the whole is a person's. */
  private sharesOf(instrument: Instrument, whole: number): readonly Share[] {
    const shares: Share[] = this.director.holdings(instrument.index).map(([origin, lots]) => ({ origin, lots }));
    const rest = whole - shares.reduce((sum, { lots }) => sum + lots, 0);
    return rest === 0 ? shares : [...shares, { origin: YOU, lots: rest }];
  }

  /** Lots are taken from those that hold on the closed side, in the order of their names: what others hold against them stays theirs. */
  private liquidate(instrument: Instrument, report: Liquidation): void {
    const direction = directionOf(report.side);
    const shares = this.sharesOf(instrument, -direction * report.lots).filter(({ lots }) => lots !== 0 && lots > 0 === direction < 0);
    let left = report.lots;
    let fee = report.fee;
    for (const [place, share] of shares.entries()) {
      const lots = place === shares.length - 1 ? left : Math.min(left, Math.abs(share.lots));
      if (lots === 0) continue;
      const part = lots === left ? fee : partOf(report.fee, lots, report.lots);
      left -= lots;
      fee = fee.sub(part);
      this.close(instrument, share.origin, { ...report, lots, fee: part });
    }
  }

  private close(instrument: Instrument, origin: string, report: Liquidation): void {
    const { account, desk } = this;
    const { side, ticks, lots, fee, time } = report;
    const order = this.orderOf(instrument, origin, report);
    const fill: Fill = {
      id: `${order.id}-1` as VenueFillId,
      order: order.id,
      ticks,
      lots,
      liquidity: 'taker',
      fee,
      time,
      liquidation: true,
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
  }

  private orderOf(instrument: Instrument, origin: string, { side, lots, time }: Liquidation): IdentifiedOrder {
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
      { origin, decision: () => `liquidation@${String(time)}`, leg: instrument.index },
    );
    return { ...order, tag: LIQUIDATION_TAG };
  }
}

function partOf(whole: Decimal, part: number, of: number): Decimal {
  return whole.mul(Decimal.of(BigInt(part))).divide(Decimal.of(BigInt(of)), SHARED_FEE_SCALE, 'down');
}
