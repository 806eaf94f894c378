import type { ReactElement } from 'react';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { hintProps } from '../../ui/hint-layer.tsx';
import { Select } from '../../ui/select.tsx';
import { NumberField, TextField } from '../../ui/text-field.tsx';
import { figuresOf, kindOf } from './protections-form.ts';
import type { ProtectionForm, ProtectionProblems, TypedFigure } from './protections-form.ts';
import { RISK_SENTENCES as SAY } from './sentences.ts';

const UNITS: Readonly<Record<TypedFigure, string>> = {
  stop: SAY.minutes,
  lookback: SAY.minutes,
  tradeLimit: '',
  requiredProfit: '%',
  maxAllowedDrawdown: '%',
};

interface ProtectionFieldsProps {
  readonly place: number;
  readonly form: ProtectionForm;
  readonly problems: ProtectionProblems;
  readonly onChange: (form: ProtectionForm) => void;
  readonly onRemove: () => void;
}

/** One protection: its name, what it does, and a field for each figure that it looks at. */
export function ProtectionFields({ place, form, problems, onChange, onRemove }: ProtectionFieldsProps): ReactElement {
  const { spec, typed, unlockAt } = form;
  const { about } = kindOf(spec.method);
  const name = SAY.protectionName(String(place), spec.method);
  return (
    <fieldset className="risk-protection" aria-label={name}>
      <div className="risk-protection-head">
        <span className="ui-instrument">{spec.method}</span>
        <span className="ui-note">{about}</span>
        <Button tone="quiet" size="small" label={SAY.removeNamed(name)} onPress={onRemove}>
          {SAY.remove}
        </Button>
      </div>
      <div className="risk-protection-figures">
        {figuresOf(spec.method).map((figure) => (
          <div key={figure} {...hintProps(SAY.figureHints[figure])}>
            <NumberField
              label={SAY.figures[figure]}
              labelAt="above"
              unit={UNITS[figure]}
              value={typed[figure]}
              error={problems[figure]}
              onChange={(value) => {
                onChange({ ...form, typed: { ...typed, [figure]: value } });
              }}
            />
          </div>
        ))}
        <div {...hintProps(SAY.unlockHint)}>
          <TextField
            label={SAY.unlockAt}
            labelAt="above"
            placeholder={SAY.off}
            value={unlockAt}
            error={problems.unlockAt}
            onChange={(value) => {
              onChange({ ...form, unlockAt: value });
            }}
          />
        </div>
        <Switches form={form} onChange={onChange} />
      </div>
    </fieldset>
  );
}

function Switches({ form, onChange }: Pick<ProtectionFieldsProps, 'form' | 'onChange'>): ReactElement {
  const { spec } = form;
  const { fields } = kindOf(spec.method);
  const set = (part: Partial<typeof spec>): void => {
    onChange({ ...form, spec: { ...spec, ...part } });
  };
  return (
    <>
      {fields.includes('onlyPerPair') ? (
        <Checkbox checked={spec.onlyPerPair} onChange={(onlyPerPair) => set({ onlyPerPair })}>
          {SAY.onlyPerPair}
        </Checkbox>
      ) : null}
      {fields.includes('onlyPerSide') ? (
        <Checkbox checked={spec.onlyPerSide} onChange={(onlyPerSide) => set({ onlyPerSide })}>
          {SAY.onlyPerSide}
        </Checkbox>
      ) : null}
      {fields.includes('calculationMode') ? (
        <div className="risk-protection-mode">
          <span className="ui-form-label">{SAY.calculationMode}</span>
          <Select
            label={SAY.calculationMode}
            value={spec.calculationMode}
            choices={(['ratios', 'equity'] as const).map((value) => ({ value, label: SAY.calculationModes[value] }))}
            onChange={(calculationMode) => set({ calculationMode })}
          />
        </div>
      ) : null}
    </>
  );
}
