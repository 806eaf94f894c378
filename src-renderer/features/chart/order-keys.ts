import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';
import type { OrderRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { callMain } from '../../state/call-main.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import { TOOL_SENTENCES as SAY } from './tool-sentences.ts';

/** Asks for the end of an order; what went wrong is said. */
export async function cancelOrder(order: string, said?: string): Promise<void> {
  const answer = await callMain((client, command) => client.orders.cancel({ command, order }));
  if (!answer.ok) tellRefusal(`cancel-${order}`, answer.fault.message);
  else if (said !== undefined) tellNote(`cancel-${order}`, SAY.cancelAsked(said));
}

/** The newest order of a person that still works on an instrument. */
export function newestOrder(orders: Iterable<OrderRow>, instrument: string): OrderRow | undefined {
  let newest: OrderRow | undefined;
  for (const order of orders) {
    if (order.instrument !== instrument || order.origin !== 'you' || FINAL_STATES.has(order.state) || order.state === 'in-doubt') continue;
    if (newest === undefined || order.createdAt >= newest.createdAt) newest = order;
  }
  return newest;
}

/** Cancels the newest own order on an instrument. */
export function cancelNewest({ id, spec }: Instrument, wordsOf: (order: string) => string | undefined): void {
  const order = newestOrder(useShownDesk.getState().orders.values(), id);
  if (order === undefined) tellNote('cancel-newest', SAY.noOrder(spec.symbol));
  else void cancelOrder(order.id, wordsOf(order.id) ?? order.id);
}

/** Closes what is held of an instrument at market. */
export async function flattenInstrument({ id, spec }: Instrument): Promise<void> {
  const answer = await callMain((client, command) => client.orders.close({ command, instrument: id, percent: 100 }));
  if (!answer.ok) tellRefusal('flatten', answer.fault.message);
  else if (answer.value.refused.length > 0) tellRefusal('flatten', answer.value.refused.map(({ message }) => message).join(' '));
  else tellNote('flatten', answer.value.orders === 0 ? SAY.flattenNothing(spec.symbol) : SAY.flattened(spec.symbol));
}
