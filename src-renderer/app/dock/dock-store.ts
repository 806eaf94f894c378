import type { IJsonModel } from 'flexlayout-react';
import { create } from 'zustand';
import type { PanelId } from '../../features/catalog.ts';
import type { LayoutSpace } from './fit-layout.ts';

/** A layout that a trader arranged, and the space it was arranged in. */
export interface SavedLayout extends LayoutSpace {
  readonly json: IJsonModel;
}

/** What the keys and the palette ask of the dock; a request is answered once per serial. */
export interface DockRequest {
  readonly serial: number;
  readonly kind: 'show' | 'enlarge' | 'none';
  readonly panel?: PanelId | undefined;
}

interface DockStore {
  readonly leftOpen: boolean;
  /** Below 1280 pixels the left column slides over the chart. */
  readonly drawerOpen: boolean;
  readonly dockOpen: boolean;
  /** The same of the Research workspace, whose report needs the height. */
  readonly researchDockOpen: boolean;
  /** By arrangement and open parts, such as `wide.left.dock`. */
  readonly layouts: Readonly<Record<string, SavedLayout>>;
  /** The panels that stand in front, by workspace. */
  readonly chosen: Readonly<Record<string, readonly string[]>>;
  readonly request: DockRequest;
  /** Serial of the newest request that was answered. */
  readonly answered: number;
  answer(serial: number): void;
  choose(workspace: string, panels: readonly string[]): void;
  set(change: Partial<Pick<DockStore, 'leftOpen' | 'drawerOpen' | 'dockOpen' | 'researchDockOpen'>>): void;
  save(key: string, layout: SavedLayout): void;
  load(kept: Partial<Pick<DockStore, 'leftOpen' | 'dockOpen' | 'researchDockOpen' | 'layouts' | 'chosen'>>): void;
  /** The designed layout again. */
  reset(): void;
  /** Brings a panel to the front, opening the part that holds it, and focuses it. */
  show(panel: PanelId): void;
  /** Makes the panel with the focus fill the workspace, or back. */
  enlarge(): void;
}

export const useDock = create<DockStore>()((set) => ({
  leftOpen: true,
  drawerOpen: false,
  dockOpen: true,
  researchDockOpen: false,
  layouts: {},
  chosen: {},
  choose: (workspace, panels) => {
    set(({ chosen }) => ({ chosen: { ...chosen, [workspace]: panels } }));
  },
  request: { serial: 0, kind: 'none' },
  answered: 0,
  answer: (answered) => {
    set({ answered });
  },
  set: (change) => {
    set(change);
  },
  save: (key, layout) => {
    set(({ layouts }) => ({ layouts: { ...layouts, [key]: layout } }));
  },
  load: (kept) => {
    set(kept);
  },
  reset: () => {
    set({ layouts: {}, chosen: {}, leftOpen: true, dockOpen: true, researchDockOpen: false, drawerOpen: false });
  },
  show: (panel) => {
    set(({ request }) => ({ request: { serial: request.serial + 1, kind: 'show', panel } }));
  },
  enlarge: () => {
    set(({ request }) => ({ request: { serial: request.serial + 1, kind: 'enlarge' } }));
  },
}));

/** Which of the store's docks a workspace has. */
export function dockOf(workspace: string): 'dockOpen' | 'researchDockOpen' {
  return workspace === 'research' ? 'researchDockOpen' : 'dockOpen';
}
