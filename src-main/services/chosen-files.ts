import { basename } from 'node:path';
import { statSync } from 'node:fs';
import type { ChosenFile } from '../../src-shared/contract/data-jobs.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { err, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { Ids } from '../ports/ids.ts';

/** Choices that are remembered: those of a dialog and some before it. */
const REMEMBERED = 200;

/** The files that a person chose in the system's own dialog. The window can name no other. */
export class ChosenFiles {
  private readonly ids: Ids;
  private readonly paths = new Map<string, string>();

  constructor(ids: Ids) {
    this.ids = ids;
  }

  /** Takes in a path that the dialog gave: the window knows it by `file` alone. Fails with `input.file` for what is no file. */
  add(path: string): Result<ChosenFile> {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats?.isFile()) return err('input.file', { file: path, problem: 'it is no file.' });
    const file = this.ids.next();
    this.paths.set(file, path);
    for (const oldest of [...this.paths.keys()].slice(0, -REMEMBERED)) this.paths.delete(oldest);
    return ok({ file, name: basename(path), bytes: stats.size });
  }

  /** Where a chosen file lies. Fails with `input.file` for one that nobody chose. */
  path(file: string): string {
    const path = this.paths.get(file);
    if (path === undefined) throw new Fault('input.file', { file: 'This file', problem: 'choose it again.' });
    return path;
  }
}
