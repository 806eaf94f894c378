import type { LedgerCheck } from '../src-shared/contract/ledger.ts';
import { TIMEFRAMES } from '../src-shared/domain/candle.ts';
import { thenClose } from '../src-shared/kernel/close-all.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import type { AccountId, SessionId } from '../src-shared/kernel/ids.ts';
import { invariant } from '../src-shared/kernel/result.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CandleReplay } from './adapters/candle-replay/candle-replay.ts';
import { SIM_ANCHOR_MS, SIM_VENUE } from './adapters/exchange-sim/market/sim-instruments.ts';
import { SimMarket } from './adapters/exchange-sim/market/sim-market.ts';
import { SimExchange } from './adapters/exchange-sim/sim-exchange.ts';
import { VenueJournal } from './adapters/exchange-sim/venue-journal.ts';
import { homePaths, journalFolder, openHome, type HomePaths } from './adapters/home/home.ts';
import { FileJournal } from './adapters/journal-files/file-journal.ts';
import { JournalReader } from './adapters/journal-files/journal-reader.ts';
import { openLedgerReader } from './adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from './adapters/ledger-sqlite/sqlite-ledger.ts';
import { SystemClock } from './adapters/system-clock/system-clock.ts';
import { SystemIds } from './adapters/system-ids/system-ids.ts';
import { findStrategy } from './core/strategies/catalog.ts';
import type { StrategyDefinition } from './core/strategies/strategy.ts';
import { exchangeGround } from './exchange-ground.ts';
import type { Instrument } from '../src-shared/domain/instrument.ts';
import type { Clock } from './ports/clock.ts';
import { awaitedDefinition, replayedDefinition } from './core/user-strategies/awaited-strategy.ts';
import type { LedgerScope } from './ports/ledger.ts';
import { openSessionDoor } from './session-door.ts';
import { instrumentsOf } from './sessions/backtest.ts';
import { openSession } from './sessions/open-session.ts';
import { cashOf, countInDoubt, placeAlerts, placeStrategies, RunTally, runPaced } from './sessions/paper.ts';
import type { PaperGround, PaperOutcome, PaperSpec } from './sessions/paper-types.ts';
import { StrategyQuestions } from './sessions/strategy-questions.ts';
import { replaySession, type ReplayFinding } from './sessions/replay-session.ts';
import { utcMs } from '../src-shared/kernel/time.ts';

async function groundOf(spec: PaperSpec, paths: HomePaths, account: string, clock: Clock): Promise<PaperGround> {
  const { market, costs } = spec;
  if (market.kind === 'exchange') return exchangeGround({ ...spec, market }, clock);
  if (market.kind === 'simulated') {
    const from = SIM_ANCHOR_MS;
    const exchange = new SimExchange({
      market: new SimMarket(market.seed),
      costs,
      journal: new VenueJournal(join(paths.simVenue, `${account}.jsonl`)),
      start: { time: utcMs(from), placesDone: 0 },
    });
    const until = spec.durationMs === null ? Number.POSITIVE_INFINITY : from + Math.round(spec.durationMs * market.speed);
    return { exchange, venue: SIM_VENUE, from, until, speed: market.speed };
  }
  const instruments = instrumentsOf(market);
  const replay = new CandleReplay({
    instruments,
    series: market.series.map(({ instrument, timeframe, candles }) => ({ instrument, timeframe, columns: candles })),
    costs,
    balances: new Map(),
  });
  const from = Math.min(...market.series.map(({ candles }) => candles.time[0] ?? Number.POSITIVE_INFINITY));
  const venue = instruments[0]?.spec.venue;
  invariant(venue !== undefined, 'a session has an instrument');
  // The last close, not for ever: timers that come again and again would never let the session end.
  const until = Math.max(...market.series.map(({ candles, timeframe }) => (candles.time.at(-1) ?? from) + TIMEFRAMES[timeframe]));
  return { exchange: replay, venue, from, until, speed: null };
}

/** Trades on paper in an account of its own, in the ledger of a home folder. Fails with the faults of home, ledger and disk. */
export async function runPaper(home: string, spec: PaperSpec, engineVersion: string): Promise<PaperOutcome> {
  const clock = new SystemClock();
  const paths = openHome(home, 'cryptoorch paper', clock.now());
  try {
    const session = new SystemIds().next() as SessionId;
    const account = `cli-${session}` as AccountId;
    const ledger = await SqliteLedger.open({ file: paths.ledger, backups: paths.backups, clock });
    const ground = await groundOf(spec, paths, account, clock);
    const scope: LedgerScope = { book: 'paper', account, venue: ground.venue, session };
    const tally = new RunTally(spec.onAlert);
    const questions = new StrategyQuestions();
    const find = findAmong(spec, questions);
    const { exchange } = ground;
    const play = async (): Promise<Omit<PaperOutcome, 'ledger'>> => {
      const snapshot = ledger.snapshot(
        scope,
        exchange.instruments.map((instrument) => instrument.spec),
      );
      const opened = openSession({
        exchange,
        ledger,
        scope,
        snapshot,
        startAt: ground.from,
        cash: spec.cash,
        limits: spec.limits,
        costs: spec.costs,
        engineVersion,
        configuration: JSON.stringify({ market: spec.market.kind, seed: spec.seed, costs: spec.costs, ...hashesOf(spec) }),
        find,
        journal: new FileJournal({ folder: journalFolder(paths, session), session, engineVersion }),
        observer: () => tally,
      });
      const door = openSessionDoor(paths, { opened, scope, source: exchange, tally, onNote: spec.onNote });
      try {
        placeAlerts(opened, spec.alerts ?? [], { session, source: exchange });
        placeStrategies(opened, spec.placements, { session, source: exchange, find });
        ground.begin?.(opened);
        await runPaced(opened, {
          clock: ground.clock ?? clock,
          until: ground.until,
          speed: ground.speed,
          signal: spec.signal,
          onProgress: (done) => spec.onProgress?.(done),
          ...(ground.rest === undefined ? {} : { rest: ground.rest }),
          ...(spec.own === undefined ? {} : { questions }),
        });
      } finally {
        door.close();
      }
      const outcome = outcomeOf(opened, tally, { instruments: exchange.instruments, from: ground.from, session });
      opened.close();
      return outcome;
    };
    // Also after a failure: a market that is listened to would keep the program alive.
    const outcome = await thenClose(play, [exchange, ledger]);
    return { ...outcome, ledger: checkedLedger(paths) };
  } finally {
    paths.release();
  }
}

/** What the journal keeps of the user's strategies: which files they were. */
export function hashesOf({ own }: Pick<PaperSpec, 'own'>): object {
  return own === undefined ? {} : { strategyHashes: Object.fromEntries(own.map(({ definition, hash }) => [definition.spec.id, hash])) };
}

/** The strategies of a session: the built-in ones, and those of the user, whose answers are awaited. */
export function findAmong(
  { own = [], seed }: Pick<PaperSpec, 'own' | 'seed'>,
  questions: StrategyQuestions,
): (id: string) => StrategyDefinition | undefined {
  const awaited = own.map(({ definition, process, name }) =>
    awaitedDefinition(definition, seed, (question) => {
      questions.add(question, { process, name });
    }),
  );
  return (id) => awaited.find(({ spec }) => spec.id === id) ?? findStrategy(id);
}

/** What a session came to, but for the check of its ledger. */
export function outcomeOf(
  opened: Parameters<typeof cashOf>[0],
  tally: RunTally,
  run: { readonly instruments: readonly Instrument[]; readonly from: number; readonly session: string },
): Omit<PaperOutcome, 'ledger'> {
  return {
    session: run.session,
    instruments: run.instruments.map((instrument) => instrument.spec),
    from: run.from,
    to: opened.session.time,
    fills: tally.fills,
    orders: tally.orders,
    refusals: tally.refusals,
    equity: opened.engine.account.exactEquity(),
    cash: cashOf(opened),
    inDoubt: countInDoubt(opened),
    stopped: tally.stopped,
  };
}

/** The check of the whole ledger. */
export function checkedLedger(paths: HomePaths): LedgerCheck {
  const reader = openLedgerReader(paths.ledger);
  try {
    return reader.verify();
  } finally {
    reader.close();
  }
}

/** Plays a session's journal again and holds every effect against it. Fails with `session.unknown` or `journal.corrupt`. */
export function replayJournal(home: string, session: string): ReplayFinding & { readonly session: string } {
  const folder = journalFolder(homePaths(home), session);
  if (!/^[0-9a-z]+$/u.test(session) || !existsSync(folder)) throw new Fault('session.unknown', { session, home });
  return { session, ...replaySession(new JournalReader(folder), (id) => findStrategy(id) ?? replayedDefinition(id)) };
}
