import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { ResearchConnection } from './research-connection.ts';
import { RESEARCH_MIGRATIONS, type ResearchMigration } from './research-migrations.ts';

/** Brings a file to the newest version, each step in a transaction. A file of a newer version, or of another program, is refused untouched. */
export function migrateResearch(
  connection: ResearchConnection,
  file: string,
  migrations: readonly ResearchMigration[] = RESEARCH_MIGRATIONS,
): void {
  const known = migrations.length;
  connection
    .transaction(() => {
      // Read inside: another process may have gone first.
      const found = Number(connection.pragma('user_version', { simple: true }));
      if (found > known) throw new Fault('ledger.newer-version', { file, found, known });
      const tables = connection.prepare<[], { count: number }>('SELECT count(*) AS count FROM sqlite_schema').get();
      if (found === 0 && tables?.count !== 0) throw new Fault('research.corrupt', { file, problem: 'it belongs to another program' });
      for (const { sql } of migrations.slice(found)) connection.exec(sql);
      if (found < known) connection.pragma(`user_version = ${String(known)}`);
    })
    .immediate();
}
