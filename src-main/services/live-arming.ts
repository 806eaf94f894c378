import type { VenueAccountRow } from '../../src-shared/contract/accounts.ts';
import type { ArmedStrategy, Arming } from '../../src-shared/domain/arming.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { type GateKept, gateWord } from './gate-word.ts';

/** What a person has typed to let an account trade with real money. */
export interface TypedForLive {
  /** `LIVE` and the account's name. */
  readonly confirm: string | null;
  /** The account's name, to trade at a venue that was never tried against a server of its protocol. */
  readonly unproven: string | null;
  /** The account's name, to start strategies for which the overfit gate does not vouch. */
  readonly withoutGate: string | null;
}

/** What is to be typed before an account trades with real money. */
export function liveWord({ name }: Pick<VenueAccountRow, 'name'>): string {
  return `LIVE ${name}`;
}

/**
 * Holds what was typed against what an account needs before it may trade; one of a test network needs nothing. Fails with `account.disabled`,
 * `live.no-right`, `live.unproven`, `live.unconfirmed`.
 */
export function checkAccount(account: VenueAccountRow, typed: Pick<TypedForLive, 'confirm' | 'unproven'>): void {
  const { name } = account;
  if (account.disabled !== null) throw new Fault('account.disabled', { account: name });
  if (account.rights?.trade === false) throw new Fault('live.no-right', { account: name });
  if (account.mode === 'testnet') return;
  if (!account.proven && typed.unproven !== name) throw new Fault('live.unproven', { venue: account.venueName, account: name });
  if (typed.confirm !== liveWord(account)) throw new Fault('live.unconfirmed', { word: liveWord(account) });
}

/** What is asked for when an account is to trade with real money. */
export interface ArmingAsk {
  readonly account: VenueAccountRow;
  /** Everything that will run, what goes on from an earlier session included; a person's own orders need no gate. */
  readonly strategies: readonly ArmedStrategy[];
  readonly typed: TypedForLive;
  /** Through what: `command line`, `window`. */
  readonly by: string;
}

/**
 * The one way to real money: what was typed is held against what the account needs, and each strategy against the overfit gate's kept verdict. The
 * answer goes to the engine's `arm`; null for a test network, which needs none. Fails as `checkAccount` does, and with `live.gate` where the gate does
 * not vouch for a strategy and the account's name was not typed.
 */
export function armLive({ account, strategies, typed, by }: ArmingAsk, kept: GateKept): Arming | null {
  checkAccount(account, typed);
  if (account.mode === 'testnet') return null;
  const { name } = account;
  const judged = strategies.map((strategy) => gateWord(strategy, kept));
  const reasons = judged.filter(({ gate }) => gate !== 'passed').map(({ sentence }) => sentence);
  const override = reasons.length > 0;
  if (override && typed.withoutGate !== name) throw new Fault('live.gate', { account: name, reason: reasons.join(' ') });
  return { account: name, by, code: kept.code, override, strategies: judged };
}
