import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SettingsFile } from '../../../../src-main/adapters/settings-file/settings-file.ts';
import { temporaryFolder } from '../../../support/ledger-kit.ts';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'settings.json');
});
afterEach(() => folder.remove());

test('texts are kept by key, across starts, until they are forgotten', () => {
  const settings = new SettingsFile(file);
  expect(settings.load('layout')).toBeNull();
  settings.save('layout', '{"rows":1}');
  settings.save('theme', 'dark');
  settings.save('__proto__', 'x');
  const again = new SettingsFile(file);
  expect([again.load('layout'), again.load('theme'), again.load('toString')]).toEqual(['{"rows":1}', 'dark', null]);
  again.save('theme', null);
  again.save('never', null);
  expect(new SettingsFile(file).load('theme')).toBeNull();
  expect(readdirSync(folder.path)).toEqual(['settings.json']);
});

test('a text that cannot be kept is not said to be', () => {
  const settings = new SettingsFile(file);
  settings.save('theme', 'dark');
  const before = readFileSync(file, 'utf8');
  mkdirSync(`${file}.partial`);
  expect(() => settings.save('theme', 'light')).toThrow(expect.objectContaining({ code: 'disk.failed' }));
  expect(settings.load('theme')).toBe('dark');
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test.each(['{"theme":', '[1', '[1]', '7', 'null', ''])('a file that holds "%s" is put aside, and the start goes on without it', (text) => {
  writeFileSync(file, text);
  const settings = new SettingsFile(file);
  expect([settings.putAside, settings.load('theme')]).toEqual([`${file}.broken`, null]);
  expect(readFileSync(`${file}.broken`, 'utf8')).toBe(text);
  settings.save('theme', 'light');
  const again = new SettingsFile(file);
  expect([again.putAside, again.load('theme')]).toEqual([null, 'light']);
});

test('what is no text in it is left out, and a folder in its place is a fault', () => {
  writeFileSync(file, '{"a":1,"b":"x"}');
  const settings = new SettingsFile(file);
  expect([settings.load('a'), settings.load('b')]).toEqual([null, 'x']);
  expect(() => new SettingsFile(folder.path)).toThrow(expect.objectContaining({ code: 'disk.failed' }));
});
