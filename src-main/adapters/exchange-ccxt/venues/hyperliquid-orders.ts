import * as z from 'zod/mini';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { hyperliquidCancel, hyperliquidPlace } from './hyperliquid-actions.ts';
import { HYPERLIQUID_CONTRACTS, hyperliquidMoney } from './hyperliquid-contracts.ts';
import { hyperliquidExits } from './hyperliquid-exits.ts';
import { hyperliquidId, hyperliquidName } from './hyperliquid-ids.ts';
import { HYPERLIQUID_PERPETUALS, HYPERLIQUID_SPOT, type HyperliquidKind } from './hyperliquid-kinds.ts';
import { PRICE_FIGURES } from './hyperliquid-price.ts';
import { hyperliquidQuestions } from './hyperliquid-questions.ts';
import { hyperliquidRefusal, hyperliquidWord } from './hyperliquid-refusals.ts';
import { hyperliquidStream } from './hyperliquid-stream.ts';
import { hyperliquidSwitch } from './hyperliquid-switch.ts';
import type { OrderAbilities, OrderProtocol, Reading, ReadPlaced } from './order-protocol.ts';
import { AMOUNT, ID, plain, WHOLE } from './read-parts.ts';

const NAMED = z.object({ oid: ID, cloid: z.optional(z.string()) });
const PLACED = z.object({
  status: z.literal('ok'),
  response: z.object({
    type: z.literal('order'),
    data: z.object({ statuses: z.tuple([z.union([z.object({ resting: NAMED }), z.object({ filled: NAMED })])]) }),
  }),
});
const BALANCES = z.object({ balances: z.array(z.object({ coin: z.string(), total: AMOUNT, hold: AMOUNT })) });
const TIME = z.object({ time: WHOLE });

/** Hyperliquid's spot orders, by its api of 2026. */
export const HYPERLIQUID_ORDERS: OrderProtocol = { ...ordersOf(HYPERLIQUID_SPOT), balances: coinsOf };

/** Those of its perpetuals: under the same signatures, with orders that wait for a price, and with positions. */
export const HYPERLIQUID_PERPETUAL_ORDERS: OrderProtocol = {
  ...ordersOf(HYPERLIQUID_PERPETUALS),
  balances: hyperliquidMoney,
  contracts: HYPERLIQUID_CONTRACTS,
  exits: hyperliquidExits(HYPERLIQUID_PERPETUALS, placedBy(HYPERLIQUID_PERPETUALS)),
};

function ordersOf(kind: HyperliquidKind): Omit<OrderProtocol, 'balances' | 'contracts' | 'exits'> {
  return {
    abilities: abilitiesOf(kind),
    nameOf: hyperliquidName,
    idOf: hyperliquidId,
    place: hyperliquidPlace(kind),
    placed: placedBy(kind),
    refusal: hyperliquidRefusal,
    cancel: hyperliquidCancel(kind),
    cancelled: (status, body) => {
      const word = status === 200 ? hyperliquidWord(body) : null;
      if (word?.ofOrder !== true || typeof word.said !== 'string') return null;
      if (word.said === 'success') return 'taken';
      return word.said.startsWith('Order was never placed, already canceled, or filled') ? 'unknown-order' : null;
    },
    ...hyperliquidQuestions(kind),
    time: ({ exchange, ask }) =>
      ask(
        () => exchange.publicPostInfo({ type: 'exchangeStatus' }),
        (answer) => TIME.parse(answer).time,
      ),
    timeStepMs: 1,
    searched: ['the order under its id', 'open orders', 'the newest 2,000 orders', 'trades'],
    keepAlive: hyperliquidSwitch,
    stream: (markets) => hyperliquidStream(markets, kind),
  };
}

function abilitiesOf({ waits }: HyperliquidKind): OrderAbilities {
  return {
    types: ['market', 'limit', ...(waits ? (['stop', 'stop-limit', 'take-profit'] as const) : [])],
    timesInForce: ['gtc', 'ioc'],
    // What waits says nothing of how long it works once its price has come: it rests.
    afterTrigger: ['gtc'],
    byQuote: ['buy'],
    sizesAmounts: true,
    priceFigures: PRICE_FIGURES,
  };
}

function placedBy({ name: venue }: HyperliquidKind): ReadPlaced {
  return (body, name) => {
    const [status] = PLACED.parse(body).response.data.statuses;
    const { oid, cloid = name } = 'resting' in status ? status.resting : status.filled;
    if (cloid !== name) throw new Fault('venue.garbled', { venue });
    return { venueId: oid, time: null };
  };
}

/** Coins of the spot account. */
function coinsOf({ exchange, markets, ask }: Reading): ReturnType<OrderProtocol['balances']> {
  return ask(
    () => exchange.publicPostInfo({ type: 'spotClearinghouseState', user: exchange.walletAddress }),
    (answer) =>
      BALANCES.parse(answer)
        .balances.map(({ coin, total, hold }) => ({
          asset: markets.asset(coin),
          free: Decimal.parse(total).sub(Decimal.parse(hold)).toString(),
          used: plain(hold),
        }))
        .filter(({ free, used }) => free !== '0' || used !== '0'),
  );
}
