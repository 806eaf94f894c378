import type { MarketMaker } from '../core/market-maker.ts';
import { isOpen, remaining } from '../core/order.ts';
import { floorTo, parseUnits } from '../core/units.ts';
import type { RequestFault } from '../faults/fault-rules.ts';
import { apiErrorOf } from './api-error.ts';
import type { Desk } from './desk.ts';
import type { Params } from './params.ts';

/** What a scene is set with: the request as it came, whoever sent it. */
export interface Scene {
  readonly desk: Desk;
  readonly maker: MarketMaker;
  readonly params: Params;
  readonly key: string | undefined;
}

const NOTHING = () => undefined;

/**
 * Sets the market up so that the next order fills in part, or fills before its cancel is carried out. Answers what is left to do after
 * the request was carried out. A request that is itself wrong is left to be refused.
 */
export function stageOf(fault: Extract<RequestFault, { kind: 'partial fill' | 'cancel race' }>, scene: Scene): () => void {
  const account = accountOf(scene);
  const symbol = scene.params.text('symbol');
  const market = scene.desk.exchange.state.markets.get(symbol ?? '');
  if (account === null || symbol === undefined || !market) return NOTHING;
  if (fault.kind === 'cancel race') {
    const orderId = scene.params.whole('orderId');
    const order = scene.desk.exchange.find(account, { symbol, orderId, clientId: scene.params.text('origClientOrderId') });
    if (order?.resting) scene.maker.fill(order, remaining(order));
    return NOTHING;
  }
  const quantity = parseUnits(scene.params.text('quantity') ?? '');
  if (typeof quantity === 'string') return NOTHING;
  const side = scene.params.text('side') === 'BUY' ? 'BUY' : 'SELL';
  const share = floorTo((quantity * BigInt(Math.round(fault.percent * 100))) / 10_000n, market.rules.step);
  scene.maker.thin(symbol, side === 'BUY' ? 'SELL' : 'BUY', share);
  const before = new Set(scene.desk.exchange.state.openOrders(account).map((order) => order.id));
  return () => {
    const placed = scene.desk.exchange.state.openOrders(account).find((order) => order.symbol === symbol && !before.has(order.id));
    if (placed && isOpen(placed) && placed.resting && placed.executed === 0n) scene.maker.fill(placed, share);
  };
}

function accountOf({ desk, key }: Scene): number | null {
  try {
    return desk.keys.known(key, 'reading').account;
  } catch (thrown) {
    apiErrorOf(thrown);
    return null;
  }
}
