import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const BUILT = join(ROOT, 'dist', 'main', 'electron.js');

/** What marks the fuses in Electron's binary, then version 1, nine fuses, all of them lit. */
const FUSE_WIRE = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 9]), Buffer.from('1'.repeat(9))]);

const scratch = mkdtempSync(join(tmpdir(), 'cryptoorch-package-'));
const output = join(scratch, 'out');
const unpacked = join(output, 'linux-unpacked');

/** A folder that looks like Electron's own, without its binary: enough for everything but starting it. */
function standIn(): string {
  const folder = join(scratch, 'electron');
  mkdirSync(join(folder, 'resources'), { recursive: true });
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version']) writeFileSync(join(folder, name), '');
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\nexit 1\n'), FUSE_WIRE, Buffer.from('\n')]));
  chmodSync(join(folder, 'electron'), 0o755);
  return folder;
}

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.skipIf(process.platform !== 'linux')('the packaged application (on Linux, round a stand-in for Electron)', () => {
  let files: string[] = [];
  const archive = join(unpacked, 'resources', 'app.asar');

  beforeAll(async () => {
    if (!existsSync(BUILT)) throw new Error('dist/main/electron.js is missing: npm run build');
    const builder = join(ROOT, 'node_modules', 'electron-builder', 'cli.js');
    const options = ['--linux', '--dir', '--publish', 'never', `-c.electronDist=${standIn()}`, `-c.directories.output=${output}`];
    await promisify(execFile)(process.execPath, [builder, ...options], { cwd: ROOT });
    files = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
  });

  test('holds the bundles and the window', () => {
    expect(files).toEqual(
      expect.arrayContaining(['/package.json', '/dist/main/electron.js', '/dist/main/preload.cjs', '/dist/renderer/index.html']),
    );
    expect(files.filter((path) => path.startsWith('/dist/main/workers/')).length).toBeGreaterThan(0);
  });

  test('starts from the bundle', () => {
    const manifest = JSON.parse(extractFile(archive, 'package.json').toString('utf8')) as { readonly main: string };
    expect(manifest.main).toBe('dist/main/electron.js');
  });

  test('holds nothing that is not needed to run', () => {
    const packages = new Set(files.flatMap((path) => /^\/node_modules\/((?:@[^/]+\/)?[^@/][^/]*)/u.exec(path)?.[1] ?? []));
    const keyring = [...packages].filter((name) => name.startsWith('@napi-rs/keyring-'));
    expect(keyring.length).toBeGreaterThan(0);
    expect([...packages].sort()).toEqual(['@napi-rs/keyring', ...keyring, 'better-sqlite3']);
    expect(files.filter((path) => path.endsWith('.map') || /^\/(?:src-|tests|docs|\.)/u.test(path))).toEqual([]);
  });

  test.each(['binance', 'coinbase', 'hyperliquid', 'kraken', 'okx'])(
    'brings the module of %s along, which needs nothing else',
    async (venue) => {
      expect(files).toContain(`/dist/main/venues/${venue}.js`);
      const { default: Venue } = (await import(join(ROOT, 'dist', 'main', 'venues', `${venue}.js`))) as {
        default: new () => { id: string };
      };
      expect(new Venue().id).toBe(venue);
    },
  );

  test('keeps the database addon outside the archive, where it can be loaded', () => {
    const addon = join(`${archive}.unpacked`, 'node_modules', 'better-sqlite3', 'prebuilds', `linux-${process.arch}.node`);
    expect(readFileSync(addon).subarray(1, 4).toString()).toBe('ELF');
  });

  test('and the one of the keychain', () => {
    const name = `keyring-linux-${process.arch}-gnu`;
    const addon = join(`${archive}.unpacked`, 'node_modules', '@napi-rs', name, `keyring.linux-${process.arch}-gnu.node`);
    expect(readFileSync(addon).subarray(1, 4).toString()).toBe('ELF');
  });

  test('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(join(unpacked, 'cryptoorch'));
    const lit = (fuse: FuseV1Options) => String.fromCharCode(Number(wire[fuse]));
    expect(lit(FuseV1Options.RunAsNode)).toBe('0');
    expect(lit(FuseV1Options.EnableCookieEncryption)).toBe('1');
    expect(lit(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe('0');
    expect(lit(FuseV1Options.EnableNodeCliInspectArguments)).toBe('0');
    expect(lit(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe('1');
    expect(lit(FuseV1Options.OnlyLoadAppFromAsar)).toBe('1');
    expect(lit(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe('0');
  });
});
