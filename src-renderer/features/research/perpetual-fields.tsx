import type { ReactElement } from 'react';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { Select } from '../../ui/select.tsx';
import { NumberField } from '../../ui/text-field.tsx';
import type { FundingKind, RunForm } from './run-form.ts';
import { type FieldsProps, Labelled, Section } from './run-fields.tsx';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

const DIRECTIONS: readonly RunForm['direction'][] = ['long', 'short', 'both'];
const FUNDINGS: readonly FundingKind[] = ['assumed', 'stored', 'stated'];

/** Whether the bars are traded as coins or as the perpetual on them, and then with which leverage, on which sides and at what funding. */
export function PerpetualFields({ form, problems, onChange, spec }: FieldsProps & { readonly spec: StrategySpec }): ReactElement {
  return (
    <>
      <Section title={SAY.tradedAs}>
        <Select
          look="quiet"
          label={SAY.tradedAs}
          value={form.perpetual ? 'perpetual' : 'spot'}
          choices={(['spot', 'perpetual'] as const).map((value) => ({ value, label: SAY.kinds[value] }))}
          onChange={(kind) => {
            onChange({ perpetual: kind === 'perpetual' });
          }}
        />
      </Section>
      {form.perpetual ? <ContractFields form={form} problems={problems} onChange={onChange} spec={spec} /> : null}
      <p className="ui-note research-bars">{problems['direction'] ?? (form.perpetual ? SAY.fundingNotes[form.funding] : SAY.spotNote)}</p>
    </>
  );
}

function ContractFields({ form, problems, onChange, spec }: FieldsProps & { readonly spec: StrategySpec }): ReactElement {
  const directions = spec.shorts === true ? DIRECTIONS : DIRECTIONS.slice(0, 1);
  return (
    <div className="research-pair">
      <NumberField
        label={SAY.leverage}
        labelAt="above"
        unit="x"
        value={form.leverage}
        error={problems['leverage']}
        onChange={(leverage) => {
          onChange({ leverage });
        }}
      />
      <Labelled label={SAY.direction}>
        <Select
          label={SAY.direction}
          value={form.direction}
          choices={directions.map((value) => ({ value, label: SAY.directions[value] }))}
          onChange={(direction) => {
            onChange({ direction });
          }}
        />
      </Labelled>
      <Labelled label={SAY.funding}>
        <Select
          label={SAY.funding}
          value={form.funding}
          choices={FUNDINGS.map((value) => ({ value, label: SAY.fundings[value] }))}
          onChange={(funding) => {
            onChange({ funding });
          }}
        />
      </Labelled>
      {form.funding === 'stated' ? (
        <NumberField
          label={SAY.fundingRate}
          labelAt="above"
          unit="bp"
          value={form.fundingBps}
          error={problems['fundingBps']}
          onChange={(fundingBps) => {
            onChange({ fundingBps });
          }}
        />
      ) : null}
    </div>
  );
}
