import { useCallback } from 'react';
import type { ReactElement } from 'react';
import { usePanelSlots } from '../../ui/panel-slots.ts';
import type { HeadSlots } from '../../ui/panel-slots.ts';

/** A place in a docked panel's head that the panel's own `PanelHead` fills. The copies that the docking library keeps as drag images stay empty. */
export function HeadSlot({
  panel,
  slot,
  className,
}: {
  readonly panel: string;
  readonly slot: keyof HeadSlots;
  readonly className: string;
}): ReactElement {
  const place = usePanelSlots((store) => store.place);
  const take = useCallback(
    (element: HTMLSpanElement | null) => {
      if (element === null || element.closest('.flexlayout__layout_tab_stamps')) return undefined;
      place(panel, slot, element);
      return () => {
        if (usePanelSlots.getState().slots[panel]?.[slot] === element) place(panel, slot, null);
      };
    },
    [place, panel, slot],
  );
  return <span ref={take} className={className} />;
}
