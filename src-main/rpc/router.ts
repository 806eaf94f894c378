import { implement } from '@orpc/server';
import { contract } from '../../src-shared/contract/contract.ts';
import type { GoesOnRow } from '../../src-shared/contract/lock.ts';
import type { DeskSnapshot, Interest } from '../../src-shared/contract/stream.ts';
import { Secret } from '../../src-shared/kernel/secret.ts';
import type { AccountsService } from '../services/accounts-service.ts';
import type { AlertsService } from '../services/alerts-service.ts';
import type { AppService } from '../services/app-service.ts';
import type { AttributionService } from '../services/attribution-service.ts';
import type { BooksService } from '../services/books-service.ts';
import type { DataJobs } from '../services/data-jobs.ts';
import type { ChecksService } from '../services/checks-service.ts';
import type { DataService } from '../services/data-service.ts';
import type { EquityService } from '../services/equity-service.ts';
import type { LedgerService } from '../services/ledger-service.ts';
import type { MarketService } from '../services/market-service.ts';
import type { MarketsService } from '../services/markets-service.ts';
import type { OrdersService } from '../services/orders-service.ts';
import type { LiveService } from '../services/live-service.ts';
import type { ReplayService } from '../services/replay-service.ts';
import type { PortfoliosService } from '../services/portfolios-service.ts';
import type { ResearchService } from '../services/research-service.ts';
import type { RiskService } from '../services/risk-service.ts';
import type { SearchesService } from '../services/searches-service.ts';
import { SentCommands } from '../services/sent-commands.ts';
import type { WindowLock } from '../services/window-lock.ts';
import type { StrategiesService } from '../services/strategies-service.ts';
import type { VenueService } from '../services/venue-service.ts';
import type { CallContext } from './call-context.ts';

/** What the calls of the contract are carried out by. */
export interface RouterParts {
  readonly accounts: AccountsService;
  readonly alerts: AlertsService;
  readonly app: AppService;
  readonly attribution: AttributionService;
  readonly books: BooksService;
  readonly checks: ChecksService;
  readonly data: DataService;
  readonly dataJobs: DataJobs;
  readonly equity: EquityService;
  readonly ledger: LedgerService;
  readonly lock: WindowLock;
  readonly live: LiveService;
  readonly market: MarketService;
  readonly markets: MarketsService;
  readonly orders: OrdersService;
  readonly replay: ReplayService;
  readonly portfolios: PortfoliosService;
  readonly research: ResearchService;
  readonly risk: RiskService;
  readonly searches: SearchesService;
  readonly strategies: StrategiesService;
  readonly venue: VenueService;
  readonly snapshot: () => Promise<DeskSnapshot>;
  /** What goes on, in counts, for a locked page. */
  readonly goesOn: () => Promise<GoesOnRow>;
  /** A page looks at something else now. */
  readonly looked: (page: string, interest: Interest) => Promise<void>;
}

const os = implement(contract).$context<CallContext>();

/** A key as a page sent it, out of sight at once. */
function given({ key, secret, passphrase }: { readonly key: string; readonly secret: string; readonly passphrase: string | null }) {
  return { key: new Secret(key), secret: new Secret(secret), passphrase: passphrase === null ? null : new Secret(passphrase) };
}

function accountsRoutes(accounts: AccountsService) {
  const added = new SentCommands<ReturnType<AccountsService['add']>>();
  const rotated = new SentCommands<ReturnType<AccountsService['rotate']>>();
  const removed = new SentCommands<ReturnType<AccountsService['remove']>>();
  return {
    list: os.accounts.list.handler(() => accounts.list()),
    accesses: os.accounts.accesses.handler(({ input }) => accounts.accesses(input.lines)),
    add: os.accounts.add.handler(({ input }) =>
      added.once(input.command, () => {
        const { name, venue, sandbox, acceptWithdrawal } = input;
        return accounts.add({ name, venue, sandbox, acceptWithdrawal, credentials: given(input) });
      }),
    ),
    check: os.accounts.check.handler(({ input }) => accounts.check(input.name)),
    rotate: os.accounts.rotate.handler(({ input }) =>
      rotated.once(input.command, () =>
        accounts.rotate({ name: input.name, acceptWithdrawal: input.acceptWithdrawal, credentials: given(input) }),
      ),
    ),
    disable: os.accounts.disable.handler(({ input }) => accounts.disable(input.name)),
    enable: os.accounts.enable.handler(({ input }) => accounts.enable(input.name, input.acceptWithdrawal)),
    remove: os.accounts.remove.handler(({ input }) => removed.once(input.command, () => accounts.remove(input.name, input.typed))),
  };
}

function booksRoutes(books: BooksService) {
  return {
    list: os.books.list.handler(() => books.list()),
    create: os.books.create.handler(({ input }) => books.create(input.cash)),
    open: os.books.open.handler(({ input }) => books.open(input.account)),
  };
}

function checksRoutes(checks: ChecksService) {
  const sent = new SentCommands<ReturnType<ChecksService['start']>>();
  return {
    list: os.checks.list.handler(() => checks.list()),
    start: os.checks.start.handler(({ input }) => sent.once(input.command, () => checks.start(input.check))),
    cancel: os.checks.cancel.handler(({ input }) => checks.cancel(input)),
    view: os.checks.view.handler(({ input }) => checks.view(input)),
  };
}

function dataRoutes(data: DataService) {
  return {
    list: os.data.list.handler(() => data.list()),
    recordings: os.data.recordings.handler(() => data.recordings()),
    look: os.data.look.handler(({ input }) => data.look(input.id)),
    remove: os.data.remove.handler(({ input }) => data.remove(input.id)),
  };
}

function liveRoutes(live: LiveService) {
  const armed = new SentCommands<ReturnType<LiveService['arm']>>();
  const ended = new SentCommands<ReturnType<LiveService['end']>>();
  return {
    about: os.live.about.handler(({ input }) => live.about(input.name)),
    arm: os.live.arm.handler(({ input }) => armed.once(input.command, () => live.arm(input))),
    end: os.live.end.handler(({ input }) => ended.once(input.command, () => live.end(input.command))),
  };
}

function replayRoutes(replay: ReplayService) {
  return {
    start: os.replay.start.handler(({ input }) => replay.start(input.request)),
    move: os.replay.move.handler(({ input }) => replay.move(input.move)),
    exit: os.replay.exit.handler(() => replay.exit()),
  };
}

function portfoliosRoutes(portfolios: PortfoliosService) {
  return {
    list: os.portfolios.list.handler(() => portfolios.list()),
    run: os.portfolios.run.handler(({ input }) => portfolios.run(input.command, input.request)),
    cancel: os.portfolios.cancel.handler(({ input }) => portfolios.cancel(input.run)),
    report: os.portfolios.report.handler(({ input }) => portfolios.report(input.run)),
    export: os.portfolios.export.handler(({ input }) => portfolios.export(input.run, input.format)),
  };
}

function researchRoutes(research: ResearchService) {
  return {
    sources: os.research.sources.handler(() => research.sources()),
    ownCosts: os.research.ownCosts.handler(() => research.ownCosts()),
    runs: os.research.runs.handler(() => research.runs()),
    run: os.research.run.handler(({ input }) => research.run(input.command, input.request)),
    cancel: os.research.cancel.handler(({ input }) => research.cancel(input.run)),
    bars: os.research.bars.handler(({ input }) => research.bars(input)),
    marks: os.research.marks.handler(({ input }) => research.marks(input.run)),
    report: os.research.report.handler(({ input }) => research.report(input.run)),
    export: os.research.export.handler(({ input }) => research.export(input.run, input.format)),
  };
}

function dataJobsRoutes(jobs: DataJobs) {
  const sent = new SentCommands<ReturnType<DataJobs['start']>>();
  return {
    jobs: os.dataJobs.jobs.handler(() => jobs.jobs()),
    choose: os.dataJobs.choose.handler(({ input }) => jobs.choose(input.several)),
    start: os.dataJobs.start.handler(({ input }) => sent.once(input.command, () => jobs.start(input.work))),
    cancel: os.dataJobs.cancel.handler(({ input }) => jobs.cancel(input.job)),
  };
}

function strategiesRoutes(strategies: StrategiesService) {
  return {
    gallery: os.strategies.gallery.handler(() => strategies.gallery()),
    own: os.strategies.own.handler(() => strategies.own()),
    create: os.strategies.create.handler(({ input }) => strategies.create(input.name)),
    start: os.strategies.start.handler(({ input }) => strategies.start(input)),
    change: os.strategies.change.handler(({ input }) => strategies.change(input)),
    reload: os.strategies.reload.handler(({ input }) => strategies.reload(input.command, input.instance)),
    stop: os.strategies.stop.handler(({ input }) => strategies.stop(input.command, input.instance, input.close)),
  };
}

function searchesRoutes(searches: SearchesService) {
  return {
    list: os.searches.list.handler(() => searches.list()),
    start: os.searches.start.handler(({ input }) => searches.start(input.command, input.request)),
    pause: os.searches.pause.handler(({ input }) => searches.pause(input.search)),
    resume: os.searches.resume.handler(({ input }) => searches.resume(input.search)),
    cancel: os.searches.cancel.handler(({ input }) => searches.cancel(input.search)),
    trials: os.searches.trials.handler(({ input }) => searches.trials(input.search)),
    walk: os.searches.walk.handler(({ input }) => searches.walk(input.search)),
    walkHold: os.searches.walkHold.handler(({ input }) => searches.walkHold(input.search)),
    judge: os.searches.judge.handler(({ input }) => searches.judge(input.search)),
  };
}

function lockRoutes(lock: WindowLock, goesOn: RouterParts['goesOn']) {
  return {
    state: os.lock.state.handler(() => lock.state()),
    // The counts first: the lock is told as it stands when they are.
    goesOn: os.lock.goesOn.handler(async () => ({ goesOn: await goesOn(), lock: lock.state() })),
    lock: os.lock.lock.handler(({ input }) => lock.lock('you', input.keys)),
    unlock: os.lock.unlock.handler(() => lock.unlock()),
    touch: os.lock.touch.handler(() => lock.touch()),
    setIdle: os.lock.setIdle.handler(({ input }) => lock.setIdle(input.minutes)),
  };
}

function marketsRoutes(markets: MarketsService) {
  return {
    list: os.markets.list.handler(() => markets.list()),
    refresh: os.markets.refresh.handler(({ input }) => markets.refresh(input.venue)),
  };
}

function riskRoutes(risk: RiskService) {
  return {
    state: os.risk.state.handler(() => risk.state()),
    setLimits: os.risk.setLimits.handler(({ input }) => risk.setLimits(input.command, input.limits)),
    kill: os.risk.kill.handler(({ input }) => risk.kill(input.command)),
    reduce: os.risk.reduce.handler(({ input }) => risk.reduce(input.command)),
    rearm: os.risk.rearm.handler(({ input }) => risk.rearm(input.command)),
  };
}

function alertsRoutes(alerts: AlertsService) {
  return {
    list: os.alerts.list.handler(() => alerts.list()),
    set: os.alerts.set.handler(({ input }) => alerts.set(input.command, input.text)),
    remove: os.alerts.remove.handler(({ input }) => alerts.remove(input.command, input.alert)),
    rearm: os.alerts.rearm.handler(({ input }) => alerts.rearm(input.command, input.alert)),
    seen: os.alerts.seen.handler(({ input }) => alerts.seen(input.command, input.until)),
  };
}

function venueRoutes(venue: VenueService) {
  return {
    state: os.venue.state.handler(() => venue.state()),
    evidence: os.venue.evidence.handler(({ input }) => venue.evidence(input.order)),
    accept: os.venue.accept.handler(({ input }) => venue.accept(input.command, input.differences)),
    look: os.venue.look.handler(() => venue.look()),
  };
}

/** The contract bound to the services. */
export function createRouter(parts: RouterParts) {
  const { app, checks, data, dataJobs, equity, ledger, market, orders, replay, research, risk, searches, strategies } = parts;
  return os.router({
    accounts: accountsRoutes(parts.accounts),
    alerts: alertsRoutes(parts.alerts),
    app: {
      info: os.app.info.handler(() => app.info()),
      figures: os.app.figures.handler(() => app.figures()),
      openHome: os.app.openHome.handler(() => app.openHome()),
      leave: os.app.leave.handler(({ input }) => app.leave(input.choice)),
      loadSetting: os.app.loadSetting.handler(({ input }) => app.loadSetting(input.key)),
      saveSetting: os.app.saveSetting.handler(({ input }) => app.saveSetting(input.key, input.value)),
      reportFault: os.app.reportFault.handler(({ input }) => app.reportFault(input.area, input.message)),
    },
    attribution: {
      sessions: os.attribution.sessions.handler(({ input }) => parts.attribution.sessions(input.count)),
      split: os.attribution.split.handler(({ input }) => parts.attribution.split(input.session)),
    },
    books: booksRoutes(parts.books),
    checks: checksRoutes(checks),
    data: dataRoutes(data),
    dataJobs: dataJobsRoutes(dataJobs),
    ledger: {
      verify: os.ledger.verify.handler(() => ledger.verify()),
      backup: os.ledger.backup.handler(() => ledger.backup()),
      equity: os.ledger.equity.handler(({ input }) => equity.curve(input)),
      exportFills: os.ledger.exportFills.handler(() => ledger.exportFills()),
    },
    lock: lockRoutes(parts.lock, parts.goesOn),
    live: liveRoutes(parts.live),
    market: {
      instruments: os.market.instruments.handler(() => market.instruments()),
      candles: os.market.candles.handler(({ input }) => market.candles(input)),
      older: os.market.older.handler(({ input }) => market.older(input)),
      tape: os.market.tape.handler(({ input }) => market.tape(input.instrument)),
      sparkline: os.market.sparkline.handler(({ input }) => market.sparkline(input.instrument)),
      loseNext: os.market.loseNext.handler(({ input }) => market.loseNext(input.what)),
      setSpeed: os.market.setSpeed.handler(({ input }) => market.setSpeed(input.speed)),
    },
    markets: marketsRoutes(parts.markets),
    orders: {
      place: os.orders.place.handler(({ input }) => orders.place(input.command, input.order)),
      cancel: os.orders.cancel.handler(({ input }) => orders.cancel(input.command, input.order)),
      amend: os.orders.amend.handler(({ input }) => orders.amend(input.command, input.order, input.change)),
      protect: os.orders.protect.handler(({ input }) => orders.protect(input.command, input.protection)),
      cancelAll: os.orders.cancelAll.handler(({ input }) => orders.cancelAll(input.command)),
      reverse: os.orders.reverse.handler(({ input }) => orders.reverse(input.command, input.instrument)),
      close: os.orders.close.handler(({ input }) => orders.close(input.command, input.instrument, input.percent)),
      history: os.orders.history.handler(({ input }) => orders.history(input)),
      fills: os.orders.fills.handler(({ input }) => orders.fills(input)),
    },
    replay: replayRoutes(replay),
    portfolios: portfoliosRoutes(parts.portfolios),
    research: researchRoutes(research),
    searches: searchesRoutes(searches),
    risk: riskRoutes(risk),
    strategies: strategiesRoutes(strategies),
    venue: venueRoutes(parts.venue),
    stream: {
      snapshot: os.stream.snapshot.handler(() => parts.snapshot()),
      open: os.stream.open.handler(({ context, signal }) => context.stream.open(signal ?? new AbortController().signal)),
      acknowledge: os.stream.acknowledge.handler(({ input, context }) => ({ accepted: context.stream.acknowledge(input.batch) })),
      look: os.stream.look.handler(async ({ input, context }) => {
        context.stream.look(input);
        await parts.looked(context.page, input);
        return { accepted: true };
      }),
    },
  });
}
