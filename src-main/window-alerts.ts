import type { StreamEvent } from '../src-shared/contract/stream.ts';
import { NOTICES_KEY, showsSystemNotices } from '../src-shared/domain/system-notices.ts';
import type { AccountScope } from './ports/ledger.ts';
import type { LedgerReader } from './ports/ledger-reader.ts';
import type { OsNotices } from './ports/os-notices.ts';
import type { Settings } from './ports/settings.ts';
import { AlertNotices } from './services/alert-notices.ts';

/** What is said while the window is locked. */
const LOCKED = 'An alert spoke. Unlock the window to read it.';

/** What alerts are told to the operating system by. */
export interface TellAlertsParts {
  /** Null where the host has none. */
  readonly notices: OsNotices | null;
  readonly reader: LedgerReader;
  readonly current: () => AccountScope;
  readonly replaying: () => boolean;
  /** The window is locked: what an alert says may be a figure of an account. */
  readonly locked: () => boolean;
  readonly settings: Pick<Settings, 'load'>;
  readonly watchers: Set<(event: StreamEvent) => void>;
}

/** Tells the operating system what alerts said that nobody has seen: now what is left of an earlier run, then each as it happens. Those of a replay are the window's alone. */
export function tellAlerts({ notices, reader, current, replaying, locked, settings, watchers }: TellAlertsParts): void {
  if (notices === null) return;
  const told = new AlertNotices({
    show: (title, body) => {
      if (showsSystemNotices(settings.load(NOTICES_KEY))) notices.show(title, locked() ? LOCKED : body);
    },
  });
  const look = (): void => {
    if (replaying()) return;
    const account = current();
    told.take(account.account, reader.unseenFirings(account));
  };
  look();
  watchers.add(({ kind }) => {
    if (kind === 'alerts') look();
  });
}
