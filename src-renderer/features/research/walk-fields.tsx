import type { ReactElement } from 'react';
import { NumberField } from '../../ui/text-field.tsx';
import { Select } from '../../ui/select.tsx';
import { Labelled } from './run-fields.tsx';
import type { SearchForm } from './search-form.ts';
import { WALK_SENTENCES as SAY } from './walk-sentences.ts';

interface WalkFieldsProps {
  readonly form: SearchForm;
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (change: Partial<SearchForm>) => void;
}

/** How the bars are cut into windows. */
export function WalkFields({ form, problems, onChange }: WalkFieldsProps): ReactElement {
  return (
    <>
      <div className="research-pair">
        <Labelled label={SAY.moves}>
          <Select
            label={SAY.moves}
            value={form.anchored ? 'anchored' : 'rolling'}
            choices={(['rolling', 'anchored'] as const).map((value) => ({ value, label: SAY.kinds[value] }))}
            onChange={(kind) => {
              onChange({ anchored: kind === 'anchored' });
            }}
          />
        </Labelled>
        <NumberField
          label={SAY.windowCount}
          labelAt="above"
          value={form.windows}
          error={problems['windows']}
          onChange={(windows) => {
            onChange({ windows });
          }}
        />
      </div>
      <div className="research-pair">
        <NumberField
          label={SAY.inSampleDays}
          labelAt="above"
          unit={SAY.daysUnit}
          value={form.inSample}
          error={problems['inSample']}
          onChange={(inSample) => {
            onChange({ inSample });
          }}
        />
        <NumberField
          label={SAY.outOfSampleDays}
          labelAt="above"
          unit={SAY.daysUnit}
          value={form.outOfSample}
          error={problems['outOfSample']}
          onChange={(outOfSample) => {
            onChange({ outOfSample });
          }}
        />
      </div>
      <p className="ui-note">{SAY.daysNote}</p>
    </>
  );
}
