import { createContext, useContext } from 'react';

/** True inside a table's rows: its controls are reached by arrow keys, so the table keeps one tab stop. */
export const InGridContext = createContext(false);

/** The tab index a control takes: -1 inside a table, what it asked for elsewhere. */
export function useGridTabIndex(asked?: number): number | undefined {
  return useContext(InGridContext) ? -1 : asked;
}
