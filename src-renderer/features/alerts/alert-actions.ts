import type { AlertsRow } from '../../../src-shared/contract/alerts.ts';
import type { Result } from '../../../src-shared/kernel/result.ts';
import { callMain } from '../../state/call-main.ts';
import { tellRefusal } from '../../ui/tell.ts';

const TOAST = 'alerts';

function told(result: Result<AlertsRow>): boolean {
  if (!result.ok) tellRefusal(TOAST, result.fault.message);
  return result.ok;
}

/** Sets an alert by its words; false where it was refused, which is told. */
export async function setAlert(text: string): Promise<boolean> {
  return told(await callMain((client, command) => client.alerts.set({ command, text })));
}

/** Removes an alert. */
export async function removeAlert(alert: number): Promise<void> {
  told(await callMain((client, command) => client.alerts.remove({ command, alert })));
}

/** Lets an alert speak again. */
export async function rearmAlert(alert: number): Promise<void> {
  told(await callMain((client, command) => client.alerts.rearm({ command, alert })));
}

/** Marks what was said up to a market time as seen. */
export async function markSeen(until: number): Promise<void> {
  told(await callMain((client, command) => client.alerts.seen({ command, until })));
}
