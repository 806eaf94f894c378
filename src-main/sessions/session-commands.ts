import type { EngineCommand } from '../core/engine/engine-event.ts';
import type { MarketSource } from '../ports/market-source.ts';
import { alertCommand } from './alert-command.ts';
import type { RunTally } from './paper.ts';
import type { RunningControlParts } from './running-control.ts';
import type { TradingSession } from './trading-session.ts';

/** Stopping, flattening and the alerts of a session without a desk. A step that fails ends the session by itself, at its next. */
export function sessionCommands(
  session: TradingSession,
  { tally, source }: { readonly tally: RunTally; readonly source: MarketSource },
): Pick<RunningControlParts, 'kill' | 'flatten' | 'alerts'> {
  const carryOut = (command: EngineCommand): { readonly cancelled: number; readonly kept: number } => {
    const outcome = session.command(command);
    if (!outcome.ok) throw outcome.fault;
    return outcome;
  };
  return {
    alerts: (change) => void carryOut(alertCommand(change, { session, source, replay: null })),
    kill: (id) => carryOut({ type: 'kill', id }),
    flatten: (id) => {
      const { value, refused } = tally.hearRefusals(() => carryOut({ type: 'close', id, instrument: null, percent: 100 }));
      return { closing: value.kept - refused.length, refused };
    },
  };
}
