import { parseUnits } from '../core/units.ts';
import type { RequestFault } from '../faults/fault-rules.ts';
import { type Stage, stageCancelRace, stagePartialFill } from '../house/stage.ts';
import { type KfDesk, type Values, kfSymbol } from './kf-desk.ts';
import { isWaiting } from './kf-order.ts';
import { namedOrder } from './kf-routes.ts';

const NOTHING = () => undefined;

/** As for the first protocol: the market is set up before an order or a cancel is carried out. */
export function kfStage(
  fault: Extract<RequestFault, { kind: 'partial fill' | 'cancel race' }>,
  desk: KfDesk,
  maker: Stage['maker'],
  scene: { readonly account: number | undefined; readonly values: Values },
): () => void {
  const { exchange } = desk;
  const { account, values } = scene;
  if (account === undefined) return NOTHING;
  if (fault.kind === 'cancel race') {
    const order = namedOrder(desk, account, values);
    // What waits for a price is nobody's to fill.
    if (order !== undefined && !isWaiting(order)) stageCancelRace({ exchange, maker }, order);
    return NOTHING;
  }
  const market = exchange.state.contractMarkets.find(({ rules }) => kfSymbol(rules) === values.get('symbol'));
  const quantity = parseUnits(values.get('size') ?? '');
  if (!market || typeof quantity === 'string') return NOTHING;
  const side = values.get('side') === 'buy' ? ('BUY' as const) : ('SELL' as const);
  return stagePartialFill({ exchange, maker }, { account, symbol: market.rules.name, side, quantity }, fault.percent);
}
