import { parseUnits } from '../core/units.ts';
import type { RequestFault } from '../faults/fault-rules.ts';
import { type Stage, stageCancelRace, stagePartialFill } from '../house/stage.ts';
import { apiErrorOf } from './api-error.ts';
import type { Desk } from './desk.ts';
import type { Params } from './params.ts';

/** What a scene is set for: the request as it came, whoever sent it. */
export interface Scene {
  readonly desk: Desk;
  readonly maker: Stage['maker'];
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
  const { exchange } = scene.desk;
  const { maker, params } = scene;
  const symbol = params.text('symbol');
  if (account === null || symbol === undefined || !exchange.state.markets.has(symbol)) return NOTHING;
  if (fault.kind === 'cancel race') {
    const name = { symbol, orderId: params.whole('orderId'), clientId: params.text('origClientOrderId') };
    stageCancelRace({ exchange, maker }, exchange.find(account, name));
    return NOTHING;
  }
  const quantity = parseUnits(params.text('quantity') ?? '');
  if (typeof quantity === 'string') return NOTHING;
  const side = params.text('side') === 'BUY' ? 'BUY' : 'SELL';
  return stagePartialFill({ exchange, maker }, { account, symbol, side, quantity }, fault.percent);
}

function accountOf({ desk, key }: Scene): number | null {
  try {
    return desk.keys.known(key, 'reading').account;
  } catch (thrown) {
    apiErrorOf(thrown);
    return null;
  }
}
