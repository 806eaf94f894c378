import type { LedgerReader } from '../../ports/ledger-reader.ts';
import type { StartReport } from './desk-calls.ts';

/** What the last run left behind, looked at before anything new is written. After a run that was killed the whole ledger is checked. */
export function reportStart(reader: LedgerReader): StartReport {
  const [last] = reader.sessions(1);
  if (last === undefined) return { firstStart: true, afterCrash: false, endedAt: null, fills: 0, missing: 0, recovered: 0, balanced: true };
  const endedAt = reader.lastCommit()?.wall ?? null;
  if (last.endedWall !== null) return { firstStart: false, afterCrash: false, endedAt, fills: 0, missing: 0, recovered: 0, balanced: true };
  const { fills, missing, balanced } = reader.verify();
  return { firstStart: false, afterCrash: true, endedAt, fills, missing, recovered: 0, balanced };
}
