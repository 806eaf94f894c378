import { callMain } from '../../state/call-main.ts';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import type { EditedField } from './editable-cell.tsx';
import type { OrderLine } from './orders-model.ts';
import { ORDERS_SENTENCES as SAY } from './sentences.ts';

/** Asks for the end of an order. */
export function cancelLine(line: OrderLine): void {
  if (line.kind === 'order') void cancel(line.row.id);
}

async function cancel(order: string): Promise<void> {
  const result = await callMain((client, command) => client.orders.cancel({ command, order }));
  if (!result.ok) tellRefusal(`cancel ${order}`, result.fault.message);
}

/** Cancels whatever could open or add. */
export async function cancelOpening(): Promise<void> {
  const result = await callMain((client, command) => client.orders.cancelAll({ command }));
  if (result.ok) tellNote('cancel-all', SAY.cancelled(result.value.cancelled, result.value.kept));
  else tellRefusal('cancel-all', result.fault.message);
}

/** Asks for another price, trigger or size of an open order. */
export function changeLine(line: OrderLine, field: EditedField, value: string): void {
  if (line.kind === 'order') void change(line.row.id, { [field]: value });
}

async function change(order: string, terms: Partial<Record<EditedField, string>>): Promise<void> {
  const result = await callMain((client, command) => client.orders.amend({ command, order, change: terms }));
  if (!result.ok) tellRefusal(`amend ${order}`, result.fault.message);
  else if (result.value.outcome === 'refused') tellRefusal(`amend ${order}`, result.value.message);
}
