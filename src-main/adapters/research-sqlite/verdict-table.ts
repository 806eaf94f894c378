import type { StoredVerdict, TrialFamily } from '../../ports/research-store.ts';
import type { ResearchConnection } from './research-connection.ts';

const OF = 'SELECT verdict FROM verdicts WHERE strategy = ? AND instrument = ? AND timeframe = ? ORDER BY row DESC';

/** Keeps what the overfit gate said. */
export function insertVerdict(connection: ResearchConnection, verdict: StoredVerdict): void {
  const { strategy, instrument, timeframe } = verdict.family;
  connection
    .prepare('INSERT INTO verdicts VALUES (NULL, ?, ?, ?, ?, ?)')
    .run(strategy, instrument, timeframe, verdict.at, JSON.stringify(verdict));
}

/** What it ever said of a strategy on an instrument and timeframe, newest first. */
export function readVerdicts(
  connection: ResearchConnection,
  { strategy, instrument, timeframe }: Omit<TrialFamily, 'data'>,
): readonly StoredVerdict[] {
  const rows = connection.prepare<[string, string, string], { verdict: string }>(OF).all(strategy, instrument, timeframe);
  return rows.map(({ verdict }) => JSON.parse(verdict) as StoredVerdict);
}
