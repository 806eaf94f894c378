import { useState } from 'react';
import type { ReactElement } from 'react';
import type { AskedAccount, VenueAccountRow, VenueRow } from '../../../src-shared/contract/accounts.ts';
import { callMain } from '../../state/call-main.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { emptyForm, keyParts, keyProblems, keyWords, wiped } from './key-form.ts';
import type { KeyForm, KeyProblems } from './key-form.ts';
import { ACCOUNTS_SENTENCES as SAY } from './sentences.ts';

export interface KeyDialogProps {
  readonly venues: readonly VenueRow[];
  /** The account that gets a new key; null for a new account. */
  readonly rotated: VenueAccountRow | null;
  readonly onDone: (asked: AskedAccount) => void;
  readonly onClose: () => void;
}

interface DialogState {
  readonly form: KeyForm;
  readonly problems: KeyProblems;
  readonly refused: string | null;
  readonly busy: boolean;
  /** The key turned out to be able to withdraw. */
  readonly mayWithdraw: boolean;
}

/** What a venue asks for beside a name. */
interface AskedParts {
  readonly passphrase: boolean;
  readonly keyNames: VenueRow['keyNames'];
}

/** The venue of a new account, and what is asked for at the venue of either. */
function askedFor(
  venues: readonly VenueRow[],
  rotated: VenueAccountRow | null,
  chosen: string,
): { readonly venue: VenueRow | undefined; readonly asked: AskedParts } {
  const at = venues.find(({ id }) => id === (rotated?.venue ?? chosen));
  const passphrase = rotated?.needsPassphrase ?? at?.needsPassphrase ?? false;
  return { venue: rotated === null ? at : undefined, asked: { passphrase, keyNames: at?.keyNames } };
}

/** The form of a key: for a new account, or in the place of an old one. What was typed goes to main once and is forgotten here. */
export function KeyDialog({ venues, rotated, onDone, onClose }: KeyDialogProps): ReactElement {
  const [state, setState] = useState<DialogState>(() => ({
    ...{ form: emptyForm(venues), problems: {}, refused: null, busy: false, mayWithdraw: false },
  }));
  const { form, problems, refused, busy, mayWithdraw } = state;
  const { venue, asked } = askedFor(venues, rotated, form.venue);
  const change = (part: Partial<KeyForm>): void => {
    setState((now) => ({ ...now, form: { ...now.form, ...part }, problems: {}, refused: null }));
  };
  const send = async (): Promise<void> => {
    const found = keyProblems(form, { name: rotated === null, ...asked });
    if (Object.keys(found).length > 0) {
      setState((now) => ({ ...now, problems: found }));
      return;
    }
    setState((now) => ({ ...now, busy: true, refused: null }));
    const parts = { ...keyParts(form), acceptWithdrawal: mayWithdraw ? form.accept.trim() : null };
    const result = await callMain((client, command) =>
      rotated === null
        ? client.accounts.add({ command, ...parts, name: form.name.trim(), venue: form.venue, sandbox: form.network === 'testnet' })
        : client.accounts.rotate({ command, ...parts, name: rotated.name }),
    );
    if (result.ok) onDone(result.value);
    else {
      const withdraws = result.fault.code === 'account.withdrawal-rights' || (mayWithdraw && result.fault.code === 'account.not-typed');
      // Typed once more where it was refused: nothing of a key waits in the window.
      setState((now) => ({ ...now, form: wiped(now.form), busy: false, refused: result.fault.message, mayWithdraw: withdraws }));
    }
  };
  return (
    <Dialog
      open
      title={rotated === null ? SAY.addTitle : SAY.rotateTitle(rotated.name)}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{SAY.back}</Button>
          <Button tone="primary" disabledReason={busy ? SAY.saving : undefined} onPress={() => void send()}>
            {busy ? SAY.saving : SAY.save}
          </Button>
        </>
      }
    >
      <p className="accounts-words">{rotated === null ? SAY.addBody : SAY.rotateBody}</p>
      {rotated === null ? <AccountFields form={form} problems={problems} venues={venues} venue={venue} onChange={change} /> : null}
      <KeyFields form={form} problems={problems} asked={asked} onChange={change} onEnter={() => void send()} />
      {mayWithdraw ? (
        <>
          <p className="accounts-words">{SAY.acceptBody}</p>
          <TextField
            label={SAY.accept(rotated?.name ?? form.name.trim())}
            labelAt="above"
            value={form.accept}
            onChange={(accept) => {
              change({ accept });
            }}
          />
        </>
      ) : null}
      <p className="ui-form-message" role="status">
        {busy ? SAY.saving : (refused ?? (venue?.proven === false ? SAY.unprovenHint(venue.name) : ''))}
      </p>
    </Dialog>
  );
}

interface FieldsProps {
  readonly form: KeyForm;
  readonly problems: KeyProblems;
  readonly onChange: (part: Partial<KeyForm>) => void;
}

function AccountFields({
  form,
  problems,
  venues,
  venue,
  onChange,
}: FieldsProps & { readonly venues: readonly VenueRow[]; readonly venue: VenueRow | undefined }): ReactElement {
  return (
    <>
      <TextField
        label={SAY.name}
        labelAt="above"
        placeholder={SAY.namePlaceholder}
        value={form.name}
        error={problems.name}
        onChange={(name) => {
          onChange({ name });
        }}
      />
      <div className="accounts-choices">
        <div>
          <p className="ui-form-label">{SAY.venue}</p>
          <Select
            label={SAY.venue}
            choices={venues.map(({ id, name, proven }) => ({ value: id, label: name, ...(proven ? {} : { detail: SAY.unproven }) }))}
            value={form.venue}
            onChange={(id) => {
              const chosen = venues.find((each) => each.id === id);
              onChange({ venue: id, network: chosen?.sandbox === false ? 'live' : 'testnet' });
            }}
          />
        </div>
        <div>
          <p className="ui-form-label">{SAY.network}</p>
          <SegmentedControl
            label={SAY.network}
            segments={[
              { value: 'testnet', label: SAY.testnet, ...(venue?.sandbox === false ? { disabledReason: SAY.noTestnet } : {}) },
              { value: 'live', label: SAY.live },
            ]}
            value={form.network}
            onChange={(network) => {
              onChange({ network });
            }}
          />
        </div>
      </div>
    </>
  );
}

function KeyFields({
  form,
  problems,
  asked: { passphrase, keyNames },
  onChange,
  onEnter,
}: FieldsProps & { readonly asked: AskedParts; readonly onEnter: () => void }): ReactElement {
  const { key, secret } = keyWords(keyNames);
  const fields = [
    { id: 'key', label: key },
    { id: 'secret', label: secret },
    ...(passphrase ? [{ id: 'passphrase', label: SAY.passphrase } as const] : []),
  ] as const;
  return (
    <div className="accounts-fields">
      {fields.map(({ id, label }) => (
        <TextField
          key={id}
          hidesValue
          label={label}
          labelAt="above"
          value={form[id]}
          error={problems[id]}
          onEnter={onEnter}
          onChange={(value) => {
            onChange({ [id]: value });
          }}
        />
      ))}
    </div>
  );
}
