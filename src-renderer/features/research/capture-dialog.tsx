import type { ChosenFile } from '../../../src-shared/contract/data-jobs.ts';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { NumberField, TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { startDataWork } from './data-store.ts';
import { EMPTY_IMPORT, importNames, symbolOf, venueOf } from './import-form.ts';

/** Frames of a capture have the form of this venue's. */
const CAPTURE_VENUE = 'BINANCE';

interface Typed {
  readonly symbol: string;
  readonly venue: string;
  readonly tick: string;
  readonly lot: string;
}

/** What a raw capture of an order book is of. */
export function CaptureDialog({ chosen, onDone }: { readonly chosen: ChosenFile; readonly onDone: () => void }): ReactElement {
  const [typed, setTyped] = useState<Typed>({ symbol: '', venue: CAPTURE_VENUE, tick: '', lot: '' });
  const [problems, setProblems] = useState<Partial<Record<keyof Typed, string>>>({});
  const format = useFormat();
  const change = (part: Partial<Typed>): void => {
    setProblems({});
    setTyped((now) => ({ ...now, ...part }));
  };
  const step = (text: string): string | null | undefined => {
    if (text.trim() === '') return null;
    const plain = format.parseAmount(text);
    return plain !== null && Number(plain) > 0 ? plain : undefined;
  };
  const start = async (): Promise<void> => {
    const form = { ...EMPTY_IMPORT, symbol: typed.symbol, venue: typed.venue };
    const names = importNames(form, null);
    const [tick, lot] = [step(typed.tick), step(typed.lot)];
    const found = {
      ...(names.symbol ? {} : { symbol: WORDS.symbolProblem }),
      ...(names.venue ? {} : { venue: WORDS.venueProblem }),
      ...(tick === undefined ? { tick: WORDS.stepProblem } : {}),
      ...(lot === undefined ? { lot: WORDS.stepProblem } : {}),
    };
    setProblems(found);
    if (tick === undefined || lot === undefined || Object.keys(found).length > 0) return;
    const work = { kind: 'capture', file: chosen.file, symbol: symbolOf(form, null), venue: venueOf(form, null), tick, lot } as const;
    if ((await startDataWork(work)) !== null) onDone();
  };
  return (
    <Dialog
      open
      width={480}
      title={WORDS.captureTitle(chosen.name)}
      onClose={onDone}
      actions={
        <>
          <Button onPress={onDone}>{WORDS.back}</Button>
          <Button tone="primary" onPress={() => void start()}>
            {WORDS.startCapture}
          </Button>
        </>
      }
    >
      <div className="ui-form-grid">
        <p className="ui-form-wide">{WORDS.captureNote}</p>
        <TextField
          label={WORDS.symbol}
          labelAt="above"
          placeholder="BTC/USDT"
          value={typed.symbol}
          error={problems.symbol}
          onChange={(symbol) => change({ symbol })}
        />
        <TextField label={WORDS.venue} labelAt="above" value={typed.venue} error={problems.venue} onChange={(venue) => change({ venue })} />
        {(['tick', 'lot'] as const).map((name) => (
          <NumberField
            key={name}
            label={WORDS[name]}
            labelAt="above"
            placeholder={WORDS.stepNote}
            value={typed[name]}
            error={problems[name]}
            onChange={(value) => change(name === 'tick' ? { tick: value } : { lot: value })}
          />
        ))}
      </div>
    </Dialog>
  );
}
