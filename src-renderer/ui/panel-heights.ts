import { useContext, useEffect } from 'react';
import { create } from 'zustand';
import { PanelContext } from './panel-slots.ts';

interface PanelHeightStore {
  /** Pixels a panel's present content needs, head included, by panel. */
  readonly wanted: Readonly<Record<string, number>>;
  want(panel: string, height: number): void;
}

export const usePanelHeights = create<PanelHeightStore>()((set) => ({
  wanted: {},
  want: (panel, height) => {
    set(({ wanted }) => (wanted[panel] === height ? {} : { wanted: { ...wanted, [panel]: height } }));
  },
}));

/** Asks the designed layout for a height, head included: the ticket asks for more while a bracket is open. A layout arranged by hand ignores it. */
export function useWantedHeight(height: number): void {
  const panel = useContext(PanelContext)?.panel;
  const want = usePanelHeights((store) => store.want);
  useEffect(() => {
    if (panel !== undefined) want(panel, height);
  }, [panel, height, want]);
}
