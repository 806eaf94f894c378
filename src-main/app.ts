import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import type { AppFigures, AppInfo, LeaveChoice } from '../src-shared/contract/app.ts';
import type { Interest, StreamEvent } from '../src-shared/contract/stream.ts';
import type { Releasable } from '../src-shared/kernel/disposable.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { isoTime } from '../src-shared/kernel/time.ts';
import type { UtcMs } from '../src-shared/kernel/time.ts';
import { openAccounts, type OpenAccounts, openVenueAccounts } from './account-services.ts';
import { backupLedger } from './adapters/ledger-sqlite/backup.ts';
import { homePaths, openHome, type OpenHome } from './adapters/home/home.ts';
import { askToShow, openShowDoor, showAddress } from './adapters/home/show-door.ts';
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
  openCheckThread,
  openDataThread,
  openOwnThread,
  openPortfolioThread,
  openRunThread,
  openSearchThread,
  ownCostsOnThread,
  recordedSources,
  simulatedSources,
  storedSources,
} from './research-threads.ts';
import { AppService } from './services/app-service.ts';
import { Away } from './services/away.ts';
import { openCandleStore, openCandleVenues, openFundingStore } from './market-services.ts';
import { CostProfiles } from './services/cost-profiles.ts';
import { BooksService } from './services/books-service.ts';
import { homeFolder } from './services/home-folder.ts';
import { DataJobs, type DataJobsParts } from './services/data-jobs.ts';
import { DataService } from './services/data-service.ts';
import type { DeskSwitch } from './services/desk-switch.ts';
import { EquityService } from './services/equity-service.ts';
import { InterestUnion } from './services/interest-union.ts';
import { Leaving } from './services/leaving.ts';
import { LedgerService } from './services/ledger-service.ts';
import { MarketService, type ReadOlder } from './services/market-service.ts';
import type { OpenBook } from './services/open-book.ts';
import { OwnStrategies } from './services/own-strategies.ts';
import { OrdersService } from './services/orders-service.ts';
import type { ReplayService } from './services/replay-service.ts';
import { replaySettings } from './services/replay-settings.ts';
import { ChecksService } from './services/checks-service.ts';
import { type ResearchParts, ResearchService } from './services/research-service.ts';
import { PortfoliosService } from './services/portfolios-service.ts';
import { RiskService } from './services/risk-service.ts';
import { SearchesService } from './services/searches-service.ts';
import { StrategiesService } from './services/strategies-service.ts';
import type { StartReport } from './sessions/desk/desk-calls.ts';
import type { AccountScope } from './ports/ledger.ts';
import type { Settings } from './ports/settings.ts';
import { openDesks } from './window-desks.ts';
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
  readonly openBook: (account: string, cash: string) => Promise<void>;
  readonly research: ResearchService;
  readonly searches: SearchesService;
  readonly portfolios: PortfoliosService;
  readonly dataJobs: DataJobs;
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
      market: new MarketService(desk, parts.older),
      orders: new OrdersService(desk, book),
      replay,
      research,
      searches,
      portfolios: parts.portfolios,
      checks,
      risk: new RiskService(desk),
      strategies: new StrategiesService(desk, users),
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

/** Puts a member into a set until it is let go. */
function joined<Member>(members: Set<Member>, member: Member): Releasable {
  members.add(member);
  return {
    dispose: () => {
      members.delete(member);
    },
  };
}

/** What a page is let in by. */
interface PageParts {
  readonly server: RpcServer;
  readonly away: Away;
  readonly interest: InterestUnion;
  readonly replaying: () => boolean;
}

/** Lets a page in, and keeps what it looks at and when it came and went. */
function connectPage({ server, away, interest, replaying }: PageParts, port: FramePort, page: string): Releasable {
  away.pageCame();
  const held = server.connect(port, { page, unlocked: () => true, armed: () => false, replaying });
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
function leavingOf(publish: (event: StreamEvent) => void): Leaving {
  let asked = 0;
  return new Leaving(() => {
    // The desk numbers its notices upwards.
    asked -= 1;
    publish({ kind: 'notice', row: { id: asked, time: 0, urgency: 'assertive', code: 'window.closing', details: {} } });
  });
}

/** Backtests, searches, checks and work on the stored data, on threads of their own. */
function researchOf({
  home,
  seed,
  choose,
  ...parts
}: Pick<ResearchParts, 'clock' | 'ids' | 'publish' | 'marketTime'> &
  Pick<DataJobsParts, 'choose'> & { readonly home: string; readonly seed: number }): Pick<
  WallParts,
  'research' | 'searches' | 'portfolios' | 'checks' | 'dataJobs' | 'older' | 'users'
> {
  const store = openResearchStore(home);
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

/** Listens for further starts with the same home. */
function showDoor(home: string, show: () => void, { log, ids }: { readonly log: FileLog; readonly ids: SystemIds }): Releasable {
  const address = showAddress(home, process.platform);
  if (address === null) return { dispose: () => undefined };
  return openShowDoor(address, show, ({ message }) => {
    log.write({ level: 'warn', area: 'main', event: 'show-door.failed', fields: { problem: message }, correlationId: ids.next() });
  });
}

/** Takes the home. Where a program with a window has it already, that shows its window and this start ends with `home.shown`. */
async function takeHome(wall: number): Promise<OpenHome> {
  const folder = homeFolder({ env: process.env, platform: process.platform, userFolder: homedir(), cwd: process.cwd() });
  try {
    return openHome(folder, 'CryptoOrchestrator', wall);
  } catch (thrown) {
    const address = thrown instanceof Fault && thrown.code === 'home.locked' ? showAddress(folder, process.platform) : null;
    if (address !== null && (await askToShow(address))) throw new Fault('home.shown', { home: folder }, { cause: thrown });
    throw thrown;
  }
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
  let pageOfReplay = false;
  const desks = await openDesks({
    ...{ paths, version: manifest.version, seed, settings, clock },
    onEvent: (event) => {
      wall?.publish(event);
      for (const watcher of watchers) watcher(event);
    },
    onGap: () => {
      wall?.lose();
    },
  });
  const { desk, replay, reader, current, book, openBook, marketTime } = desks;
  const replaying = (): boolean => replay.practice !== null;
  const report = await desk.call('report', {});
  const interest = new InterestUnion();
  const away = new Away({ reader, settings, current, now: () => clock.now(), marketTime });
  const publish = (event: StreamEvent): void => wall?.publish(event);
  const leaving = leavingOf(publish);
  const work = researchOf({ clock, ids, home, seed, publish, marketTime, choose: (several) => host.chooseFiles(several) });
  const accounts = openAccounts({ home, by: 'window', profiles: openVenueAccounts().profiles, startChild: host.startChild });
  const server = wallOf({
    ...work,
    accounts,
    ...{ home, replay, desk, reader, interest, clock, ids, log, current },
    settings: replaySettings(settings, () => pageOfReplay),
    book,
    info: () => ({ ...appInfo(host, home, report, work.dataJobs.venuesAsked()), away: away.note, leaving: leaving.open }),
    figures: () => appFigures(host),
    openHome: async () => (await host.openFolder?.(home)) ?? false,
    leave: (choice) => leaving.answer(choice),
    backup: () => backupNow(paths, clock.now()),
    openBook,
  });
  wall = server;
  return {
    home,
    appearance: () => settings.load(APPEARANCE_KEY),
    connect: (port, page) => {
      pageOfReplay = replaying();
      return connectPage({ server, away, interest, replaying }, port, page);
    },
    watch: (listener) => joined(watchers, listener),
    strategiesRun: async () => !replaying() && (await desk.call('snapshot', {})).strategies.some((row) => row.running),
    askToLeave: () => leaving.ask(),
    onShow: (listener) => showDoor(home, listener, { log, ids }),
    failed: desk.failed,
    shutdown: once(async () => {
      for (const each of [work.portfolios, work.research, work.searches, work.checks, work.dataJobs, work.users]) each.close();
      await desks.close();
      accounts.close();
      paths.release();
    }),
  };
};
