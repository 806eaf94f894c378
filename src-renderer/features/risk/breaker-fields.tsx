import type { ReactElement } from 'react';
import { BREAKERS, type BreakerField, type BreakerKind } from '../../../src-shared/domain/breaker-spec.ts';
import { Button } from '../../ui/button.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { Select } from '../../ui/select.tsx';
import { NumberField } from '../../ui/text-field.tsx';
import type { BreakerForm, BreakerProblems } from './breakers-form.ts';
import { RISK_SENTENCES as SAY } from './sentences.ts';

const STATES = (['REDUCING', 'HALTED'] as const).map((value) => ({ value, label: value }));

interface BreakerFieldsProps {
  readonly place: number;
  readonly form: BreakerForm;
  readonly problems: BreakerProblems;
  readonly onChange: (form: BreakerForm) => void;
  readonly onRemove: () => void;
}

function labelOf(kind: BreakerKind, field: BreakerField): string {
  return kind === 'silent-feed' && field === 'withinMs' ? SAY.silence : SAY.breakerFigures[field];
}

function unitOf(kind: BreakerKind, field: BreakerField): string {
  if (field === 'withinMs') return SAY.minutes;
  return field === 'level' ? BREAKERS[kind].levelUnit : '';
}

/** One circuit breaker: what trips it, and what it turns trading to. */
export function BreakerFields({ place, form, problems, onChange, onRemove }: BreakerFieldsProps): ReactElement {
  const { spec, typed } = form;
  const { title, about, fields } = BREAKERS[spec.kind];
  const name = SAY.breakerName(String(place), title);
  return (
    <fieldset className="risk-protection" aria-label={name}>
      <div className="risk-protection-head">
        <span className="ui-instrument">{title}</span>
        <span className="ui-note">{about}</span>
        <Button tone="quiet" size="small" label={SAY.removeNamed(name)} onPress={onRemove}>
          {SAY.remove}
        </Button>
      </div>
      <div className="risk-protection-figures">
        {fields.map((field) => (
          <div key={field} {...hintProps(SAY.breakerHints[field])}>
            <NumberField
              label={labelOf(spec.kind, field)}
              labelAt="above"
              unit={unitOf(spec.kind, field)}
              value={typed[field]}
              error={problems[field]}
              onChange={(value) => {
                onChange({ ...form, typed: { ...typed, [field]: value } });
              }}
            />
          </div>
        ))}
        <div className="risk-protection-mode">
          <span className="ui-form-label">{SAY.trips}</span>
          <Select
            label={SAY.trips}
            value={spec.trips}
            choices={STATES}
            onChange={(trips) => {
              onChange({ ...form, spec: { ...spec, trips } });
            }}
          />
        </div>
      </div>
    </fieldset>
  );
}
