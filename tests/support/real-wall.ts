import { join } from 'node:path';
import { CostProfiles } from '../../src-main/services/cost-profiles.ts';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { createDeskClient } from '../../src-renderer/client/desk-client.ts';
import type { DeskClient } from '../../src-renderer/client/desk-client.ts';
import type { AppInfo } from '../../src-shared/contract/app.ts';
import type { Interest, StreamEvent } from '../../src-shared/contract/stream.ts';
import { openHome } from '../../src-main/adapters/home/home.ts';
import { openLedgerReader } from '../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { FileLog } from '../../src-main/adapters/log-files/file-log.ts';
import { SqliteResearch } from '../../src-main/adapters/research-sqlite/sqlite-research.ts';
import { SettingsFile } from '../../src-main/adapters/settings-file/settings-file.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import { SystemIds } from '../../src-main/adapters/system-ids/system-ids.ts';
import type { FramePort } from '../../src-main/rpc/frame-port.ts';
import { createRouter } from '../../src-main/rpc/router.ts';
import { RpcServer } from '../../src-main/rpc/rpc-server.ts';
import { AlertsService } from '../../src-main/services/alerts-service.ts';
import { AppService } from '../../src-main/services/app-service.ts';
import { hasJournal } from '../../src-main/run-attribution.ts';
import { AttributionService } from '../../src-main/services/attribution-service.ts';
import { BooksService } from '../../src-main/services/books-service.ts';
import { ChecksService } from '../../src-main/services/checks-service.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { AccountId, VenueId } from '../../src-shared/kernel/ids.ts';
import type { DeskStart } from '../../src-main/open-desk.ts';
import type { ReplayDeskStart } from '../../src-main/open-replay.ts';
import { DeskLink } from '../../src-main/services/desk-link.ts';
import { DeskSwitch } from '../../src-main/services/desk-switch.ts';
import { SqliteFundingStore } from '../../src-main/adapters/candles-sqlite/sqlite-funding-store.ts';
import { SqliteCandleStore } from '../../src-main/adapters/candles-sqlite/sqlite-candle-store.ts';
import { DataJobs } from '../../src-main/services/data-jobs.ts';
import { DataService } from '../../src-main/services/data-service.ts';
import { EquityService } from '../../src-main/services/equity-service.ts';
import { InterestUnion } from '../../src-main/services/interest-union.ts';
import { LedgerService } from '../../src-main/services/ledger-service.ts';
import { MarketFiles } from '../../src-main/adapters/market-files/market-files.ts';
import { LiveService } from '../../src-main/services/live-service.ts';
import { MarketService } from '../../src-main/services/market-service.ts';
import { MarketsService } from '../../src-main/services/markets-service.ts';
import type { OpenBook } from '../../src-main/services/open-book.ts';
import { OwnStrategies } from '../../src-main/services/own-strategies.ts';
import { OrdersService } from '../../src-main/services/orders-service.ts';
import { ReplayService } from '../../src-main/services/replay-service.ts';
import { PortfoliosService } from '../../src-main/services/portfolios-service.ts';
import { ResearchService } from '../../src-main/services/research-service.ts';
import { RiskService } from '../../src-main/services/risk-service.ts';
import { VenueService } from '../../src-main/services/venue-service.ts';
import { SearchesService } from '../../src-main/services/searches-service.ts';
import { WindowLock } from '../../src-main/services/window-lock.ts';
import { StrategiesService } from '../../src-main/services/strategies-service.ts';
import type { FromDesk } from '../../src-main/sessions/desk/desk-messages.ts';
import { OPENING_CASH, practiceAccount, WINDOW_ACCOUNT } from '../../src-main/window-account.ts';
import { HandClock, MemoryPage } from '../src-main/rpc/wall-fixture.ts';
import { accountKit } from './account-kit.ts';

/** The services over a real desk on its own thread, with a real ledger, behind a wall whose rates go by a clock that the test moves. */
export interface RealWall {
  connect(port: FramePort): ReturnType<RpcServer['connect']>;
  /** Tells every page something that the desk did not. */
  publish(event: StreamEvent): void;
  advance(milliseconds: number): void;
  /** A well-behaved page of its own. */
  readonly client: DeskClient;
  /** Every row of the ledger, limits and risk state among them, and the settings that the window keeps. */
  rows(): string;
  /** Settles when the desk has ended by itself. */
  readonly failed: Promise<Error>;
  close(): Promise<void>;
}

/** The trading thread of a test, from the sources. */
export function tradingThread(data: DeskStart | ReplayDeskStart) {
  const worker = new Worker(new URL('../../src-main/workers/trading.ts', import.meta.url), { workerData: data });
  return {
    post: (message: unknown) => {
      worker.postMessage(message);
    },
    onMessage: (listener: (message: FromDesk) => void) => {
      worker.on('message', listener);
    },
    onEnd: (listener: (problem: string) => void) => {
      worker.on('error', (problem) => {
        listener(String(problem));
      });
      worker.on('exit', (code) => {
        listener(`ended with ${String(code)}`);
      });
    },
  };
}

function ledgerRows(file: string): string {
  const ledger = new Database(file, { readonly: true });
  const tables = ledger.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").pluck().all() as string[];
  const rows = tables.map((table) => `${table} ${JSON.stringify(ledger.prepare(`SELECT * FROM "${table}"`).raw().all())}`);
  ledger.close();
  return rows.join('\n');
}

/** How it is opened. */
export interface RealWallOptions {
  /** What the rates go by. */
  readonly clock?: HandClock;
  /** Whether replays can be started. */
  readonly replays?: boolean;
  /** Hears every frame that the well-behaved page gets. */
  readonly heard?: (frame: string) => void;
}

/** Opens it all in a home folder of its own. */
export async function openRealWall(
  folder: string,
  { clock = new HandClock(), replays = false, heard = () => undefined }: RealWallOptions = {},
): Promise<RealWall> {
  const paths = openHome(folder, 'test', 0);
  const ids = new SystemIds();
  const log = new FileLog({ folder: paths.logs, name: 'main', clock: new SystemClock() });
  let wall: RpcServer | null = null;
  const open = (start: DeskStart | ReplayDeskStart): DeskLink => {
    const link = new DeskLink(tradingThread(start), {
      onEvent: (event) => {
        if (desk.holds(link)) wall?.publish(event);
      },
      onGap: () => wall?.lose(),
    });
    return link;
  };
  const ground = { home: paths.folder, version: '0.0.0', seed: 7 };
  const openPaper = () => open({ ...ground, account: WINDOW_ACCOUNT.account, cash: OPENING_CASH });
  const desk: DeskSwitch = new DeskSwitch(openPaper());
  await desk.ready;
  const reader = openLedgerReader(paths.ledger);
  const interest = new InterestUnion();
  const info = (): AppInfo => ({
    version: '0.0.0',
    host: 'headless',
    sandbox: 'no page',
    home: folder,
    opensFolders: false,
    hostsContacted: [],
    firstStart: true,
    crashNote: null,
    away: null,
    leaving: false,
    licences: [],
  });
  const figures = () => Promise.resolve({ at: 0, main: { cpuMs: 0, memory: null }, window: null });
  const research = new ResearchService({
    clock,
    ids,
    store: new SqliteResearch(join(folder, 'research.db')),
    costs: new CostProfiles(() => Promise.reject(new Error('no thread'))),
    own: () => null,
    openRun: () => ({ onMessage: () => undefined, onEnd: () => undefined, end: () => undefined }),
    publish: () => undefined,
    sources: () => Promise.resolve([]),
    marketTime: () => 0,
    marketSeed: 7,
    readBars: () => Promise.reject(new Error('no thread')),
  });
  const replay = new ReplayService({
    desk,
    open: (request, account) => {
      if (!replays) throw new Fault('replay.range', { instrument: request.instrument, bars: 0, timeframe: request.timeframe });
      return { link: open({ ...ground, account, request }), account: practiceAccount(account, request.instrument.split('.')[1] ?? '') };
    },
    reader: () => openLedgerReader(paths.practice),
    show: (link) => desk.replace(() => link),
    leave: async () => {
      await desk.replace(openPaper);
      return WINDOW_ACCOUNT.account;
    },
    now: () => 0,
    marketTime: () => Number.POSITIVE_INFINITY,
    trading: () => false,
  });
  const live = new LiveService({
    ...{ accounts: accountKit().service, desk, reader, settings: new SettingsFile(paths.settings) },
    replaying: () => replay.practice !== null,
    scopeOf: ({ id, sandbox, venue }) => ({ book: sandbox ? 'testnet' : 'live', account: id as AccountId, venue: venue as VenueId }),
    gate: { store: { verdicts: () => [], trialCount: () => ({ total: 0, searches: 0 }) as never }, code: 'test' },
    now: () => clock.now(),
    open: () => Promise.reject(new Fault('venue.unreachable', { venue: 'BINANCE', problem: 'no network here.' })),
    leave: () => Promise.resolve(),
  });
  const book = (): OpenBook => replay.practice ?? { account: WINDOW_ACCOUNT, reader, timeframe: '1m' };
  const accounts = accountKit();
  const server = new RpcServer({
    router: createRouter({
      accounts: accounts.service,
      app: new AppService({ info, figures, openHome: () => Promise.resolve(false), settings: new SettingsFile(paths.settings), log, ids }),
      attribution: new AttributionService({
        reader,
        hasJournal: (session) => hasJournal(folder, session),
        split: (session) => Promise.reject(new Fault('session.unknown', { session, home: folder })),
      }),
      books: new BooksService({ reader, current: () => WINDOW_ACCOUNT, open: () => Promise.resolve(), quote: 'USD' }),
      checks: new ChecksService({
        clock,
        research,
        store: { checks: () => [], check: () => null },
        engine: '1.2.3',
        own: () => null,
        open: () => {
          throw new Error('no thread');
        },
        publish: () => undefined,
      }),
      data: new DataService({
        open: () => SqliteCandleStore.open(join(folder, 'market.db')),
        openFunding: () => SqliteFundingStore.open(join(folder, 'market.db')),
        look: () => Promise.reject(new Error('no thread')),
        recordings: () => [],
      }),
      dataJobs: new DataJobs({
        ...{ clock, ids, home: folder, venues: [], marketSeed: 7 },
        open: () => ({ onMessage: () => undefined, onEnd: () => undefined, end: () => undefined }),
        choose: () => Promise.resolve([]),
        publish: () => undefined,
      }),
      equity: new EquityService(desk, book),
      ledger: new LedgerService(reader, () => Promise.resolve(paths.ledger)),
      lock: new WindowLock({
        ...{ clock, ids, log, settings: new SettingsFile(paths.settings), tell: () => undefined, sealed: () => false },
        ...{ lockKeys: () => Promise.resolve(), unlockKeys: () => Promise.resolve() },
      }),
      live,
      market: new MarketService(
        desk,
        () => Promise.reject(new Error('no thread')),
        () => live.book !== null,
      ),
      markets: new MarketsService({
        catalogue: new MarketFiles(paths.markets),
        venues: [{ id: 'binance', name: 'Binance' }],
        refresh: () => Promise.reject(new Error('no thread')),
      }),
      orders: new OrdersService(desk, book),
      replay,
      research,
      portfolios: new PortfoliosService({
        costs: new CostProfiles(() => Promise.reject(new Error('no thread'))),
        clock,
        ids,
        store: new SqliteResearch(join(folder, 'research.db')),
        open: () => ({ onMessage: () => undefined, onEnd: () => undefined, end: () => undefined }),
        publish: () => undefined,
        marketTime: () => 0,
      }),
      searches: new SearchesService({
        clock,
        ids,
        store: new SqliteResearch(join(folder, 'research.db')),
        costs: new CostProfiles(() => Promise.reject(new Error('no thread'))),
        own: () => null,
        marketTime: () => 0,
        hold: () => Promise.reject(new Error('no thread')),
        open: () => ({ post: () => undefined, onMessage: () => undefined, onEnd: () => undefined, end: () => undefined }),
        publish: () => undefined,
      }),
      alerts: new AlertsService(desk),
      risk: new RiskService(desk),
      venue: new VenueService(desk),
      strategies: new StrategiesService(
        desk,
        new OwnStrategies({
          ...{ folder, taken: [] },
          open: () => ({ onMessage: () => undefined, onEnd: () => undefined, end: () => undefined }),
          files: { read: () => ({ entry: '', files: {} }), write: () => '' },
          publish: () => undefined,
        }),
      ),
      snapshot: () => desk.call('snapshot', {}),
      goesOn: () => Promise.reject(new Fault('desk.stopped', { problem: 'nothing is locked here' })),
      looked: async (page: string, looks: Interest) => {
        await desk.call('look', interest.set(page, looks));
      },
    }),
    clock,
    ids,
    log,
    audit: () => undefined,
  });
  wall = server;
  const caller = (page: string) => ({ page, unlocked: () => true, armed: () => false, replaying: () => replay.practice !== null });
  const page = new MemoryPage({ keeps: false });
  server.connect(page.port, caller('trader'));
  return {
    connect: (port) => server.connect(port, caller('abuser')),
    publish: (event) => {
      server.publish(event);
    },
    advance: (milliseconds) => {
      clock.time += milliseconds;
    },
    client: createDeskClient({
      send: (frame) => {
        page.send(frame);
      },
      onFrame: (listener) => {
        page.onReceive = (frame) => {
          heard(frame);
          listener(frame);
        };
      },
    }),
    rows: () => `${ledgerRows(paths.ledger)}\n${JSON.stringify(new SettingsFile(paths.settings).load('abuse.kept'))}`,
    failed: desk.failed,
    close: async () => {
      await desk.stop();
      accounts.close();
      replay.close();
      reader.close();
      paths.release();
    },
  };
}
