import { create } from 'zustand';
import { SHELL_SENTENCES as SAY } from '../sentences.ts';

export type WorkspaceId = 'trade' | 'research' | 'strategies' | 'risk';

export interface Workspace {
  readonly id: WorkspaceId;
  readonly title: string;
}

/** The workspaces that work; one joins the top bar, the keys and the palette by one line here. */
export const WORKSPACES: readonly Workspace[] = [
  { id: 'trade', title: SAY.workspaceTrade },
  { id: 'research', title: SAY.workspaceResearch },
  { id: 'strategies', title: SAY.workspaceStrategies },
  { id: 'risk', title: SAY.workspaceRisk },
];

interface WorkspaceStore {
  /** The workspace on show, by id. */
  readonly shown: WorkspaceId;
  /** Shows a workspace; an id that is none of them does nothing. */
  show(id: string): void;
}

/** Which workspace is on show. */
export const useWorkspace = create<WorkspaceStore>()((set) => ({
  shown: 'trade',
  show: (id) => {
    const workspace = WORKSPACES.find((each) => each.id === id);
    if (workspace) set({ shown: workspace.id });
  },
}));
