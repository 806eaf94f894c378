import type { RunTradeRow } from '../../../src-shared/contract/research.ts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { excursions } from '../../../src-shared/domain/excursions.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { ClosedTrade } from '../../../src-shared/domain/report.ts';

/** What a trade is told by: its instrument, and the bars that it was held over. */
export interface TradeGround {
  readonly instrument: Instrument;
  readonly candles: CandleColumns;
  /** Whether funding was paid or received. */
  readonly isFunded: boolean;
}

/** A closed trade as a report shows it, numbered from 1. */
export function tradeRow(trade: ClosedTrade, index: number, { instrument, candles, isFunded }: TradeGround): RunTradeRow {
  const { side, entryTime, exitTime, entryPrice, exitPrice, quantity, fee, pnl, funding, liquidated } = trade;
  const entry = entryPrice.toNumber();
  const value = entry * quantity.toNumber() * Number(instrument.spec.multiplier);
  const { priceDecimals } = instrument;
  return {
    number: index + 1,
    side,
    entryTime,
    exitTime,
    entryPrice: entryPrice.quantize(priceDecimals, 'half-away').toString(),
    exitPrice: exitPrice.quantize(priceDecimals, 'half-away').toString(),
    quantity: quantity.toString(),
    fee: fee.toString(),
    pnl: pnl.toString(),
    pnlFraction: pnl.toNumber() / value,
    ...(isFunded ? { funding: funding.toString(), liquidated } : {}),
    ...excursions({ side, entryTime, exitTime, entryPrice: entry }, candles),
  };
}
