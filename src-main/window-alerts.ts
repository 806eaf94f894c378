import type { StreamEvent } from '../src-shared/contract/stream.ts';
import type { AccountScope } from './ports/ledger.ts';
import type { LedgerReader } from './ports/ledger-reader.ts';
import type { OsNotices } from './ports/os-notices.ts';
import { AlertNotices } from './services/alert-notices.ts';

/** What alerts are told to the operating system by. */
export interface TellAlertsParts {
  /** Null where the host has none. */
  readonly notices: OsNotices | null;
  readonly reader: LedgerReader;
  readonly current: () => AccountScope;
  readonly replaying: () => boolean;
  readonly watchers: Set<(event: StreamEvent) => void>;
}

/** Tells the operating system what alerts said that nobody has seen: now what is left of an earlier run, then each as it happens. Those of a replay are the window's alone. */
export function tellAlerts({ notices, reader, current, replaying, watchers }: TellAlertsParts): void {
  if (notices === null) return;
  const told = new AlertNotices(notices);
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
