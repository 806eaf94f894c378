import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { candleColumns } from '../../src-shared/domain/candle.ts';
import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import { readAlert } from '../../src-shared/domain/read-alert.ts';
import { thenClose } from '../../src-shared/kernel/close-all.ts';
import type { SessionId, StrategyInstanceId } from '../../src-shared/kernel/ids.ts';
import { MINUTE_MS, utcMs } from '../../src-shared/kernel/time.ts';
import { SimMarket } from '../../src-main/adapters/exchange-sim/market/sim-market.ts';
import { SimExchange } from '../../src-main/adapters/exchange-sim/sim-exchange.ts';
import { VenueJournal } from '../../src-main/adapters/exchange-sim/venue-journal.ts';
import { FileJournal } from '../../src-main/adapters/journal-files/file-journal.ts';
import { SqliteLedger } from '../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import type { EngineCommand } from '../../src-main/core/engine/engine-event.ts';
import { findStrategy } from '../../src-main/core/strategies/catalog.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import type { LedgerSnapshot } from '../../src-main/ports/ledger.ts';
import { alertBarsUpTo } from '../../src-main/sessions/alert-bars.ts';
import { openSession, type OpenedSession } from '../../src-main/sessions/open-session.ts';
import { acknowledgementsOf, type Acknowledgement } from './acknowledgement.ts';
import { CrossedExchange, CrossedLedger, CrossedObserver, type CrossingListener } from './crossings.ts';
import { ACCOUNT, makeScenario, type Deed, type Placement, type Scenario, type ScriptedDeed } from './scenario.ts';

/** One life of a process that runs a scenario. */
export interface Life {
  readonly home: string;
  readonly seed: number;
  /** Which life of the home it is, from 0: a session is named after it. */
  readonly number: number;
  /** Commands that were acknowledged in earlier lives; the others are sent again. */
  readonly acknowledged: ReadonlySet<string>;
  readonly crossings: CrossingListener;
  readonly journal: boolean;
  /** Market minutes after which a shorter run ends; the whole scenario without. */
  readonly minutes?: number;
  /** The market of the seed where it is known already. */
  readonly market?: SimMarket;
  readonly tell: (acknowledgement: Acknowledgement) => void;
}

/** Wall time stands still, so that two undisturbed runs write the same bytes. */
const STILL: Clock = {
  now: () => utcMs(1_800_000_000_000),
  monotonic: () => 0,
  after: () => ({ dispose: () => undefined }),
};

/** The files of a home. */
export function filesOf(home: string): { readonly ledger: string; readonly venue: string } {
  return { ledger: join(home, 'ledger.db'), venue: join(home, 'venue.jsonl') };
}

/** Runs a scenario from where its home stands to the end, as fast as it can. */
export async function runScenario(life: Life): Promise<void> {
  const { home, seed } = life;
  mkdirSync(home, { recursive: true });
  const files = filesOf(home);
  const market = life.market ?? new SimMarket(seed);
  const scenario = shortened(makeScenario(seed, market), life.minutes);
  const ledger = await SqliteLedger.open({ file: files.ledger, backups: join(home, 'backups'), clock: STILL });
  await thenClose(async () => {
    const specs = market.instruments.map(({ spec }) => spec);
    const snapshot = ledger.snapshot(ACCOUNT, specs);
    const journal = new VenueJournal(files.venue);
    const exchange = new SimExchange({
      market,
      costs: CONSERVATIVE,
      journal,
      start: { time: utcMs(snapshot.time ?? scenario.startAt), placesDone: snapshot.sequence },
    });
    await thenClose(async () => playScenario(life, { scenario, exchange, ledger, snapshot }), [exchange]);
  }, [ledger]);
}

interface ScenarioGround {
  readonly scenario: Scenario;
  readonly exchange: SimExchange;
  readonly ledger: SqliteLedger;
  readonly snapshot: LedgerSnapshot;
}

function playScenario(life: Life, { scenario, exchange, ledger, snapshot }: ScenarioGround): void {
  const { tell, crossings } = life;
  const crossed = new CrossedExchange(exchange, crossings, scenario.losses);
  const session = `life${String(life.number)}` as SessionId;
  const opened = openSession({
    exchange: crossed,
    ledger: new CrossedLedger(ledger, crossings),
    scope: { ...ACCOUNT, session },
    snapshot,
    startAt: scenario.startAt,
    cash: scenario.cash,
    limits: scenario.limits,
    costs: CONSERVATIVE,
    engineVersion: '0.1.0',
    configuration: JSON.stringify({ seed: life.seed }),
    find: findStrategy,
    journal: life.journal ? new FileJournal({ folder: join(life.home, session), session, engineVersion: '0.1.0' }) : null,
    observer: () => new CrossedObserver((effects) => acknowledgementsOf(effects).forEach(tell), crossings),
  });
  tell({ kind: 'running', time: opened.session.time, strategies: opened.engine.director.running.map(({ record }) => record.instance) });
  perform(opened, scenario, { exchange: crossed, life });
  opened.close();
}

/** The first minutes of a scenario. */
function shortened(scenario: Scenario, minutes: number | undefined): Scenario {
  if (minutes === undefined) return scenario;
  const endAt = scenario.startAt + minutes * MINUTE_MS;
  return { ...scenario, endAt, script: scenario.script.filter(({ at }) => at < endAt) };
}

interface Stage {
  readonly exchange: CrossedExchange;
  readonly life: Life;
}

/** Moves the market from deed to deed, and to the end. */
function perform(opened: OpenedSession, scenario: Scenario, stage: Stage): void {
  const { acknowledged, tell } = stage.life;
  for (const step of scenario.script) {
    if (acknowledged.has(step.id)) continue;
    if (step.at >= opened.session.time) opened.session.pump(utcMs(step.at));
    opened.session.command(commandOf(step, opened, stage.exchange));
    tell({ kind: 'command', id: step.id });
  }
  opened.session.pump(utcMs(scenario.endAt));
}

function commandOf({ id, deed }: ScriptedDeed, opened: OpenedSession, exchange: CrossedExchange): EngineCommand {
  switch (deed.type) {
    case 'start':
      return startCommand(id, deed.placement, { opened, exchange });
    case 'stop':
      return { type: 'stop-strategy', id, instance: deed.instance as StrategyInstanceId, close: deed.close };
    case 'place':
      return { type: 'place', id, intents: deed.intents };
    case 'cancel':
      return { type: 'cancel', id, order: deed.order };
    case 'amend':
      return { type: 'amend', id, order: deed.order, terms: deed.terms };
    case 'protect':
      return { type: 'protect', id, instrument: deed.instrument, stopTicks: deed.stopTicks, targets: deed.targets };
    case 'change':
      return changeCommand(id, deed, { opened, exchange });
    case 'close':
      return { type: 'close', id, instrument: deed.instrument, percent: deed.percent };
    case 'alert':
      return alertCommandOf(id, deed.text, { opened, exchange });
    case 'limits':
      return { type: 'set-limits', id, limits: deed.limits };
    default:
      return { type: deed.type, id } satisfies { type: Exclude<Deed['type'], 'limits'>; id: string };
  }
}

function alertCommandOf(
  id: string,
  text: string,
  { opened, exchange }: { readonly opened: OpenedSession; readonly exchange: CrossedExchange },
): EngineCommand {
  const read = readAlert(
    text,
    exchange.instruments.map((instrument) => instrument.id),
  );
  if (!read.ok) throw new RangeError(read.problem);
  return { type: 'set-alert', id, spec: read.spec, history: alertBarsUpTo(opened.session.time, read.spec, exchange) };
}

function changeCommand(
  id: string,
  { instance, parameters }: Extract<Deed, { type: 'change' }>,
  { opened, exchange }: { readonly opened: OpenedSession; readonly exchange: CrossedExchange },
): EngineCommand {
  const running = opened.engine.director.running.find(({ record }) => record.instance === instance);
  const definition = running === undefined ? undefined : findStrategy(running.record.strategy);
  const history =
    running === undefined || definition === undefined
      ? candleColumns(0)
      : exchange.history(running.instrument.index, running.timeframe, opened.session.time, definition.warmupBars(parameters));
  return { type: 'change-strategy', id, instance: instance as StrategyInstanceId, parameters, size: null, history };
}

function startCommand(
  id: string,
  placement: Placement,
  { opened, exchange }: { readonly opened: OpenedSession; readonly exchange: CrossedExchange },
): EngineCommand {
  const { instance, strategy, timeframe, parameters, size } = placement;
  const instrument = exchange.instruments[placement.instrument];
  const definition = findStrategy(strategy);
  if (instrument === undefined || definition === undefined) throw new RangeError('a placement names an instrument and a strategy');
  exchange.subscribe(instrument.index, timeframe);
  const { time } = opened.session;
  return {
    type: 'start-strategy',
    id,
    record: {
      instance: instance as StrategyInstanceId,
      strategy,
      instrument: instrument.id,
      timeframe,
      parameters,
      size,
      running: true,
      startedAt: time,
      stopReason: null,
    },
    history: exchange.history(instrument.index, timeframe, time, definition.warmupBars(parameters)),
  };
}
