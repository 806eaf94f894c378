import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { GapView } from '../src-shared/contract/attribution.ts';
import type { SeriesLook } from '../src-shared/contract/data.ts';
import type { RefreshedMarkets } from '../src-shared/contract/markets.ts';
import type { BookSource, OwnCostsView, ResearchSource, RunBarsView } from '../src-shared/contract/research.ts';
import type { WalkHoldView } from '../src-shared/contract/searches.ts';
import { TIMEFRAMES as SPANS } from '../src-shared/domain/candle.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { SIM_PROFILES } from './adapters/exchange-sim/market/sim-instruments.ts';
import { SIM_FIRST_MS } from './adapters/exchange-sim/market/sim-market.ts';
import { DepthServices } from './depth-services.ts';
import { openCandleStore, openMarketCatalogue, openMarketLists } from './market-services.ts';
import { hasJournal } from './run-attribution.ts';
import type { LedgerReader } from './ports/ledger-reader.ts';
import { AttributionService } from './services/attribution-service.ts';
import type { DataThread } from './services/data-jobs.ts';
import type { DataStart, FromData } from './services/data-messages.ts';
import type { CheckThread } from './services/checks-service.ts';
import { MarketsService } from './services/markets-service.ts';
import type { FromOwn, OwnStart, OwnThread } from './services/own-strategies.ts';
import type { PortfolioThread } from './services/portfolios-service.ts';
import type { RunThread } from './services/research-service.ts';
import type { SearchThread } from './services/searches-service.ts';
import type { FromGap, GapStart } from './sessions/attribution/gap-view.ts';
import type { FromCosts } from './sessions/research/costs-messages.ts';
import type { CheckStart, FromCheck } from './sessions/research/check-messages.ts';
import type { DeskFault } from './sessions/desk/desk-messages.ts';
import type { BarsAsked, FromBars, FromBooks, FromHold } from './sessions/research/bars-messages.ts';
import type { FromMarkets, MarketsStart } from './sessions/research/markets-messages.ts';
import type { FromPortfolio, PortfolioStart } from './sessions/research/portfolio-messages.ts';
import type { FromRun, RunStart } from './sessions/research/run-messages.ts';
import type { FromLook, LookStart } from './sessions/research/look-messages.ts';
import type { FromSearch, SearchStart } from './sessions/research/search-messages.ts';

/** What listens to a thread of research. */
interface ThreadOf<From> {
  onMessage(listener: (message: From) => void): void;
  onEnd(listener: (problem: string) => void): void;
  end(): void;
}

function threadOf<From>(worker: Worker): ThreadOf<From> {
  return {
    onMessage: (listener) => {
      worker.on('message', (message: From) => {
        listener(message);
      });
    },
    onEnd: (listener) => {
      worker.on('error', (problem: Error) => {
        listener(problem.stack ?? problem.message);
      });
      worker.on('exit', (code) => {
        listener(`its thread ended with ${String(code)}`);
      });
    },
    end: () => {
      void worker.terminate();
    },
  };
}

/** A backtest on a thread of its own, so that neither the window nor trading waits for it. */
export function openRunThread(start: RunStart): RunThread {
  return threadOf<FromRun>(new Worker(new URL('./workers/research.js', import.meta.url), { workerData: start }));
}

/** A portfolio's run on a thread of its own. */
export function openPortfolioThread(start: PortfolioStart): PortfolioThread {
  return threadOf<FromPortfolio>(new Worker(new URL('./workers/portfolio.js', import.meta.url), { workerData: start }));
}

/** A search on a thread of its own, which has threads of its own for the trials. */
export function openSearchThread(start: SearchStart): SearchThread {
  const worker = new Worker(new URL('./workers/search.js', import.meta.url), { workerData: start });
  return {
    ...threadOf<FromSearch>(worker),
    post: (message) => {
      worker.postMessage(message);
    },
  };
}

/** A check of a run on a thread of its own, which has threads of its own for the markets. */
export function openCheckThread(start: CheckStart): CheckThread {
  return threadOf<FromCheck>(new Worker(new URL('./workers/checks.js', import.meta.url), { workerData: start }));
}

/** Looks a stored series through on a thread of its own. Fails as the store does. */
export function lookOnThread(start: LookStart): Promise<SeriesLook> {
  return answerOf(threadOf<FromLook>(new Worker(new URL('./workers/data.js', import.meta.url), { workerData: start })), (message) =>
    message.kind === 'look' ? message.look : message.fault,
  );
}

/** The first answer of a thread, or the fault that it tells. */
function answerOf<From, Value extends object>(thread: ThreadOf<From>, read: (message: From) => Value | DeskFault): Promise<Value> {
  return new Promise((resolve, reject) => {
    thread.onMessage((message) => {
      const answer = read(message);
      if ('code' in answer && 'details' in answer) reject(new Fault(answer.code, answer.details, { cause: answer.cause }));
      else resolve(answer);
    });
    thread.onEnd((problem) => {
      reject(new Fault('internal', {}, { cause: problem }));
    });
  });
}

/** Work on the stored data on a thread of its own. What an export had written when it was ended is taken away. */
export function openDataThread(start: DataStart): DataThread {
  const worker = new Worker(new URL('./workers/data.js', import.meta.url), { workerData: start });
  return {
    ...threadOf<FromData>(worker),
    end: () => {
      void worker.terminate().then(() => {
        if (start.work.kind === 'export') rmSync(`${start.file}.partial`, { force: true });
      });
    },
  };
}

/** Reads bars for a drawing on a thread of its own. Fails as `drawnBars` and `marketBars` do. */
export function barsOnThread(asked: BarsAsked): Promise<RunBarsView> {
  return answerOf(threadOf<FromBars>(new Worker(new URL('./workers/bars.js', import.meta.url), { workerData: asked })), (message) =>
    message.kind === 'bars' ? message.view : message.fault,
  );
}

/** Holds what a walk-forward went over, on a thread of its own. Fails as `walkHold` does. */
export function holdOnThread(start: Extract<BarsAsked, { kind: 'hold' }>['start']): Promise<WalkHoldView> {
  const asked: BarsAsked = { kind: 'hold', start };
  return answerOf(threadOf<FromHold>(new Worker(new URL('./workers/bars.js', import.meta.url), { workerData: asked })), (message) =>
    message.kind === 'hold' ? message.view : message.fault,
  );
}

/** The recorded order books of a home that a run can go over, looked up on a thread of its own: a day may be large. */
export async function recordedSources(home: string): Promise<readonly BookSource[]> {
  if (!DepthServices.has(home)) return [];
  const start: BarsAsked = { kind: 'books', home };
  return answerOf(threadOf<FromBooks>(new Worker(new URL('./workers/bars.js', import.meta.url), { workerData: start })), (message) =>
    message.kind === 'books' ? message.books : message.fault,
  );
}

/** Estimates costs from the fills of a home's ledger on a thread of its own. Fails as the ledger's reader does. */
export function ownCostsOnThread(home: string): Promise<OwnCostsView> {
  return answerOf(threadOf<FromCosts>(new Worker(new URL('./workers/costs.js', import.meta.url), { workerData: home })), (message) =>
    message.kind === 'costs' ? message.view : message.fault,
  );
}

/** Fetches the markets of a venue on a thread of its own: thousands of them take their time to read. */
function refreshOnThread(start: MarketsStart): Promise<RefreshedMarkets> {
  return answerOf(threadOf<FromMarkets>(new Worker(new URL('./workers/markets.js', import.meta.url), { workerData: start })), (message) =>
    message.kind === 'markets' ? message.refreshed : message.fault,
  );
}

/** The catalogue of markets of a home folder. */
export function openMarkets(home: string): MarketsService {
  return new MarketsService({
    catalogue: openMarketCatalogue(home),
    venues: openMarketLists().venues,
    refresh: (venue) => refreshOnThread({ home, venue }),
  });
}

/** Holds a session against its backtest on a thread of its own. Fails as `attributeJournal` does. */
function attributionOnThread(start: GapStart): Promise<GapView> {
  return answerOf(threadOf<FromGap>(new Worker(new URL('./workers/attribution.js', import.meta.url), { workerData: start })), (message) =>
    message.kind === 'gap' ? message.view : message.fault,
  );
}

/** The sessions of a home folder, each beside its backtest. */
export function openAttribution(home: string, reader: LedgerReader): AttributionService {
  return new AttributionService({
    reader,
    hasJournal: (session) => hasJournal(home, session),
    split: (session) => attributionOnThread({ home, session }),
  });
}

/** Reads the user's own strategies on a thread of its own, which starts a process for each of them. */
export function openOwnThread(start: OwnStart): OwnThread {
  return threadOf<FromOwn>(new Worker(new URL('./workers/own-strategies.js', import.meta.url), { workerData: start }));
}

/** The series of a home's store that a run can be made over, in their own bars and in longer ones. */
export function storedSources(home: string): readonly ResearchSource[] {
  const store = openCandleStore(home);
  try {
    return store.list().flatMap(({ id, symbol, venue, timeframe, from, to, gaps }) => {
      const timeframes = TIMEFRAMES.filter((each) => SPANS[each] % SPANS[timeframe] === 0);
      return timeframes.length === 0
        ? []
        : [{ source: { kind: 'stored', series: id }, instrument: `${symbol}.${venue}`, timeframes, from, to, gaps }];
    });
  } finally {
    store.close();
  }
}

/** The timeframes that a run may have. */
const TIMEFRAMES = ['1m', '5m', '15m', '1h', '4h', '1d'] as const;

/** What the simulated market has had until an instant of its own, ms UTC. */
export function simulatedSources(now: number): readonly ResearchSource[] {
  return SIM_PROFILES.map(({ spec }) => ({
    source: { kind: 'simulated' },
    instrument: spec.id,
    timeframes: TIMEFRAMES,
    from: SIM_FIRST_MS,
    to: now,
    gaps: 0,
  }));
}
