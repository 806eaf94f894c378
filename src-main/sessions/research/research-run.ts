import type {
  BookAssumptions,
  CostStep,
  RunReportView,
  RunRequest,
  RunTradeRow,
  SensitivityRow,
} from '../../../src-shared/contract/research.ts';
import { type Timeframe, TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import { costSteps } from '../../../src-shared/domain/cost-steps.ts';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import { NO_LIMITS } from '../../../src-shared/domain/limits.ts';
import { monthlyReturns } from '../../../src-shared/domain/monthly-returns.ts';
import { type RunRecord, type RunReport, runReport } from '../../../src-shared/domain/report.ts';
import { searchFigures } from '../../../src-shared/domain/search-figures.ts';
import type { Ways } from '../../../src-shared/domain/strategy-spec.ts';
import { fundingWords, scaledFunding } from '../../../src-shared/domain/funding.ts';
import { FUNDING_CASES, sensitivityCases } from '../../../src-shared/domain/sensitivity.ts';
import { thinnedCurve } from '../../../src-shared/domain/thinned-curve.ts';
import { dailyReturns } from '../../../src-shared/domain/daily-returns.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { BacktestOutcome, BacktestSpec, StrategyPlacement } from '../backtest-types.ts';
import type { DepthFacts, DepthTape } from '../../ports/depth.ts';
import type { RunConditions, StoredRun } from '../../ports/research-store.ts';
import { bookCosts } from '../../core/matching/depth-rules.ts';
import type { QueueModel } from '../../core/matching/queue-place.ts';
import { underlyingOf } from '../../core/market-data/perpetual-instrument.ts';
import type { RunBars, RunBook } from './run-bars.ts';
import { runLimits } from './run-limits.ts';
import { makeCapsule } from './capsule.ts';
import { figuresBeside } from './report-figures.ts';
import { noteOf, type WholeReport } from './stored-report.ts';
import { tradeRow } from './trade-row.ts';

/** What a run is played by. */
export interface ResearchRunParts {
  readonly backtest: (spec: BacktestSpec) => BacktestOutcome;
  /** The same over a recorded order book, with what it met on its way. */
  readonly depthBacktest: (spec: BacktestSpec, book: PlayedBook) => { readonly outcome: BacktestOutcome; readonly facts: DepthFacts };
  readonly costs: CostProfile;
  /** SHA-256 of a strategy of the user's own; null for a built-in one. */
  readonly strategyHash: string | null;
  /** Version of the program. */
  readonly engine: string;
  /** Told now and then how many bars are done of those to do, over all passes. */
  readonly tell: (done: number, total: number) => void;
}

/** The strategy that every result is held against. */
const BASELINE = 'buy-and-hold';
const BPS = 10_000;
const UNKNOWN_HALF_SPREAD = 1;
/** Trades that a report shows; the export has all. */
const SHOWN_TRADES = 2_000;
/** Costs that mean something over a recorded book: the others are in it. */
const BOOK_STEPS: readonly string[] = ['none', 'fee', 'latency'];
const BOOK_CASES: readonly string[] = ['costs-as-run', 'costs-double', 'latency-1s'];
/** Parts of which a drawn curve keeps the extremes. */
const CURVE_BUCKETS = 400;

/** A recorded book as a run is played over it. */
export interface PlayedBook {
  readonly tape: DepthTape;
  readonly queue: QueueModel;
}

/** A report with every trade, and the run as it is kept. */
export interface PlayedRun extends WholeReport {
  readonly kept: Omit<StoredRun, 'id' | 'at'>;
}

interface Pass {
  readonly outcome: BacktestOutcome;
  readonly record: RunRecord;
  readonly report: RunReport;
  /** What a recorded book held; null over bars. */
  readonly facts: DepthFacts | null;
}

/** Plays one run with everything that its report tells: buy and hold, the costs one by one, and the result under other costs. */
export class ResearchRun {
  private readonly request: RunRequest;
  private readonly bars: RunBars;
  private readonly parts: ResearchRunParts;
  private readonly costs: CostProfile;
  private readonly instrument: Instrument;
  private readonly own: { readonly taker: number; readonly maker: number; readonly half: number };
  private passes = 0;

  constructor(request: RunRequest, bars: RunBars, parts: ResearchRunParts) {
    this.request = bars.book === undefined ? request : { ...request, ...spanOf(bars, request.timeframe) };
    this.bars = bars;
    this.parts = parts;
    this.costs = bars.book === undefined ? parts.costs : bookCosts(parts.costs);
    this.instrument = new Instrument(bars.instrument, 0);
    this.own = {
      taker: Number(bars.instrument.takerFee) * BPS,
      maker: Number(bars.instrument.makerFee) * BPS,
      half: bars.instrument.halfSpreadBps ?? UNKNOWN_HALF_SPREAD,
    };
  }

  /** Plays every pass. `run` is the number under which it is kept. */
  play(run: number): PlayedRun {
    const { costs } = this;
    const { funding } = this.bars;
    const { steps, lastStep, cases } = this.plan();
    const others = funding === undefined ? [] : FUNDING_CASES;
    const total = 2 + steps.length + cases.length - 1 + others.length;
    const main = this.pass(costs, total);
    const hold = this.pass(costs, total, { strategy: BASELINE });
    const costRows: CostStep[] = steps.map((step) => ({ id: step.id, equity: lastEquity(this.pass(step.costs, total, { funding: 0 })) }));
    costRows.push({ id: lastStep, equity: lastEquity(main) });
    const sensitivity = cases.map(({ id, costs: other }) => sensitivityRow(id, id === 'costs-as-run' ? main : this.pass(other, total)));
    for (const { id, factor } of others) sensitivity.push(sensitivityRow(id, this.pass(costs, total, { funding: factor })));
    const { instrument } = this;
    const ground = { instrument, candles: this.bars.candles, isFunded: funding !== undefined };
    const trades = main.report.trades.map((trade, index) => tradeRow(trade, index, ground));
    const conditions = this.conditions();
    const { parameters } = this.request;
    const { strategyHash } = this.parts;
    const capsule = makeCapsule({ conditions, parameters, strategyHash, candles: this.bars.candles, outcome: main.outcome });
    const whole = { view: this.view(run, { main, hold, costRows, sensitivity, trades }), trades, capsule };
    return { ...whole, kept: this.kept(main, whole, conditions) };
  }

  /** The costs one by one and the cases: both the last step and the case as it was run are the run itself; of a perpetual the last step is its funding. */
  private plan() {
    const { costs, own } = this;
    const { funding, book } = this.bars;
    const cases = sensitivityCases(costs, own).filter(({ id }) => book === undefined || BOOK_CASES.includes(id));
    const all = costSteps(costs).filter(({ id }) => book === undefined || BOOK_STEPS.includes(id));
    return {
      steps: funding === undefined ? all.slice(0, -1) : all,
      lastStep: funding === undefined ? all.at(-1)!.id : ('funding' as const),
      cases,
    };
  }

  /** One pass: of the baseline over the coin itself, or of the strategy with every rate of funding times a factor. */
  private pass(
    costs: CostProfile,
    total: number,
    { strategy, funding = 1 }: { readonly strategy?: string; readonly funding?: number } = {},
  ): Pass {
    const { request, bars } = this;
    const { candles } = bars;
    const traded = strategy === undefined ? bars.instrument : underlyingOf(bars.instrument);
    const plan = strategy === undefined ? bars.funding?.plan : undefined;
    const before = this.passes * candles.length;
    const cash = Decimal.parse(request.cash);
    const { outcome, facts } = this.outcomeOf({
      instruments: [traded],
      series: [{ instrument: 0, timeframe: request.timeframe, candles }],
      placements: [
        strategy === undefined
          ? this.placement()
          : { instance: `${strategy}-1`, strategy, instrument: 0, timeframe: request.timeframe, parameters: {}, size: { kind: 'all' } },
      ],
      cash,
      costs,
      limits: strategy === undefined ? runLimits(request) : NO_LIMITS,
      seed: request.seed,
      ...(plan === undefined ? {} : { funding: [funding === 1 ? plan : scaledFunding(plan, funding)] }),
      onProgress: (done) => {
        this.parts.tell(before + done, total * candles.length);
      },
    });
    this.passes += 1;
    this.parts.tell(this.passes * candles.length, total * candles.length);
    const record: RunRecord = {
      instruments: [new Instrument(traded, 0)],
      start: cash,
      from: candles.time[0]!,
      times: outcome.times,
      equity: outcome.equity,
      fills: outcome.fills,
      cash: outcome.cash,
      carry: outcome.carry,
      openCost: outcome.openCost,
      lastClose: [candles.close[candles.length - 1]!],
    };
    return { outcome, record, report: runReport(record), facts };
  }

  private outcomeOf(spec: BacktestSpec): Pick<Pass, 'outcome' | 'facts'> {
    const { book } = this.bars;
    if (book === undefined) return { outcome: this.parts.backtest(spec), facts: null };
    return this.parts.depthBacktest(spec, { tape: book.tape, queue: book.note.queue });
  }

  private conditions(): RunConditions {
    const { request, bars } = this;
    const { costs } = this;
    const { engine, strategyHash } = this.parts;
    const { instrument, candles, dataHash: data, label, book } = bars;
    const { strategy, timeframe, size, cash, seed } = request;
    return {
      family: { strategy, instrument: instrument.id, timeframe, data },
      data: {
        id: request.source.kind === 'stored' ? request.source.series : null,
        label,
        bars: candles.length,
        from: request.from,
        to: request.to,
      },
      instrument,
      cash,
      size,
      costs,
      limits: runLimits(request),
      seed,
      ...this.ways(),
      ...(bars.funding === undefined ? {} : { funding: bars.funding.note }),
      ...(book === undefined ? {} : { book: book.note }),
      engineVersion: engine,
      ...(strategyHash === null ? {} : { strategyHash }),
    };
  }

  private kept({ record, report }: Pass, whole: WholeReport, conditions: RunConditions): PlayedRun['kept'] {
    const { parameters, cash } = this.request;
    return {
      conditions,
      parameters,
      figures: searchFigures(report),
      assumptions: noteOf(whole),
      dailyReturns: dailyReturns({ start: Number(cash), from: record.from, times: record.times, equity: record.equity }),
      record,
    };
  }

  private placement(): StrategyPlacement {
    const { strategy, timeframe, parameters, size } = this.request;
    return { instance: `${strategy}-1`, strategy, instrument: 0, timeframe, parameters, size, ...this.ways() };
  }

  private ways(): { readonly ways?: Ways } {
    const ways = this.request.perpetual?.direction ?? 'long';
    return ways === 'long' ? {} : { ways };
  }

  private view(
    run: number,
    played: {
      readonly main: Pass;
      readonly hold: Pass;
      readonly costRows: readonly CostStep[];
      readonly sensitivity: readonly SensitivityRow[];
      readonly trades: readonly RunTradeRow[];
    },
  ): RunReportView {
    const { main, hold, costRows, sensitivity, trades } = played;
    const { request, bars } = this;
    const start = Number(request.cash);
    const { times, equity } = main.outcome;
    return {
      run,
      request,
      quote: bars.instrument.quote,
      base: bars.instrument.base,
      assumptions: this.assumptions(main),
      figures: figuresBeside(main.report, hold.report),
      finalEquity: main.report.finalEquity.toString(),
      holdEquity: hold.report.finalEquity.toString(),
      fees: main.report.fees.toString(),
      ...(bars.funding === undefined ? {} : { funding: main.report.funding.toString(), liquidations: main.report.liquidations }),
      curve: thinnedCurve({ start, times, equity, hold: hold.outcome.equity }, CURVE_BUCKETS),
      trades: trades.slice(-SHOWN_TRADES),
      closedTrades: trades.length,
      months: monthlyReturns({ start, from: bars.candles.time[0]!, times, equity }),
      costSteps: costRows,
      sensitivity,
      refusals: main.outcome.refusals,
    };
  }

  private assumptions({ report, facts }: Pass): RunReportView['assumptions'] {
    const { instrument, candles, gaps, missingBars, dataHash, book } = this.bars;
    const { costs } = this;
    const { engine, strategyHash } = this.parts;
    return {
      ...(strategyHash === null ? {} : { strategyHash }),
      costs,
      takerFeeBps: costs.takerFeeBps ?? this.own.taker,
      makerFeeBps: costs.makerFeeBps ?? this.own.maker,
      halfSpreadBps: costs.halfSpreadBps ?? this.own.half,
      bars: candles.length,
      days: report.days,
      gaps,
      missingBars,
      tick: instrument.tick,
      lot: instrument.lot,
      engineLot: instrument.engineLot,
      engine,
      dataHash,
      firstBar: candles.time[0]!,
      lastClose: candles.close[candles.length - 1]!,
      ...perpetualWords(this.bars),
      ...(book === undefined || facts === null ? {} : { book: bookAssumptions(book, facts) }),
    };
  }
}

/** From the open of the first bar to the close of the last. */
function spanOf({ candles }: RunBars, timeframe: Timeframe): { readonly from: number; readonly to: number } {
  return { from: candles.time[0]!, to: candles.time[candles.length - 1]! + TIMEFRAMES[timeframe] };
}

function bookAssumptions({ note, missingTrades }: RunBook, facts: DepthFacts): BookAssumptions {
  return { recording: note.recording, queue: note.queue, missingTrades, ...facts };
}

function perpetualWords({ instrument, funding }: RunBars): Pick<RunReportView['assumptions'], 'perpetual'> {
  if (instrument.kind !== 'perpetual' || funding === undefined) return {};
  const { maintenanceMargin, liquidationFee } = instrument.terms;
  return { perpetual: { symbol: instrument.symbol, maintenanceMargin, liquidationFee, funding: fundingWords(funding.note) } };
}

function lastEquity({ outcome }: Pass): number {
  return outcome.equity.at(-1) ?? 0;
}

function sensitivityRow(id: string, { report }: Pass): SensitivityRow {
  const value = (metric: string): number | null => report.metrics[metric]?.value ?? null;
  return {
    id,
    totalReturn: value('totalReturn'),
    sharpe: value('sharpe'),
    maxDrawdown: value('maxDrawdown'),
    trades: report.trades.length,
  };
}
