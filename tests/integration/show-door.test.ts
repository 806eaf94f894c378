import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askToShow, openShowDoor, showAddress } from '../../src-main/adapters/home/show-door.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'show-door-'));
});

afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

test('a second start is heard and answered; after the end nobody answers', async () => {
  const address = showAddress(home, process.platform) ?? '';
  // What a killed process left there is in nobody's way.
  writeFileSync(address, '');
  let shown = 0;
  const door = openShowDoor(
    address,
    () => {
      shown += 1;
    },
    (problem) => {
      throw problem;
    },
  );
  expect([await askToShow(address), await askToShow(address)]).toEqual([true, true]);
  expect(shown).toBe(2);
  door.dispose();
  expect(await askToShow(address)).toBe(false);
});

test('where nobody listens it is said so', async () => {
  const address = showAddress(home, process.platform) ?? '';
  expect(existsSync(address)).toBe(false);
  expect(await askToShow(address)).toBe(false);
});

test('an address is a socket in the home, a pipe on Windows, and nothing where the name is too long', () => {
  expect(showAddress('/home/a/.cryptoorch', 'linux')).toBe('/home/a/.cryptoorch/show.sock');
  expect(showAddress('C:\\Users\\a\\CryptoOrchestrator', 'win32')).toMatch(/^\\\\\.\\pipe\\cryptoorchestrator-[0-9a-f]{24}$/u);
  expect(showAddress(`/home/${'x'.repeat(100)}`, 'linux')).toBeNull();
});
