import type {
  ResearchSource,
  OwnCostsView,
  RunBarsView,
  RunMarksView,
  RunReportView,
  RunRequest,
  RunRow,
} from '../../src-shared/contract/research.ts';
import type { StreamEvent } from '../../src-shared/contract/stream.ts';
import type { CostProfile } from '../../src-shared/domain/costs.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { unwrap } from '../../src-shared/kernel/result.ts';
import { findStrategy } from '../core/strategies/catalog.ts';
import { completeParameters } from '../core/strategies/parameters.ts';
import { specOnly } from '../core/user-strategies/spec-only.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { StrategyScript } from '../ports/strategy-process.ts';
import type { ResearchStore } from '../ports/research-store.ts';
import type { BarsStart } from '../sessions/research/bars-messages.ts';
import type { Capsule } from '../sessions/research/capsule.ts';
import { reportFile } from '../sessions/research/report-file.ts';
import type { FromRun, RunStart } from '../sessions/research/run-messages.ts';
import { reportOfNote, simulatedLabel, type WholeReport } from '../sessions/research/stored-report.ts';
import type { CostProfiles } from './cost-profiles.ts';
import type { OwnSource } from './own-strategies.ts';
import { SentCommands } from './sent-commands.ts';
import { listedRuns } from './stored-runs.ts';

/** A run's thread, as main holds it. */
export interface RunThread {
  onMessage(listener: (message: FromRun) => void): void;
  /** The thread ended; `problem` says how where that was not in order. */
  onEnd(listener: (problem: string) => void): void;
  /** Ends it at once. */
  end(): void;
}

/** What research needs. */
export interface ResearchParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: ResearchStore;
  readonly costs: CostProfiles;
  /** Seed of the simulated market that the window shows. */
  readonly marketSeed: number;
  readonly readBars: (start: Omit<BarsStart, 'home' | 'marketSeed'>) => Promise<RunBarsView>;
  readonly openRun: (start: Pick<RunStart, 'run' | 'request' | 'costs' | 'id' | 'at' | 'script'>) => RunThread;
  readonly publish: (event: StreamEvent) => void;
  readonly sources: () => Promise<readonly ResearchSource[]>;
  /** A strategy of the user's own by its id. */
  readonly own: (strategy: string) => OwnSource | null;
  /** Market time, ms UTC. */
  readonly marketTime: () => number;
}

/** Runs that play at once; the next ones wait. */
const AT_ONCE = 2;
/** Runs whose reports are kept at hand. */
const KEPT = 20;

interface Kept {
  /** Under which the store has it. */
  readonly id: string;
  row: RunRow;
  /** The files that a run of the user's own strategy was asked for with; let go of when it has begun. */
  script: StrategyScript | null;
  thread: RunThread | null;
  startedAt: number;
  report: WholeReport | null;
  /** Whether its bars were found to be those that it went over. */
  barsKnown: boolean;
}

/** Backtests on threads of their own: started, watched, cancelled, and their reports. */
export class ResearchService {
  private readonly parts: ResearchParts;
  private readonly kept = new Map<number, Kept>();
  private readonly sent = new SentCommands<{ readonly run: number }>();

  constructor(parts: ResearchParts) {
    this.parts = parts;
    for (const { id, row } of listedRuns(parts.store)) this.kept.set(row.run, freshRun(id, row));
  }

  async sources(): Promise<{ readonly sources: readonly ResearchSource[]; readonly costs: readonly CostProfile[]; readonly now: number }> {
    return { sources: await this.parts.sources(), costs: this.parts.costs.all(), now: this.parts.marketTime() };
  }

  /** Estimates costs from the ledger's own fills; from then on a run may name what was measured. */
  ownCosts(): Promise<OwnCostsView> {
    return this.parts.costs.measure();
  }

  /** Newest first. */
  runs(): { readonly runs: readonly RunRow[] } {
    return { runs: [...this.kept.values()].map(({ row }) => row).reverse() };
  }

  /** Starts a run, or lets it wait for its turn; a command that comes twice starts one. Fails with `strategy.unknown`, `strategy.parameter`, `input.invalid`. */
  run(command: string, asked: RunRequest): { readonly run: number } {
    return this.sent.once(command, () => {
      const own = this.parts.own(asked.strategy);
      const request = checked(asked, own);
      this.parts.costs.named(request.costs);
      const { ids, store, clock } = this.parts;
      const id = ids.next();
      const run = store.numberRun(id, clock.now());
      this.kept.set(run, { ...freshRun(id, waitingRow(run, request)), script: own?.script ?? null });
      this.next();
      this.tell(this.at(run));
      return { run };
    });
  }

  /** Ends a run that has not ended. */
  cancel(run: number): { readonly cancelled: boolean } {
    const kept = this.at(run);
    if (kept.row.state !== 'running' && kept.row.state !== 'waiting') return { cancelled: false };
    this.end(kept, { state: 'cancelled' });
    return { cancelled: true };
  }

  /** A run that is done, with the id that the store has it under. Fails with `run.unknown`, `run.unfinished`. */
  done(run: number): { readonly id: string; readonly request: RunRequest } {
    const { id, row } = this.at(run);
    if (row.state !== 'done') throw new Fault('run.unfinished', { run });
    return { id, request: row.request };
  }

  /** The report of a run that is done. Fails with `run.unknown`, `run.unfinished`. */
  report(run: number): RunReportView {
    return this.whole(run).view;
  }

  /** The bars of a run that is done, for a drawing. Fails like `report`, with `run.bars-changed`, and as the store does. */
  async bars({ run, ...window }: Pick<BarsStart, 'run' | 'from' | 'to' | 'most'>): Promise<RunBarsView> {
    const kept = this.at(run);
    const { view, capsule } = this.whole(run);
    const { request } = kept.row;
    if (request.source.kind === 'simulated') this.checkMarket(run, capsule);
    const known = kept.barsKnown || request.source.kind === 'simulated';
    const read = await this.parts.readBars({ run, request, ...window, dataHash: known ? null : view.assumptions.dataHash });
    kept.barsKnown = true;
    return read;
  }

  /** The trades of a run for the chart of its instrument. Fails like `report`, and with `run.other-market`. */
  marks(run: number): RunMarksView {
    const { view, capsule } = this.whole(run);
    this.checkMarket(run, capsule);
    const { request, trades, closedTrades } = view;
    return { request, trades, closedTrades };
  }

  /** A report as a file's text. Fails like `report`. */
  export(run: number, format: 'csv' | 'json' | 'html' | 'capsule'): { readonly name: string; readonly text: string } {
    return reportFile(this.whole(run), format);
  }

  /** Ends every run at once. */
  close(): void {
    for (const { thread } of this.kept.values()) thread?.end();
    this.parts.store.close();
  }

  /** The report as it was told, or as the store has it. */
  private whole(run: number): WholeReport {
    const kept = this.at(run);
    const stored = kept.report !== null || kept.row.state !== 'done' ? null : this.parts.store.run(kept.id);
    const report = kept.report ?? (stored === null ? null : reportOfNote(stored, run));
    if (report === null) throw new Fault('run.unfinished', { run });
    return report;
  }

  /** Whether a run went over the simulated market of this seed. */
  private checkMarket(run: number, { conditions }: Capsule): void {
    const { label } = conditions.data;
    if (conditions.data.id !== null || label !== simulatedLabel(this.parts.marketSeed))
      throw new Fault('run.other-market', { run, bars: label });
  }

  /** Lets go of the oldest reports at hand; the store has them. */
  private forget(): void {
    const held = [...this.kept.values()].filter(({ report }) => report !== null);
    for (const kept of held.slice(0, -KEPT)) kept.report = null;
  }

  private at(run: number): Kept {
    const kept = this.kept.get(run);
    if (kept === undefined) throw new Fault('run.unknown', { run });
    return kept;
  }

  private next(): void {
    const all = [...this.kept.values()];
    const free = AT_ONCE - all.filter(({ row }) => row.state === 'running').length;
    for (const kept of all.filter(({ row }) => row.state === 'waiting').slice(0, Math.max(0, free))) this.open(kept);
  }

  private open(kept: Kept): void {
    const { run, request } = kept.row;
    const { id, script } = kept;
    const costs = this.parts.costs.named(request.costs);
    const thread = this.parts.openRun({ run, request, costs, id, at: this.parts.clock.now(), script });
    kept.script = null;
    kept.thread = thread;
    kept.startedAt = this.parts.clock.now();
    kept.row = { ...kept.row, state: 'running' };
    thread.onMessage((message) => {
      if (kept.thread === thread) this.receive(kept, message);
    });
    thread.onEnd((problem) => {
      if (kept.thread === thread) this.end(kept, { state: 'failed', problem: new Fault('run.thread', { run, problem }).message });
    });
  }

  private receive(kept: Kept, message: FromRun): void {
    if (message.kind === 'failed') {
      const { code, details } = message.fault;
      this.end(kept, { state: 'failed', problem: new Fault(code, details).message });
    } else if (message.kind === 'done') {
      const { view, trades, capsule } = message;
      kept.report = { view, trades, capsule };
      this.forget();
      const figure = (id: string): number | null => view.figures.find((each) => each.id === id)?.value.value ?? null;
      const seconds = this.seconds(kept);
      this.end(kept, { state: 'done', totalReturn: figure('totalReturn'), maxDrawdown: figure('maxDrawdown'), seconds });
    } else {
      const { done, total } = message;
      const seconds = this.seconds(kept);
      const rate = seconds > 0 && done > 0 ? done / seconds : null;
      kept.row = { ...kept.row, done, total, rate, left: rate === null ? null : (total - done) / rate };
      this.tell(kept);
    }
  }

  private seconds({ startedAt }: Kept): number {
    return (this.parts.clock.now() - startedAt) / 1_000;
  }

  private end(kept: Kept, change: Partial<RunRow>): void {
    const { thread } = kept;
    kept.thread = null;
    thread?.end();
    kept.row = { ...kept.row, rate: null, left: null, ...change };
    this.tell(kept);
    this.next();
  }

  private tell({ row }: Kept): void {
    this.parts.publish({ kind: 'run', row });
  }
}

function freshRun(id: string, row: RunRow): Kept {
  return { id, row, script: null, thread: null, startedAt: 0, report: null, barsKnown: false };
}

function waitingRow(run: number, request: RunRequest): RunRow {
  const unknown = { totalReturn: null, maxDrawdown: null, rate: null, left: null, seconds: null };
  return { run, state: 'waiting', request, done: 0, total: 0, problem: '', ...unknown };
}

/** A request whose parameters are complete and fit together. */
function checked(request: RunRequest, own: OwnSource | null): RunRequest {
  const definition = own === null ? findStrategy(request.strategy) : specOnly(own.spec);
  if (definition === undefined) throw new Fault('strategy.unknown', { strategy: request.strategy, suggestion: '' });
  if (request.from >= request.to)
    throw new Fault('input.invalid', { field: 'from', problem: 'the first bar must open before the last one closes.' });
  const { direction } = request.perpetual ?? { direction: 'long' };
  if (direction !== 'long' && definition.spec.shorts !== true)
    throw new Fault('input.invalid', { field: 'direction', problem: `${definition.spec.id} has no short side.` });
  if (definition.spec.perpetualOnly === true && request.perpetual === undefined)
    throw new Fault('input.invalid', { field: 'strategy', problem: `${definition.spec.id} trades perpetuals alone.` });
  return { ...request, parameters: unwrap(completeParameters(definition, request.parameters)) };
}
