import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isoTime } from '../../../src-shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log, LogEvent } from '../../ports/log.ts';

/** Where a log lies and how large it may become. */
export interface FileLogOptions {
  readonly folder: string;
  /** First part of the files' names, `main`. */
  readonly name: string;
  readonly clock: Clock;
  /** Bytes of a file after which the next one is begun. */
  readonly fileBytes?: number;
  /** Files that are kept, the one being written among them. */
  readonly files?: number;
}

const FILE_BYTES = 4 * 1_048_576;
const FILES = 5;
/** Characters of one event; what is longer loses its fields. */
const LONGEST_EVENT = 16_384;

/** Structured events as lines of JSON, in files that are turned over: `main.log`, then `main.1.log` and so on, oldest last. Never throws. */
export class FileLog implements Log {
  private readonly options: Required<FileLogOptions>;
  private bytes = -1;
  private lost = 0;

  constructor(options: FileLogOptions) {
    this.options = { fileBytes: FILE_BYTES, files: FILES, ...options };
  }

  /** Events that could not be written, so that a watcher may say so. */
  get lostEvents(): number {
    return this.lost;
  }

  write(event: LogEvent): void {
    try {
      this.append(this.line(event));
    } catch {
      // The port promises never to throw: whatever asks for a log line must not fail because of it.
      this.lost += 1;
      this.bytes = -1;
    }
  }

  private line({ level, area, event, fields, correlationId }: LogEvent): string {
    const head = { time: isoTime(this.options.clock.now()), level, area, event, ...(correlationId === undefined ? {} : { correlationId }) };
    const line = JSON.stringify({ ...head, fields });
    return line.length <= LONGEST_EVENT ? line : JSON.stringify({ ...head, tooLong: line.length });
  }

  private append(line: string): void {
    const text = `${line}\n`;
    const size = Buffer.byteLength(text);
    if (this.bytes < 0) this.bytes = this.open();
    if (this.bytes > 0 && this.bytes + size > this.options.fileBytes) {
      this.turnOver();
      this.bytes = 0;
    }
    appendFileSync(this.path(0), text, { mode: 0o600 });
    this.bytes += size;
  }

  private open(): number {
    mkdirSync(this.options.folder, { recursive: true, mode: 0o700 });
    return statSync(this.path(0), { throwIfNoEntry: false })?.size ?? 0;
  }

  private turnOver(): void {
    rmSync(this.path(this.options.files - 1), { force: true });
    for (let age = this.options.files - 2; age >= 0; age -= 1) {
      if (statSync(this.path(age), { throwIfNoEntry: false }) !== undefined) renameSync(this.path(age), this.path(age + 1));
    }
  }

  private path(age: number): string {
    return join(this.options.folder, age === 0 ? `${this.options.name}.log` : `${this.options.name}.${age}.log`);
  }
}
