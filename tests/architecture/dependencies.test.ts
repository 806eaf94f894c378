import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, houseFiles } from './house-files.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly resolved?: string; readonly hasInstallScript?: boolean }>>;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
const named = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };

/** `@scope/name` or `name` of an import that is neither relative nor Node's own. */
function packageOf(specifier: string): string | undefined {
  if (/^(?:\.|node:)/u.test(specifier)) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

test('every version is exact', () => {
  expect(Object.entries(named).filter(([, version]) => !/^\d+\.\d+\.\d+$/u.test(version))).toEqual([]);
});

test('every package that the house imports is named in package.json', () => {
  const imported = houseFiles().flatMap((file) => file.imports.flatMap((fact) => packageOf(fact.specifier) ?? []));
  expect([...new Set(imported)].filter((name) => !(name in named))).toEqual([]);
});

test('docs/dependencies.md says why each is here, and names no other', () => {
  const rows = readFileSync(join(ROOT, 'docs', 'dependencies.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const explained = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/gu)].map((match) => match[1] ?? ''));
  expect(explained.sort()).toEqual(Object.keys(named).sort());
});

test('the lockfile names no registry host', () => {
  expect(Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
});

test('every install script is refused by name', () => {
  const scripted = Object.entries(lock.packages).flatMap(([path, entry]) =>
    entry.hasInstallScript ? [path.split('node_modules/').at(-1) ?? ''] : [],
  );
  expect([...new Set(scripted)].filter((name) => !(name in manifest.allowScripts))).toEqual([]);
  expect(Object.values(manifest.allowScripts).filter(Boolean)).toEqual([]);
});
