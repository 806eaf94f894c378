import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type SourceFacts, readFacts } from './source-facts.ts';

/** The repository's root folder. */
export const ROOT = join(import.meta.dirname, '..', '..');

const FOLDERS = ['src-shared', 'src-main', 'src-renderer'] as const;

let read: readonly SourceFacts[] | undefined;

/** Every TypeScript file of the house, read once. */
export function houseFiles(): readonly SourceFacts[] {
  read ??= readHouse();
  return read;
}

function readHouse(): SourceFacts[] {
  return FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => readFacts(relative(ROOT, path).split(sep).join('/'), readFileSync(path, 'utf8')));
}
