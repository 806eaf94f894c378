import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { Judged } from '../judged.ts';
import { CLEAR, roughly } from '../parsed-limits.ts';
import { comparedMoney } from '../risk-texts.ts';
import { sizeRule } from '../rule.ts';

/** Free money for a contract's order: what its closing lots need is nothing, and where they close all that is held, what that leaves is free. */
function contractHeadroom({ order, view, instrument, closingLots, lotReserve }: ContractRoom): Decimal {
  const turns = closingLots > 0 && closingLots === Math.abs(view.positionLots(order.instrument));
  const free = turns ? view.freeIfClosed(order.instrument) : view.freeMargin(instrument.spec.settle);
  return free.add(lotReserve.mul(Decimal.of(BigInt(closingLots))));
}

interface ContractRoom extends Pick<Judged, 'order' | 'view' | 'instrument' | 'closingLots'> {
  readonly lotReserve: Decimal;
}

/** A spot buy needs its money with fee, beside what outstanding orders hold back; a market order by size a reserve on top. What a contract's order opens needs margin and fee. */
export const freeCash = sizeRule({
  code: 'risk.funds',
  sparesReducing: false,
  clearly: ({ order, view, instrument, reserveTicks, reducing }) => {
    if (instrument.margin !== null) return reducing || order.reduceOnly;
    if (order.side === 'sell') return true;
    const free = view.freeCash(instrument.spec.settle);
    if (order.quoteAmount !== null) return order.quoteAmount.compare(free) <= 0;
    const needed = instrument.approximateNotional(reserveTicks, order.lots) * (1 + roughly(view.takerFeeRate(order.instrument)));
    return needed < roughly(free) * (1 - CLEAR);
  },
  room: (judged) => {
    const { order, view, instrument, closingLots } = judged;
    const perLot = (): Decimal => judged.lotReserve();
    if (instrument.margin !== null)
      return { headroom: contractHeadroom({ order, view, instrument, closingLots, lotReserve: perLot() }), perLot };
    return order.side === 'sell' ? null : { headroom: view.freeCash(instrument.spec.settle), perLot };
  },
  details: ({ instrument }, taken, { headroom }) => {
    const text = comparedMoney(taken, headroom);
    return {
      needed: `${text.actual} ${instrument.spec.settle}`,
      free: text.limit,
      actual: `${text.actual} ${instrument.spec.settle}`,
      limit: text.limit,
    };
  },
});
