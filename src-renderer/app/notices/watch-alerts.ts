import type { FiringRow } from '../../../src-shared/contract/alerts.ts';
import { alertFigures } from '../../state/alert-figures.ts';
import { useDesk } from '../../state/desk-store.ts';
import { tellOnce } from '../../ui/tell.ts';
import { useDock } from '../dock/dock-store.ts';
import { NOTICE_SENTENCES as SAY } from './sentences.ts';
import { currentFormat } from './tell-changes.ts';

/** More at once than this are said as a number. */
const IN_WORDS = 2;

const ACTION = {
  label: SAY.showAlerts,
  onPress: () => {
    useDock.getState().show('alerts');
  },
};

async function tell(firings: readonly FiringRow[]): Promise<void> {
  // Its words know every indicator; a window that starts needs none of them.
  const { firingWords } = await import('../../../src-shared/domain/alert-words.ts');
  const figures = alertFigures(currentFormat());
  if (firings.length > IN_WORDS) tellOnce('alerts', SAY.alerts(firings.length), ACTION);
  else for (const firing of firings) tellOnce(`alert ${keyOf(firing)}`, firingWords(firing, figures), ACTION);
}

function keyOf({ alert, number }: FiringRow): string {
  return `${String(alert)} ${String(number)}`;
}

/** Tells each firing that nobody has seen: those from before this window at its start, then each as it happens. Returns how to stop. */
export function watchAlerts(): () => void {
  const told = new Set<string>();
  let known: readonly FiringRow[] = [];
  const look = (): void => {
    const { ready, alerts } = useDesk.getState();
    if (!ready || alerts.firings === known) return;
    known = alerts.firings;
    const fresh = known.filter((firing) => firing.seen === null && !told.has(keyOf(firing))).reverse();
    for (const firing of fresh) told.add(keyOf(firing));
    if (fresh.length > 0) void tell(fresh);
  };
  look();
  return useDesk.subscribe(look);
}
