import { parseUnits } from '../core/units.ts';
import type { RequestFault } from '../faults/fault-rules.ts';
import { type Stage, stageCancelRace, stagePartialFill } from '../house/stage.ts';
import { instId, unitsOf } from './okx-order.ts';
import type { OkxDesk, Values } from './okx-desk.ts';
import { namedOrders } from './okx-routes.ts';

const NOTHING = () => undefined;

/** As for the first protocol: the market is set up before an order or a cancel is carried out. */
export function okxStage(
  fault: Extract<RequestFault, { kind: 'partial fill' | 'cancel race' }>,
  desk: OkxDesk,
  maker: Stage['maker'],
  scene: { readonly account: number | undefined; readonly values: Values },
): () => void {
  const { exchange } = desk;
  const { account, values } = scene;
  if (account === undefined) return NOTHING;
  if (fault.kind === 'cancel race') {
    // What waits for a price is nobody's to fill.
    if (values.has('algoId') || values.has('algoClOrdId')) return NOTHING;
    stageCancelRace({ exchange, maker }, namedOrders(desk, account, values).at(-1));
    return NOTHING;
  }
  const market = [...exchange.state.markets.values()].find(({ rules }) => instId(rules) === values.get('instId'));
  const quantity = parseUnits(values.get('sz') ?? '');
  if (!market || typeof quantity === 'string') return NOTHING;
  const side = values.get('side') === 'buy' ? ('BUY' as const) : ('SELL' as const);
  return stagePartialFill(
    { exchange, maker },
    { account, symbol: market.rules.name, side, quantity: unitsOf(market.rules, quantity) },
    fault.percent,
  );
}
