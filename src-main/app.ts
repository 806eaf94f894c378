import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import type { AppFigures, AppInfo, LeaveChoice } from '../src-shared/contract/app.ts';
import type { Interest, StreamEvent } from '../src-shared/contract/stream.ts';
import type { Releasable } from '../src-shared/kernel/disposable.ts';
import { isoTime } from '../src-shared/kernel/time.ts';
import type { UtcMs } from '../src-shared/kernel/time.ts';
import { openAccounts, type OpenAccounts, openVenueAccounts } from './account-services.ts';
import { backupLedger } from './adapters/ledger-sqlite/backup.ts';
import { homePaths } from './adapters/home/home.ts';
import { FileLog } from './adapters/log-files/file-log.ts';
import { SettingsFile } from './adapters/settings-file/settings-file.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { SystemIds } from './adapters/system-ids/system-ids.ts';
import { BUILT_IN } from './core/strategies/catalog.ts';
import type { LedgerReader } from './ports/ledger-reader.ts';
import type { FramePort } from './rpc/frame-port.ts';
import { createRouter } from './rpc/router.ts';
import { RpcServer } from './rpc/rpc-server.ts';
import type { CreateApp, HostFacts } from './rpc/running-app.ts';
import { LICENCES } from './licences.ts';
import { DepthServices } from './depth-services.ts';
import { closedBars, openResearchStore } from './research-bars.ts';
import {
  barsOnThread,
  holdOnThread,
  lookOnThread,
  openAttribution,
  openCheckThread,
  openDataThread,
  openMarkets,
  openOwnThread,
  openPortfolioThread,
  openRunThread,
  openSearchThread,
  ownCostsOnThread,
  recordedSources,
  simulatedSources,
  storedSources,
} from './research-threads.ts';
import { AlertsService } from './services/alerts-service.ts';
import { AppService } from './services/app-service.ts';
import type { Away } from './services/away.ts';
import { openCandleStore, openCandleVenues, openFundingStore } from './market-services.ts';
import { CostProfiles } from './services/cost-profiles.ts';
import { BooksService } from './services/books-service.ts';
import { DataJobs, type DataJobsParts } from './services/data-jobs.ts';
import { DataService } from './services/data-service.ts';
import type { DeskSwitch } from './services/desk-switch.ts';
import { EquityService } from './services/equity-service.ts';
import { InterestUnion } from './services/interest-union.ts';
import type { GoesOn } from './services/goes-on.ts';
import type { WindowLock } from './services/window-lock.ts';
import { joined } from './services/joined.ts';
import { Leaving } from './services/leaving.ts';
import { LedgerService } from './services/ledger-service.ts';
import { mainNotices } from './services/main-notices.ts';
import { MarketService, type ReadOlder } from './services/market-service.ts';
import type { LiveService } from './services/live-service.ts';
import type { MarketsService } from './services/markets-service.ts';
import type { OpenBook } from './services/open-book.ts';
import { OwnStrategies } from './services/own-strategies.ts';
import { OrdersService } from './services/orders-service.ts';
import type { ReplayService } from './services/replay-service.ts';
import { marketSettings, type SettingsMarket } from './services/market-settings.ts';
import { ChecksService } from './services/checks-service.ts';
import { type ResearchParts, ResearchService } from './services/research-service.ts';
import { PortfoliosService } from './services/portfolios-service.ts';
import { RiskService } from './services/risk-service.ts';
import { SearchesService } from './services/searches-service.ts';
import { stopEverything } from './services/stop-everything.ts';
import { StrategiesService } from './services/strategies-service.ts';
import { VenueService } from './services/venue-service.ts';
import type { StartReport } from './sessions/desk/desk-calls.ts';
import type { AccountScope } from './ports/ledger.ts';
import type { ResearchStore } from './ports/research-store.ts';
import type { Settings } from './ports/settings.ts';
import { tellAlerts } from './window-alerts.ts';
import { openAway } from './window-away.ts';
import { openDesks } from './window-desks.ts';
import { showDoor, takeHome } from './window-home.ts';
import { openLocking } from './window-locking.ts';
import { USER_STRATEGIES } from './user-strategies.ts';

/** What every paper account is kept in. */
const SETTLE_ASSET = 'USD';

/** The seed of the simulated market in the window; `CRYPTOORCH_SEED` names another. */
const DEFAULT_SEED = 7;

function appInfo(host: HostFacts, home: string, report: StartReport, venuesAsked: readonly string[]): Omit<AppInfo, 'away' | 'leaving'> {
  const { firstStart, afterCrash, endedAt, fills, missing, balanced } = report;
  return {
    version: manifest.version,
    host: host.name,
    sandbox: host.sandbox,
    home,
    opensFolders: host.openFolder !== null,
    hostsContacted: [...host.hostsContacted(), ...venuesAsked],
    firstStart,
    crashNote: afterCrash && endedAt !== null ? { endedAt, fills, missing, balanced } : null,
    licences: LICENCES,
  };
}

/** Venues that were asked for bars, markets or an account since the start. */
function askedOf({ dataJobs, markets }: Pick<WallParts, 'dataJobs' | 'markets'>, accounts: OpenAccounts): readonly string[] {
  return [...new Set([...dataJobs.venuesAsked(), ...markets.venuesAsked(), ...accounts.service.venuesAsked()])];
}

/** Under which the window keeps how it looks, so that its document can look so before any script has run. */
const APPEARANCE_KEY = 'window.appearance';

/** What the program uses: this process with its threads, and what draws its window. */
async function appFigures(host: HostFacts): Promise<AppFigures> {
  const { user, system } = process.cpuUsage();
  return {
    at: performance.now(),
    main: { cpuMs: (user + system) / 1_000, memory: process.memoryUsage.rss() },
    window: await host.windowFigures(),
  };
}

/** What the wall is built on. */
interface WallParts {
  readonly accounts: OpenAccounts;
  readonly lock: WindowLock;
  readonly goesOn: GoesOn;
  readonly desk: DeskSwitch;
  readonly reader: LedgerReader;
  readonly interest: InterestUnion;
  readonly clock: SystemClock;
  readonly ids: SystemIds;
  readonly log: FileLog;
  readonly info: () => AppInfo;
  readonly figures: () => Promise<AppFigures>;
  readonly openHome: () => Promise<boolean>;
  readonly leave: (choice: LeaveChoice) => boolean;
  /** Copies the ledger and names the file. */
  readonly backup: () => Promise<string>;
  readonly settings: Settings;
  readonly current: () => AccountScope;
  readonly book: () => OpenBook;
  readonly replay: ReplayService;
  readonly live: LiveService;
  readonly openBook: (account: string, cash: string) => Promise<void>;
  readonly research: ResearchService;
  readonly searches: SearchesService;
  readonly portfolios: PortfoliosService;
  readonly dataJobs: DataJobs;
  readonly markets: MarketsService;
  readonly checks: ChecksService;
  readonly users: OwnStrategies;
  readonly home: string;
  readonly older: ReadOlder;
}

/** The services and the wall in front of them. */
function wallOf(parts: WallParts): RpcServer {
  const { desk, reader, interest, clock, ids, log, current, book, replay, research, searches, checks, dataJobs, users } = parts;
  return new RpcServer({
    router: createRouter({
      accounts: parts.accounts.service,
      app: new AppService(parts),
      attribution: openAttribution(parts.home, reader),
      books: new BooksService({ reader, current, open: parts.openBook, quote: SETTLE_ASSET }),
      data: new DataService({
        open: () => openCandleStore(parts.home),
        openFunding: () => openFundingStore(parts.home),
        look: (id) => lookOnThread({ home: parts.home, id }),
        recordings: () => new DepthServices().list(parts.home),
      }),
      dataJobs,
      equity: new EquityService(desk, book),
      ledger: new LedgerService(reader, parts.backup),
      lock: parts.lock,
      live: parts.live,
      market: new MarketService(desk, parts.older, () => parts.live.book !== null),
      markets: parts.markets,
      orders: new OrdersService(desk, book),
      replay,
      research,
      searches,
      portfolios: parts.portfolios,
      checks,
      alerts: new AlertsService(desk),
      risk: new RiskService(desk),
      venue: new VenueService(desk),
      strategies: new StrategiesService(desk, users),
      snapshot: async () => ({ ...(await desk.call('snapshot', {})), lock: parts.lock.state() }),
      goesOn: () => parts.goesOn.row(),
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

/** The settings; where they had to be put aside, the log says so. */
function openSettings(file: string, log: FileLog, ids: SystemIds): SettingsFile {
  const settings = new SettingsFile(file);
  const { putAside } = settings;
  if (putAside !== null)
    log.write({ level: 'warn', area: 'main', event: 'settings.put-aside', fields: { file: putAside }, correlationId: ids.next() });
  return settings;
}

/** Copies the ledger beside the daily backups and names the file. */
async function backupNow(paths: { readonly ledger: string; readonly backups: string }, wall: UtcMs): Promise<string> {
  const target = join(paths.backups, `ledger-${isoTime(wall).replaceAll(/[:.]/gu, '-')}.db`);
  await backupLedger(paths.ledger, target);
  return target;
}

/** What a page is let in by. */
interface PageParts {
  readonly server: RpcServer;
  readonly away: Away;
  readonly interest: InterestUnion;
  readonly lock: WindowLock;
  readonly replaying: () => boolean;
  /** Whether an account at a venue is traded with. */
  readonly trading: () => boolean;
}

/** Lets a page in, and keeps what it looks at and when it came and went. */
function connectPage({ server, away, interest, lock, replaying, trading }: PageParts, port: FramePort, page: string): Releasable {
  away.pageCame();
  const held = server.connect(port, { page, unlocked: () => !lock.locked, armed: trading, replaying });
  port.onClose(() => {
    interest.remove(page);
    away.pageWent();
  });
  return held;
}

/** Something done once, however often it is asked for. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => (done ??= work());
}

/** The question that a closed window puts, told to its page as a notice. */
function leavingOf(notice: ReturnType<typeof mainNotices>): Leaving {
  return new Leaving(() => {
    notice('window.closing', 'assertive');
  });
}

/** Backtests, searches, checks and work on the stored data, on threads of their own. */
function researchOf({
  home,
  seed,
  store,
  choose,
  ...parts
}: Pick<ResearchParts, 'clock' | 'ids' | 'publish' | 'marketTime'> &
  Pick<DataJobsParts, 'choose'> & { readonly home: string; readonly seed: number; readonly store: ResearchStore }): Pick<
  WallParts,
  'research' | 'searches' | 'portfolios' | 'checks' | 'dataJobs' | 'markets' | 'older' | 'users'
> {
  const ground = { home, marketSeed: seed, engine: manifest.version };
  const jobs = Math.max(1, availableParallelism() - 1);
  const users = new OwnStrategies({
    ...parts,
    folder: homePaths(home).strategies,
    open: openOwnThread,
    files: USER_STRATEGIES,
    taken: BUILT_IN.map(({ spec }) => spec.id),
  });
  const own = (strategy: string) => users.source(strategy);
  const costs = new CostProfiles(() => ownCostsOnThread(home));
  const research = new ResearchService({
    ...parts,
    store,
    costs,
    own,
    marketSeed: seed,
    openRun: (start) => openRunThread({ ...start, ...ground }),
    readBars: (start) => barsOnThread({ kind: 'run', start: { ...start, ...ground } }),
    sources: async () => [...simulatedSources(parts.marketTime()), ...storedSources(home), ...(await recordedSources(home))],
  });
  return {
    users,
    markets: openMarkets(home),
    research,
    portfolios: new PortfoliosService({ ...parts, store, costs, open: (start) => openPortfolioThread({ ...start, ...ground }) }),
    older: async (request) => (await barsOnThread({ kind: 'market', start: closedBars(request, seed, parts.marketTime()) })).candles,
    searches: new SearchesService({
      ...parts,
      store,
      costs,
      own,
      hold: (search) => holdOnThread({ search, home, marketSeed: seed }),
      open: (what, script) => openSearchThread({ ...ground, jobs, what, script }),
    }),
    checks: new ChecksService({
      ...{ ...parts, research, own, store, engine: manifest.version },
      open: (start) => openCheckThread({ ...ground, jobs, ...start }),
    }),
    dataJobs: new DataJobs({
      ...parts,
      ...{ home, choose, marketSeed: seed },
      open: openDataThread,
      venues: openCandleVenues().names.map((name) => name.toUpperCase()),
    }),
  };
}

/** Starts the application: the desk on its thread, the services in front of it, and the wall that pages are let in by. */
export const createApp: CreateApp = async (host) => {
  const clock = new SystemClock();
  const paths = await takeHome(clock.now());
  const home = paths.folder;
  const ids = new SystemIds();
  const log = new FileLog({ folder: paths.logs, name: 'main', clock });
  const settings = openSettings(paths.settings, log, ids);
  const watchers = new Set<(event: StreamEvent) => void>();
  const seed = Number(process.env['CRYPTOORCH_SEED'] ?? DEFAULT_SEED);
  let wall: RpcServer | null = null;
  // What a page keeps is of the market that it was loaded with, also while another one is opened.
  let pageOf: SettingsMarket = 'window';
  const accounts = openAccounts({ home, by: 'window', profiles: openVenueAccounts().profiles, startChild: host.startChild });
  const store = openResearchStore(home);
  const desks = await openDesks({
    ...{ paths, version: manifest.version, seed, settings, clock },
    ...{ accounts: accounts.service, research: store, startChild: host.startChild },
    onEvent: (event) => {
      wall?.publish(event);
      for (const watcher of watchers) watcher(event);
    },
    onGap: () => wall?.lose(),
  });
  const { desk, replay, live, reader, current, book, openBook, marketTime } = desks;
  const replaying = (): boolean => replay.practice !== null;
  const trading = (): boolean => live.book !== null;
  const report = await desk.call('report', {});
  const interest = new InterestUnion();
  const publish = (event: StreamEvent): void => wall?.publish(event);
  const notice = mainNotices(publish);
  const leaving = leavingOf(notice);
  const elsewhere = (): boolean => replaying() || trading();
  const away = await openAway({ ...{ reader, settings, current, clock, marketTime, desk, report, notice, watchers }, elsewhere });
  const work = researchOf({ clock, ids, home, seed, store, publish, marketTime, choose: (several) => host.chooseFiles(several) });
  const { lock, goesOn } = openLocking({ clock, ids, log, settings, accounts, desk, publish, watchers });
  const told = { reader, replaying, settings, watchers, notices: host.notices };
  tellAlerts({ ...told, current: () => book().account, locked: () => lock.locked });
  const server = wallOf({
    ...work,
    ...{ accounts, lock, goesOn, home, replay, live, desk, reader, interest, clock, ids, log, current },
    ...{ book, openBook, settings: marketSettings(settings, () => pageOf) },
    info: () => ({ ...appInfo(host, home, report, askedOf(work, accounts)), away: lock.locked ? null : away.note, leaving: leaving.open }),
    figures: () => appFigures(host),
    openHome: async () => (await host.openFolder?.(home)) ?? false,
    leave: (choice) => leaving.answer(choice),
    backup: () => backupNow(paths, clock.now()),
  });
  wall = server;
  return {
    home,
    ...{ appearance: () => settings.load(APPEARANCE_KEY), locked: () => lock.locked },
    connect: (port, page) => {
      pageOf = replaying() ? 'replay' : trading() ? 'live' : 'window';
      return connectPage({ server, away, interest, lock, replaying, trading }, port, page);
    },
    watch: (listener) => joined(watchers, listener),
    strategiesRun: async () => !replaying() && (await desk.call('snapshot', {})).strategies.some((row) => row.running),
    stopEverything: () => stopEverything({ desk, clock, command: ids.next() }),
    lockWindow: (by) => lock.lock(by, by === 'suspend'),
    askToLeave: () => leaving.ask(),
    onShow: (listener) => showDoor(home, listener, { log, ids }),
    failed: desk.failed,
    shutdown: once(async () => {
      for (const each of [work.portfolios, work.research, work.searches, work.checks, work.dataJobs, work.users, away, lock]) each.close();
      await desks.close();
      accounts.close();
      paths.release();
    }),
  };
};
