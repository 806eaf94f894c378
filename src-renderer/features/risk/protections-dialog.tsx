import { useState } from 'react';
import type { ReactElement } from 'react';
import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import { PROTECTION_KINDS, type ProtectionMethod, type ProtectionSpec } from '../../../src-shared/domain/protection-spec.ts';
import { callMain } from '../../state/call-main.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { tellNote } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import { ProtectionFields } from './protection-fields.tsx';
import { newProtection, protectionForm, readProtection } from './protections-form.ts';
import type { ProtectionForm, ProtectionProblems } from './protections-form.ts';
import { RISK_SENTENCES as SAY } from './sentences.ts';
import { sentLimits } from './sent-limits.ts';

/** A protection in the dialog: the number keeps its place while others come and go. */
interface Row {
  readonly key: number;
  readonly form: ProtectionForm;
  readonly problems: ProtectionProblems;
}

const METHODS = PROTECTION_KINDS.map(({ method }) => ({ value: method, label: method }));

/** What blocks new entries after closed trades: every protection with its figures, and what is wrong at its field. */
export function ProtectionsDialog({ limits, onDone }: { readonly limits: RiskLimits; readonly onDone: () => void }): ReactElement {
  const [rows, setRows] = useState<readonly Row[]>(() =>
    limits.protections.map((spec, key) => ({ key, form: protectionForm(spec), problems: {} })),
  );
  const [refused, refuse] = useState<string | null>(null);
  const format = useFormat();
  const save = async (protections: readonly ProtectionSpec[]): Promise<void> => {
    const next = sentLimits({ ...limits, protections });
    const result = await callMain((client, command) => client.risk.setLimits({ command, limits: next }));
    if (result.ok) {
      tellNote('protections', SAY.protectionsSaved);
      onDone();
    } else refuse(result.fault.message);
  };
  const read = (): void => {
    const all = rows.map(({ form }) => readProtection(form, format.parseAmount));
    setRows(rows.map((row, place) => ({ ...row, problems: problemsIn(all[place]) })));
    const specs = all.flatMap((each) => ('spec' in each ? [each.spec] : []));
    if (specs.length === rows.length) void save(specs);
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
          <Button tone="primary" onPress={read}>
            {SAY.saveProtections}
          </Button>
        </>
      }
    >
      <div className="risk-protections">
        {rows.length === 0 ? <p className="ui-note">{SAY.noProtections}</p> : null}
        {rows.map(({ key, form, problems }, place) => (
          <ProtectionFields
            key={key}
            place={place + 1}
            form={form}
            problems={problems}
            onChange={(next) => {
              setRows(rows.map((row) => (row.key === key ? { ...row, form: next, problems: {} } : row)));
            }}
            onRemove={() => {
              setRows(rows.filter((row) => row.key !== key));
            }}
          />
        ))}
      </div>
      <NewProtection
        onAdd={(method) => {
          const key = rows.reduce((most, row) => Math.max(most, row.key), 0) + 1;
          setRows([...rows, { key, form: newProtection(method), problems: {} }]);
        }}
      />
      <p className={refused === null ? 'ui-form-message ui-note' : 'ui-form-message'} role={refused === null ? undefined : 'alert'}>
        {refused ?? SAY.protectionsNote}
      </p>
    </Dialog>
  );
}

function NewProtection({ onAdd }: { readonly onAdd: (method: ProtectionMethod) => void }): ReactElement {
  const [method, choose] = useState<ProtectionMethod>('CooldownPeriod');
  return (
    <div className="risk-protection-new">
      <Select label={SAY.protectionMethod} choices={METHODS} value={method} onChange={choose} />
      <Button size="small" onPress={() => onAdd(method)}>
        {SAY.addProtection}
      </Button>
    </div>
  );
}

function problemsIn(read: ReturnType<typeof readProtection> | undefined): ProtectionProblems {
  return read !== undefined && 'problems' in read ? read.problems : {};
}
