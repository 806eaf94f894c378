import type { VenueAccountRow } from '../../src-shared/contract/accounts.ts';
import type { Arming } from '../../src-shared/domain/arming.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { FaultCode } from '../../src-shared/kernel/fault-codes.ts';
import { armLive, checkAccount, liveWord, type TypedForLive } from '../services/live-arming.ts';
import { contractTerms } from '../exchange-ground.ts';
import type { LiveOutcome, LiveSpec } from '../sessions/live-types.ts';
import type { CliContext } from './context.ts';
import { ACCEPT_UNPROVEN, ACCOUNT, CONFIRM_LIVE, LIVE_INSTRUMENT, LIVE_LEVERAGE, WITHOUT_GATE } from './live-options.ts';
import { missingOption, type OptionValues } from './option-values.ts';
import { note, notesTo } from './output.ts';
import { tellAlert } from './tell-alert.ts';
import { withAccounts } from './with-accounts.ts';

/** What a session with an account is begun with beside the account. */
export type LiveTask = Pick<
  LiveSpec,
  'purpose' | 'placements' | 'own' | 'limits' | 'costs' | 'seed' | 'durationMs' | 'onProgress' | 'onTurn'
>;

/** Opens the way to an account that may trade, runs the session and lets go of everything. */
export async function runWithAccount(values: OptionValues, context: CliContext, task: LiveTask): Promise<LiveOutcome> {
  const name = values.given(ACCOUNT);
  if (name === undefined) throw missingOption(ACCOUNT);
  const symbols = values.all(LIVE_INSTRUMENT);
  if (symbols.length === 0) throw missingOption(LIVE_INSTRUMENT);
  const leverage = values.given(LIVE_LEVERAGE) ?? 1;
  if (leverage !== 1 && contractTerms(symbols, leverage).length === 0) throw new Fault('live.leverage');
  return withAccounts(context, async (accounts) => {
    const row = accounts.find(name);
    const typed = await confirmed(row, values, context);
    const { services, home } = context;
    const { account, profile } = accounts.tradable(name);
    const feed = await services.marketFeed(profile.id, account.sandbox);
    // Whoever only looks changes nothing there.
    const contracts = task.purpose === 'trade' ? contractTerms(symbols, leverage) : [];
    const orders = services.venueOrders({ home, account, contracts, deadMansSwitch: profile.deadMansSwitch });
    try {
      return await services.live(home, {
        ...{ account: account.id, venue: profile.id.toUpperCase(), sandbox: account.sandbox, receiveWindowMs: profile.receiveWindowMs },
        ...{ orders, feed, symbols, leverage, signal: context.signal, onNote: notesTo(context) },
        onAlert: tellAlert(values, context),
        ...(task.purpose === 'trade' ? { arm: armedBy(row, typed, context) } : {}),
        keys: { holder: orders, locked: () => accounts.keysLocked },
        ...task,
      });
    } finally {
      await orders.close();
      await feed.close();
    }
  });
}

/** What a person has typed on the command line. */
function typedOf(values: OptionValues): TypedForLive {
  return {
    unproven: values.given(ACCEPT_UNPROVEN) ?? null,
    withoutGate: values.given(WITHOUT_GATE) ?? null,
    confirm: values.given(CONFIRM_LIVE) ?? null,
  };
}

/** Asks for what real money needs; a test network needs nothing. What was typed then. */
async function confirmed(row: VenueAccountRow, values: OptionValues, context: CliContext): Promise<TypedForLive> {
  const typed = typedOf(values);
  try {
    checkAccount(row, typed);
    return typed;
  } catch (thrown) {
    if (!isFault(thrown, 'live.unconfirmed') || typed.confirm !== null) throw thrown;
    const question = `${row.name} at ${row.venueName} trades with real money. Type ${liveWord(row)} to start: `;
    const answered = { ...typed, confirm: await context.services.askWord(question) };
    checkAccount(row, answered);
    return answered;
  }
}

/** Arms an account for what is to run, and says what vouches for it; where the overfit gate does not, its name can be typed. */
function armedBy(row: VenueAccountRow, typed: TypedForLive, context: CliContext): NonNullable<LiveSpec['arm']> {
  return async (strategies) => {
    const { home, services, version } = context;
    const store = services.research(home);
    try {
      const arm = (withoutGate: string | null): Arming | null =>
        armLive({ account: row, strategies, typed: { ...typed, withoutGate }, by: 'command line' }, { store, code: version });
      const arming = await armedOrAsked(arm, typed.withoutGate, { row, context });
      for (const { sentence } of arming?.strategies ?? []) note(context, sentence);
      return arming;
    } finally {
      store.close();
    }
  };
}

async function armedOrAsked(
  arm: (withoutGate: string | null) => Arming | null,
  typed: string | null,
  { row, context }: { readonly row: VenueAccountRow; readonly context: CliContext },
): Promise<Arming | null> {
  try {
    return arm(typed);
  } catch (thrown) {
    if (!isFault(thrown, 'live.gate') || typed !== null) throw thrown;
    return arm(await context.services.askWord(`${String(thrown.details['reason'])} Type ${row.name} to start without the overfit gate: `));
  }
}

function isFault(thrown: unknown, code: FaultCode): thrown is Fault {
  return thrown instanceof Fault && thrown.code === code;
}
