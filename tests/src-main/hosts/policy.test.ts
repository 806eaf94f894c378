import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  CONTENT_SECURITY_POLICY,
  FUSES,
  GRANTED_PERMISSIONS,
  isTrustedSender,
  judgeRequest,
  mayNavigate,
  ORIGINS,
  RESPONSE_HEADERS,
  SCHEME_PRIVILEGES,
  STYLE_HASHES,
  WEB_PREFERENCES,
  WINDOW_BACKGROUND,
  WINDOW_SIZE,
} from '../../../src-main/hosts/policy.ts';

const repository = resolve(import.meta.dirname, '../../..');

test('the content policy, word by word', () => {
  expect(CONTENT_SECURITY_POLICY.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' '${STYLE_HASHES[0]}'`,
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ]);
  expect(RESPONSE_HEADERS['Content-Security-Policy']).toBe(CONTENT_SECURITY_POLICY);
  expect(RESPONSE_HEADERS['X-Content-Type-Options']).toBe('nosniff');
});

test('the allowed style is the one that the installed react-aria inserts', () => {
  const aria = dirname(createRequire(join(repository, 'package.json')).resolve('react-aria/package.json'));
  const source = readFileSync(join(aria, 'dist/private/interactions/usePress.mjs'), 'utf8');
  const attribute = /PRESSABLE_ATTRIBUTE = '([^']+)'/u.exec(source)?.[1] ?? '';
  const style = (/style\.textContent = `([^`]*)`\.trim\(\)/u.exec(source)?.[1] ?? '')
    .replace(/\$\{[^}]*PRESSABLE_ATTRIBUTE\}/u, attribute)
    .trim();
  expect(style).toContain('touch-action');
  expect(STYLE_HASHES).toEqual([`sha256-${createHash('sha256').update(style).digest('base64')}`]);
});

test('the page stays in its sandbox', () => {
  expect(WEB_PREFERENCES).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  expect(WEB_PREFERENCES).toMatchObject({
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    allowRunningInsecureContent: false,
  });
  expect(SCHEME_PRIVILEGES).toMatchObject({ standard: true, secure: true, bypassCSP: false, corsEnabled: false, supportFetchAPI: false });
  expect(GRANTED_PERMISSIONS).toEqual(['clipboard-sanitized-write']);
  expect(WINDOW_SIZE).toEqual({ width: 1440, height: 900, minWidth: 1120, minHeight: 700 });
  for (const { r, g, b, css } of Object.values(WINDOW_BACKGROUND))
    expect(`#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`.toUpperCase()).toBe(css);
});

describe('fuses', () => {
  test('leave no second way into the binary', () => {
    expect(FUSES).toMatchObject({ runAsNode: false, enableNodeOptionsEnvironmentVariable: false, enableNodeCliInspectArguments: false });
    expect(FUSES).toMatchObject({
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  const file = join(repository, 'electron-builder.yml');
  test.skipIf(!existsSync(file))('are packaged as they stand here', () => {
    const block = /^electronFuses:\n((?: {2}.+\n?)+)/mu.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    const packaged = Object.fromEntries(
      [...block.matchAll(/^ {2}(\w+): (true|false)$/gmu)].map((match) => [match[1], match[2] === 'true']),
    );
    expect(packaged).toEqual(FUSES);
  });
});

describe.each([
  ['electron', ORIGINS.electron],
  ['chromium', ORIGINS.chromium],
])('in %s', (_, origin) => {
  test('the window goes to its own document only', () => {
    expect(mayNavigate(`${origin}/`, origin)).toBe(true);
    expect(mayNavigate(`${origin}/index.html?x#y`, origin)).toBe(true);
    for (const url of [
      `${origin}/other.html`,
      `${origin}.evil.test/`,
      `${origin}:8443/`,
      'https://example.org/',
      'file:///etc/passwd',
      'data:text/html,x',
      'javascript:1',
      'nonsense',
      '',
    ]) {
      expect(mayNavigate(url, origin)).toBe(false);
    }
  });

  test('only its own main frame is heard', () => {
    expect(isTrustedSender({ url: `${origin}/`, isMainFrame: true }, origin)).toBe(true);
    expect(isTrustedSender({ url: `${origin}/`, isMainFrame: false }, origin)).toBe(false);
    expect(isTrustedSender({ url: 'https://example.org/', isMainFrame: true }, origin)).toBe(false);
    expect(isTrustedSender({ url: '', isMainFrame: true }, origin)).toBe(false);
  });

  test('only its own files are served, and only to a GET', () => {
    expect(judgeRequest({ url: `${origin}/assets/a.js`, method: 'GET' }, origin)).toBe('serve');
    expect(judgeRequest({ url: `${origin}/assets/a.js`, method: 'POST' }, origin)).toBe('refuse');
    expect(judgeRequest({ url: 'https://example.org/a.js', method: 'GET' }, origin)).toBe('refuse');
    expect(judgeRequest({ url: 'http://app.invalid/a.js', method: 'GET' }, origin)).toBe('refuse');
  });
});
