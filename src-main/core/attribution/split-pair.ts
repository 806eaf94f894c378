import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { type FilledLeg, legProfit } from './filled-leg.ts';

/** Digits to which the steps between two runs are rounded. A step is the end of one part and the beginning of the next, so no sum loses by it. */
const STEP_SCALE = 18;

/** What the four differences of one order that was filled in both runs came to. */
export interface PairSplit {
  readonly size: Decimal;
  readonly timing: Decimal;
  readonly price: Decimal;
  readonly fee: Decimal;
}

/** Two fillings of one decision. */
export interface FilledPair {
  readonly session: FilledLeg;
  readonly backtest: FilledLeg;
  readonly instrument: Instrument;
  /** Last price, ticks. */
  readonly mark: number;
  /** The backtest knows no more than that both lie within one bar. */
  readonly withinBar: boolean;
}

/**
 * Walks from the backtest's filling to the session's in four steps and takes what each adds to the profit: the session's lots, then the
 * market of the session's time, then the session's prices (both at the backtest's rate of fee), then the session's fee.
 */
export function splitPair({ session, backtest, instrument, mark, withinBar }: FilledPair): PairSplit {
  const { lots } = session;
  const scaled = (amount: Decimal): Decimal =>
    amount.mul(Decimal.of(BigInt(lots))).divide(Decimal.of(BigInt(backtest.lots)), STEP_SCALE, 'half-away');
  const sizedValue = scaled(backtest.value);
  const moved =
    withinBar || session.market === null || backtest.market === null ? Decimal.ZERO : session.market.sub(scaled(backtest.market));
  const feeOf = (value: Decimal): Decimal => backtest.fee.mul(value).divide(backtest.value, STEP_SCALE, 'half-away');
  const worth = (value: Decimal, fee: Decimal): Decimal => legProfit({ lots, value, fee }, instrument, mark);
  const movedValue = sizedValue.add(moved);
  const start = legProfit(backtest, instrument, mark);
  const sized = worth(sizedValue, feeOf(sizedValue));
  const timed = worth(movedValue, feeOf(movedValue));
  const priced = worth(session.value, feeOf(session.value));
  return {
    size: sized.sub(start),
    timing: timed.sub(sized),
    price: priced.sub(timed),
    fee: legProfit(session, instrument, mark).sub(priced),
  };
}
