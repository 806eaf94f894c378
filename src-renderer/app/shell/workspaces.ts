import { SHELL_SENTENCES as SAY } from '../sentences.ts';

export interface Workspace {
  readonly id: string;
  readonly title: string;
}

/** The workspaces that work; one joins the top bar by one line here. */
export const WORKSPACES: readonly Workspace[] = [{ id: 'trade', title: SAY.workspaceTrade }];
