import { join } from 'node:path';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';
import { BANNED_GLOBALS } from './floors.ts';
import { ROOT } from './house-files.ts';

const eslint = new ESLint({ cwd: ROOT });

/** Lints a text as if it were the content of a file of the house. */
async function complaints(path: string, lines: readonly string[]): Promise<string[]> {
  const results = await eslint.lintText(`${lines.join('\n')}\n`, { filePath: join(ROOT, path) });
  return results.flatMap(({ messages }) => messages.map(({ line, ruleId, message }) => `${line} ${ruleId ?? 'parse'} ${message}`));
}

test('lint names what a pure floor must not use', async () => {
  const uses = {
    'no Date.now': 'Date.now()',
    'no new Date': 'new Date()',
    'no Math.random': 'Math.random()',
    'no fetch': "fetch('/')",
    'no process': 'process',
  };
  const found = await complaints(
    'src-shared/kernel/time.ts',
    Object.values(uses).map((use, index) => `export const use${index}: unknown = ${use};`),
  );
  Object.keys(uses).forEach((rule, index) => {
    const instead = BANNED_GLOBALS.find((row) => row.rule === rule)?.instead ?? '?';
    expect(found.filter((entry) => entry.startsWith(`${index + 1} `) && entry.endsWith(`${rule}: ${instead}.`))).not.toEqual([]);
  });
});

test('lint knows types, and takes no orders from comments', async () => {
  const found = await complaints('src-shared/kernel/time.ts', [
    ['/* eslint', 'disable */'].join('-'),
    'async function later(): Promise<void> {}',
    'export function start(): void {',
    '  later();',
    '}',
    'export const loose: any = 1;',
  ]);
  expect(found.map((entry) => entry.split(' ').slice(0, 2).join(' '))).toEqual(
    expect.arrayContaining(['4 @typescript-eslint/no-floating-promises', '6 @typescript-eslint/no-explicit-any']),
  );
});

test('lint holds the ceilings', async () => {
  const long = Array.from({ length: 70 }, (_, index) => `  sum += ${index};`);
  const found = await complaints('src-shared/kernel/time.ts', [
    'export function long(a: number, b: number, c: number, d: number, e: number): number {',
    '  let sum = a + b + c + d + e;',
    ...long,
    '  return sum;',
    '}',
    ...Array.from({ length: 400 }, (_, index) => `export const v${index} = ${index};`),
  ]);
  expect(found.map((entry) => entry.split(' ')[1])).toEqual(expect.arrayContaining(['max-params', 'max-lines-per-function', 'max-lines']));
});
