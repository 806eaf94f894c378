import { CandleReplay } from '../../src-main/adapters/candle-replay/candle-replay.ts';
import { perpetualOf } from '../../src-main/core/market-data/perpetual-instrument.ts';
import type { EngineCommand } from '../../src-main/core/engine/engine-event.ts';
import { findStrategy } from '../../src-main/core/strategies/catalog.ts';
import type { LedgerScope } from '../../src-main/ports/ledger.ts';
import { attributeSession, type SessionAttribution, type StandInBars } from '../../src-main/sessions/attribution/attribute-session.ts';
import { openSession, type OpenedSession } from '../../src-main/sessions/open-session.ts';
import { GAP_CAUSES, type GapSplit } from '../../src-shared/domain/attribution.ts';
import { type CandleColumns, candleColumns } from '../../src-shared/domain/candle.ts';
import { CONSERVATIVE, type CostProfile } from '../../src-shared/domain/costs.ts';
import type { FundingPlan } from '../../src-shared/domain/funding.ts';
import { Instrument, type InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import { NO_LIMITS } from '../../src-shared/domain/limits.ts';
import type { SizeRule, StrategyParameters } from '../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { SessionId, StrategyInstanceId } from '../../src-shared/kernel/ids.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';
import { RegisteredLedger, SCOPE } from './paper-kit.ts';
import { BTC } from './research-kit.ts';

export const PARAMETERS: StrategyParameters = { entry: 12, exit: 6 };
export const SIZE: SizeRule = { kind: 'base', amount: '0.1' };
export const INSTANCE = 'donchian-1' as StrategyInstanceId;
const SCOPED: LedgerScope = { ...SCOPE, session: 'life1' as SessionId };

/** The perpetual on it, of which a session is played where funding is given: long and short. */
export const CONTRACT = perpetualOf(BTC, { maxLeverage: 20, leverage: 2, maintenanceMargin: '0.01', liquidationFee: '0.01' });

/** Without impact, which would make a price of every size, and without latency, of which every other one would change prices too. */
export const COSTS: CostProfile = { ...CONSERVATIVE, impact: 0, latencyMs: 0 };

/** Frames in memory. */
export class MemoryJournal {
  readonly frames: Uint8Array[] = [];

  append(frame: Uint8Array): void {
    this.frames.push(frame.slice());
  }

  close(): void {
    // Nothing is held open.
  }
}

/** What a person does in a session when so many of its bars have closed. */
export interface Deed {
  readonly bar: number;
  readonly command: EngineCommand;
}

export interface PlayedSession {
  readonly frames: readonly Uint8Array[];
  readonly opened: OpenedSession;
}

/** Plays a breakout strategy on paper over 4-hour bars, with its journal. */
export function playSession(
  candles: CandleColumns,
  {
    costs = COSTS,
    size = SIZE,
    deeds = [],
    funding,
  }: { costs?: CostProfile; size?: SizeRule; deeds?: readonly Deed[]; funding?: FundingPlan } = {},
): PlayedSession {
  const traded = funding === undefined ? BTC : CONTRACT;
  const instruments = [new Instrument(traded, 0)];
  const market = new CandleReplay({
    instruments,
    series: [{ instrument: 0, timeframe: '4h', columns: candles }],
    costs,
    balances: new Map(),
    ...(funding === undefined ? {} : { funding: [funding] }),
  });
  const journal = new MemoryJournal();
  const ledger = new RegisteredLedger();
  const opened = openSession({
    exchange: market,
    ledger,
    scope: SCOPED,
    snapshot: ledger.snapshot(SCOPED, [traded]),
    startAt: candles.time[0]!,
    cash: Decimal.of(1_000_000n),
    limits: NO_LIMITS,
    costs,
    engineVersion: 'test',
    configuration: '{}',
    find: findStrategy,
    journal,
    observer: () => null,
  });
  const { session } = opened;
  const carryOut = (command: EngineCommand): void => {
    const outcome = session.command(command);
    if (!outcome.ok) throw outcome.fault;
  };
  carryOut(started(session.time, size, traded));
  for (const { bar, command } of deeds) {
    session.pump(utcMs(candles.time[bar]!));
    carryOut(command);
  }
  session.pump(utcMs(candles.time.at(-1)! + 4 * 3_600_000));
  opened.close();
  return { frames: journal.frames, opened };
}

function started(time: number, size: SizeRule, { id, kind }: InstrumentSpec): EngineCommand {
  return {
    type: 'start-strategy',
    id: 'start',
    history: candleColumns(0),
    record: {
      instance: INSTANCE,
      strategy: 'donchian-breakout',
      instrument: id,
      ...(kind === 'spot' ? {} : { ways: 'both' }),
      timeframe: '4h',
      parameters: PARAMETERS,
      size,
      running: true,
      startedAt: utcMs(time),
      stopReason: null,
    },
  };
}

/** Holds a journal against its backtest. */
export function attributed(
  frames: Iterable<Uint8Array>,
  { bars = [], costs = COSTS }: { bars?: readonly StandInBars[]; costs?: CostProfile | null } = {},
): SessionAttribution {
  return attributeSession({
    session: 'life1',
    frames,
    costs,
    bars,
    market: ({ series, ...parts }) =>
      new CandleReplay({ ...parts, series: series.map(({ candles, ...one }) => ({ ...one, columns: candles })) }),
    strategies: () => findStrategy,
  });
}

/** Parts and residual, added up once more. */
export function sumOf({ parts, residual }: GapSplit): Decimal {
  return GAP_CAUSES.reduce((sum, cause) => sum.add(parts[cause]), residual);
}
