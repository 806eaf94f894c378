import { join } from 'node:path';
import type { OwnStrategiesRow, OwnStrategyRow } from '../../src-shared/contract/strategies.ts';
import type { StreamEvent } from '../../src-shared/contract/stream.ts';
import type { StrategySpec } from '../../src-shared/domain/strategy-spec.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { StrategyScript } from '../ports/strategy-process.ts';
import { newStrategy, type StrategyFiles } from './new-strategy.ts';

/** What the thread that reads the user's strategies is started with. */
export interface OwnStart {
  readonly folder: string;
}

/** What it tells, each time something has changed. */
export type FromOwn = Pick<OwnStrategiesRow, 'strategies' | 'problem'>;

/** That thread, as main holds it. */
export interface OwnThread {
  onMessage(listener: (message: FromOwn) => void): void;
  /** The thread ended; `problem` says how. */
  onEnd(listener: (problem: string) => void): void;
  end(): void;
}

/** What the user's strategies need. */
export interface OwnParts {
  readonly folder: string;
  readonly open: (start: OwnStart) => OwnThread;
  readonly files: StrategyFiles & { read(file: string): StrategyScript };
  /** Ids of the built-in strategies. */
  readonly taken: readonly string[];
  readonly publish: (event: StreamEvent) => void;
}

/** A strategy of the user that can be run: what it takes, and its files as they are now. */
export interface OwnSource {
  readonly spec: StrategySpec;
  readonly script: StrategyScript;
}

/** The user's own strategies: read on a thread of their own, and again whenever a file of theirs is saved. */
export class OwnStrategies {
  private readonly parts: OwnParts;
  private readonly thread: OwnThread;
  private rows: readonly OwnStrategyRow[] = [];
  private problem = '';
  private closed = false;

  constructor(parts: OwnParts) {
    this.parts = parts;
    this.thread = parts.open({ folder: parts.folder });
    this.thread.onMessage(({ strategies, problem }) => {
      this.tell(strategies, problem);
    });
    this.thread.onEnd((problem) => {
      if (!this.closed) this.tell(this.rows, new Fault('input.file', { file: parts.folder, problem }).message);
    });
  }

  /** The strategies as they were read last. */
  list(): OwnStrategiesRow {
    return { folder: this.parts.folder, strategies: this.rows, problem: this.problem };
  }

  /** A strategy by its id with its files as they are now, so that a run keeps the version it was started with; null where there is none that loads. Fails with `input.file`. */
  source(id: string): OwnSource | null {
    for (const { spec, file } of this.rows)
      if (spec?.id === id) return { spec, script: this.parts.files.read(join(this.parts.folder, file)) };
    return null;
  }

  /** A file of the folder, by its name, with the others that may take part. Fails with `input.file`. */
  read(file: string): StrategyScript {
    return this.parts.files.read(join(this.parts.folder, file));
  }

  /** Writes a strategy to begin with. Fails with `input.invalid` and `input.file`. */
  create(name: string): { readonly file: string } {
    const { folder, files, taken } = this.parts;
    return { file: newStrategy(name, folder, { files, taken }) };
  }

  close(): void {
    this.closed = true;
    this.thread.end();
  }

  private tell(rows: readonly OwnStrategyRow[], problem: string): void {
    this.rows = rows;
    this.problem = problem;
    this.parts.publish({ kind: 'own', row: this.list() });
  }
}
