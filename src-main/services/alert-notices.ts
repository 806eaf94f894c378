import type { AlertFiring } from '../../src-shared/domain/alert.ts';
import { firingWords, PLAIN_FIGURES } from '../../src-shared/domain/alert-words.ts';
import type { OsNotices } from '../ports/os-notices.ts';

/** More at once than this are said as a number. */
const IN_WORDS = 2;

/** Tells the operating system what alerts say: each firing once while the program runs, and at its start once more what nobody has seen. */
export class AlertNotices {
  private readonly notices: OsNotices;
  private readonly told = new Set<string>();

  constructor(notices: OsNotices) {
    this.notices = notices;
  }

  /** Takes firings of an account that nobody has seen, oldest first, as the ledger has them; those that were told are left out. */
  take(account: string, unseen: readonly AlertFiring[]): void {
    const fresh = unseen.filter((firing) => !this.told.has(keyOf(account, firing)));
    for (const firing of fresh) this.told.add(keyOf(account, firing));
    if (fresh.length > IN_WORDS) this.notices.show(`Alerts of ${account}`, `${String(fresh.length)} alerts spoke that nobody has seen.`);
    else for (const firing of fresh) this.notices.show(`Alert of ${account}`, firingWords(firing, PLAIN_FIGURES));
  }
}

function keyOf(account: string, { alert, number }: AlertFiring): string {
  return `${account} ${String(alert)} ${String(number)}`;
}
