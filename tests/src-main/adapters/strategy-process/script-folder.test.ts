import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  readScriptFolder,
  scriptHash,
  strategyFiles,
  writeStrategyFile,
} from '../../../../src-main/adapters/strategy-process/script-folder.ts';
import { StrategyFolder } from '../../../support/user-strategy-kit.ts';

let folder: StrategyFolder;
beforeEach(() => {
  folder = new StrategyFolder();
});
afterEach(() => {
  folder.remove();
});

describe('a folder of strategies', () => {
  it('is read with its scripts alone: no packages, hidden folders, declarations or links', () => {
    const file = folder.write('main.ts', '\uFEFFmain');
    for (const name of ['deep/tools.ts', 'node_modules/a.ts', '.git/b.ts', 'types.d.ts', 'notes.md']) folder.write(name, name);
    symlinkSync('/etc/hostname', join(folder.path, 'linked.ts'));
    expect(readScriptFolder(file)).toEqual({ entry: 'main.ts', files: { 'deep/tools.ts': 'deep/tools.ts', 'main.ts': 'main' } });
    expect(strategyFiles(folder.path)).toEqual([file]);
    expect(strategyFiles(join(folder.path, 'none'))).toEqual([]);
  });

  it.each([
    ['main.js', 'a strategy is a .ts file'],
    ['types.d.ts', 'a strategy is a .ts file'],
    ['none.ts', 'no such file'],
    ['folder.ts', 'it is no file'],
  ])('says why %s cannot be run', (name, words) => {
    folder.write('main.js', '');
    folder.write('folder.ts/a.ts', '');
    expect(() => readScriptFolder(join(folder.path, name))).toThrow(words);
  });

  it('is refused where it is too large to be strategies', () => {
    const file = folder.write('main.ts', '');
    folder.write('large.ts', 'x'.repeat(2 * 1_024 ** 2 + 1));
    expect(() => readScriptFolder(file)).toThrow('2 MB');
  });

  it('has a hash of the files that take part, by name and text', () => {
    const script = { entry: 'a.ts', files: { 'a.ts': '1', 'b.ts': '2', 'c.ts': '3' } };
    const hash = scriptHash(script, ['a.ts', 'b.ts']);
    expect(scriptHash(script, ['b.ts', 'a.ts'])).toBe(hash);
    expect(scriptHash({ ...script, files: { ...script.files, 'c.ts': '4' } }, ['a.ts', 'b.ts'])).toBe(hash);
    const others = [
      scriptHash({ ...script, files: { ...script.files, 'b.ts': '4' } }, ['a.ts', 'b.ts']),
      scriptHash(script, ['a.ts']),
      scriptHash({ ...script, files: { 'a.ts': '1', 'd.ts': '2' } }, ['a.ts', 'd.ts']),
    ];
    expect(new Set([hash, ...others]).size).toBe(4);
  });

  it('is written to without losing what is there', () => {
    const into = join(folder.path, 'new/deep');
    const file = writeStrategyFile(into, 'a.ts', 'mine', 'new');
    expect(() => writeStrategyFile(into, 'a.ts', 'other', 'new')).toThrow('is there already; nothing was written.');
    expect(writeStrategyFile(into, 'a.ts', 'other', 'keep')).toBe(file);
    expect(readScriptFolder(file).files['a.ts']).toBe('mine');
    writeStrategyFile(into, 'a.ts', 'other', 'replace');
    expect(readScriptFolder(file).files['a.ts']).toBe('other');
    expect(() => writeStrategyFile(join(file, 'below'), 'b.ts', '', 'new')).toThrow('b.ts');
  });
});
