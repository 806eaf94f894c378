import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { BREAKER_KINDS, BREAKERS, type BreakerSpec } from '../../../src-shared/domain/breaker-spec.ts';
import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import { defaultProtection, PROTECTION_KINDS, type ProtectionSpec } from '../../../src-shared/domain/protection-spec.ts';
import { callMain } from '../../state/call-main.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { tellNote } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { BreakerFields } from './breaker-fields.tsx';
import { breakerForm, readBreaker } from './breakers-form.ts';
import type { BreakerForm, BreakerProblems } from './breakers-form.ts';
import { ProtectionFields } from './protection-fields.tsx';
import { kindOf, protectionForm, readProtection } from './protections-form.ts';
import type { ProtectionForm, ProtectionProblems } from './protections-form.ts';
import { RISK_SENTENCES as SAY } from './sentences.ts';
import { sentLimits } from './sent-limits.ts';
import { type FormRows, useFormRows } from './use-form-rows.ts';

const METHODS = PROTECTION_KINDS.map(({ method }) => ({ value: method, label: method }));
const KINDS = BREAKER_KINDS.map((kind) => ({ value: kind, label: BREAKERS[kind].title }));

/** What blocks new entries after closed trades, and what stops trading: each with its figures, and what is wrong at its field. */
export function ProtectionsDialog({ limits, onDone }: { readonly limits: RiskLimits; readonly onDone: () => void }): ReactElement {
  const { parseAmount } = useFormat();
  const protections = useFormRows<ProtectionSpec, ProtectionForm, ProtectionProblems>(limits.protections, {
    formOf: protectionForm,
    read: (form) => readProtection(form, parseAmount),
    fine: {},
  });
  const breakers = useFormRows<BreakerSpec, BreakerForm, BreakerProblems>(limits.breakers, {
    formOf: breakerForm,
    read: (form) => readBreaker(form, parseAmount),
    fine: {},
  });
  const [refused, refuse] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    const [blocks, stops] = [protections.read(), breakers.read()];
    if (blocks === null || stops === null) return;
    const next = sentLimits({ ...limits, protections: blocks, breakers: stops });
    const result = await callMain((client, command) => client.risk.setLimits({ command, limits: next }));
    if (result.ok) {
      tellNote('protections', SAY.protectionsSaved);
      onDone();
    } else refuse(result.fault.message);
  };
  return (
    <Dialog
      open
      width={640}
      title={SAY.protectionsTitle}
      onClose={onDone}
      actions={
        <>
          <Button onPress={onDone}>{SAY.back}</Button>
          <Button tone="primary" onPress={() => void save()}>
            {SAY.saveProtections}
          </Button>
        </>
      }
    >
      <div className="risk-protections" role="group" aria-label={SAY.protectionsTitle} tabIndex={0}>
        <Protections list={protections} />
        <Breakers list={breakers} />
      </div>
      {refused === null ? null : (
        <p className="ui-form-message" role="alert">
          {refused}
        </p>
      )}
    </Dialog>
  );
}

function Protections({ list }: { readonly list: FormRows<ProtectionSpec, ProtectionForm, ProtectionProblems> }): ReactElement {
  return (
    <Group title={SAY.protections} note={SAY.protectionsNote} empty={list.rows.length === 0 ? SAY.noProtections : null}>
      {list.rows.map(({ key, form, problems }, place) => (
        <ProtectionFields
          key={key}
          {...{ place: place + 1, form, problems }}
          onChange={(next) => {
            list.change(key, next);
          }}
          onRemove={() => {
            list.remove(key);
          }}
        />
      ))}
      <Adding label={SAY.protectionMethod} choices={METHODS} onAdd={(method) => list.add(defaultProtection(kindOf(method)))} />
    </Group>
  );
}

function Breakers({ list }: { readonly list: FormRows<BreakerSpec, BreakerForm, BreakerProblems> }): ReactElement {
  return (
    <Group title={SAY.breakers} note={SAY.breakersNote} empty={list.rows.length === 0 ? SAY.noBreakers : null}>
      {list.rows.map(({ key, form, problems }, place) => (
        <BreakerFields
          key={key}
          {...{ place: place + 1, form, problems }}
          onChange={(next) => {
            list.change(key, next);
          }}
          onRemove={() => {
            list.remove(key);
          }}
        />
      ))}
      <Adding label={SAY.breakerKind} choices={KINDS} onAdd={(kind) => list.add(BREAKERS[kind].preset)} />
    </Group>
  );
}

interface GroupProps {
  readonly title: string;
  readonly note: string;
  /** What is said where there is none. */
  readonly empty: string | null;
  readonly children: ReactNode;
}

function Group({ title, note, empty, children }: GroupProps): ReactElement {
  return (
    <section className="risk-protection-group" aria-label={title}>
      <h3 className="ui-label">{title}</h3>
      <p className="ui-note">{note}</p>
      {empty === null ? null : <p>{empty}</p>}
      {children}
    </section>
  );
}

interface AddingProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onAdd: (value: Value) => void;
}

function Adding<Value extends string>({ label, choices, onAdd }: AddingProps<Value>): ReactElement {
  const [value, choose] = useState<Value>(choices[0]!.value);
  return (
    <div className="risk-protection-new">
      <Select label={label} choices={choices} value={value} onChange={choose} />
      <Button size="small" label={`${SAY.addProtection}: ${label}`} onPress={() => onAdd(value)}>
        {SAY.addProtection}
      </Button>
    </div>
  );
}
