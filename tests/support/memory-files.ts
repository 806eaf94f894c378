import type { RecordFiles } from '../../src-main/adapters/secret-files/record-files.ts';

/** Files in memory that break off before the n-th step that changes something, as a crash would. */
export class MemoryFiles implements RecordFiles {
  readonly folder = '/secrets';
  readonly content = new Map<string, Uint8Array>();
  /** Steps that are still taken. */
  left = Infinity;
  private staged = 0;

  names(): readonly string[] {
    return [...this.content.keys()].sort();
  }

  read(name: string): Uint8Array | null {
    return this.content.get(name) ?? null;
  }

  stage(name: string, bytes: Uint8Array): string {
    this.step();
    this.staged += 1;
    const staged = `${name}.1-${String(this.staged)}.partial`;
    this.content.set(staged, Uint8Array.from(bytes));
    return staged;
  }

  commit(staged: string, name: string): void {
    this.step();
    this.content.set(name, this.content.get(staged)!);
    this.content.delete(staged);
  }

  commitNew(staged: string, name: string): boolean {
    this.step();
    const free = !this.content.has(name);
    if (free) this.content.set(name, this.content.get(staged)!);
    this.content.delete(staged);
    return free;
  }

  remove(name: string): void {
    this.step();
    this.content.delete(name);
  }

  private step(): void {
    this.left -= 1;
    if (this.left < 0) throw new Error('crash');
  }
}
