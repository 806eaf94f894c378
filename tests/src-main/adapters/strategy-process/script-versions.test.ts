import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scriptHash } from '../../../../src-main/adapters/strategy-process/script-folder.ts';
import { keepVersion, readVersion, versionState } from '../../../../src-main/adapters/strategy-process/script-versions.ts';

const SCRIPT = { entry: 'mine.ts', files: { 'mine.ts': 'export default {};\n', 'lib/a.ts': 'export const a = 1;\n' } };
const HASH = scriptHash(SCRIPT, Object.keys(SCRIPT.files));
const MARK = { file: 'mine.ts', hash: HASH };

function keepFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

let folder: string;
let versions: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'versions-'));
  versions = join(folder, 'versions');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('versions of a script', () => {
  it('are kept under their hash and read as they were', () => {
    keepVersion(versions, SCRIPT, HASH);
    keepVersion(versions, SCRIPT, HASH);
    expect(readdirSync(versions)).toEqual([`${HASH}.json`]);
    expect(readVersion(versions, MARK)).toEqual(SCRIPT);
  });

  it('are nothing where they are gone or are not what was kept, and are kept anew then', () => {
    const words = `mine.ts: the version that ran, ${HASH.slice(0, 12)}, is not kept any more.`;
    expect(() => readVersion(versions, MARK)).toThrow(words);
    keepVersion(versions, SCRIPT, HASH);
    for (const text of ['{', '[]', '{"entry":"mine.ts","files":{"mine.ts":1}}', JSON.stringify({ ...SCRIPT, files: { 'mine.ts': '' } })]) {
      writeFileSync(join(versions, `${HASH}.json`), text);
      expect(() => readVersion(versions, MARK)).toThrow(words);
      expect(versionState({ versions, strategies: folder }, HASH)).toBeNull();
    }
    keepVersion(versions, SCRIPT, HASH);
    expect(readVersion(versions, MARK)).toEqual(SCRIPT);
  });

  it('are what the folder holds, or not any more', () => {
    const strategies = join(folder, 'strategies');
    const state = () => versionState({ versions, strategies }, HASH);
    keepVersion(versions, SCRIPT, HASH);
    expect(state()).toBe('gone');
    for (const [path, text] of Object.entries(SCRIPT.files)) keepFile(join(strategies, path), `\uFEFF${text}`);
    expect(state()).toBe('same');
    rmSync(join(strategies, 'lib/a.ts'));
    expect(state()).toBe('changed');
    keepFile(join(strategies, 'lib/a.ts'), 'export const a = 2;\n');
    expect(state()).toBe('changed');
  });

  it('say which file could not be written', () => {
    writeFileSync(versions, '');
    expect(() => keepVersion(versions, SCRIPT, HASH)).toThrow(join(versions, `${HASH}.json`));
  });
});
