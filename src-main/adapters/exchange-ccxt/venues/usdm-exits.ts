import * as z from 'zod/mini';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { Evidence, underEvidence } from '../evidence.ts';
import { underUrgency } from '../request-urgency.ts';
import type { ExitProtocol, OrderMarket, ProtocolCalls } from './order-protocol.ts';
import { AMOUNT } from './read-parts.ts';
import { usdmCancel } from './usdm-cancels.ts';
import { USDM } from './usdm-parts.ts';
import { usdmRefusal } from './usdm-refusals.ts';
import { placeUsdm, usdmPlaced } from './usdm-request.ts';

type Old = Parameters<NonNullable<ExitProtocol['replace']>['send']>[2]['old'];

const EMPTY = z.object({ status: z.literal('CANCELED'), executedQty: AMOUNT });

/**
 * Other terms at Binance's futures, which change limit orders alone where they stand, and end those that have filled more meanwhile. Of an order that waits for its price another one is placed, and
 * the old one is ended once that one is there, so that a position is never without: both stand for an instant, of which neither takes at once. A limit order may have filled unheard, and another
 * one beside it would fill too: it is ended first, and nothing is placed unless it had filled nothing. Only what can close and never open is replaced. The answer is that of the placing.
 */
export const USDM_EXITS: ExitProtocol = {
  pair: null,
  replace: {
    beside: true,
    send: async (exchange, market, { old, order }) => {
      if (order.reduceOnly !== true) throw refused('only orders that reduce a position get other terms there');
      if (order.trigger === null) {
        const ended = EMPTY.safeParse(await end(exchange, market, old)).data;
        if (ended === undefined || !Decimal.parse(ended.executedQty).isZero()) throw refused('the order had begun to fill');
        return placeUsdm(exchange, market, order);
      }
      const answer = await placeUsdm(exchange, market, order);
      usdmPlaced(answer, order.name);
      try {
        await end(exchange, market, old);
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

/** A request of its own beside that of the placing, which alone says what became of that. */
function end(exchange: ProtocolCalls, market: OrderMarket, old: Old): Promise<unknown> {
  return underEvidence(new Evidence(), () => underUrgency('cancel', () => usdmCancel(exchange, market, old)));
}

function refused(problem: string): Fault {
  return new Fault('venue.refused', { venue: USDM, problem });
}
