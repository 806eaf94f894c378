import { basename, join } from 'node:path';
import type { DataJobRow, DataResult, DataWork, FilesChosen } from '../../src-shared/contract/data-jobs.ts';
import type { StreamEvent } from '../../src-shared/contract/stream.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { isoTime } from '../../src-shared/kernel/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import { ChosenFiles } from './chosen-files.ts';
import type { DataStart, FromData } from './data-messages.ts';

/** A thread that does one piece of work, as main holds it. */
export interface DataThread {
  onMessage(listener: (message: FromData) => void): void;
  /** The thread ended; `problem` says how. */
  onEnd(listener: (problem: string) => void): void;
  /** Ends it at once; what it had begun to write is not there. */
  end(): void;
}

/** What the work needs. */
export interface DataJobsParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly home: string;
  /** Seed of the simulated market that is recorded. */
  readonly marketSeed: number;
  readonly open: (start: DataStart) => DataThread;
  /** The system's dialog for a file, or several; none where nobody chose one. */
  readonly choose: (several: boolean) => Promise<readonly string[]>;
  readonly publish: (event: StreamEvent) => void;
  /** Venues that bars can be had from, in capitals. */
  readonly venues: readonly string[];
}

/** Work that reads a file beside everything else; work on the store one after the other, and so downloads, work on recordings and checks of capsules. */
type Lane = 'look' | 'store' | 'download' | 'recordings' | 'capsules';

const LANES: Readonly<Record<DataWork['kind'], Lane>> = {
  look: 'look',
  import: 'store',
  funding: 'store',
  verify: 'store',
  export: 'store',
  compact: 'store',
  download: 'download',
  record: 'recordings',
  check: 'recordings',
  capture: 'recordings',
  capsule: 'capsules',
};

interface Job {
  row: DataJobRow;
  readonly lane: Lane;
  readonly start: DataStart;
  thread: DataThread | null;
  startedAt: number;
}

/** Jobs that a list shows. */
const LISTED = 50;
/** Files that can be chosen at once. */
const MOST_FILES = 100;

/** Work on the stored data on threads of its own: asked for, watched, cancelled. */
export class DataJobs {
  private readonly parts: DataJobsParts;
  private readonly chosen: ChosenFiles;
  private readonly all = new Map<number, Job>();
  private readonly asked = new Set<string>();
  private last = 0;

  constructor(parts: DataJobsParts) {
    this.parts = parts;
    this.chosen = new ChosenFiles(parts.ids);
  }

  /** Newest first. */
  jobs(): { readonly jobs: readonly DataJobRow[]; readonly venues: readonly string[] } {
    return { jobs: [...this.all.values()].map(({ row }) => row).reverse(), venues: this.parts.venues };
  }

  /** Venues that were asked for bars since the start. */
  venuesAsked(): readonly string[] {
    return [...this.asked];
  }

  /** Has a person choose a file, or several; what is none is said beside those that are. Fails with `input.invalid` where they are too many. */
  async choose(several: boolean): Promise<FilesChosen> {
    const paths = await this.parts.choose(several);
    if (paths.length > MOST_FILES)
      throw new Fault('input.invalid', {
        field: 'files',
        problem: `${String(paths.length)} were chosen; ${String(MOST_FILES)} are the most at once.`,
      });
    const added = paths.map((path) => this.chosen.add(path));
    return {
      chosen: added.flatMap((each) => (each.ok ? [each.value] : [])),
      refused: added.flatMap((each) => (each.ok ? [] : [each.fault.message])),
    };
  }

  /** Begins work, or lets it wait for its turn. Fails with `input.file` for a file that nobody chose. */
  start(work: DataWork): { readonly job: number } {
    const file = this.fileOf(work);
    this.last += 1;
    const lane = LANES[work.kind];
    const row: DataJobRow = {
      job: this.last,
      kind: work.kind,
      what: whatOf(work, file),
      state: 'waiting',
      ...{ rows: 0, share: null, left: null, waits: '', result: null, fault: null },
    };
    // Whoever looks at a file again has no use for the look before.
    if (lane === 'look') for (const job of this.open('look')) if (job.start.file === file) this.end(job, { state: 'cancelled' });
    const job: Job = {
      row,
      lane,
      start: { home: this.parts.home, marketSeed: this.parts.marketSeed, work, file },
      thread: null,
      startedAt: 0,
    };
    this.all.set(row.job, job);
    this.forget();
    this.tell(job);
    this.next();
    return { job: row.job };
  }

  /** Ends work that has not ended; nothing of an import or an export is there then, and of a download what came so far. */
  cancel(number: number): { readonly cancelled: boolean } {
    const job = this.all.get(number);
    if (job === undefined || !isOpen(job)) return { cancelled: false };
    this.end(job, { state: 'cancelled' });
    return { cancelled: true };
  }

  /** Ends everything at once. */
  close(): void {
    for (const { thread } of this.all.values()) thread?.end();
  }

  private fileOf(work: DataWork): string {
    if (work.kind === 'look' || work.kind === 'import' || work.kind === 'funding') return this.chosen.path(work.reading.file);
    if (work.kind === 'capture' || work.kind === 'capsule') return this.chosen.path(work.file);
    if (work.kind !== 'export') return '';
    const stamp = isoTime(this.parts.clock.now()).replaceAll(/[:.]/gu, '-');
    return join(this.parts.home, 'exports', `${work.series.replaceAll(/[^A-Za-z0-9-]/gu, '_')}-${stamp}.${work.format}`);
  }

  private open(lane: Lane): readonly Job[] {
    return [...this.all.values()].filter((job) => job.lane === lane && isOpen(job));
  }

  private next(): void {
    for (const lane of new Set(Object.values(LANES))) {
      const [first] = this.open(lane);
      if (first?.row.state === 'waiting') this.begin(first);
    }
  }

  private begin(job: Job): void {
    const { work } = job.start;
    if (work.kind === 'download') this.asked.add(work.venue);
    const thread = this.parts.open(job.start);
    job.thread = thread;
    job.startedAt = this.parts.clock.monotonic();
    job.row = { ...job.row, state: 'running' };
    this.tell(job);
    thread.onMessage((message) => {
      if (job.thread === thread) this.receive(job, message);
    });
    thread.onEnd((problem) => {
      if (job.thread === thread) this.fail(job, new Fault('internal', {}, { cause: new Error(problem) }));
    });
  }

  private receive(job: Job, message: FromData): void {
    if (message.kind === 'done') this.finish(job, message.result);
    else if (message.kind === 'failed') this.fail(job, new Fault(message.fault.code, message.fault.details));
    else {
      const { rows, share, waits } = message;
      const seconds = (this.parts.clock.monotonic() - job.startedAt) / 1_000;
      const left = share === null || share <= 0 ? null : seconds * (1 / share - 1);
      job.row = { ...job.row, rows, share, left, waits };
      this.tell(job);
    }
  }

  private finish(job: Job, result: DataResult): void {
    this.end(job, { state: 'done', result, share: 1 });
  }

  private fail(job: Job, { code, message, details }: Fault): void {
    this.end(job, { state: 'failed', fault: { code, message, details } });
  }

  private end(job: Job, change: Partial<DataJobRow>): void {
    const { thread } = job;
    job.thread = null;
    thread?.end();
    job.row = { ...job.row, left: null, waits: '', ...change };
    this.tell(job);
    this.next();
  }

  private forget(): void {
    const ended = [...this.all.values()].filter((job) => !isOpen(job));
    for (const { row } of ended.slice(0, -LISTED)) this.all.delete(row.job);
  }

  private tell({ row }: Job): void {
    this.parts.publish({ kind: 'data', row });
  }
}

function isOpen({ row }: Job): boolean {
  return row.state === 'waiting' || row.state === 'running';
}

function whatOf(work: DataWork, file: string): string {
  switch (work.kind) {
    case 'look':
    case 'import':
    case 'funding':
    case 'capture':
    case 'capsule':
      return basename(file);
    case 'record':
      return work.symbol;
    case 'check':
      return work.recording ?? '';
    case 'download':
      return `${work.symbol}.${work.venue}:${work.timeframe}`;
    case 'compact':
      return '';
    default:
      return work.series ?? '';
  }
}
