import { spawn, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLedgerReader } from '../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from '../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { SCOPE, StillClock, temporaryFolder } from '../support/ledger-kit.ts';

const child = resolve(import.meta.dirname, 'fixtures/ledger-child.ts');

let folder: ReturnType<typeof temporaryFolder>;
let file: string;

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'ledger.db');
});
afterEach(() => folder.remove());

/** Opens the ledger as a start would and holds it to what its writer acknowledged: all of that, at most one batch more, and in balance. */
async function expectWhole(acknowledged: number): Promise<void> {
  const ledger = await SqliteLedger.open({ file, backups: join(folder.path, 'backups'), clock: new StillClock() });
  ledger.close();
  const reader = openLedgerReader(file);
  const check = reader.verify();
  expect(check.problems).toEqual([]);
  expect(check.balanced).toBe(true);
  expect([acknowledged, acknowledged + 1]).toContain(check.fills);
  expect(check).toMatchObject({ orders: check.fills, transactions: check.fills + 1, postings: check.fills * 5 + 2 });
  expect(new Set([...reader.everyFill()].map(({ id }) => id)).size).toBe(check.fills);
  expect(reader.fills(SCOPE, { count: 1 }).fills[0]?.id).toBe(`f-${check.fills}`);
  reader.close();
}

test.each([1, 40, 200])('killed after %i acknowledged commits, nothing is lost, doubled or half written', async (after) => {
  const writer = spawn(process.execPath, [child, file, folder.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let acknowledged = 0;
  for await (const line of createInterface({ input: writer.stdout })) {
    acknowledged = Math.max(acknowledged, Number(/^committed (\d+)$/u.exec(line)?.[1]));
    if (acknowledged === after) writer.kill('SIGKILL');
  }
  expect(acknowledged).toBeGreaterThanOrEqual(after);
  await expectWhole(acknowledged);
});

test.skipIf(process.platform === 'win32').each([700, 1_500])(
  'a disk that takes no more than %i KiB of a file stops it with a fault, and nothing is half written',
  async (limit) => {
    const { stdout } = spawnSync('sh', ['-c', `ulimit -f ${limit * 2}; exec "$0" "$@"`, process.execPath, child, file, folder.path], {
      encoding: 'utf8',
    });
    const lines = stdout.trim().split('\n');
    expect(lines.at(-1)).toMatch(/^fault disk\.(full|failed)$/u);
    await expectWhole(Number(/^committed (\d+)$/u.exec(lines.at(-2) ?? '')?.[1]));
  },
);
