import { join } from 'node:path';
import type { AccountId, SessionId } from '../../src-shared/kernel/ids.ts';
import type { Ledger } from '../../src-main/ports/ledger.ts';
import { SqliteLedger } from '../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { SCOPE, StillClock, sessionStart, temporaryFolder } from './ledger-kit.ts';
import { MemoryLedger } from './memory-ledger.ts';

const folders: { remove(): void }[] = [];

/** Closes the ledgers of a test and takes their folders away. */
export function removeLedgers(): void {
  for (const folder of folders.splice(0)) folder.remove();
}

async function sqlite(): Promise<Ledger> {
  const folder = temporaryFolder();
  folders.push(folder);
  const ledger = await SqliteLedger.open({
    file: join(folder.path, 'ledger.db'),
    backups: join(folder.path, 'backups'),
    clock: new StillClock(),
  });
  folders.unshift({ remove: () => ledger.close() });
  ledger.begin(sessionStart());
  ledger.begin(sessionStart({ ...SCOPE, account: 'paper-2' as AccountId, session: 'session-2' as SessionId }));
  return ledger;
}

/** Every ledger that the contract of the port is held to. */
export const LEDGERS: readonly (readonly [string, () => Promise<Ledger>])[] = [
  ['in memory', async () => new MemoryLedger()],
  ['on disk', sqlite],
];
