import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Format } from '../../format/format.ts';
import { callMain } from '../../state/call-main.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { tellRefusal } from '../../ui/tell.ts';
import { removeWithUndo } from './remove-with-undo.ts';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';
import type { WatchItem } from './watchlist-model.ts';

/** What a row's menu does beside removing. */
export interface RowMenuActions {
  readonly setAlert: (instrument: Instrument) => void;
  /** Moves the row by so many places; nothing while the list is filtered. */
  readonly move: ((by: number) => void) | undefined;
}

async function dropAlert(alert: number): Promise<void> {
  const result = await callMain((client, command) => client.alerts.remove({ command, alert }));
  if (!result.ok) tellRefusal('alerts', result.fault.message);
}

/** Alerts of an instrument; of a market that the desk does not hear none can be raised. */
function alertEntries(instrument: Instrument | null, format: Format, setAlert: RowMenuActions['setAlert']): readonly MenuEntry[] {
  if (instrument === null) return [{ id: 'alert', label: SAY.setAlert, onChoose: () => undefined, disabledReason: SAY.alertNotHeard }];
  const own = useShownDesk.getState().alerts.alerts.flatMap(({ alert, spec, status }) => {
    const waits = status !== 'done' && spec.kind === 'price' && spec.instrument === instrument.id;
    return waits ? [{ alert, level: spec.level }] : [];
  });
  return [
    { id: 'alert', label: SAY.setAlert, onChoose: () => setAlert(instrument) },
    ...own.map(({ alert, level }) => ({
      id: `alert ${String(alert)}`,
      label: SAY.dropAlert(format.price(level, instrument.priceDecimals)),
      onChoose: () => void dropAlert(alert),
    })),
  ];
}

/** What can be done with a market of the list. */
export function rowMenu(item: WatchItem, format: Format, { setAlert, move }: RowMenuActions): readonly MenuEntry[] {
  return [
    ...alertEntries(item.instrument, format, setAlert),
    ...(move === undefined
      ? []
      : [
          { id: 'up', label: SAY.moveUp, keys: 'Ctrl+Shift+↑', onChoose: () => move(-1) },
          { id: 'down', label: SAY.moveDown, keys: 'Ctrl+Shift+↓', onChoose: () => move(1) },
        ]),
    { id: 'remove', label: SAY.remove(item.symbol), keys: 'Delete', onChoose: () => removeWithUndo(item) },
  ];
}
