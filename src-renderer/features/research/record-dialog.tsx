import { useState } from 'react';
import type { ReactElement } from 'react';
import { useDesk } from '../../state/desk-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { NumberField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { startDataWork } from './data-store.ts';
import { Labelled } from './run-fields.tsx';

const MOST_MINUTES = 1_440;
const MOST_DAYS = 36_500;
const DEFAULT_MINUTES = '10';

interface Typed {
  readonly symbol: string;
  readonly minutes: string;
  readonly keep: string;
}

/** A whole number within bounds, or null. */
function whole(value: number | null, most: number): number | null {
  return value !== null && Number.isInteger(value) && value >= 1 && value <= most ? value : null;
}

/** What to record of the simulated market, and how long. */
export function RecordDialog({ onDone }: { readonly onDone: () => void }): ReactElement {
  const symbols = [...useDesk((desk) => desk.instruments).values()].map(({ spec }) => spec.symbol);
  const [typed, setTyped] = useState<Typed>({ symbol: symbols[0] ?? '', minutes: DEFAULT_MINUTES, keep: '' });
  const [problems, setProblems] = useState<Partial<Record<'minutes' | 'keep', string>>>({});
  const format = useFormat();
  const change = (part: Partial<Typed>): void => {
    setProblems({});
    setTyped((now) => ({ ...now, ...part }));
  };
  const numberOf = (text: string): number | null => {
    const plain = format.parseAmount(text);
    return plain === null ? null : Number(plain);
  };
  const start = async (): Promise<void> => {
    const minutes = whole(numberOf(typed.minutes), MOST_MINUTES);
    const keepDays = typed.keep.trim() === '' ? null : whole(numberOf(typed.keep), MOST_DAYS);
    const found = {
      ...(minutes === null ? { minutes: WORDS.minutesProblem } : {}),
      ...(keepDays === null && typed.keep.trim() !== '' ? { keep: WORDS.keepProblem } : {}),
    };
    setProblems(found);
    if (minutes === null || Object.keys(found).length > 0) return;
    if ((await startDataWork({ kind: 'record', symbol: typed.symbol, minutes, keepDays })) !== null) onDone();
  };
  return (
    <Dialog
      open
      title={WORDS.recordTitle}
      onClose={onDone}
      actions={
        <>
          <Button onPress={onDone}>{WORDS.back}</Button>
          <Button tone="primary" onPress={() => void start()}>
            {WORDS.startRecord}
          </Button>
        </>
      }
    >
      <div className="ui-form-grid">
        <p className="ui-form-wide">{WORDS.recordNote}</p>
        <Labelled label={WORDS.symbol}>
          <Select
            label={WORDS.symbol}
            value={typed.symbol}
            choices={symbols.map((value) => ({ value, label: value }))}
            onChange={(symbol) => change({ symbol })}
          />
        </Labelled>
        <NumberField
          label={WORDS.minutes}
          labelAt="above"
          unit={WORDS.minutesUnit}
          value={typed.minutes}
          error={problems.minutes}
          onChange={(minutes) => change({ minutes })}
        />
        <NumberField
          label={WORDS.keepRecorded}
          labelAt="above"
          unit={WORDS.keepUnit}
          placeholder={WORDS.keepRecordedNote}
          value={typed.keep}
          error={problems.keep}
          onChange={(keep) => change({ keep })}
        />
      </div>
    </Dialog>
  );
}
