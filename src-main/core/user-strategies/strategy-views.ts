import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import type { DeskView, FillView, InstrumentView } from '../../ports/strategy-process.ts';
import type { StrategyDesk, StrategyFill } from '../strategies/strategy.ts';

/** Most bars that go along with one call. */
export const BARS_PER_CALL = 4_096;

/** The desk in base units, as a user's strategy sees it. */
export function viewOf(desk: StrategyDesk): DeskView {
  const size = (lots: number): number => desk.instrument.sizeOf(lots).toNumber();
  const outstanding = (side: Side): number => size(desk.outstandingLots(side));
  return {
    time: desk.time,
    position: size(desk.positionLots),
    buying: outstanding('buy'),
    selling: outstanding('sell'),
    tags: desk.workingTags(),
  };
}

/** A fill in quote and base units. */
export function fillView({ side, ticks, lots, tag, complete }: StrategyFill, instrument: Instrument): FillView {
  return { side, price: instrument.toPrice(ticks), size: instrument.sizeOf(lots).toNumber(), tag, complete };
}

/** The instrument with tick and lot as numbers. */
export function instrumentView(instrument: Instrument): InstrumentView {
  const { id, base, quote } = instrument.spec;
  return { id, base, quote, tick: instrument.tickSize, lot: instrument.lotSize, canShort: instrument.margin !== null };
}
