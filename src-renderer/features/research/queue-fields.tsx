import type { ReactElement } from 'react';
import { Select } from '../../ui/select.tsx';
import { type FieldsProps, Section } from './run-fields.tsx';
import type { Queue } from './run-form.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

const QUEUES: readonly Queue[] = ['conservative', 'proportional'];

/** How orders of a run over a recorded book are filled, and how its queues are taken. */
export function QueueFields({ form, problems, onChange }: FieldsProps): ReactElement {
  return (
    <>
      <Section title={SAY.queue}>
        <Select
          look="quiet"
          label={SAY.queue}
          value={form.queue}
          choices={QUEUES.map((value) => ({ value, label: SAY.queues[value] }))}
          onChange={(queue) => {
            onChange({ queue });
          }}
        />
      </Section>
      <p className="ui-note research-bars">{problems['strategy'] ?? SAY.queueNotes[form.queue]}</p>
    </>
  );
}
