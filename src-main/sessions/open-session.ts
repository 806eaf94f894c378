import type { AlertRecord } from '../../src-shared/domain/alert.ts';
import { ALERT_BARS } from '../../src-shared/domain/alert-spec.ts';
import { candleColumns, TIMEFRAMES, type CandleColumns, type Timeframe } from '../../src-shared/domain/candle.ts';
import { hashedOrderIds } from './hashed-order-ids.ts';
import type { CostProfile } from '../../src-shared/domain/costs.ts';
import type { RiskLimits } from '../../src-shared/domain/limits.ts';
import { Instrument } from '../../src-shared/domain/instrument.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { invariant, unwrap } from '../../src-shared/kernel/result.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { Effects } from '../core/engine/effects.ts';
import { Engine } from '../core/engine/engine.ts';
import type { FindStrategy } from '../core/strategies/strategy.ts';
import type { ExecutionVenue } from '../ports/execution-venue.ts';
import type { Journal } from '../ports/journal.ts';
import type { Ledger, LedgerScope, LedgerSnapshot, StrategyRecord } from '../ports/ledger.ts';
import type { MarketSource, QuoteEvent } from '../ports/market-source.ts';
import type { SessionRegister } from '../ports/session-register.ts';
import { alertHistory, type JournalStart } from './journal-start.ts';
import { JournalRecorder } from './session-recorder.ts';
import { TradingSession, type SessionObserver } from './trading-session.ts';

/** Market time that an order may stay unanswered before it is in doubt, beyond the latency, ms. */
const ANSWER_MS = 2_000;
/** Market time after which a venue that has not seen an order will not see it any more, beyond the latency, ms. */
const RECEIVE_WINDOW_MS = 5_000;
/** The id of the deposit that opens an account, before the account's own: a ledger knows a command by its id alone. */
const OPENING = 'opening-deposit';

/** A market with a venue that a session trades on. */
export interface SessionExchange extends MarketSource, ExecutionVenue {
  /** Place of a bar among those of one instant. */
  placeOf(instrument: number, timeframe: Timeframe): number;
  /** The newest prices at or before an instant. */
  quotesAt(time: number): readonly QuoteEvent[];
}

/** A market with a venue of paper. */
export interface PaperExchange extends SessionExchange {
  /** Brings money in at the venue, once per id. */
  deposit(id: string, asset: string, amount: Decimal): void;
}

/** How long a real venue is waited for, ms. */
export interface VenuePatience {
  /** Beyond it a silent order is in doubt. */
  readonly answerMs: number;
  /** Beyond it a venue that has not seen an order will not see it any more. */
  readonly receiveWindowMs: number;
}

/** Paper's money is ours to give; what a real account holds, its venue says. */
type Ground =
  | { readonly exchange: PaperExchange; readonly cash: Decimal; readonly patience?: undefined }
  | { readonly exchange: SessionExchange; readonly cash: null; readonly patience: VenuePatience };

/** What a session is opened with. */
export type OpenParts = Ground & CommonParts;

interface CommonParts {
  readonly ledger: Ledger & SessionRegister;
  readonly scope: LedgerScope;
  readonly snapshot: LedgerSnapshot;
  /** Market time of a new account's start. */
  readonly startAt: number;
  readonly limits: RiskLimits;
  readonly costs: CostProfile;
  readonly engineVersion: string;
  /** Seed, speed and the like, as JSON text. */
  readonly configuration: string;
  /** Real money is traded with: nothing is opened before the session was armed. */
  readonly needsArming?: boolean;
  readonly find: FindStrategy;
  readonly journal: Journal | null;
  readonly observer: (engine: Engine) => SessionObserver | null;
}

/** An opened session. */
export interface OpenedSession {
  readonly session: TradingSession;
  readonly engine: Engine;
  /** The account is new. */
  readonly fresh: boolean;
  close(): void;
}

/**
 * Opens a session: a new account gets its money; a known one goes on where its ledger ended, having asked the venue about every order that
 * was not final. Starting is recovering: until the venue has answered, nothing passes the gate that could enlarge exposure.
 */
export function openSession(parts: OpenParts): OpenedSession {
  const { exchange, ledger, scope, snapshot } = parts;
  const fresh = snapshot.time === null;
  const start = describeStart(parts);
  const engine = engineOf(start, parts.find);
  ledger.begin({
    scope,
    instruments: start.instruments,
    engineVersion: parts.engineVersion,
    configuration: parts.configuration,
    startedAt: utcMs(snapshot.time ?? parts.startAt),
  });
  const recorder = parts.journal === null ? null : new JournalRecorder(parts.journal, start);
  const effects = new Effects();
  beginEngine(engine, start, effects);
  const session = new TradingSession({
    engine,
    source: exchange,
    venue: exchange,
    ledger,
    scope,
    recorder,
    observer: parts.observer(engine),
  });
  if (fresh) {
    if (parts.cash !== null) openAccount(session, start.quote, parts);
  } else {
    session.resumeAt(snapshot.time, snapshot.sequence);
    session.settle(effects);
    // The venue's answers first, then what is left of the instant that the ledger ended in: nobody's command comes in between.
    session.pump(snapshot.time);
  }
  return {
    session,
    engine,
    fresh,
    close: () => {
      recorder?.close();
      // One that failed has not ended in order, and the next start says so.
      if (!session.failed) ledger.end(scope.session);
    },
  };
}

/** What an engine of these parts begins with, as the journal keeps it. */
function describeStart(parts: OpenParts): JournalStart {
  const { exchange, snapshot, costs } = parts;
  const instruments = exchange.instruments.map((instrument) => instrument.spec);
  const quote = instruments[0]?.settle;
  invariant(quote !== undefined && instruments.every((spec) => spec.settle === quote), 'one settle asset per account');
  const time = snapshot.time ?? parts.startAt;
  const histories = new Map<string, CandleColumns>();
  for (const record of snapshot.strategies) {
    if (record.running) histories.set(record.instance, resumeHistory(record, parts, time));
  }
  for (const alert of snapshot.alerts?.records ?? []) {
    const history = alertBars(alert, parts, time);
    if (history !== null) histories.set(alertHistory(alert.alert), history);
  }
  return {
    engineVersion: parts.engineVersion,
    scope: parts.scope,
    instruments,
    quote,
    limits: parts.limits,
    slippageBps: costs.slippageBps,
    takerFeeRate: costs.takerFeeBps === null ? null : Decimal.fromNumber(costs.takerFeeBps).mul(Decimal.of(1n, 4)).toString(),
    answerTimeoutMs: parts.patience?.answerMs ?? ANSWER_MS + costs.latencyMs,
    receiveWindowMs: parts.patience?.receiveWindowMs ?? RECEIVE_WINDOW_MS + costs.latencyMs,
    ...(parts.cash === null ? { reconciles: true } : {}),
    ...(parts.needsArming === true ? { needsArming: true } : {}),
    snapshot: snapshot.time === null ? null : snapshot,
    startAt: time,
    // Within an instant whose bars were not begun, the prices of before it hold: its own are told again.
    quotes: exchange.quotesAt(snapshot.time !== null && snapshot.sequence === 0 ? time - 1 : time).map((event) => ({ ...event })),
    histories,
    // A venue's market went on without the program; every other one goes on where it stood.
    ...(parts.cash === null && snapshot.time !== null ? { heardFrom: parts.startAt } : {}),
    configuration: parts.configuration,
  };
}

/** Bars that a running strategy knew before the restart: those of the last instant only where they were handled. */
function resumeHistory(record: StrategyRecord, parts: OpenParts, time: number): CandleColumns {
  const { exchange, find, snapshot } = parts;
  const instrument = exchange.instruments.find((candidate) => candidate.id === record.instrument);
  const definition = find(record.strategy, record.instance);
  if (instrument === undefined || definition === undefined) return candleColumns(0);
  exchange.subscribe(instrument.index, record.timeframe);
  const place = exchange.placeOf(instrument.index, record.timeframe);
  // One that was started at this very instant has taken the bar that closed at it as history.
  const handled = time % TIMEFRAMES[record.timeframe] !== 0 || place < snapshot.sequence || record.startedAt === time;
  const bars = definition.warmupBars(record.parameters);
  return exchange.history(instrument.index, record.timeframe, utcMs(handled ? time : time - 1), bars);
}

/** Bars that an indicator's alert knew before the restart; null for every other. */
function alertBars({ spec, status, changedAt }: AlertRecord, parts: OpenParts, time: number): CandleColumns | null {
  const { exchange, snapshot } = parts;
  if (spec.kind !== 'indicator' || status === 'done') return null;
  const instrument = exchange.instruments.find((candidate) => candidate.id === spec.instrument);
  if (instrument === undefined) return null;
  exchange.subscribe(instrument.index, spec.timeframe);
  const place = exchange.placeOf(instrument.index, spec.timeframe);
  const handled = time % TIMEFRAMES[spec.timeframe] !== 0 || place < snapshot.sequence || changedAt === time;
  return exchange.history(instrument.index, spec.timeframe, utcMs(handled ? time : time - 1), ALERT_BARS);
}

/** An engine as a start describes it; a replay makes the same one. */
export function engineOf(start: JournalStart, find: OpenParts['find'], orderId = hashedOrderIds(start.scope)): Engine {
  return new Engine(
    {
      scope: start.scope,
      instruments: start.instruments.map((spec, index) => new Instrument(spec, index)),
      quote: start.quote,
      limits: start.limits,
      ...(start.slippageBps === undefined ? {} : { slippageBps: start.slippageBps }),
      takerFeeRate: start.takerFeeRate === null ? null : Decimal.parse(start.takerFeeRate),
      answerTimeoutMs: start.answerTimeoutMs,
      receiveWindowMs: start.receiveWindowMs,
      reconciles: start.reconciles === true,
      needsArming: start.needsArming === true,
      orderId,
    },
    find,
  );
}

/** Gives an engine what it begins with: prices, and what the ledger knew. */
export function beginEngine(engine: Engine, start: JournalStart, effects: Effects): void {
  engine.account.time = start.startAt;
  for (const quote of start.quotes) engine.seedMarket(quote);
  if (start.snapshot !== null) {
    engine.restore(start.snapshot, (record) => start.histories.get(record.instance) ?? candleColumns(0), effects);
    const history = ({ alert }: AlertRecord): CandleColumns | undefined => start.histories.get(alertHistory(alert));
    engine.restoreAlerts(start.snapshot, { history, heardFrom: start.heardFrom ?? null }, effects);
  }
}

function openAccount(session: TradingSession, quote: string, { exchange, cash, scope }: Extract<OpenParts, { cash: Decimal }>): void {
  exchange.deposit(OPENING, quote, cash);
  const outcome = session.command({
    type: 'deposit',
    id: `${OPENING}-${scope.account}`,
    asset: quote,
    amount: cash,
    note: 'paper money',
  });
  unwrap(outcome.ok ? { ok: true, value: null } : outcome);
}
