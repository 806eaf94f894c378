import { armSession } from '../../src-main/open-live.ts';
import { armedStrategies } from '../../src-main/sessions/armed-strategies.ts';
import type { OpenedSession } from '../../src-main/sessions/open-session.ts';
import type { StrategyRecord } from '../../src-main/ports/ledger.ts';
import type { Arming, JudgedStrategy } from '../../src-shared/domain/arming.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { SessionId } from '../../src-shared/kernel/ids.ts';

/** The word for a strategy that nobody ever judged: its account's name was typed in place of the gate. */
const UNJUDGED = { gate: 'never', sentence: 'It was never judged.' } as const;

/** Arms a session as a start of the command line does: for the account, and for what goes on from an earlier session. */
export function armAccount(opened: OpenedSession, specs: readonly InstrumentSpec[], session: string): void {
  const going = opened.engine.director.running.map(({ record }) => record);
  armSession(opened, armingOf(judged(going, specs)), session as SessionId);
}

/** Arms a session for one more strategy, as the window does before it starts one. */
export function armStrategy({ session }: OpenedSession, record: StrategyRecord, command: string): void {
  session.command({ type: 'arm', id: `arm-${command}`, arming: armingOf(judged([record], [])) });
}

function judged(records: readonly StrategyRecord[], specs: readonly InstrumentSpec[]): readonly JudgedStrategy[] {
  return armedStrategies({ placements: [] }, records, specs).map((strategy) => ({ ...strategy, ...UNJUDGED }));
}

function armingOf(strategies: readonly JudgedStrategy[]): Arming {
  return { account: 'simulated', by: 'script', code: '0.1.0', override: strategies.length > 0, strategies };
}
