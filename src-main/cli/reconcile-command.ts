import { IDEAL } from '../../src-shared/domain/costs.ts';
import { DEFAULT_LIMITS } from '../../src-shared/domain/limits.ts';
import type { LiveSpec } from '../sessions/live-types.ts';
import { DEFAULT_SEED } from './chosen-strategy.ts';
import { type Command, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import { ACCEPT_UNPROVEN, ACCOUNT, CONFIRM_LIVE, LIVE_INSTRUMENT } from './live-options.ts';
import { runWithAccount } from './live-setup.ts';
import { accountLines, liveJson } from './live-text.ts';
import { switchOption } from './option.ts';
import { printJson, printLines } from './output.ts';

const ACCEPT = switchOption('accept', 'Book what differs as a correction, once it was shown twice alike.');

/** Wall time within which an account is to be read twice, ms. */
const LONGEST_MS = 120_000;

/** Holds the ledger of an account against its venue, without trading. */
export const reconcileCommand: Command = {
  name: 'reconcile',
  about:
    'Hold the ledger of an account against its exchange: orders and fills made elsewhere are booked, what differs is shown and may be accepted.',
  positionals: [],
  options: [ACCOUNT, LIVE_INSTRUMENT, ACCEPT, CONFIRM_LIVE, ACCEPT_UNPROVEN, JSON_OPTION],
  examples: [
    'cryptoorch reconcile --account main --instrument BTC/USDT',
    'cryptoorch reconcile --account main --instrument BTC/USDT --accept',
  ],
  async run(values, context) {
    const outcome = await runWithAccount(values, context, {
      ...{ placements: [], limits: DEFAULT_LIMITS, costs: IDEAL, seed: DEFAULT_SEED, durationMs: LONGEST_MS, purpose: 'reconcile' },
      onTurn: untilAgreed(values.has(ACCEPT), context),
    });
    if (values.has(JSON_OPTION)) printJson(context, liveJson(outcome));
    else printLines(context, [`${String(outcome.fills.length)} fills were booked.`, ...accountLines(outcome)]);
    return outcome.agreed && outcome.inDoubt === 0 ? 0 : 1;
  },
};

/** Ends the session when ledger and venue agree, or when it is certain that they do not. */
function untilAgreed(accept: boolean, context: CliContext): NonNullable<LiveSpec['onTurn']> {
  return ({ engine, session }) => {
    const { differences, looks, suspects, uncertain } = engine.reconciliation;
    // What an earlier session found may have gone.
    if (looks === 0 || suspects || uncertain) return 'on';
    if (differences.length === 0) return engine.gate.recovering ? 'on' : 'end';
    if (!accept) return 'end';
    const outcome = session.command({
      type: 'accept-differences',
      id: context.services.ids.next(),
      differences: differences.map(({ asset, booked, held }) => ({ asset, amount: held.sub(booked) })),
    });
    if (!outcome.ok) throw outcome.fault;
    return 'end';
  };
}
