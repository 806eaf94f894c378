import { algoIdOf, okxSize } from './okx-parts.ts';
import { okxRefusal, okxWord } from './okx-refusals.ts';
import type { ExitProtocol } from './order-protocol.ts';

/** Its own words for terms that it does not take: there is no such order any more, or not with these. */
const NOT_AMENDED: ReadonlySet<string> = new Set([
  ...['51500', '51502', '51503', '51506', '51508', '51509', '51510', '51511', '51514', '51521'],
  ...['51171', '51522', '51526', '51527', '51528', '51529', '51531', '51532', '51543', '51603'],
]);

/** Other terms of an order where it stands: `amend-order`, and `amend-algos` for one that waits. The venue's yes is a promise: whether they hold, the order shows. */
export const OKX_AMENDS: ExitProtocol['amend'] = {
  send: (exchange, market, { name, venueId, type, size, price, trigger }) => {
    const newSz = size === null ? {} : { newSz: okxSize(size, market) };
    if (trigger === null && (type === 'limit' || type === 'market')) {
      const named = venueId === null ? { clOrdId: name } : { ordId: venueId };
      return exchange.privatePostTradeAmendOrder({ instId: market.id, ...named, ...newSz, ...(price === null ? {} : { newPx: price }) });
    }
    const algoId = algoIdOf(venueId);
    const leg = type === 'take-profit' ? 'Tp' : 'Sl';
    return exchange.privatePostTradeAmendAlgos({
      instId: market.id,
      ...(algoId === null ? { algoClOrdId: name } : { algoId }),
      ...newSz,
      ...(trigger === null ? {} : { [`new${leg}TriggerPx`]: trigger }),
      ...(price === null ? {} : { [`new${leg}OrdPx`]: price }),
    });
  },
  taken: (status, body) => {
    const word = okxWord(body);
    if (status !== 200 || word === null) return okxRefusal(status, body);
    if (word.code === '0') return 'promised';
    if (NOT_AMENDED.has(word.code)) return { reason: 'venue', problem: word.message, clock: false };
    return okxRefusal(status, body);
  },
};
