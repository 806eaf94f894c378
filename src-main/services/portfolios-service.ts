import {
  type PortfolioAsk,
  type PortfolioReportView,
  portfolioRequest,
  type PortfolioRowAsk,
  type PortfolioRunRow,
} from '../../src-shared/contract/portfolios.ts';
import type { StreamEvent } from '../../src-shared/contract/stream.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { unwrap } from '../../src-shared/kernel/result.ts';
import { findStrategy } from '../core/strategies/catalog.ts';
import { completeParameters } from '../core/strategies/parameters.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { ResearchStore } from '../ports/research-store.ts';
import type { FromPortfolio, PortfolioStart } from '../sessions/research/portfolio-messages.ts';
import { portfolioFile } from '../sessions/research/portfolio-file.ts';
import type { ReportFile } from '../sessions/research/report-file.ts';
import { reportOfPortfolio } from '../sessions/research/stored-portfolio.ts';
import type { CostProfiles } from './cost-profiles.ts';
import { pastBars } from './past-bars.ts';
import { type QueuedThread, RunQueue } from './run-queue.ts';
import { SentCommands } from './sent-commands.ts';

type DonePortfolio = Extract<FromPortfolio, { readonly kind: 'done' }>;

/** A portfolio's thread, as main holds it. */
export type PortfolioThread = QueuedThread<DonePortfolio>;

/** What running portfolios needs. */
export interface PortfoliosParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: ResearchStore;
  readonly costs: CostProfiles;
  readonly open: (start: Pick<PortfolioStart, 'run' | 'request' | 'costs' | 'id' | 'at'>) => PortfolioThread;
  readonly publish: (event: StreamEvent) => void;
  /** Market time, ms UTC. */
  readonly marketTime: () => number;
}

/** Portfolios that the list shows. */
const LISTED = 1_000;
/** Trades that a report shows; the export has all. */
const SHOWN_TRADES = 2_000;

/** Portfolios on threads of their own: started, watched, cancelled, and their reports. */
export class PortfoliosService {
  private readonly parts: PortfoliosParts;
  private readonly queue: RunQueue<PortfolioRunRow, DonePortfolio>;
  private readonly sent = new SentCommands<{ readonly run: number }>();

  constructor(parts: PortfoliosParts) {
    this.parts = parts;
    this.queue = new RunQueue<PortfolioRunRow, DonePortfolio>({
      clock: parts.clock,
      open: ({ id, row: { run, request } }) =>
        parts.open({ run, request, costs: parts.costs.named(request.costs), id, at: parts.clock.now() }),
      finish: (_, { view }) => {
        const figure = (id: string): number | null => view.figures.find((each) => each.id === id)?.value.value ?? null;
        return { totalReturn: figure('totalReturn'), maxDrawdown: figure('maxDrawdown') };
      },
      tell: (row) => {
        parts.publish({ kind: 'portfolio', row });
      },
    });
    for (const { id, number, request, figures } of [...parts.store.portfolios(LISTED)].reverse()) {
      const asked = portfolioRequest.safeParse(request);
      if (!asked.success) continue;
      const { totalReturn = null, maxDrawdown = null } = figures;
      this.queue.know(id, { ...waitingRow(number, asked.data), state: 'done', totalReturn, maxDrawdown });
    }
  }

  /** Newest first. */
  list(): { readonly portfolios: readonly PortfolioRunRow[] } {
    return { portfolios: this.queue.rows() };
  }

  /** Starts a portfolio's run, or lets it wait; a command that comes twice starts one. Fails with `strategy.unknown`, `strategy.parameter`, `input.invalid`. */
  run(command: string, asked: PortfolioAsk): { readonly run: number } {
    return this.sent.once(command, () => {
      const { rows } = asked;
      const request = checked(
        pastBars(
          asked,
          rows.map(({ source }) => source),
          this.parts.marketTime(),
        ),
      );
      this.parts.costs.named(request.costs);
      const { ids, store, clock } = this.parts;
      const id = ids.next();
      const run = store.numberRun(id, clock.now());
      this.queue.add(id, waitingRow(run, request));
      return { run };
    });
  }

  /** Ends a run that has not ended. Fails with `run.unknown`. */
  cancel(run: number): { readonly cancelled: boolean } {
    return { cancelled: this.queue.cancel(run) };
  }

  /** The report of a run that is done. Fails with `run.unknown`, `run.unfinished`. */
  report(run: number): PortfolioReportView {
    const view = this.whole(run);
    return { ...view, trades: view.trades.slice(-SHOWN_TRADES) };
  }

  /** A report as a file's text. Fails like `report`. */
  export(run: number, format: 'csv' | 'json' | 'html'): ReportFile {
    return portfolioFile(this.whole(run), format);
  }

  private whole(run: number): PortfolioReportView {
    const { id, row } = this.queue.at(run);
    const stored = row.state === 'done' ? this.parts.store.portfolio(id) : null;
    if (stored === null) throw new Fault('run.unfinished', { run });
    return reportOfPortfolio(stored);
  }

  /** Ends every run at once. */
  close(): void {
    this.queue.close();
  }
}

function waitingRow(run: number, request: PortfolioAsk): PortfolioRunRow {
  const unknown = { totalReturn: null, maxDrawdown: null, rate: null, left: null, seconds: null };
  return { run, state: 'waiting', request, done: 0, total: 0, problem: '', ...unknown };
}

/** A request whose rows are complete and fit together. */
function checked(request: PortfolioAsk): PortfolioAsk {
  checkTerms(request.rows);
  return { ...request, rows: request.rows.map((row, at) => checkedRow(row, at + 1)) };
}

function checkedRow(row: PortfolioRowAsk, number: number): PortfolioRowAsk {
  const definition = findStrategy(row.strategy);
  if (definition === undefined) throw new Fault('strategy.unknown', { strategy: row.strategy, suggestion: '' });
  const problem = legProblem(row, definition);
  if (problem !== null) throw new Fault('input.invalid', { field: `row ${String(number)}`, problem });
  return { ...row, parameters: unwrap(completeParameters(definition, row.parameters)) };
}

/** What is wrong with the instruments of a row, a sentence; null where they are as many and of the kind that its strategy trades. */
function legProblem({ instrument, pair }: PortfolioRowAsk, { spec }: StrategyDefinition): string | null {
  if (spec.pair === true) {
    if (pair === undefined) return `${spec.id} needs a second instrument.`;
    return pair.instrument === instrument ? `${spec.id} needs two instruments, and both are ${instrument}.` : null;
  }
  if (pair !== undefined) return `${spec.id} trades one instrument.`;
  return spec.perpetualOnly === true ? `${spec.id} trades perpetuals, and this row is spot.` : null;
}

/** An account holds a perpetual at one leverage and with one funding, whichever rows trade it. */
function checkTerms(rows: readonly PortfolioRowAsk[]): void {
  const held = rows.flatMap(({ instrument, pair }, row) =>
    pair === undefined ? [] : [instrument, pair.instrument].map((id) => ({ id, row, terms: `${String(pair.leverage)} ${pair.funding}` })),
  );
  for (const { id, row, terms } of held) {
    const first = held.find((other) => other.id === id);
    if (first === undefined || first.terms === terms) continue;
    const problem = `${id} is held at another leverage or funding than in row ${String(first.row + 1)}; make them the same.`;
    throw new Fault('input.invalid', { field: `row ${String(row + 1)}`, problem });
  }
}
