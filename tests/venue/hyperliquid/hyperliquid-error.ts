import { Refusal } from '../core/refusal.ts';
import { FIRST_ASSET } from './hyperliquid-desk.ts';

/** What goes back in place of a result: of an action as a whole, or of the order in it. */
export class HyperliquidError extends Error {
  readonly ofOrder: boolean;

  constructor(message: string, options: { readonly ofOrder?: boolean } = {}) {
    super(message);
    this.ofOrder = options.ofOrder ?? false;
  }
}

/** A body that does not have the form of anything that is asked there. */
export class Unreadable extends Error {}

const REASONS: Readonly<Partial<Record<Refusal['reason'], string>>> = {
  'insufficient balance': 'Insufficient spot balance',
  'unknown order to cancel': 'Order was never placed, already canceled, or filled.',
  'would match': 'Post only order would have immediately matched, bbo was 59999.9@60000.1.',
  'zero notional': 'Order must have minimum value of 10 USDC.',
  'nothing to reduce': 'Reduce only order would increase position.',
  'would not reduce': 'Reduce only order would increase position.',
  'would trigger': 'Invalid TP/SL price.',
  'bad leverage': 'Invalid leverage value.',
};

/** What contracts say otherwise. */
const OF_CONTRACTS: typeof REASONS = { 'insufficient balance': 'Insufficient margin to place order.' };

const FILTERS: Readonly<Record<string, string>> = {
  LOT_SIZE: 'Order has invalid size.',
  NOTIONAL: 'Order must have minimum value of 10 USDC.',
  PRICE_FILTER: 'Price must be divisible by tick size.',
  PERCENT_PRICE_BY_SIDE: 'Order price cannot be more than 80% away from the reference price',
};

/** The protocol's word for whatever was thrown; what is no refusal is a bug of the venue, and thrown on. */
export function hyperliquidErrorOf(thrown: unknown, asset: number): HyperliquidError {
  if (thrown instanceof HyperliquidError) return thrown;
  if (!(thrown instanceof Refusal)) throw thrown;
  const reasons = asset < FIRST_ASSET ? { ...REASONS, ...OF_CONTRACTS } : REASONS;
  const said = (thrown.reason === 'filter' ? FILTERS[thrown.filter] : reasons[thrown.reason]) ?? 'The order was not taken.';
  return new HyperliquidError(`${said} asset=${String(asset)}`, { ofOrder: true });
}

/** What is answered. */
export function errorBody({ message, ofOrder }: HyperliquidError, type: string): string {
  if (!ofOrder) return JSON.stringify({ status: 'err', response: message });
  return JSON.stringify({ status: 'ok', response: { type, data: { statuses: [{ error: message }] } } });
}
