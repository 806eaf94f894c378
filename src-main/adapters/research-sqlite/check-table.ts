import type { ListedCheck, StoredCheck } from '../../ports/research-store.ts';
import type { ResearchConnection } from './research-connection.ts';

const LISTED = `
SELECT c.run, c.kind, c.at, c.engine, n.number FROM checks c JOIN run_numbers n ON n.run = c.run
WHERE c.row = (SELECT max(row) FROM checks WHERE run = c.run AND kind = c.kind) ORDER BY c.row`;

const NEWEST = 'SELECT run, kind, at, engine, ask, view FROM checks WHERE run = ? AND kind = ? ORDER BY row DESC LIMIT 1';

type CheckRow = Omit<StoredCheck, 'ask'> & { readonly ask: string };

/** Keeps what a check came to. */
export function insertCheck(connection: ResearchConnection, { run, kind, at, engine, ask, view }: StoredCheck): void {
  connection.prepare('INSERT INTO checks VALUES (NULL, ?, ?, ?, ?, ?, ?)').run(run, kind, at, engine, JSON.stringify(ask), view);
}

/** The newest check of each run and kind, without what it came to. */
export function listChecks(connection: ResearchConnection): readonly ListedCheck[] {
  return connection.prepare<[], ListedCheck>(LISTED).all();
}

/** The newest check of a kind of a run, or null. */
export function readCheck(connection: ResearchConnection, run: string, kind: string): StoredCheck | null {
  const row = connection.prepare<[string, string], CheckRow>(NEWEST).get(run, kind);
  return row === undefined ? null : { ...row, ask: JSON.parse(row.ask) as unknown };
}
