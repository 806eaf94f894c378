import { useCallback, useEffect, useState } from 'react';
import type { AskedAccount, VenueAccountRow, VenueRow } from '../../../src-shared/contract/accounts.ts';
import { loadAppInfo } from '../../state/app-info.ts';
import { callMain } from '../../state/call-main.ts';
import { useDeskLink } from '../../state/desk-link.ts';
import { useVenueAccounts } from '../../state/venue-accounts.ts';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import type { ShownReading } from './reading-part.tsx';
import { ACCOUNTS_SENTENCES as SAY } from './sentences.ts';

/** The accounts as they were last read. */
export interface ReadAccounts {
  readonly accounts: readonly VenueAccountRow[];
  readonly venues: readonly VenueRow[];
}

/** The accounts with what can be done with them. */
export interface AccountsModel {
  readonly read: ReadAccounts | null;
  readonly failure: string | null;
  /** The account that is being checked, by id. */
  readonly checking: string | null;
  readonly shown: ShownReading | null;
  readAgain(): Promise<void>;
  /** Takes what main said of an account that was added or rotated. */
  take(asked: AskedAccount, sentence: string): void;
  check(account: VenueAccountRow): Promise<void>;
  disable(account: VenueAccountRow): Promise<void>;
  /** Gives the sentence that says why not, or null. */
  enable(account: VenueAccountRow, typed: string | null): Promise<string | null>;
  remove(account: VenueAccountRow, typed: string): Promise<string | null>;
}

interface State {
  readonly read: ReadAccounts | null;
  readonly failure: string | null;
  readonly checking: string | null;
  readonly shown: ShownReading | null;
}

/** Reads the accounts when the panel opens and after everything that changes them. */
export function useAccounts(): AccountsModel {
  const [state, setState] = useState<State>({ read: null, failure: null, checking: null, shown: null });
  const connected = useDeskLink((link) => link.client !== null);
  const readAgain = useCallback(async (): Promise<void> => {
    const result = await callMain((client) => client.accounts.list({}));
    // The program may have asked a venue just now that it had not asked before.
    await callMain((client) => loadAppInfo(client));
    if (result.ok) useVenueAccounts.setState({ accounts: result.value.accounts });
    setState((now) => (result.ok ? { ...now, read: result.value, failure: null } : { ...now, failure: result.fault.message }));
  }, []);
  useEffect(() => {
    if (connected) void readAgain();
  }, [connected, readAgain]);
  const take = (asked: AskedAccount, sentence: string): void => {
    const { account, reading, problem } = asked;
    if (problem === '') tellNote(`account-${account.id}`, sentence);
    else tellRefusal(`account-${account.id}`, `${sentence} ${problem}`);
    setState((now) => ({ ...now, shown: reading === null ? now.shown : { name: account.name, at: Date.now(), reading } }));
    void readAgain();
  };
  const check = async (account: VenueAccountRow): Promise<void> => {
    setState((now) => ({ ...now, checking: account.id }));
    const result = await callMain((client) => client.accounts.check({ name: account.name }));
    if (!result.ok) tellRefusal(`account-${account.id}`, result.fault.message);
    const reading = result.ok ? result.value.reading : null;
    setState((now) => ({ ...now, checking: null, shown: reading === null ? now.shown : { name: account.name, at: Date.now(), reading } }));
    await readAgain();
  };
  const changed = async (
    result: Awaited<ReturnType<typeof callMain>>,
    account: VenueAccountRow,
    sentence: string,
  ): Promise<string | null> => {
    if (!result.ok) return result.fault.message;
    tellNote(`account-${account.id}`, sentence);
    await readAgain();
    return null;
  };
  return {
    ...state,
    ...{ readAgain, take, check },
    disable: async (account) => {
      const result = await callMain((client, command) => client.accounts.disable({ command, name: account.name }));
      const problem = await changed(result, account, SAY.disabled(account.name));
      if (problem !== null) tellRefusal(`account-${account.id}`, problem);
    },
    enable: async (account, acceptWithdrawal) => {
      const result = await callMain((client, command) => client.accounts.enable({ command, name: account.name, acceptWithdrawal }));
      return changed(result, account, SAY.enabled(account.name));
    },
    remove: async (account, typed) => {
      const result = await callMain((client, command) => client.accounts.remove({ command, name: account.name, typed, confirmed: true }));
      if (result.ok) setState((now) => ({ ...now, shown: now.shown?.name === account.name ? null : now.shown }));
      return changed(result, account, SAY.removed(account.name));
    },
  };
}
