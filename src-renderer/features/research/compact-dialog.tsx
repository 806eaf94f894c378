import { useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { NumberField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { startDataWork } from './data-store.ts';

const MOST_DAYS = 36_500;

/** Gives unused space back, and takes old bars away where an age is named. */
export function CompactDialog({ onDone }: { readonly onDone: () => void }): ReactElement {
  const [days, setDays] = useState('');
  const [problem, setProblem] = useState<string>();
  const format = useFormat();
  const start = async (): Promise<void> => {
    const keepDays = days.trim() === '' ? null : Number(format.parseAmount(days) ?? Number.NaN);
    if (keepDays !== null && !(Number.isInteger(keepDays) && keepDays >= 1 && keepDays <= MOST_DAYS)) {
      setProblem(WORDS.keepProblem);
      return;
    }
    if ((await startDataWork({ kind: 'compact', keepDays })) !== null) onDone();
  };
  return (
    <Dialog
      open
      title={WORDS.compactTitle}
      onClose={onDone}
      actions={
        <>
          <Button onPress={onDone}>{WORDS.back}</Button>
          <Button tone="primary" onPress={() => void start()}>
            {WORDS.compactNow}
          </Button>
        </>
      }
    >
      <p>{WORDS.compactNote}</p>
      <NumberField
        label={WORDS.keep}
        labelAt="above"
        unit={WORDS.keepUnit}
        placeholder={WORDS.keepNote}
        value={days}
        error={problem}
        onChange={(value) => {
          setProblem(undefined);
          setDays(value);
        }}
      />
    </Dialog>
  );
}
