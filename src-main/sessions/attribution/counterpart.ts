import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import { completeLimits, NO_LIMITS } from '../../../src-shared/domain/limits.ts';
import { ELSEWHERE } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { EngineConfig } from '../../core/engine/engine-config.ts';
import type { EngineCommand } from '../../core/engine/engine-event.ts';
import { Effects } from '../../core/engine/effects.ts';
import type { FindStrategy } from '../../core/strategies/strategy.ts';
import type { ExecutionVenue } from '../../ports/execution-venue.ts';
import type { LedgerOrder, LedgerSnapshot } from '../../ports/ledger.ts';
import type { MarketSource } from '../../ports/market-source.ts';
import { hashedOrderIds } from '../hashed-order-ids.ts';
import type { JournalStart } from '../journal-start.ts';
import { beginEngine, engineOf } from '../open-session.ts';
import { TradingSession } from '../trading-session.ts';
import type { RecordedCommand, RecordedSession } from './read-session.ts';
import { RunBook } from './run-book.ts';

/** The origin of a person's orders. */
export const PERSON = 'you';

/** Stored bars as a market with a venue that money can be brought to. */
export type CounterpartMarket = MarketSource & ExecutionVenue & { deposit(id: string, asset: string, amount: Decimal): void };

/** What the backtest of a session is run with. */
export interface CounterpartParts {
  readonly market: CounterpartMarket;
  readonly costs: CostProfile;
  readonly find: FindStrategy;
  /** Market time at which it ends: no bar that the session did not hear closes before it. */
  readonly until: number;
  /** The bars are others than the session's: what it missed of its own is no matter. */
  readonly standsIn: boolean;
}

/**
 * The backtest of a session: the same strategies with the same parameters, started, changed and stopped when they were, over bars alone, with
 * no limits and nobody's hand. What a person ordered, resized, limited or halted happened to the session only. The account has the same name,
 * so the same decision has the same order id. Orders of its strategies that were open when the session began stand at this venue too.
 */
export function runCounterpart(recorded: RecordedSession, parts: CounterpartParts): RunBook {
  const { market, costs, find } = parts;
  const start = startOf(recorded.start, costs);
  const engine = engineOf(start, find, sessionIds(recorded));
  const book = new RunBook(start.snapshot?.openOrders);
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
  for (const asked of recorded.commands) {
    const kept = keptCommand(asked, parts);
    if (kept === null) continue;
    session.pump(utcMs(asked.until));
    const { account } = engine;
    account.time = Math.max(account.time, Math.min(asked.time, asked.until));
    if (kept.type !== 'deposit') {
      // One that was refused in the session is refused here too, and changes nothing.
      session.command(kept);
      continue;
    }
    // No more can be taken out than a backtest that fared worse has left.
    const there = account.balances.of(kept.asset);
    const amount = there.add(kept.amount).sign() < 0 ? there.neg() : kept.amount;
    market.deposit(kept.id, kept.asset, amount);
    session.command({ ...kept, amount });
  }
  session.pump(utcMs(parts.until));
  return book;
}

/** Names a decision on a bar as the session did, which knows a venue's bar only when it was heard. */
function sessionIds({ start, market }: RecordedSession): EngineConfig['orderId'] {
  const ids = hashedOrderIds(start.scope);
  return (instrument, source) => {
    const { origin, leg } = source;
    return ids(instrument, { origin, leg, decision: () => market.decisionOf(instrument.index, source.decision()) });
  };
}

/** What of a person's commands makes the run what it is; a strategy keeps the size that it was started with. */
function keptCommand({ command, until, afterMissed }: RecordedCommand, { standsIn }: CounterpartParts): EngineCommand | null {
  switch (command.type) {
    case 'deposit':
    case 'stop-strategy':
      return command;
    case 'start-strategy': {
      const { record } = command;
      return record.startedAt <= until ? command : { ...command, record: { ...record, startedAt: utcMs(until) } };
    }
    case 'change-strategy':
      return afterMissed && standsIn ? null : { ...command, size: null };
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
    // A backtest's venue answers at once, and has no quotes; what it has not seen was recorded for it, however long ago.
    answerTimeoutMs: 0,
    receiveWindowMs: Number.MAX_SAFE_INTEGER,
    reconciles: false,
    needsArming: false,
    quotes: [],
    snapshot: start.snapshot === null ? null : snapshotOf(start.snapshot),
  };
}

/** What was held goes along, and what strategies remember and have open; what limits, protections and reconciliation remember is the session's. */
function snapshotOf(snapshot: LedgerSnapshot): LedgerSnapshot {
  const memories = new Map(snapshot.strategies.flatMap(({ instance }) => memoryOf(snapshot, instance)));
  return {
    ...snapshot,
    openOrders: carriedOrders(snapshot),
    endedOrders: [],
    memories,
    risk: null,
    limits: null,
    recentOrderTimes: [],
  };
}

function memoryOf({ memories }: LedgerSnapshot, instance: StrategyInstanceId): readonly (readonly [StrategyInstanceId, string])[] {
  const memory = memories.get(instance);
  return memory === undefined ? [] : [[instance, memory]];
}

/** The orders of strategies that were open when a session began: what is left of each is sent to the backtest's venue. One whose end was asked for has ended there. */
export function carriedOrders({ openOrders }: LedgerSnapshot): readonly LedgerOrder[] {
  return openOrders
    .filter(({ order: { origin, group, quoteAmount }, cancelReason, filledLots }) => {
      const byHand = origin === PERSON || origin === ELSEWHERE || group !== null;
      return !byHand && cancelReason === null && (quoteAmount === null || filledLots === 0);
    })
    .map(({ order, filledLots }): LedgerOrder => {
      const left = order.quoteAmount === null ? { ...order, lots: order.lots - filledLots } : order;
      return { order: left, state: 'recorded', filledLots: 0, cancelReason: null, group: null, amendments: 0, pending: null, fillIds: [] };
    });
}
