import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The library that lets a disk fail, as `npm run setup` builds it. */
const LIBRARY = join(import.meta.dirname, '../../.tsbuild/failing-disk/failing-disk.so');
const SOURCE = join(import.meta.dirname, 'failing-disk.c');

/** How a disk fails: no room, broken, half of a write, or half of a write and then no room. */
export type Failure = 'full' | 'failed' | 'short' | 'torn';

/** One fault of a disk. */
export interface Strike {
  /** Number of the call that fails, from 1. */
  readonly at: number;
  readonly how: Failure;
  /** It goes on failing. */
  readonly lasts: boolean;
}

/** A write or sync of a file, as the library counted it. */
export interface DiskCall {
  readonly number: number;
  readonly kind: 'write' | 'sync';
  readonly path: string;
  readonly struck: boolean;
}

/** Why no disk can fail here, in one line, or null. */
export function whyNoFailingDisk(): string | null {
  if (process.platform !== 'linux') return 'Disks fail on demand on Linux only; the tests of disk faults are left out.';
  const built = existsSync(LIBRARY) && statSync(LIBRARY).mtimeMs >= statSync(SOURCE).mtimeMs;
  return built
    ? null
    : 'The library that lets a disk fail is not built: `npm run setup` builds it with a C compiler; the tests of disk faults are left out.';
}

/** Files (shell patterns of whole paths, without a blank) whose writes are counted into `trace`, and fail at a strike. */
export interface WatchedFiles {
  readonly files: readonly string[];
  readonly trace: string;
  readonly strike: Strike | null;
}

/** The environment of a process whose disk fails so. */
export function failingDisk({ files, trace, strike }: WatchedFiles): NodeJS.ProcessEnv {
  return {
    LD_PRELOAD: LIBRARY,
    FAILING_DISK_FILES: files.join(':'),
    FAILING_DISK_TRACE: trace,
    ...(strike === null
      ? {}
      : { FAILING_DISK_AT: String(strike.at), FAILING_DISK_HOW: strike.how, FAILING_DISK_LASTS: strike.lasts ? '1' : '0' }),
  };
}

/** The environment of a process whose disk can be armed again and again, by a file that it writes itself. */
export function controlledDisk(control: string): NodeJS.ProcessEnv {
  return { LD_PRELOAD: LIBRARY, FAILING_DISK_CONTROL: control };
}

/** The disk of this very process, which was started with `controlledDisk`. */
export class ControlledDisk {
  private readonly control: string;

  constructor(control: string) {
    this.control = control;
  }

  /** From here on calls are counted from 1; without a strike nothing fails. */
  arm({ files, trace, strike }: WatchedFiles): void {
    const { at, how, lasts } = strike ?? { at: 0, how: 'full', lasts: false };
    writeFileSync(this.control, [at, how, lasts ? 1 : 0, trace, files.join(':')].join(' '));
  }

  /** Nothing is counted and nothing fails any more. */
  disarm(): void {
    writeFileSync(this.control, 'off');
  }
}

/** The calls that a process made, in their order; none where it made none. */
export function diskCalls(trace: string): readonly DiskCall[] {
  if (!existsSync(trace)) return [];
  return readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const match = /^(!?)(\d+) (write|sync) (.+)$/u.exec(line);
      return match === null
        ? []
        : [{ number: Number(match[2]), kind: match[3] as DiskCall['kind'], path: match[4] ?? '', struck: match[1] === '!' }];
    });
}

/** What kind of file a path is of: `ledger.db-wal`, `.journal`, `.jsonl`. */
export function fileKind(path: string): string {
  const name = basename(path);
  return /^(?:ledger|market|home)\./u.test(name) ? name : name.slice(name.lastIndexOf('.'));
}
