import { Fault } from '../../src-shared/kernel/fault.ts';
import { gapLine } from './attribution-text.ts';
import type { CliContext } from './context.ts';
import { switchOption } from './option.ts';

export const NO_ATTRIBUTION = switchOption(
  'no-attribution',
  'Leave out the line at the end that holds the session against its backtest (--json has none).',
);

/** What a session came to beside its backtest, in a line, and how to learn more; or why there is none. */
export function againstBacktest(session: string, { services, home }: CliContext): readonly string[] {
  try {
    return [gapLine(services.attribute(home, { session, costs: null, bars: [] })), `Split it with: cryptoorch attribute ${session}`];
  } catch (thrown) {
    // The session is over and in the ledger: that there is nothing to hold it against is no reason to fail.
    if (thrown instanceof Fault) return [thrown.message];
    throw thrown;
  }
}
