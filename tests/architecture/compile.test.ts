import { existsSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { type FloorKind, FLOORS } from './floors.ts';
import { ROOT } from './house-files.ts';

/** Names that must mean nothing to the compiler on a kind of floor. */
const UNKNOWN: Readonly<Record<FloorKind, readonly string[]>> = {
  pure: [
    'fetch',
    'process',
    'Buffer',
    'console',
    'document',
    'window',
    'setTimeout',
    'setInterval',
    'performance',
    'crypto',
    'require',
    'localStorage',
  ],
  node: ['document', 'window', 'XMLHttpRequest'],
  web: ['process', 'Buffer', 'require', 'setImmediate'],
};

/** "Cannot find name", alone, with a guess, or with advice to install types. */
const CANNOT_FIND_NAME = new Set([2304, 2552, 2580, 2584, 2591]);

/** Files that were parsed for a floor, kept for the floors that read them in the same way. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** Reads files from the disk once, however many floors they belong to. What the compiler finds out about a file by itself hangs on these options alone. */
function parsedOnce(options: ts.CompilerOptions, read: ts.CompilerHost['getSourceFile']): ts.CompilerHost['getSourceFile'] {
  const way = [options.module, options.moduleResolution, options.jsx, options.target].join();
  return (path, version, ...rest) => {
    const key = `${way} ${JSON.stringify(version)} ${path}`;
    if (!parsed.has(key)) parsed.set(key, read(path, version, ...rest));
    return parsed.get(key);
  };
}

/** Compiles one more file on a floor, with the floor's own options and files, and says which names it could not find. */
function unknownNames(floor: string, names: readonly string[]): string[] {
  const configPath = join(ROOT, floor, 'tsconfig.json');
  const config = ts.getParsedCommandLineOfConfigFile(configPath, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined });
  if (!config) throw new Error(`${configPath} cannot be read`);
  const stray = join(ROOT, floor, 'stray.ts');
  const text = names.map((name, index) => `export const use${index}: unknown = ${name};`).join('\n');
  const options: ts.CompilerOptions = { ...config.options, composite: false, incremental: false, noEmit: true };
  delete options.tsBuildInfoFile;
  const host = ts.createCompilerHost(options);
  const { fileExists } = host;
  const getSourceFile = parsedOnce(options, host.getSourceFile);
  host.fileExists = (path) => path === stray || fileExists(path);
  host.getSourceFile = (path, ...rest) =>
    path === stray ? ts.createSourceFile(path, text, ts.ScriptTarget.Latest) : getSourceFile(path, ...rest);
  const program = ts.createProgram([...config.fileNames, stray], options, host);
  const lines = text.split('\n');
  return program
    .getSemanticDiagnostics(program.getSourceFile(stray))
    .filter((found) => CANNOT_FIND_NAME.has(found.code))
    .map((found) => {
      const line = found.file?.getLineAndCharacterOfPosition(found.start ?? 0).line ?? -1;
      return names[lines.indexOf(lines[line] ?? '')] ?? '?';
    });
}

describe('what does not belong on a floor does not compile there', () => {
  test.each(FLOORS.map((floor) => [floor.name, floor] as const))('%s', (name, floor) => {
    expect(unknownNames(name, UNKNOWN[floor.kind])).toEqual(UNKNOWN[floor.kind]);
  });

  test('a name that does belong is found', () => {
    expect(unknownNames('src-main/services', ['process', 'document'])).toEqual(['document']);
    expect(unknownNames('src-renderer/ui', ['process', 'document'])).toEqual(['process']);
  });
});

describe('the compiler knows the same floors as the table', () => {
  const read = (path: string) =>
    ts.readConfigFile(path, ts.sys.readFile).config as { readonly references?: readonly { readonly path: string }[] };

  test.each(FLOORS.map((floor) => [floor.name, floor] as const))('%s refers to what it may import', (name, floor) => {
    const references = read(join(ROOT, name, 'tsconfig.json')).references ?? [];
    const folders = references.map(({ path }) => join(ROOT, name, path));
    expect(folders.every((folder) => existsSync(folder))).toBe(true);
    expect(folders.sort()).toEqual(floor.imports.map((other) => join(ROOT, other)).sort());
  });

  test('the solution builds every floor', () => {
    const built = (read(join(ROOT, 'tsconfig.json')).references ?? []).map(({ path }) => path);
    expect(built).toEqual(expect.arrayContaining(FLOORS.map(({ name }) => name)));
  });
});
