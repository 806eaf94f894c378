import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { useDeskLink } from '../../state/desk-link.ts';
import { askToArm, askToEndLive } from '../../state/live-request.ts';
import { accountWords } from '../../state/traded-account.ts';
import { readVenueAccounts, useVenueAccounts } from '../../state/venue-accounts.ts';
import { hintProps } from '../../ui/hint-layer.tsx';
import { Select, type Choice } from '../../ui/select.tsx';
import { TICKET_SENTENCES as SAY } from './sentences.ts';
import { accountOf } from './ticket-facts.ts';
import type { Ticket } from './use-ticket.ts';

/** The choice that stands for the paper book. */
const PAPER = 'paper';

/** There is more than the paper book to send an order to. */
export function useHasAccounts({ facts }: Pick<Ticket, 'facts'>): boolean {
  const known = useVenueAccounts((store) => (store.accounts ?? []).length > 0);
  return known || accountOf(facts) !== null;
}

/** Which account the order goes to, by its mode in words, once there is more than the paper book. Another one is not simply chosen: it is armed, and the one before is left in order. */
export function AccountField({ ticket }: { readonly ticket: Ticket }): ReactElement | null {
  const named = useHasAccounts(ticket);
  const connected = useDeskLink((link) => link.client !== null);
  const accounts = useVenueAccounts((store) => store.accounts);
  useEffect(() => {
    if (connected) void readVenueAccounts();
  }, [connected]);
  const { mode } = ticket;
  const name = accountOf(ticket.facts);
  if (!named) return null;
  const words = accountWords({ mode, name });
  const value = name === null ? PAPER : `at ${name}`;
  const shown = <span className="ticket-account-shown">{words}</span>;
  const choices: Choice<string>[] = [
    { value: PAPER, label: name === null ? words : 'PAPER' },
    ...(accounts ?? []).map((account) => ({
      value: `at ${account.name}`,
      label: accountWords({ mode: account.mode, name: account.name }),
      ...(account.name === name ? {} : { detail: account.disabled === null ? SAY.accountArm : SAY.accountOff }),
    })),
  ];
  if (name !== null && choices.every((choice) => choice.value !== value)) choices.push({ value, label: words });
  return (
    <div className="ticket-account">
      <span className="ui-label" aria-hidden="true">
        {SAY.account}
      </span>
      {mode === 'practice' ? (
        <button type="button" className="ui-select-button" aria-disabled aria-label={SAY.accountNow(words)} {...hintProps(SAY.accountKept)}>
          <span className="ui-select-shown">{shown}</span>
        </button>
      ) : (
        <Select
          label={SAY.account}
          value={value}
          shown={shown}
          choices={choices}
          onChange={(chosen) => {
            if (chosen === value) return;
            if (name !== null) askToEndLive();
            else askToArm(chosen.slice('at '.length));
          }}
        />
      )}
    </div>
  );
}
