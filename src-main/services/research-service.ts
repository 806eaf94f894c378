import type {
  BarsRequest,
  ResearchSource,
  OwnCostsView,
  RunBarsView,
  RunMarksView,
  RunReportView,
  RunRequest,
  RunRow,
} from '../../src-shared/contract/research.ts';
import type { StreamEvent } from '../../src-shared/contract/stream.ts';
import { TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import type { CostProfile } from '../../src-shared/domain/costs.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { unwrap } from '../../src-shared/kernel/result.ts';
import { MINUTE_MS } from '../../src-shared/kernel/time.ts';
import { completeParameters } from '../core/strategies/parameters.ts';
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
import { pastBars } from './past-bars.ts';
import { type QueuedThread, RunQueue } from './run-queue.ts';
import { runnableStrategy } from './runnable-strategy.ts';
import { SentCommands } from './sent-commands.ts';
import { listedRuns } from './stored-runs.ts';

/** A run's thread, as main holds it. */
export type RunThread = QueuedThread<DoneRun>;

type DoneRun = Extract<FromRun, { readonly kind: 'done' }>;

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

/** Runs whose reports are kept at hand. */
const KEPT = 20;

/** Backtests on threads of their own: started, watched, cancelled, and their reports. */
export class ResearchService {
  private readonly parts: ResearchParts;
  private readonly queue: RunQueue<RunRow, DoneRun>;
  private readonly sent = new SentCommands<{ readonly run: number }>();
  /** The files that a run of the user's own strategy was asked for with; let go of when it has begun. */
  private readonly scripts = new Map<number, StrategyScript>();
  /** By run, oldest first. */
  private readonly reports = new Map<number, WholeReport>();
  /** Runs whose bars were found to be those that they went over. */
  private readonly barsKnown = new Set<number>();

  constructor(parts: ResearchParts) {
    this.parts = parts;
    this.queue = new RunQueue<RunRow, DoneRun>({
      clock: parts.clock,
      open: ({ id, row: { run, request } }) => {
        const script = this.scripts.get(run) ?? null;
        this.scripts.delete(run);
        return parts.openRun({ run, request, costs: parts.costs.named(request.costs), id, at: parts.clock.now(), script });
      },
      finish: (run, done) => this.finish(run, done),
      tell: (row) => {
        parts.publish({ kind: 'run', row });
      },
    });
    for (const { id, row } of listedRuns(parts.store)) this.queue.know(id, row);
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
    return { runs: this.queue.rows() };
  }

  /** Starts a run, or lets it wait for its turn; a command that comes twice starts one. Fails with `strategy.unknown`, `strategy.parameter`, `input.invalid`. */
  run(command: string, asked: RunRequest): { readonly run: number } {
    return this.sent.once(command, () => {
      const own = this.parts.own(asked.strategy);
      const request = checked(pastBars(asked, [asked.source], this.parts.marketTime()), own);
      this.parts.costs.named(request.costs);
      const { ids, store, clock } = this.parts;
      const id = ids.next();
      const run = store.numberRun(id, clock.now());
      if (own !== null) this.scripts.set(run, own.script);
      this.queue.add(id, waitingRow(run, request));
      return { run };
    });
  }

  /** Ends a run that has not ended. */
  cancel(run: number): { readonly cancelled: boolean } {
    const cancelled = this.queue.cancel(run);
    if (cancelled) this.scripts.delete(run);
    return { cancelled };
  }

  /** A run that is done, with the id that the store has it under. Fails with `run.unknown`, `run.unfinished`. */
  done(run: number): { readonly id: string; readonly request: RunRequest } {
    const { id, row } = this.queue.at(run);
    if (row.state !== 'done') throw new Fault('run.unfinished', { run });
    return { id, request: row.request };
  }

  /** The report of a run that is done. Fails with `run.unknown`, `run.unfinished`. */
  report(run: number): RunReportView {
    return this.whole(run).view;
  }

  /** The bars of a run that is done, for a drawing. Fails like `report`, with `run.bars-changed`, and as the store does. */
  async bars({ run, ...window }: Pick<BarsStart, 'run' | 'from' | 'to' | 'most'>): Promise<RunBarsView> {
    const { view, capsule } = this.whole(run);
    const { request } = this.queue.at(run).row;
    if (request.source.kind === 'simulated') this.checkMarket(run, capsule);
    const known = this.barsKnown.has(run) || request.source.kind === 'simulated';
    const read = await this.parts.readBars({ run, request, ...window, dataHash: known ? null : view.assumptions.dataHash });
    this.barsKnown.add(run);
    return read;
  }

  /** The trades of a run for the chart of its instrument. Fails like `report`, and with `run.other-market`. */
  marks(run: number): RunMarksView {
    const { view, capsule } = this.whole(run);
    this.checkMarket(run, capsule);
    const { request, trades, closedTrades } = view;
    if (!isOverBars(request)) throw new Fault('run.other-market', { run, bars: capsule.conditions.data.label });
    return { request, trades, closedTrades };
  }

  /** A report as a file's text. Fails like `report`. */
  export(run: number, format: 'csv' | 'json' | 'html' | 'capsule'): { readonly name: string; readonly text: string } {
    return reportFile(this.whole(run), format);
  }

  /** Ends every run at once. */
  close(): void {
    this.queue.close();
    this.parts.store.close();
  }

  /** The report as it was told, or as the store has it. */
  private whole(run: number): WholeReport {
    const { id, row } = this.queue.at(run);
    const known = this.reports.get(run);
    if (known !== undefined) return known;
    const stored = row.state === 'done' ? this.parts.store.run(id) : null;
    const report = stored === null ? null : reportOfNote(stored, run);
    if (report === null) throw new Fault('run.unfinished', { run });
    return report;
  }

  /** Whether a run went over the simulated market of this seed. */
  private checkMarket(run: number, { conditions }: Capsule): void {
    const { label } = conditions.data;
    if (conditions.data.id !== null || label !== simulatedLabel(this.parts.marketSeed))
      throw new Fault('run.other-market', { run, bars: label });
  }

  /** Keeps a report at hand and lets go of the oldest ones; the store has them. */
  private finish(run: number, { view, trades, capsule }: DoneRun): Partial<RunRow> {
    this.reports.set(run, { view, trades, capsule });
    for (const oldest of this.reports.keys()) {
      if (this.reports.size <= KEPT) break;
      this.reports.delete(oldest);
    }
    const figure = (id: string): number | null => view.figures.find((each) => each.id === id)?.value.value ?? null;
    return { totalReturn: figure('totalReturn'), maxDrawdown: figure('maxDrawdown') };
  }
}

function waitingRow(run: number, request: RunRequest): RunRow {
  const unknown = { totalReturn: null, maxDrawdown: null, rate: null, left: null, seconds: null };
  return { run, state: 'waiting', request, done: 0, total: 0, problem: '', ...unknown };
}

function isOverBars(request: RunRequest): request is BarsRequest {
  return request.source.kind !== 'recorded';
}

/** A recorded book is traded as spot, and nothing else has bars of seconds or queues. */
function checkBook({ source, timeframe, perpetual, queue }: RunRequest): void {
  const isBook = source.kind === 'recorded';
  if (isBook && perpetual !== undefined)
    throw new Fault('input.invalid', { field: 'perpetual', problem: 'a recorded book is traded as spot.' });
  if (!isBook && TIMEFRAMES[timeframe] < MINUTE_MS)
    throw new Fault('input.invalid', { field: 'timeframe', problem: `bars of ${timeframe} are made of a recorded book alone.` });
  if (!isBook && queue !== undefined) throw new Fault('input.invalid', { field: 'queue', problem: 'only a recorded book has queues.' });
}

/** A request whose parameters are complete and fit together. */
function checked(request: RunRequest, own: OwnSource | null): RunRequest {
  checkBook(request);
  const definition = runnableStrategy(request, own);
  return { ...request, parameters: unwrap(completeParameters(definition, request.parameters)) };
}
