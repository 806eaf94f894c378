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
import { AppService } from '../../src-main/services/app-service.ts';
import { BooksService } from '../../src-main/services/books-service.ts';
import { ChecksService } from '../../src-main/services/checks-service.ts';
import { DeskLink } from '../../src-main/services/desk-link.ts';
import { SqliteCandleStore } from '../../src-main/adapters/candles-sqlite/sqlite-candle-store.ts';
import { DataJobs } from '../../src-main/services/data-jobs.ts';
import { DataService } from '../../src-main/services/data-service.ts';
import { EquityService } from '../../src-main/services/equity-service.ts';
import { InterestUnion } from '../../src-main/services/interest-union.ts';
import { LedgerService } from '../../src-main/services/ledger-service.ts';
import { MarketService } from '../../src-main/services/market-service.ts';
import { OrdersService } from '../../src-main/services/orders-service.ts';
import { ResearchService } from '../../src-main/services/research-service.ts';
import { RiskService } from '../../src-main/services/risk-service.ts';
import { SearchesService } from '../../src-main/services/searches-service.ts';
import { StrategiesService } from '../../src-main/services/strategies-service.ts';
import type { FromDesk } from '../../src-main/sessions/desk/desk-messages.ts';
import { OPENING_CASH, WINDOW_ACCOUNT } from '../../src-main/window-account.ts';
import { HandClock, MemoryPage } from '../src-main/rpc/wall-fixture.ts';

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

function tradingThread(data: {
  readonly home: string;
  readonly version: string;
  readonly seed: number;
  readonly account: string;
  readonly cash: string;
}) {
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

/** Opens it all in a home folder of its own; `clock` is what the rates go by. */
export async function openRealWall(folder: string, clock = new HandClock()): Promise<RealWall> {
  const paths = openHome(folder, 'test', 0);
  const ids = new SystemIds();
  const log = new FileLog({ folder: paths.logs, name: 'main', clock: new SystemClock() });
  let wall: RpcServer | null = null;
  const desk = new DeskLink(
    tradingThread({ home: paths.folder, version: '0.0.0', seed: 7, account: WINDOW_ACCOUNT.account, cash: OPENING_CASH }),
    {
      onEvent: (event) => wall?.publish(event),
      onGap: () => wall?.lose(),
    },
  );
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
    openRun: () => ({ onMessage: () => undefined, onEnd: () => undefined, end: () => undefined }),
    publish: () => undefined,
    sources: () => Promise.resolve([]),
    marketTime: () => 0,
    marketSeed: 7,
    readBars: () => Promise.reject(new Error('no thread')),
  });
  const server = new RpcServer({
    router: createRouter({
      app: new AppService({ info, figures, openHome: () => Promise.resolve(false), settings: new SettingsFile(paths.settings), log, ids }),
      books: new BooksService({ reader, current: () => WINDOW_ACCOUNT, open: () => Promise.resolve(), quote: 'USD' }),
      checks: new ChecksService({
        clock,
        research,
        open: () => {
          throw new Error('no thread');
        },
        publish: () => undefined,
      }),
      data: new DataService({
        open: () => SqliteCandleStore.open(join(folder, 'market.db')),
        look: () => Promise.reject(new Error('no thread')),
        recordings: () => [],
      }),
      dataJobs: new DataJobs({
        ...{ clock, ids, home: folder, venues: [], marketSeed: 7 },
        open: () => ({ onMessage: () => undefined, onEnd: () => undefined, end: () => undefined }),
        choose: () => Promise.resolve(null),
        publish: () => undefined,
      }),
      equity: new EquityService(desk, reader, () => WINDOW_ACCOUNT),
      ledger: new LedgerService(reader, () => Promise.resolve(paths.ledger)),
      market: new MarketService(desk, () => Promise.reject(new Error('no thread'))),
      orders: new OrdersService(desk, reader, () => WINDOW_ACCOUNT),
      research,
      searches: new SearchesService({
        clock,
        ids,
        store: new SqliteResearch(join(folder, 'research.db')),
        costs: new CostProfiles(() => Promise.reject(new Error('no thread'))),
        open: () => ({ post: () => undefined, onMessage: () => undefined, onEnd: () => undefined, end: () => undefined }),
        publish: () => undefined,
      }),
      risk: new RiskService(desk),
      strategies: new StrategiesService(desk),
      snapshot: () => desk.call('snapshot', {}),
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
  const caller = (page: string) => ({ page, unlocked: () => true, armed: () => false });
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
        page.onReceive = listener;
      },
    }),
    rows: () => `${ledgerRows(paths.ledger)}\n${JSON.stringify(new SettingsFile(paths.settings).load('abuse.kept'))}`,
    failed: desk.failed,
    close: async () => {
      await desk.stop();
      reader.close();
      paths.release();
    },
  };
}
