import { useState } from 'react';
import type { ReactElement } from 'react';
import { alertWords } from '../../../src-shared/domain/alert-words.ts';
import type { AlertRepeat } from '../../../src-shared/domain/alert-spec.ts';
import { ALERT_FORMS, readAlert } from '../../../src-shared/domain/read-alert.ts';
import { alertFigures } from '../../state/alert-figures.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { clippedHint } from '../../ui/hint-layer.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { setAlert } from './alert-actions.ts';
import { ALERTS_SENTENCES as SAY } from './sentences.ts';

/** How often an alert speaks. */
export function repeatWords({ repeat, rearm }: AlertRepeat): string {
  if (repeat === 'once') return SAY.once;
  return rearm === 0 ? SAY.each : SAY.eachBack(String(rearm));
}

/** A new alert in words, with what was understood beside it. */
export function AlertForm(): ReactElement {
  const format = useFormat();
  const instruments = useShownDesk((desk) => desk.instruments);
  const [text, type] = useState('');
  const read = text.trim() === '' ? null : readAlert(text, [...instruments.keys()]);
  const problem = read === null ? SAY.nothingTyped : read.ok ? undefined : read.problem;
  const understood =
    read === null
      ? SAY.forms(ALERT_FORMS)
      : read.ok
        ? SAY.readBack(alertWords(read.spec, alertFigures(format)), repeatWords(read.spec))
        : read.problem;
  const send = (): void => {
    if (problem !== undefined) return;
    void setAlert(text).then((done) => {
      if (done) type('');
    });
  };
  return (
    <div className="alerts-form">
      <TextField label={SAY.words} hideLabel value={text} placeholder={SAY.example} onChange={type} onEnter={send} />
      <Button size="small" disabledReason={problem} onPress={send}>
        {SAY.set}
      </Button>
      <span className="ui-note alerts-understood" role="status" {...clippedHint(understood)}>
        {understood}
      </span>
    </div>
  );
}
