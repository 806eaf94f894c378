import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { LiveFacts } from '../../../src-shared/contract/live.ts';
import { callMain } from '../../state/call-main.ts';
import { reloadPage } from '../../state/page-guard.ts';
import { showPanel } from '../../state/panel-request.ts';
import { readVenueAccounts, useVenueAccounts } from '../../state/venue-accounts.ts';
import { accountWords } from '../../state/traded-account.ts';
import { Button } from '../../ui/button.tsx';
import { ModeChip } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ArmFacts } from './arm-facts.tsx';
import { hasContracts, readArming, type ArmForm, type ArmProblems } from './arm-form.ts';
import { LIVE_SENTENCES as SAY } from './sentences.ts';

interface ArmDialogProps {
  /** The account that is wanted; null where that is still to be chosen. */
  readonly asked: string | null;
  readonly onClose: () => void;
}

/** Which account, what its key may do, the limits in force, and what is typed before it trades. */
export function ArmDialog({ asked, onClose }: ArmDialogProps): ReactElement {
  const accounts = useVenueAccounts((store) => store.accounts);
  const [chosen, choose] = useState(asked);
  const [facts, setFacts] = useState<LiveFacts | null>(null);
  const [failure, fail] = useState<string | null>(null);
  const [tries, tryAgain] = useState(0);
  const name = chosen ?? accounts?.find(({ disabled }) => disabled === null)?.name ?? null;
  useEffect(() => {
    void readVenueAccounts().then(fail);
  }, [tries]);
  useEffect(() => {
    if (name === null) return;
    setFacts(null);
    void callMain((client) => client.live.about({ name })).then((result) => {
      if (result.ok) setFacts(result.value);
      else fail(result.fault.message);
    });
  }, [name, tries]);
  if (facts !== null && facts.account.name === name)
    return <FormDialog key={name} facts={facts} names={accounts?.map((each) => each.name) ?? [name]} onChoose={choose} onClose={onClose} />;
  const none = accounts !== null && name === null;
  return (
    <Dialog open title={SAY.title} width={520} onClose={onClose} actions={<Button onPress={onClose}>{SAY.back}</Button>}>
      {failure !== null ? (
        <PanelMessage kind="failed" sentence={SAY.failed(failure)} actions={[{ label: SAY.retry, onPress: () => tryAgain(tries + 1) }]} />
      ) : none ? (
        <PanelMessage
          kind="empty"
          sentence={SAY.none}
          actions={[
            {
              label: SAY.openAccounts,
              onPress: () => {
                onClose();
                showPanel('accounts');
              },
            },
          ]}
        />
      ) : (
        <LoadingBlocks label={SAY.loading} rows={6} />
      )}
    </Dialog>
  );
}

interface FormProps {
  readonly facts: LiveFacts;
  readonly names: readonly string[];
  readonly onChoose: (name: string) => void;
  readonly onClose: () => void;
}

function FormDialog({ facts, names, onChoose, onClose }: FormProps): ReactElement {
  const { account, strategies } = facts;
  const [form, setForm] = useState<ArmForm>({
    ...{ markets: facts.symbols.join(', '), leverage: String(facts.leverage), word: '', unproven: '', gate: '' },
  });
  const [problems, setProblems] = useState<ArmProblems>({});
  const [message, setMessage] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const words = accountWords({ mode: account.mode, name: account.name });
  const arm = async (): Promise<void> => {
    if (busy) return;
    const read = readArming(form, facts);
    setProblems(read.problems);
    if (Object.keys(read.problems).length > 0) return;
    setBusy(true);
    setMessage(SAY.arming);
    const result = await callMain((client, command) => client.live.arm({ command, name: account.name, ...read.request, confirmed: true }));
    // Everything the page knows is of the paper book; also where paper was opened again.
    if (result.ok) reloadPage();
    else {
      setBusy(false);
      setMessage(result.fault.message);
    }
  };
  const change = (part: Partial<ArmForm>): void => {
    setForm({ ...form, ...part });
    setProblems({});
  };
  return (
    <Dialog
      open
      title={SAY.title}
      width={520}
      onClose={busy ? () => undefined : onClose}
      actions={
        <>
          <Button disabledReason={busy ? SAY.arming : undefined} onPress={onClose}>
            {SAY.back}
          </Button>
          <Button
            tone={account.mode === 'live' ? 'danger' : 'primary'}
            disabledReason={busy ? SAY.arming : undefined}
            onPress={() => void arm()}
          >
            {SAY.arm(words)}
          </Button>
        </>
      }
    >
      <div className="live-head">
        <Select label={SAY.account} value={account.name} choices={names.map((value) => ({ value, label: value }))} onChange={onChoose} />
        <ModeChip mode={account.mode} />
      </div>
      <p className="live-words">{account.mode === 'live' ? SAY.real : SAY.test}</p>
      <ArmFacts facts={facts} />
      {strategies.length === 0 ? null : <p className="live-words">{SAY.strategies(strategies)}</p>}
      <ArmFields facts={facts} form={form} problems={problems} onChange={change} onEnter={() => void arm()} />
      <p className="ui-form-message" role="status">
        {message ?? `${SAY.recovers} ${SAY.waits}`}
      </p>
    </Dialog>
  );
}

interface FieldsProps {
  readonly facts: LiveFacts;
  readonly form: ArmForm;
  readonly problems: ArmProblems;
  readonly onChange: (part: Partial<ArmForm>) => void;
  readonly onEnter: () => void;
}

function ArmFields({ facts, form, problems, onChange, onEnter }: FieldsProps): ReactElement {
  const { account, word, held, strategies } = facts;
  const { name } = account;
  const typed: readonly (readonly [keyof ArmForm, string])[] =
    word === null
      ? []
      : [
          ...(account.proven ? [] : [['unproven', SAY.typeUnproven(name, account.venueName)] as const]),
          ['gate', strategies.length > 0 ? SAY.typeGateNeeded(name) : SAY.typeGate(name)],
          ['word', SAY.typeWord(word)],
        ];
  return (
    <div className="live-fields">
      <TextField
        label={SAY.markets}
        labelAt="above"
        placeholder={SAY.marketsHint}
        value={form.markets}
        error={problems.markets}
        onEnter={onEnter}
        onChange={(markets) => {
          onChange({ markets });
        }}
      />
      <p className="ui-note">{SAY.marketsNote(held)}</p>
      {hasContracts(form, facts) ? (
        <>
          <TextField
            label={SAY.leverage}
            labelAt="above"
            value={form.leverage}
            error={problems.leverage}
            onEnter={onEnter}
            onChange={(leverage) => {
              onChange({ leverage });
            }}
          />
          <p className="ui-note">{SAY.leverageNote}</p>
        </>
      ) : null}
      {typed.map(([field, label]) => (
        <TextField
          key={field}
          label={label}
          labelAt="above"
          value={form[field]}
          error={problems[field]}
          onEnter={onEnter}
          onChange={(value) => {
            onChange({ [field]: value });
          }}
        />
      ))}
    </div>
  );
}
