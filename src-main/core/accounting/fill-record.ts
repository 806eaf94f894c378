import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Fill, PaidFee } from '../../../src-shared/domain/fill.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { FeeLots, LedgerRecord, Posting, PostingAccount } from '../../ports/ledger.ts';

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
  declare readonly feeLots?: readonly FeeLots[];
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
    // Records of fills without them keep one shape.
    if (fields.feeLots !== undefined) this.feeLots = fields.feeLots;
  }

  get postings(): readonly Posting[] {
    const { fee, lots, paid } = this.fill;
    if (this.traded.margin !== null) return contractPostings(this.traded, { realised: this.realised ?? Decimal.ZERO, fee, paid });
    return spotPostings(this.traded, this.side, { lots, notional: this.notional, fee, paid });
  }
}

/** A fee by its value in the settle asset, and what was really taken where that is something else. */
interface FeeMoney {
  readonly fee: Decimal;
  readonly paid?: readonly PaidFee[] | undefined;
}

/** The double entry of a spot fill: base against quote with the market, and the fee; zero per asset. */
export function spotPostings(
  instrument: Instrument,
  side: Side,
  money: FeeMoney & { readonly lots: number; readonly notional: Decimal },
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
  postings.push(...feePostings(settle, money));
  return postings;
}

/** The double entry of a contract's fill: nothing but profit and fee changes hands; zero per asset. */
export function contractPostings(
  { spec: { settle } }: Instrument,
  { realised, ...money }: FeeMoney & { readonly realised: Decimal },
): readonly Posting[] {
  return [...againstPostings('market', settle, realised), ...feePostings(settle, money)];
}

function feePostings(settle: string, { fee, paid }: FeeMoney): readonly Posting[] {
  if (paid === undefined) return fee.isZero() ? [] : againstPostings('fees', settle, fee.neg());
  return paid.flatMap(({ asset, amount }) => (amount.isZero() ? [] : againstPostings('fees', asset, amount.neg())));
}

/** The double entry of a funding payment, received where above zero. */
export function fundingPostings({ spec: { settle } }: Instrument, amount: Decimal): readonly Posting[] {
  return againstPostings('carry', settle, amount);
}

function againstPostings(account: PostingAccount, asset: string, received: Decimal): Posting[] {
  return [
    { account: 'holdings', asset, amount: received },
    { account, asset, amount: received.neg() },
  ];
}
