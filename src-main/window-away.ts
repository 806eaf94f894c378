import type { StreamEvent } from '../src-shared/contract/stream.ts';
import { Away, type AwayParts } from './services/away.ts';
import { factsOf } from './services/away-moment.ts';
import type { DeskSwitch } from './services/desk-switch.ts';
import type { mainNotices } from './services/main-notices.ts';
import type { StartReport } from './sessions/desk/desk-calls.ts';

/** What tells the window what happened while nobody looked. */
export interface WindowAwayParts extends Omit<AwayParts, 'facts' | 'before' | 'told'> {
  readonly desk: DeskSwitch;
  /** Whether something else is in the place of the paper desk, of which nothing is told here. */
  readonly elsewhere: () => boolean;
  readonly report: StartReport;
  readonly notice: ReturnType<typeof mainNotices>;
  /** Who hears what is told of the desk. */
  readonly watchers: Set<(event: StreamEvent) => void>;
}

/** Begins to look after the desk for those who come back to it. */
export async function openAway({ desk, elsewhere, report, notice, watchers, ...parts }: WindowAwayParts): Promise<Away> {
  const { endedAt, afterCrash } = report;
  const away = new Away({
    ...parts,
    facts: async () => (elsewhere() ? null : factsOf(await desk.call('snapshot', {}))),
    told: () => {
      notice('window.away', 'polite');
    },
    before: endedAt === null ? null : { endedAt, crashed: afterCrash },
  });
  watchers.add((event) => {
    if (!elsewhere()) away.heard(event);
  });
  await away.begin();
  return away;
}
