import type { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { Side } from '../../../../src-shared/domain/order.ts';
import { type SignalCode, signalPrice, signalSize } from '../../../../src-shared/domain/signals.ts';
import type { FaultDetails } from '../../../../src-shared/kernel/fault.ts';
import type { StrategyDesk, StrategyFill } from '../strategy.ts';

/** The order that was asked for last: why, and what has come of it. */
interface Asked {
  readonly side: Side;
  readonly code: SignalCode;
  readonly figures: FaultDetails;
  readonly lots: number;
}

/** Why a market order was asked for, kept until it is filled, so that it is told with the figures it was decided on, also after a restart. */
export class Reasons {
  private asked: Asked | null = null;

  ask(side: Side, code: SignalCode, figures: FaultDetails): void {
    this.asked = { side, code, figures, lots: 0 };
  }

  /** Takes a fill; with the one that completes an order its signal is told. An order whose reason was of other parameters is told without. */
  tell(fill: StrategyFill, desk: StrategyDesk): void {
    const { asked } = this;
    const known = asked !== null && asked.side === fill.side;
    const lots = fill.lots + (known ? asked.lots : 0);
    if (known) this.asked = fill.complete ? null : { ...asked, lots };
    if (!fill.complete) return;
    const { instrument } = desk;
    const code = known ? asked.code : fill.side === 'buy' ? 'strategy.bought' : 'strategy.sold';
    desk.signal(code, { ...(known ? asked.figures : {}), size: signalSize(instrument, lots), base: instrument.spec.base });
  }

  /** For a memory. */
  kept(): unknown {
    return this.asked;
  }

  restore(kept: unknown): void {
    this.asked = kept as Asked | null;
  }
}

/** A price for a sentence, rounded to the instrument's tick. */
export function pricedAt(instrument: Instrument, price: number): number {
  return signalPrice(instrument, instrument.toTicks(price));
}

/** A figure for a sentence, rounded to so many digits after the point. */
export function roundedTo(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
