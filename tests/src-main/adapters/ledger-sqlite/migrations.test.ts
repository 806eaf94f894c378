import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
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

test('the migrations together are what drizzle-kit makes of the schema, with STRICT, WITHOUT ROWID and triggers added', () => {
  const out = mkdtempSync(join(tmpdir(), 'ledger-schema-'));
  // drizzle-kit takes its folder from where it stands.
  const fromRoot = relative(root, out);
  const generate = () => {
    const kit = join(root, 'node_modules/drizzle-kit/bin.cjs');
    const schema = join(root, 'src-main/adapters/ledger-sqlite/schema*.ts');
    execFileSync(process.execPath, [kit, 'generate', '--dialect=sqlite', `--schema=${schema}`, `--out=${fromRoot}`, '--name=more'], {
      cwd: root,
    });
    return readdirSync(out).filter((name) => name.endsWith('.sql'));
  };
  try {
    cpSync(folder, out, { recursive: true });
    expect(generate().sort()).toEqual(files);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});

test('every table is STRICT', () => {
  for (const file of files) {
    for (const statement of readFileSync(join(folder, file), 'utf8').split('--> statement-breakpoint')) {
      if (/^\s*CREATE TABLE/u.test(statement)) expect(statement.trim()).toMatch(/\) STRICT(?:, WITHOUT ROWID)?;$/u);
    }
  }
});
