import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { controlledDisk, type DiskCall, fileKind, type Strike } from './failing-disk.ts';
import { noFindings } from './findings.ts';
import type { Outcome, Struck } from './struck.ts';

const PROGRAM = resolve(import.meta.dirname, 'lane.ts');
/** Strikes after which a process makes room for a new one: what a broken session leaves open it would leave open for ever. */
const STRIKES_PER_PROCESS = 800;

/** The sessions that are struck many to a process. */
export const LANE_KINDS = ['new session', 'resumed session', 'live session'] as const;

export type LaneKind = (typeof LANE_KINDS)[number];

/** What a lane is asked for. */
export interface LaneOrder {
  readonly name: string;
  readonly strike: Strike;
}

/** What a lane says: once what it counted, then what became of each strike. */
export type LaneWord =
  | { readonly kind: 'calls'; readonly calls: readonly DiskCall[] }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'broken'; readonly problem: string };

interface Lane {
  readonly child: ChildProcess;
  struck: number;
}

/** Sessions of one kind that are struck in a few processes, many in each. */
export class Lanes implements Struck {
  private readonly kind: LaneKind;
  private readonly folder: string;
  private readonly free: Lane[] = [];
  private readonly children = new Set<ChildProcess>();
  private calls: string | null = null;
  private started = 0;

  constructor(kind: LaneKind, folder: string) {
    this.kind = kind;
    this.folder = folder;
  }

  async undisturbed(): Promise<readonly DiskCall[]> {
    const { lane, calls } = await this.start();
    this.free.push(lane);
    return calls;
  }

  async strike(name: string, strike: Strike): Promise<Outcome> {
    const lane = this.free.pop() ?? (await this.start()).lane;
    lane.child.send({ name, strike } satisfies LaneOrder);
    const word = await nextWord(lane.child);
    lane.struck += 1;
    if (word.kind === 'outcome' && lane.struck < STRIKES_PER_PROCESS) this.free.push(lane);
    else lane.child.kill();
    if (word.kind === 'outcome') return word.outcome;
    return { findings: { ...noFindings(), unclear: [`the process of many sessions broke down: ${JSON.stringify(word)}`] }, halted: false };
  }

  close(): void {
    for (const child of this.children) child.kill();
  }

  /** Starts a process, which counts for itself; each must count the same. */
  private async start(): Promise<{ readonly lane: Lane; readonly calls: readonly DiskCall[] }> {
    this.started += 1;
    const folder = join(this.folder, `lane-${this.kind.replace(' ', '-')}-${String(this.started)}`);
    mkdirSync(folder, { recursive: true });
    const control = join(folder, 'control');
    const child = fork(PROGRAM, [this.kind, folder, control], { env: { ...process.env, ...controlledDisk(control) } });
    this.children.add(child);
    child.once('exit', () => this.children.delete(child));
    const word = await nextWord(child);
    if (word.kind !== 'calls') throw new Error(`A process of ${this.kind}s did not start: ${JSON.stringify(word)}`);
    const counted = word.calls.map((call) => `${fileKind(call.path)} ${call.kind}`).join('\n');
    this.calls ??= counted;
    if (this.calls !== counted) throw new Error(`The same ${this.kind} made other calls in another process.`);
    return { lane: { child, struck: 0 }, calls: word.calls };
  }
}

/** What it says next; that it is gone where it says nothing any more. */
async function nextWord(child: ChildProcess): Promise<LaneWord> {
  const listening = new AbortController();
  const { signal } = listening;
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([word]) => word as LaneWord),
      once(child, 'exit', { signal }).then(([code]) => ({ kind: 'broken' as const, problem: `it ended with ${String(code)}` })),
    ]);
  } finally {
    listening.abort();
  }
}
