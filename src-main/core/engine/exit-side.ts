import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Side } from '../../../src-shared/domain/order.ts';

/** The side on which a position is closed: a short of a contract is bought back; all else is sold, because coins cannot be owed. */
export function exitSide(instrument: Pick<Instrument, 'margin'> | undefined, lots: number): Side {
  return lots < 0 && instrument !== undefined && instrument.margin !== null ? 'buy' : 'sell';
}

/** What of signed lots an order on the side can close, in lots above zero; below it there is nothing for it to close. */
export function closable(side: Side, lots: number): number {
  return side === 'sell' ? lots : 0 - lots;
}
