import { callMain } from '../../state/call-main.ts';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import { POSITIONS_SENTENCES as SAY } from './sentences.ts';

/** Closes a share of one position, or of all, at market and reduce only, and says what became of it. */
export async function closePosition(percent: number, instrument?: string): Promise<void> {
  const result = await callMain((client, command) =>
    client.orders.close({ command, percent, ...(instrument === undefined ? {} : { instrument }) }),
  );
  if (!result.ok) tellRefusal('close', result.fault.message);
  else if (result.value.refused.length > 0) tellRefusal('close', result.value.refused.join(' '));
  else tellNote('close', result.value.orders === 0 ? SAY.nothingSent : SAY.sent(result.value.orders));
}

/** Cancels whatever could open or add. */
export async function cancelOpening(): Promise<void> {
  const result = await callMain((client, command) => client.orders.cancelAll({ command }));
  if (result.ok) tellNote('cancel-all', SAY.cancelled(result.value.cancelled, result.value.kept));
  else tellRefusal('cancel-all', result.fault.message);
}
