import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import { completeLimits, NO_LIMITS } from '../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { EngineCommand } from '../../core/engine/engine-event.ts';
import { Effects } from '../../core/engine/effects.ts';
import type { FindStrategy } from '../../core/strategies/strategy.ts';
import type { ExecutionVenue } from '../../ports/execution-venue.ts';
import type { LedgerSnapshot } from '../../ports/ledger.ts';
import type { MarketSource } from '../../ports/market-source.ts';
import type { JournalStart } from '../journal-start.ts';
import { beginEngine, engineOf } from '../open-session.ts';
import { TradingSession } from '../trading-session.ts';
import type { RecordedSession } from './read-session.ts';
import { RunBook } from './run-book.ts';

/** Stored bars as a market with a venue that money can be brought to. */
export type CounterpartMarket = MarketSource & ExecutionVenue & { deposit(id: string, asset: string, amount: Decimal): void };

/** What the backtest of a session is run with. */
export interface CounterpartParts {
  readonly market: CounterpartMarket;
  readonly costs: CostProfile;
  readonly find: FindStrategy;
  /** Market time at which it ends: no bar that the session did not hear closes before it. */
  readonly until: number;
}

/**
 * The backtest of a session: the same strategies with the same parameters, started, changed and stopped when they were, over bars alone, with
 * no limits and nobody's hand. What a person ordered, resized, limited or halted happened to the session only. The account has the same name,
 * so the same decision has the same order id.
 */
export function runCounterpart(recorded: RecordedSession, { market, costs, find, until }: CounterpartParts): RunBook {
  const start = startOf(recorded.start, costs);
  const engine = engineOf(start, find);
  const book = new RunBook();
  const session = new TradingSession({
    engine,
    source: market,
    venue: market,
    ledger: book,
    scope: start.scope,
    recorder: null,
    observer: null,
  });
  const effects = new Effects();
  beginEngine(engine, start, effects);
  session.settle(effects);
  for (const { time, command, afterBars } of recorded.commands) {
    const kept = keptCommand(command);
    if (kept === null) continue;
    session.pump(utcMs(afterBars ? time : time - 1));
    engine.account.time = Math.max(engine.account.time, time);
    if (kept.type === 'deposit') market.deposit(kept.id, kept.asset, kept.amount);
    // One that was refused in the session is refused here too, and changes nothing.
    session.command(kept);
  }
  session.pump(utcMs(until));
  return book;
}

/** What of a person's commands makes the run what it is; a strategy keeps the size that it was started with. */
function keptCommand(command: EngineCommand): EngineCommand | null {
  switch (command.type) {
    case 'deposit':
    case 'start-strategy':
    case 'stop-strategy':
      return command;
    case 'change-strategy':
      return { ...command, size: null };
    default:
      return null;
  }
}

function startOf(start: JournalStart, costs: CostProfile): JournalStart {
  const { takerFeeBps } = costs;
  return {
    ...start,
    limits: completeLimits(NO_LIMITS),
    slippageBps: costs.slippageBps,
    takerFeeRate: takerFeeBps === null ? null : Decimal.fromNumber(takerFeeBps).mul(Decimal.of(1n, 4)).toString(),
    // A backtest's venue answers at once, and has no quotes.
    answerTimeoutMs: 0,
    receiveWindowMs: 0,
    quotes: [],
    snapshot: start.snapshot === null ? null : snapshotOf(start.snapshot),
  };
}

/** What was held and remembered goes along; orders of an earlier session do not, as their venue is another one. */
function snapshotOf(snapshot: LedgerSnapshot): LedgerSnapshot {
  return { ...snapshot, openOrders: [], risk: null, limits: null, recentOrderTimes: [] };
}
