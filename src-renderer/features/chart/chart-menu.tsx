import { useState } from 'react';
import type { MouseEvent, ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { ContextMenu, type MenuAt, placeOfMenu } from '../../ui/context-menu.tsx';
import { tellNote } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useChartHandle } from './chart-handle.ts';
import { notePointer, pointerPrice } from './chart-pointer.ts';
import { placePendingAt } from './pending-line.ts';
import { setAlertAt } from './price-alert.ts';
import { TOOL_SENTENCES as SAY } from './tool-sentences.ts';

function pend(type: 'limit' | 'stop', price: number, instrument: Instrument): void {
  if (!placePendingAt(type, price, instrument)) tellNote('pending', SAY.pendingNoQuote);
}

/** The menu at a price of the chart, by the second button: an alert there, or a pending line of the ticket. The same by keys. */
export function useChartMenu(
  instrument: Instrument,
  box: { readonly current: HTMLElement | null },
): { readonly open: (event: MouseEvent) => void; readonly menu: ReactElement } {
  const handle = useChartHandle();
  const format = useFormat();
  const [at, show] = useState<MenuAt | null>(null);
  const open = (event: MouseEvent): void => {
    event.preventDefault();
    notePointer(event, box.current, handle.chart?.width ?? 0);
    const price = pointerPrice(handle.chart);
    if (price === null) return;
    const words = format.price(price, instrument.priceDecimals);
    show({
      ...placeOfMenu(event),
      label: SAY.menuAt(words),
      entries: [
        { id: 'alert', label: SAY.menuAlert(words), keys: 'Shift+A', onChoose: () => void setAlertAt(price, instrument) },
        { id: 'limit', label: SAY.menuLimit(words), keys: 'Shift+L', onChoose: () => pend('limit', price, instrument) },
        { id: 'stop', label: SAY.menuStop(words), keys: 'Shift+K', onChoose: () => pend('stop', price, instrument) },
      ],
    });
  };
  return { open, menu: <ContextMenu menu={at} onClose={() => show(null)} /> };
}
