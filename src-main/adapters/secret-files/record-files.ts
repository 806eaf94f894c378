import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';

/** Small files that are replaced as a whole, in steps, so that a test can break off between them. */
export interface RecordFiles {
  readonly folder: string;
  names(): readonly string[];
  /** The bytes of a file, or null where there is none. */
  read(name: string): Uint8Array | null;
  /** Writes bytes beside a file and syncs them, and names where. */
  stage(name: string, bytes: Uint8Array): string;
  /** Puts what was staged in the file's place and syncs the folder. */
  commit(staged: string, name: string): void;
  /** The same, unless there is a file already: then it stays, and the answer is false. */
  commitNew(staged: string, name: string): boolean;
  remove(name: string): void;
}

/** The files of one folder, for their user's eyes only. Fails with `disk.full` or `disk.failed`. */
export class FolderFiles implements RecordFiles {
  readonly folder: string;
  private staged = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  names(): readonly string[] {
    return this.guarded(this.folder, () => (this.absent(() => readdirSync(this.folder)) ?? []).sort());
  }

  read(name: string): Uint8Array | null {
    const file = join(this.folder, name);
    return this.guarded(file, () => this.absent(() => readFileSync(file)));
  }

  stage(name: string, bytes: Uint8Array): string {
    this.staged += 1;
    // Other processes of ours may write the same file.
    const staged = `${name}.${String(process.pid)}-${String(this.staged)}.partial`;
    const file = join(this.folder, staged);
    this.guarded(file, () => {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      const handle = openSync(file, 'w', 0o600);
      try {
        writeFileSync(handle, bytes);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    });
    return staged;
  }

  commit(staged: string, name: string): void {
    this.guarded(join(this.folder, name), () => {
      renameSync(join(this.folder, staged), join(this.folder, name));
      this.syncFolder();
    });
  }

  commitNew(staged: string, name: string): boolean {
    return this.guarded(join(this.folder, name), () => {
      try {
        linkSync(join(this.folder, staged), join(this.folder, name));
      } catch (thrown) {
        if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
        throw thrown;
      } finally {
        rmSync(join(this.folder, staged), { force: true });
      }
      this.syncFolder();
      return true;
    });
  }

  remove(name: string): void {
    this.guarded(join(this.folder, name), () => {
      rmSync(join(this.folder, name), { force: true });
      this.syncFolder();
    });
  }

  /** A new name is durable when its folder is; Windows has no such call and needs none. */
  private syncFolder(): void {
    if (process.platform === 'win32') return;
    const handle = this.absent(() => openSync(this.folder, 'r'));
    if (handle === null) return;
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }

  private absent<Value>(work: () => Value): Value | null {
    try {
      return work();
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
      throw thrown;
    }
  }

  private guarded<Value>(file: string, work: () => Value): Value {
    try {
      return work();
    } catch (thrown) {
      throw diskFault(thrown, file);
    }
  }
}
