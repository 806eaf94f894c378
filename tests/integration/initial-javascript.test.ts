import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const PAGE = join(import.meta.dirname, '../../dist/renderer');
const MOST_BYTES = 300 * 1_024;

test('what the window loads before its first paint is at most 300 KB of JavaScript, compressed', () => {
  const html = readFileSync(join(PAGE, 'index.html'), 'utf8');
  const scripts = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/gu)].map(([, path]) => path ?? '');
  expect(scripts.length).toBeGreaterThan(1);
  // Nothing of a panel's is among it: those come when they are opened. Two of the shell's own modules are called like them.
  expect(scripts.filter((path) => path.includes('panel-') && !/panel-(?:request|slots)-/u.test(path))).toEqual([]);
  const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(PAGE, path))).length, 0);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  expect(bytes).toBeGreaterThan(50_000);
});
