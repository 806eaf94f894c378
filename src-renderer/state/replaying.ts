import { useShownDesk } from './shown-desk.ts';

/** Whether a replay is on. */
export function useReplaying(): boolean {
  return useShownDesk(({ status }) => (status?.replay ?? null) !== null);
}
