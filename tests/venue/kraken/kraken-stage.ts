import { parseUnits } from '../core/units.ts';
import type { RequestFault } from '../faults/fault-rules.ts';
import { type Stage, stageCancelRace, stagePartialFill } from '../house/stage.ts';
import { type KrakenDesk, marketNamed } from './kraken-routes.ts';
import { orderTxid } from './names.ts';

/** A request as it came, whoever sent it and by whichever way. */
export interface KrakenScene {
  readonly account: number | undefined;
  readonly pair: string;
  readonly side: string;
  readonly volume: string;
  readonly txids: readonly string[];
  readonly clientIds: readonly string[];
}

const NOTHING = () => undefined;

/** As for the first protocol: the market is set up before an order or a cancel is carried out. */
export function krakenStage(
  fault: Extract<RequestFault, { kind: 'partial fill' | 'cancel race' }>,
  desk: KrakenDesk,
  maker: Stage['maker'],
  scene: KrakenScene,
): () => void {
  const { exchange } = desk;
  const { account } = scene;
  if (account === undefined) return NOTHING;
  if (fault.kind === 'cancel race') {
    const named = exchange.state
      .openOrders(account)
      .find((order) => scene.txids.includes(orderTxid(order.id)) || scene.clientIds.includes(order.clientId));
    stageCancelRace({ exchange, maker }, named);
    return NOTHING;
  }
  const market = marketNamed(desk, scene.pair);
  const quantity = parseUnits(scene.volume);
  if (!market || typeof quantity === 'string') return NOTHING;
  const coming = { account, symbol: market.rules.name, side: scene.side === 'buy' ? ('BUY' as const) : ('SELL' as const), quantity };
  return stagePartialFill({ exchange, maker }, coming, fault.percent);
}
