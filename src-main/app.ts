import { homedir } from 'node:os';
import { Worker } from 'node:worker_threads';
import manifest from '../package.json' with { type: 'json' };
import type { AppInfo } from '../src-shared/contract/app.ts';
import type { Interest, StreamEvent } from '../src-shared/contract/stream.ts';
import type { Releasable } from '../src-shared/kernel/disposable.ts';
import { openHome } from './adapters/home/home.ts';
import { FileLog } from './adapters/log-files/file-log.ts';
import { openLedgerReader } from './adapters/ledger-sqlite/ledger-reader.ts';
import { SettingsFile } from './adapters/settings-file/settings-file.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { SystemIds } from './adapters/system-ids/system-ids.ts';
import type { LedgerReader } from './ports/ledger-reader.ts';
import { createRouter } from './rpc/router.ts';
import { RpcServer } from './rpc/rpc-server.ts';
import type { CreateApp, HostFacts } from './rpc/running-app.ts';
import { LICENCES } from './licences.ts';
import { AppService } from './services/app-service.ts';
import { homeFolder } from './services/home-folder.ts';
import { DeskLink, type DeskThread } from './services/desk-link.ts';
import { InterestUnion } from './services/interest-union.ts';
import { LedgerService } from './services/ledger-service.ts';
import { MarketService } from './services/market-service.ts';
import { OrdersService } from './services/orders-service.ts';
import { RiskService } from './services/risk-service.ts';
import { StrategiesService } from './services/strategies-service.ts';
import type { StartReport } from './sessions/desk/desk-calls.ts';
import type { ToDesk, FromDesk } from './sessions/desk/desk-messages.ts';
import { WINDOW_ACCOUNT } from './window-account.ts';

/** The seed of the simulated market in the window; `CRYPTOORCH_SEED` names another. */
const DEFAULT_SEED = 7;

/** The trading loop on a thread of its own. */
function tradingThread(data: { readonly home: string; readonly version: string; readonly seed: number }): DeskThread {
  const worker = new Worker(new URL('./workers/trading.js', import.meta.url), { workerData: data });
  return {
    post: (message: ToDesk) => {
      worker.postMessage(message);
    },
    onMessage: (listener) => {
      worker.on('message', (message: FromDesk) => {
        listener(message);
      });
    },
    onEnd: (listener) => {
      worker.on('error', (problem: Error) => {
        listener(problem.stack ?? problem.message);
      });
      worker.on('exit', (code) => {
        listener(`the trading thread ended with ${String(code)}`);
      });
    },
  };
}

function appInfo(host: HostFacts, home: string, report: StartReport): AppInfo {
  const { firstStart, afterCrash, endedAt, fills, missing, balanced } = report;
  return {
    version: manifest.version,
    host: host.name,
    sandbox: host.sandbox,
    home,
    hostsContacted: host.hostsContacted(),
    firstStart,
    crashNote: afterCrash && endedAt !== null ? { endedAt, fills, missing, balanced } : null,
    licences: LICENCES,
  };
}

/** What the wall is built on. */
interface WallParts {
  readonly desk: DeskLink;
  readonly reader: LedgerReader;
  readonly interest: InterestUnion;
  readonly clock: SystemClock;
  readonly ids: SystemIds;
  readonly log: FileLog;
  readonly info: () => AppInfo;
  readonly settings: SettingsFile;
}

/** The services and the wall in front of them. */
function wallOf({ desk, reader, interest, clock, ids, log, info, settings }: WallParts): RpcServer {
  return new RpcServer({
    router: createRouter({
      app: new AppService({ info, settings, log, ids }),
      ledger: new LedgerService(reader),
      market: new MarketService(desk),
      orders: new OrdersService(desk, reader, WINDOW_ACCOUNT),
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
    audit: ({ page, call, outcome, correlationId }) => {
      log.write({ level: 'info', area: 'audit', event: 'call.answered', fields: { page, call, outcome }, correlationId });
    },
  });
}

/** Starts the application: the desk on its thread, the services in front of it, and the wall that pages are let in by. */
export const createApp: CreateApp = async (host) => {
  const clock = new SystemClock();
  const folder = homeFolder({ env: process.env, platform: process.platform, userFolder: homedir(), cwd: process.cwd() });
  const paths = openHome(folder, 'CryptoOrchestrator', clock.now());
  const home = paths.folder;
  const ids = new SystemIds();
  const log = new FileLog({ folder: paths.logs, name: 'main', clock });
  const watchers = new Set<(event: StreamEvent) => void>();
  const seed = Number(process.env['CRYPTOORCH_SEED'] ?? DEFAULT_SEED);
  let wall: RpcServer | null = null;
  const desk = new DeskLink(tradingThread({ home, version: manifest.version, seed }), {
    onEvent: (event) => {
      wall?.publish(event);
      for (const watcher of watchers) watcher(event);
    },
    onGap: () => {
      wall?.lose();
    },
  });
  await desk.ready;
  const report = await desk.call('report', {});
  const reader = openLedgerReader(paths.ledger);
  const interest = new InterestUnion();
  const info = (): AppInfo => appInfo(host, home, report);
  const server = wallOf({ desk, reader, interest, clock, ids, log, info, settings: new SettingsFile(paths.settings) });
  wall = server;
  let ending: Promise<void> | null = null;
  return {
    home,
    connect: (port, page) => {
      const held = server.connect(port, { page, unlocked: () => true, armed: () => false });
      port.onClose(() => {
        interest.remove(page);
      });
      return held;
    },
    watch: (listener): Releasable => {
      watchers.add(listener);
      return {
        dispose: () => {
          watchers.delete(listener);
        },
      };
    },
    failed: desk.failed,
    shutdown: () => {
      ending ??= desk.stop().then(() => {
        reader.close();
        paths.release();
      });
      return ending;
    },
  };
};
