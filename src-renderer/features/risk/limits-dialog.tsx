import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import { callMain } from '../../state/call-main.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { tellNote } from '../../ui/tell.ts';
import { NumberField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { limitsForm, readLimits } from './limits-form.ts';
import type { LimitsForm } from './limits-form.ts';
import { FORM_RULES } from './rules.ts';
import { sentLimits } from './sent-limits.ts';
import type { RuleSpec } from './rules.ts';
import { RISK_SENTENCES as SAY } from './sentences.ts';

const GROUPS = ['exposure', 'losses', 'orders'] as const;

interface DialogState {
  readonly form: LimitsForm;
  readonly problems: Readonly<Record<string, string>>;
  readonly refused: string | null;
}

/** All limits in one form; what is wrong stands at its field. */
export function LimitsDialog({ limits, onDone }: { readonly limits: RiskLimits; readonly onDone: () => void }): ReactElement {
  const [state, setState] = useState<DialogState>(() => ({ form: limitsForm(limits), problems: {}, refused: null }));
  const quote = useShownDesk((desk) => desk.account?.quote) ?? '';
  const instruments = useShownDesk((desk) => desk.instruments);
  const format = useFormat();
  const { form, problems, refused } = state;
  const change = (part: Partial<LimitsForm>): void => {
    setState((now) => ({ form: { ...now.form, ...part }, problems: {}, refused: null }));
  };
  const send = async (next: RiskLimits): Promise<void> => {
    const result = await callMain((client, command) =>
      client.risk.setLimits({
        command,
        limits: sentLimits(next),
      }),
    );
    if (result.ok) {
      tellNote('limits', SAY.saved);
      onDone();
    } else setState((now) => ({ ...now, refused: result.fault.message }));
  };
  return (
    <Dialog
      open
      width={560}
      title={SAY.formTitle}
      onClose={onDone}
      actions={
        <>
          <Button onPress={onDone}>{SAY.back}</Button>
          <Button
            tone="primary"
            onPress={() => {
              const read = readLimits(form, format.parseAmount);
              if ('limits' in read) void send(read.limits);
              else setState((now) => ({ ...now, problems: read.problems }));
            }}
          >
            {SAY.save}
          </Button>
        </>
      }
    >
      <div className="ui-form-grid">
        <RuleFields {...{ form, problems, quote }} onChange={change} />
        <AllowedInstruments allowed={form.allowed} instruments={instruments} problem={problems['allowed']} onChange={change} />
      </div>
      <p className={refused === null ? 'ui-form-message ui-note' : 'ui-form-message'} role={refused === null ? undefined : 'alert'}>
        {refused ?? SAY.formNote}
      </p>
    </Dialog>
  );
}

interface RuleFieldsProps {
  readonly form: LimitsForm;
  readonly problems: Readonly<Record<string, string>>;
  readonly quote: string;
  readonly onChange: (part: Partial<LimitsForm>) => void;
}

/** A field for each figure, under the heading of its group. */
function RuleFields({ form, problems, quote, onChange }: RuleFieldsProps): ReactElement {
  return (
    <>
      {GROUPS.map((group) => (
        <fieldset key={group} className="ui-form-wide risk-limit-group">
          <legend className="ui-form-label">{SAY.groups[group]}</legend>
          {FORM_RULES.filter((rule) => rule.group === group).map((rule) => (
            <div key={rule.field} {...hintProps(rule.hint)}>
              <NumberField
                label={rule.title}
                labelAt="above"
                unit={unitOf(rule, quote)}
                placeholder={SAY.off}
                value={form.fields[rule.field]}
                error={problems[rule.field]}
                onChange={(value) => {
                  onChange({ fields: { ...form.fields, [rule.field]: value } });
                }}
              />
            </div>
          ))}
        </fieldset>
      ))}
    </>
  );
}

function unitOf(rule: RuleSpec, quote: string): string {
  if (rule.kind === 'money') return quote;
  if (rule.kind === 'percent') return '%';
  if (rule.kind === 'multiple') return '×';
  return rule.kind === 'seconds' ? SAY.seconds : '';
}

interface AllowedProps {
  readonly allowed: readonly string[] | null;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly problem: string | undefined;
  readonly onChange: (change: Pick<LimitsForm, 'allowed'>) => void;
}

function AllowedInstruments({ allowed, instruments, problem, onChange }: AllowedProps): ReactElement {
  const ids: readonly string[] = [...instruments.keys()];
  const on = new Set(allowed ?? ids);
  return (
    <fieldset className="ui-form-wide risk-allowed">
      <legend className="ui-form-label">{SAY.allowed}</legend>
      {[...instruments.values()].map(({ id, spec }) => (
        <Checkbox
          key={id}
          checked={on.has(id)}
          onChange={(checked) => {
            const next = ids.filter((each) => (each === id ? checked : on.has(each)));
            onChange({ allowed: next.length === ids.length ? null : next });
          }}
        >
          {spec.symbol}
        </Checkbox>
      ))}
      {problem === undefined ? null : <p className="ui-field-error">{problem}</p>}
    </fieldset>
  );
}
