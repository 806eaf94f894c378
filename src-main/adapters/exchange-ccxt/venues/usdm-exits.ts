import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { Evidence, underEvidence } from '../evidence.ts';
import { underUrgency } from '../request-urgency.ts';
import type { ExitProtocol } from './order-protocol.ts';
import { usdmCancel } from './usdm-cancels.ts';
import { USDM } from './usdm-parts.ts';
import { usdmRefusal } from './usdm-refusals.ts';
import { placeUsdm, usdmPlaced } from './usdm-request.ts';

/**
 * Other terms at Binance's futures, which change limit orders alone where they stand: another order is placed, and the old one is ended once that one is
 * there, so that a position is never without. Both stand for an instant: only what can close and never open is replaced, and nothing that would take at once. The
 * answer is that of the placing.
 */
export const USDM_EXITS: ExitProtocol = {
  pair: null,
  replace: {
    beside: true,
    send: async (exchange, market, { old, order }) => {
      if (order.reduceOnly !== true)
        throw new Fault('venue.refused', { venue: USDM, problem: 'only orders that reduce a position get other terms there' });
      const answer = await placeUsdm(exchange, market, order);
      usdmPlaced(answer, order.name);
      try {
        await underEvidence(new Evidence(), () => underUrgency('cancel', () => usdmCancel(exchange, market, old)));
      } catch {
        // Whether it ended shows in the account: whoever asked ends what still stands when it is seen.
      }
      return answer;
    },
    placed: usdmPlaced,
    refusal: usdmRefusal,
  },
  amend: null,
};
