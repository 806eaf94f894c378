import type { AlertSpec } from '../../src-shared/domain/alert-spec.ts';
import type { ExecutedFill } from '../../src-shared/domain/round-trips.ts';
import type { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { StrategyInstanceId } from '../../src-shared/kernel/ids.ts';
import { faultSentence } from '../../src-shared/kernel/fault.ts';
import { unwrap } from '../../src-shared/kernel/result.ts';
import { type UtcMs, utcMs } from '../../src-shared/kernel/time.ts';
import type { Effects } from '../core/engine/effects.ts';
import type { EngineEvent } from '../core/engine/engine-event.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import type { Clock } from '../ports/clock.ts';
import type { StrategyRecord } from '../ports/ledger.ts';
import type { MarketSource } from '../ports/market-source.ts';
import type { StrategyPlacement } from './backtest-types.ts';
import { alertBarsUpTo } from './alert-bars.ts';
import type { PaperSpec, StoppedStrategy } from './paper-types.ts';
import type { OpenedSession } from './open-session.ts';
import { Rest } from './rest.ts';
import type { StrategyQuestions } from './strategy-questions.ts';
import type { SessionObserver, TradingSession } from './trading-session.ts';

/** Events handled between two looks at the wall clock. */
const SLICE = 20_000;
/** Wall time between two slices, so that a session at low speed does not spin, ms. */
const REST_MS = 10;

/** Counts what a session does. */
export class RunTally implements SessionObserver {
  readonly fills: ExecutedFill[] = [];
  readonly refusals: Record<string, number> = {};
  readonly stopped: StoppedStrategy[] = [];
  orders = 0;
  /** Sentences of refusals while somebody listens for them. */
  private heard: string[] | null = null;

  private readonly onAlert: PaperSpec['onAlert'];

  constructor(onAlert?: PaperSpec['onAlert']) {
    this.onAlert = onAlert;
  }

  /** Does something and says what the gate refused meanwhile. */
  hearRefusals<Value>(act: () => Value): { readonly value: Value; readonly refused: readonly string[] } {
    const refused: string[] = [];
    this.heard = refused;
    try {
      return { value: act(), refused };
    } finally {
      this.heard = null;
    }
  }

  after(_event: EngineEvent | null, effects: Effects): void {
    for (const record of effects.records) {
      if (record.kind === 'order') this.orders += 1;
      else if (record.kind === 'alert-fired') this.onAlert?.(record.firing);
      else if (record.kind === 'strategy' && record.record.stopReason !== null)
        this.stopped.push({ instance: record.record.instance, reason: record.record.stopReason });
      else if (record.kind === 'refusal') {
        this.refusals[record.code] = (this.refusals[record.code] ?? 0) + 1;
        this.heard?.push(faultSentence(record.code, record.details));
      } else if (record.kind === 'fill') {
        const { fill, instrument, origin, side, feeLots } = record;
        const executed = { time: fill.time, instrument, origin, side, ticks: fill.ticks, lots: fill.lots, fee: fill.fee };
        this.fills.push(feeLots === undefined ? executed : { ...executed, feeLots });
      }
    }
  }
}

/** Places the strategies of a run, each warmed from history. */
export function placeStrategies(
  opened: OpenedSession,
  placements: readonly StrategyPlacement[],
  parts: { readonly session: string; readonly source: MarketSource; readonly find: (strategy: string) => StrategyDefinition | undefined },
): void {
  const { session, engine } = opened;
  for (const placement of placements) {
    const instrument = engine.account.instruments[placement.instrument];
    const definition = parts.find(placement.strategy);
    if (instrument === undefined || definition === undefined)
      throw new RangeError('a placement names an instrument and a strategy that exist');
    parts.source.subscribe(placement.instrument, placement.timeframe);
    const record: StrategyRecord = {
      instance: placement.instance as StrategyInstanceId,
      strategy: placement.strategy,
      instrument: instrument.id,
      timeframe: placement.timeframe,
      parameters: placement.parameters,
      size: placement.size,
      ...(placement.ways === undefined ? {} : { ways: placement.ways }),
      running: true,
      startedAt: session.time,
      stopReason: null,
    };
    const history = parts.source.history(
      placement.instrument,
      placement.timeframe,
      session.time,
      definition.warmupBars(placement.parameters),
    );
    const outcome = session.command({ type: 'start-strategy', id: `${parts.session}-start-${placement.instance}`, record, history });
    unwrap(outcome.ok ? { ok: true, value: null } : outcome);
  }
}

/** Sets the alerts that a run begins with. Fails with the faults of the alerts. */
export function placeAlerts(
  { session }: OpenedSession,
  alerts: readonly AlertSpec[],
  parts: { readonly session: string; readonly source: MarketSource },
): void {
  alerts.forEach((spec, i) => {
    const history = alertBarsUpTo(session.time, spec, parts.source);
    const outcome = session.command({ type: 'set-alert', id: `${parts.session}-alert-${String(i + 1)}`, spec, history });
    unwrap(outcome.ok ? { ok: true, value: null } : outcome);
  });
}

/** How a run is paced. */
export interface RunPace {
  readonly clock: Clock;
  /** Market time to reach. */
  readonly until: number;
  /** Market ms per wall ms; null goes as fast as it can; `wall` is the time that it is. */
  readonly speed: number | null | 'wall';
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
  /** What is done before each slice. */
  readonly turn?: () => void;
  /** Where something may be heard between two slices; else the pause is over with its time. */
  readonly rest?: Rest;
  /** The market stands still while a user's strategy is asked, so that what it does is the same on every machine. */
  readonly questions?: StrategyQuestions;
}

/** The time that it is; the session's own while a clock that was set back has not come to it again, so that nothing waits that was heard. */
export function presentOf(session: TradingSession, clock: Clock): UtcMs {
  return utcMs(Math.max(session.time, clock.now()));
}

/** Moves a session on to `until`, no faster than its pace. Where it ends depends on the market alone; an abort ends it earlier. */
export async function runPaced(opened: OpenedSession, pace: RunPace): Promise<void> {
  const { session } = opened;
  const { clock, until, speed, signal, questions } = pace;
  const rest = pace.rest ?? new Rest(clock);
  const from = session.time;
  const begun = clock.monotonic();
  for (;;) {
    pace.turn?.();
    const target = Math.min(
      until,
      speed === null ? until : speed === 'wall' ? presentOf(session, clock) : Math.floor(from + (clock.monotonic() - begun) * speed),
    );
    const handled = questions === undefined ? session.pump(utcMs(target), SLICE) : await pumpAsking(session, target, { questions, signal });
    if (signal.aborted) return;
    pace.onProgress(until === Number.POSITIVE_INFINITY ? 0 : (session.time - from) / Math.max(1, until - from));
    if (handled < SLICE && target >= until) return;
    await rest.pause(handled === SLICE || speed === null ? 0 : REST_MS);
  }
}

/** The same as a slice of `pump`, with every question answered before the market moves on. */
async function pumpAsking(
  session: TradingSession,
  target: number,
  { questions, signal }: { readonly questions: StrategyQuestions; readonly signal: AbortSignal },
): Promise<number> {
  let handled = 0;
  // Those of the start come before the first event.
  await questions.settle(session);
  while (handled < SLICE && !signal.aborted && session.pump(utcMs(target), 1) > 0) {
    handled += 1;
    if (questions.pending) await questions.settle(session);
  }
  return handled;
}

/** Orders without an answer at the end of a run. */
export function countInDoubt(opened: OpenedSession): number {
  return [...opened.engine.account.orders.all()].filter((entry) => entry.state === 'in-doubt').length;
}

/** Cash of the account now. */
export function cashOf(opened: OpenedSession): Decimal {
  return opened.engine.account.balances.of(opened.engine.account.quote);
}
