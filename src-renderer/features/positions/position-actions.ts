import type { Protection } from '../../../src-shared/contract/orders.ts';
import type { OrderRow } from '../../../src-shared/contract/rows.ts';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';
import { callMain } from '../../state/call-main.ts';
import { useDesk } from '../../state/desk-store.ts';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import { targetShares } from './protect-form.ts';
import { POSITIONS_SENTENCES as SAY } from './sentences.ts';

/** Closes a share of one position, or of all, at market and reduce only, and says what became of it. */
export async function closePosition(percent: number, instrument?: string): Promise<void> {
  const result = await callMain((client, command) =>
    client.orders.close({ command, percent, ...(instrument === undefined ? {} : { instrument }) }),
  );
  if (!result.ok) tellRefusal('close', result.fault.message);
  else if (result.value.refused.length > 0) tellRefusal('close', result.value.refused.map(({ message }) => message).join(' '));
  else tellNote('close', result.value.orders === 0 ? SAY.nothingSent : SAY.sent(result.value.orders));
}

/** Turns a position of a perpetual, and says what became of it. */
export async function reversePosition(instrument: string): Promise<void> {
  const answer = await callMain((client, command) => client.orders.reverse({ command, instrument }));
  if (!answer.ok) tellRefusal('reverse', answer.fault.message);
  else if (answer.value.outcome === 'refused') tellRefusal('reverse', answer.value.message);
  else tellNote('reverse', SAY.reversed);
}

/** Cancels whatever could open or add. */
export async function cancelOpening(): Promise<void> {
  const result = await callMain((client, command) => client.orders.cancelAll({ command }));
  if (result.ok) tellNote('cancel-all', SAY.cancelled(result.value.cancelled, result.value.kept));
  else tellRefusal('cancel-all', result.fault.message);
}

function isShort(instrument: string): boolean {
  return Number(useDesk.getState().positions.get(instrument)?.size ?? 0) < 0;
}

function stopsOf(instrument: string): readonly OrderRow[] {
  return [...useDesk.getState().orders.values()].filter(
    (row) =>
      row.instrument === instrument &&
      row.protective &&
      row.side === (isShort(instrument) ? 'buy' : 'sell') &&
      row.trigger !== null &&
      row.type !== 'trailing-stop' &&
      !FINAL_STATES.has(row.state),
  );
}

/** The targets that a position has, as shares of it; what rounds to nothing is left as one percent. */
function keptTargets(instrument: string): Protection['targets'] {
  const row = useDesk.getState().positions.get(instrument);
  return row === undefined ? [] : targetShares(row);
}

/** Sets stop and targets of a position as one object, and says why where they are refused. */
export async function protectPosition(protection: Protection): Promise<void> {
  const answer = await callMain((client, command) => client.orders.protect({ command, protection }));
  if (!answer.ok) tellRefusal('stop', answer.fault.message);
  else if (answer.value.outcome === 'refused') tellRefusal('stop', answer.value.message);
}

/** Moves the stops of a position to a price, or places one where there is none. Targets stay as they are. */
export async function moveStop(instrument: string, price: string): Promise<void> {
  const stops = stopsOf(instrument);
  const answers =
    stops.length === 0
      ? [
          await callMain((client, command) =>
            client.orders.protect({ command, protection: { instrument, stop: price, targets: keptTargets(instrument) } }),
          ),
        ]
      : await Promise.all(
          stops.map((row) => callMain((client, command) => client.orders.amend({ command, order: row.id, change: { trigger: price } }))),
        );
  for (const answer of answers) {
    if (!answer.ok) tellRefusal('stop', answer.fault.message);
    else if (answer.value.outcome === 'refused') tellRefusal('stop', answer.value.message);
  }
}
