import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Format } from '../../format/format.ts';
import { usePriceAlerts } from '../../state/price-alerts.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { removeWithUndo } from './remove-with-undo.ts';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';

/** What a row's menu does beside removing. */
export interface RowMenuActions {
  readonly setAlert: (instrument: Instrument) => void;
  /** Moves the row by so many places; nothing while the list is filtered. */
  readonly move: ((by: number) => void) | undefined;
}

/** What can be done with an instrument of the list. */
export function rowMenu(instrument: Instrument, format: Format, { setAlert, move }: RowMenuActions): readonly MenuEntry[] {
  const { alerts, remove } = usePriceAlerts.getState();
  const own = alerts.filter((alert) => alert.instrument === instrument.id);
  return [
    { id: 'alert', label: SAY.setAlert, onChoose: () => setAlert(instrument) },
    ...own.map((alert) => ({
      id: `alert ${alert.price} ${String(alert.above)}`,
      label: SAY.dropAlert(format.price(alert.price, instrument.priceDecimals)),
      onChoose: () => remove(alert),
    })),
    ...(move === undefined
      ? []
      : [
          { id: 'up', label: SAY.moveUp, keys: 'Ctrl+Shift+↑', onChoose: () => move(-1) },
          { id: 'down', label: SAY.moveDown, keys: 'Ctrl+Shift+↓', onChoose: () => move(1) },
        ]),
    { id: 'remove', label: SAY.remove(instrument.spec.symbol), keys: 'Delete', onChoose: () => removeWithUndo(instrument) },
  ];
}
