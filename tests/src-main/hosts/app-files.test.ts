import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAppFile } from '../../../src-main/hosts/app-files.ts';
import { firstLook, isLightFirst, lookOf, withFirstLook } from '../../../src-main/hosts/first-look.ts';
import { RESPONSE_HEADERS } from '../../../src-main/hosts/policy.ts';

const root = join(import.meta.dirname, '../../integration/fixtures/window');
const read = (path: string) => readAppFile(root, `https://app.invalid${path}`);

test('a file comes with its type and the headers of the policy', async () => {
  const page = await read('/');
  expect(page.status).toBe(200);
  expect(page.headers).toEqual({ ...RESPONSE_HEADERS, 'Content-Type': 'text/html; charset=utf-8' });
  expect(page.body.toString()).toContain('<title>Fixture</title>');
  expect((await read('/main.js?v=1')).headers['Content-Type']).toBe('text/javascript; charset=utf-8');
});

test('the document has the first look in it, and nothing else has', async () => {
  const html = '<!doctype html><html lang="en" data-theme="dark" data-direction="blue-up" data-density="dense"><head data-theme="x">';
  const look = firstLook('{"theme":"light","direction":"mono","density":"compact","zoom":"110"}');
  expect(withFirstLook(html, look)).toBe(
    '<!doctype html><html lang="en" data-theme="light" data-direction="mono" data-density="compact"><head data-theme="x">',
  );
  expect((await readAppFile(root, 'https://app.invalid/main.js', look)).body).toEqual((await read('/main.js')).body);
});

test('a document that is asked for while the window is locked says so itself, whatever appearance was kept', () => {
  const html = '<html lang="en" data-theme="dark" data-density="dense" data-lock="open">';
  const served = (appearance: string | null, locked: boolean) =>
    withFirstLook(html, lookOf({ appearance: () => appearance, locked: () => locked }));
  expect(served(null, false)).toBe(html);
  expect(served('{"theme":"light"}', true)).toBe('<html lang="en" data-theme="light" data-density="dense" data-lock="shut">');
  // No appearance opens or shuts a window.
  expect(served('{"lock":"open"}', true)).toContain('data-lock="shut"');
  expect(served('{"lock":"shut"}', false)).toContain('data-lock="open"');
});

test.each([null, '', '{', '7', 'null', '[]', '{"theme":"\\"><script>"}', '{"theme":7}', '{"theme":"LIGHT"}'])(
  'an appearance that is %s leaves the look of a first start',
  (kept) => {
    expect(firstLook(kept)).toEqual({});
  },
);

test('what shows before the first paint is light only in a light window', () => {
  expect([{ theme: 'light' }, { theme: 'system' }, { theme: 'dark' }, {}].map((look) => isLightFirst(look, true))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(isLightFirst({ theme: 'system' }, false)).toBe(false);
});

test.each([
  '/absent.js',
  '/..%2f..%2fchromium-window.test.ts',
  '/%2e%2e/%2e%2e/chromium-window.test.js',
  '/%00.js',
  '/%E0%A4%A.js',
  '/main',
  '/..%5cx.js',
  '//etc/passwd',
])('%s is nothing of the window', async (path) => {
  const answer = await read(path);
  expect(answer.status).toBe(404);
  expect(answer.body).toHaveLength(0);
  expect(answer.headers['Content-Security-Policy']).toBe(RESPONSE_HEADERS['Content-Security-Policy']);
});
