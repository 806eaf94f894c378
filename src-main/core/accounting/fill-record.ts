import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Fill } from '../../../src-shared/domain/fill.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { LedgerRecord, Posting } from '../../ports/ledger.ts';

type FillFields = Omit<Extract<LedgerRecord, { kind: 'fill' }>, 'kind' | 'postings' | 'instrument'>;

/** A booked fill. Its postings are worked out when a ledger asks for them: a backtest, which keeps fills only, never does. */
export class FillRecord {
  readonly kind = 'fill';
  readonly instrument: number;
  readonly fill: Fill;
  readonly origin: string;
  readonly side: Side;
  readonly notional: Decimal;
  readonly realised: Decimal | null;
  readonly slippageBps: number | null;
  private readonly traded: Instrument;

  constructor(traded: Instrument, fields: FillFields) {
    this.traded = traded;
    this.instrument = traded.index;
    this.fill = fields.fill;
    this.origin = fields.origin;
    this.side = fields.side;
    this.notional = fields.notional;
    this.realised = fields.realised;
    this.slippageBps = fields.slippageBps;
  }

  get postings(): readonly Posting[] {
    return spotPostings(this.traded, this.side, { lots: this.fill.lots, notional: this.notional, fee: this.fill.fee });
  }
}

/** The double entry of a spot fill: base against quote with the market, and the fee; zero per asset. */
export function spotPostings(
  instrument: Instrument,
  side: Side,
  money: { readonly lots: number; readonly notional: Decimal; readonly fee: Decimal },
): readonly Posting[] {
  const { base, quote, settle } = instrument.spec;
  const size = instrument.sizeOf(side === 'buy' ? money.lots : -money.lots);
  const paid = side === 'buy' ? money.notional.neg() : money.notional;
  const postings: Posting[] = [
    { account: 'holdings', asset: base, amount: size },
    { account: 'market', asset: base, amount: size.neg() },
    { account: 'holdings', asset: quote, amount: paid },
    { account: 'market', asset: quote, amount: paid.neg() },
  ];
  if (!money.fee.isZero()) {
    postings.push({ account: 'holdings', asset: settle, amount: money.fee.neg() }, { account: 'fees', asset: settle, amount: money.fee });
  }
  return postings;
}
