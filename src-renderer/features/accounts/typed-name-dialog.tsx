import { useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ACCOUNTS_SENTENCES as SAY } from './sentences.ts';

export interface TypedNameDialogProps {
  readonly title: string;
  readonly body: string;
  /** The words of the button that does it. */
  readonly act: string;
  readonly name: string;
  /** Does it; gives the sentence that says why not, or null. */
  readonly onAct: (typed: string) => Promise<string | null>;
  readonly onClose: () => void;
}

/** A question that is answered by typing the account's name. */
export function TypedNameDialog({ title, body, act, name, onAct, onClose }: TypedNameDialogProps): ReactElement {
  const [typed, setTyped] = useState('');
  const [refused, refuse] = useState<string>();
  const go = async (): Promise<void> => {
    if (typed !== name) refuse(SAY.typeName(name));
    else {
      const problem = await onAct(typed);
      if (problem !== null) refuse(problem);
    }
  };
  return (
    <Dialog
      open
      role="alertdialog"
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{SAY.back}</Button>
          <Button tone="danger" onPress={() => void go()}>
            {act}
          </Button>
        </>
      }
    >
      <p className="accounts-words">{body}</p>
      <TextField
        label={SAY.name}
        labelAt="above"
        value={typed}
        error={refused}
        onEnter={() => void go()}
        onChange={(value) => {
          refuse(undefined);
          setTyped(value);
        }}
      />
    </Dialog>
  );
}
