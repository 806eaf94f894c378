import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { HYPERLIQUID_TAKEN_MS, writtenOrder } from './hyperliquid-actions.ts';
import type { HyperliquidKind } from './hyperliquid-kinds.ts';
import { hyperliquidRefusal } from './hyperliquid-refusals.ts';
import type { ExitProtocol, ReadPlaced } from './order-protocol.ts';

/**
 * Other terms at Hyperliquid (`batchModify` of one): the old order is ended and another stands in its place, with a number and an id of its own, so that its
 * fate is proven as a placing's is. How much of the old one was left is not said: only what can close and never open is replaced, where a size too much does nothing.
 */
export function hyperliquidExits(kind: HyperliquidKind, placed: ReadPlaced): ExitProtocol {
  return {
    pair: null,
    replace: {
      send: async (exchange, market, { old, order }) => {
        if (order.reduceOnly !== true)
          throw new Fault('venue.refused', { venue: kind.name, problem: 'only orders that reduce a position get other terms there' });
        const oid = old.venueId === null ? old.name : Number(old.venueId);
        const action = { type: 'batchModify', modifies: [{ oid, order: await writtenOrder(kind, exchange, market, order) }] };
        return exchange.privatePostExchange({ action, takenMs: HYPERLIQUID_TAKEN_MS });
      },
      placed,
      refusal: hyperliquidRefusal,
    },
    amend: null,
  };
}
