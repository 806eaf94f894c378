import { parseUnits } from '../core/units.ts';
import type { RequestFault } from '../faults/fault-rules.ts';
import { type Stage, stageCancelRace, stagePartialFill } from '../house/stage.ts';
import { type HyperliquidAction, namedOrder } from './hyperliquid-actions.ts';
import { type HyperliquidDesk, marketOfAsset } from './hyperliquid-desk.ts';

const NOTHING = () => undefined;

/** As for the first protocol: the market is set up before an order or a cancel is carried out. */
export function hyperliquidStage(
  fault: Extract<RequestFault, { kind: 'partial fill' | 'cancel race' }>,
  desk: HyperliquidDesk,
  maker: Stage['maker'],
  scene: { readonly account: number | undefined; readonly action: HyperliquidAction | null },
): () => void {
  const { exchange } = desk;
  const { account, action } = scene;
  if (account === undefined || action === null) return NOTHING;
  if (fault.kind === 'cancel race') {
    stageCancelRace({ exchange, maker }, namedOrder(desk, account, action));
    return NOTHING;
  }
  if (action.type !== 'order') return NOTHING;
  const [{ a, b, s, t }] = action.orders;
  if ('trigger' in t) return NOTHING;
  const placed = marketOfAsset(desk, a);
  const quantity = parseUnits(s);
  if (placed === undefined || typeof quantity === 'string') return NOTHING;
  const order = { account, symbol: placed.market.rules.name, side: b ? 'BUY' : 'SELL', quantity } as const;
  return stagePartialFill({ exchange, maker }, order, fault.percent);
}
