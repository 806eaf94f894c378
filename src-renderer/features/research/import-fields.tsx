import type { ReactElement } from 'react';
import type { FileLook } from '../../../src-shared/contract/data-jobs.ts';
import { TIMEFRAMES, type Timeframe } from '../../../src-shared/domain/candle.ts';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { importNames, venueOf } from './import-form.ts';
import type { ImportForm } from './import-form.ts';
import { Labelled } from './run-fields.tsx';

const NAMES = Object.keys(TIMEFRAMES) as Timeframe[];

/** What is wrong with a venue, a sentence. */
export function venueProblem({ content }: Pick<ImportForm, 'content'>): string {
  return content === 'funding' ? WORDS.fundingVenue : WORDS.venueProblem;
}

/** What the file is of and how its rows are meant. */
export function ImportFields({
  form,
  look,
  onChange,
}: {
  readonly form: ImportForm;
  readonly look: FileLook | null;
  readonly onChange: (part: Partial<ImportForm>) => void;
}): ReactElement {
  const names = importNames(form, look);
  const trades = form.content === 'trades';
  const told = look?.timeframe ?? '';
  return (
    <div className="data-fields">
      <Labelled label={WORDS.content}>
        <Select
          label={WORDS.content}
          value={form.content}
          choices={(['bars', 'trades', 'funding'] as const).map((value) => ({ value, label: WORDS.contents[value] }))}
          onChange={(content) => onChange({ content, columns: null })}
        />
      </Labelled>
      <TextField
        label={WORDS.symbol}
        labelAt="above"
        value={form.symbol ?? look?.namedSymbol ?? ''}
        error={form.symbol !== null && !names.symbol ? WORDS.symbolProblem : undefined}
        onChange={(symbol) => onChange({ symbol })}
      />
      <TextField
        label={WORDS.venue}
        labelAt="above"
        value={form.venue ?? venueOf(form, look)}
        error={names.venue ? undefined : venueProblem(form)}
        onChange={(venue) => onChange({ venue })}
      />
      {form.content === 'funding' ? null : (
        <Labelled label={WORDS.timeframe}>
          <Select<Timeframe | 'told'>
            label={WORDS.timeframe}
            value={form.timeframe}
            choices={[
              { value: 'told', label: form.timeframe === 'told' && told !== '' ? told : '—', detail: trades ? WORDS.made : WORDS.asSpaced },
              ...NAMES.map((value) => ({ value, label: value })),
            ]}
            onChange={(timeframe) => onChange({ timeframe })}
          />
        </Labelled>
      )}
      {form.content !== 'bars' ? null : (
        <Labelled label={WORDS.time}>
          <Select
            label={WORDS.time}
            value={form.time}
            choices={(['told', 'open', 'end'] as const).map((value) => ({ value, label: WORDS.times[value] }))}
            onChange={(time) => onChange({ time })}
          />
        </Labelled>
      )}
      <TextField
        className="data-zone"
        label={WORDS.zone}
        labelAt="above"
        placeholder={WORDS.zoneNote}
        value={form.zone}
        onChange={(zone) => onChange({ zone })}
      />
    </div>
  );
}
