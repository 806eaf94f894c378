import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { useShownDesk } from '../../state/shown-desk.ts';

/** Market time in whole minutes, ms UTC. */
export function useMarketMinute(): number {
  return useShownDesk((desk) => Math.floor((desk.status?.marketTime ?? 0) / MINUTE_MS) * MINUTE_MS);
}
