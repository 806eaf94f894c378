import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../../..');
const folder = join(root, 'src-main/adapters/ledger-sqlite/migrations');
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .sort();

/** The module that the bundle carries in place of the files. `vitest -u` writes it anew after a migration was added. */
function packed(): string {
  const entries = files.map((name, index) => {
    const sql = readFileSync(join(folder, name), 'utf8').replaceAll('--> statement-breakpoint\n', '').replaceAll('`', '"').trimEnd();
    return `  {\n    version: ${index + 1},\n    name: '${name.slice(0, -'.sql'.length)}',\n    sql: \`\n${sql}\n\`,\n  },\n`;
  });
  return [
    '// Made from the files in migrations/ by the test that compares the two; do not edit.',
    '',
    '/** One step of the schema. */',
    'export interface Migration {',
    '  /** The version that the schema has after it, from 1. */',
    '  readonly version: number;',
    '  readonly name: string;',
    '  readonly sql: string;',
    '}',
    '',
    '/** Every step, oldest first; a step that was released is never changed. */',
    `export const MIGRATIONS: readonly Migration[] = [\n${entries.join('')}];\n`,
  ].join('\n');
}

test('the packed migrations are the files', async () => {
  await expect(packed()).toMatchFileSnapshot(join(root, 'src-main/adapters/ledger-sqlite/migrations.ts'));
});

/** Statements as drizzle-kit writes them: without what the schema cannot say. */
function plain(sql: string): string[] {
  return sql
    .split('--> statement-breakpoint')
    .map((statement) => statement.trim().replace(/\n\) STRICT(, WITHOUT ROWID)?;$/u, '\n);'))
    .filter((statement) => statement !== '' && !statement.startsWith('CREATE TRIGGER'));
}

test('the first migration is what drizzle-kit makes of the schema, with STRICT, WITHOUT ROWID and triggers added', () => {
  expect(files).toHaveLength(1);
  const out = mkdtempSync(join(tmpdir(), 'ledger-schema-'));
  try {
    const kit = join(root, 'node_modules/drizzle-kit/bin.cjs');
    const schema = join(root, 'src-main/adapters/ledger-sqlite/schema.ts');
    execFileSync(process.execPath, [kit, 'generate', '--dialect=sqlite', `--schema=${schema}`, `--out=${out}`, '--name=initial'], {
      cwd: root,
    });
    expect(plain(readFileSync(join(folder, '0000_initial.sql'), 'utf8'))).toEqual(
      plain(readFileSync(join(out, '0000_initial.sql'), 'utf8')),
    );
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
