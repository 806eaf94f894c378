import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { Judged } from '../judged.ts';
import { sizeRule } from '../rule.ts';

function freeLots({ order, view }: Judged): number {
  return Math.max(0, view.positionLots(order.instrument) - view.outstandingLots(order.instrument, 'sell'));
}

/** A spot sell needs the base asset, beside what outstanding sells hold back: a spot position is never negative. */
export const freeBase = sizeRule({
  code: 'risk.free-base',
  sparesReducing: false,
  clearly: ({ order, instrument, reducing }) => reducing || order.side === 'buy' || instrument.spec.kind !== 'spot',
  room: (judged) => {
    if (judged.order.side === 'buy' || judged.instrument.spec.kind !== 'spot') return null;
    return { headroom: Decimal.of(BigInt(freeLots(judged))), perLot: () => Decimal.ONE };
  },
  details: (judged) => {
    const { instrument, order } = judged;
    const needed = `${instrument.sizeText(order.lots)} ${instrument.spec.base}`;
    const free = instrument.sizeText(freeLots(judged));
    return { needed, free, actual: needed, limit: free };
  },
});
