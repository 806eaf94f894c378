import { useState } from 'react';
import type { ReactElement } from 'react';
import { callMain } from '../../state/call-main.ts';
import { reloadPage } from '../../state/page-guard.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { accountWords, useTradedAccount } from '../../state/traded-account.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LIVE_SENTENCES as SAY } from './sentences.ts';

/** Asks before the session with the account ends, and says what could not be seen to end. */
export function EndDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const words = accountWords(useTradedAccount());
  const strategies = useShownDesk((desk) => desk.strategies);
  const [message, setMessage] = useState<string | null>(null);
  const [state, setState] = useState<'asking' | 'ending' | 'left'>('asking');
  const running = [...strategies.values()].filter((row) => row.running).map((row) => row.strategy);
  const end = async (): Promise<void> => {
    setState('ending');
    setMessage(SAY.ending);
    const result = await callMain((client, command) => client.live.end({ command }));
    if (!result.ok) {
      setState('asking');
      setMessage(result.fault.message);
    } else if (result.value.leftOpen === 0) reloadPage();
    else {
      setState('left');
      setMessage(SAY.leftOpen(result.value.leftOpen));
    }
  };
  return (
    <Dialog
      open
      role="alertdialog"
      title={SAY.endTitle(words)}
      onClose={state === 'asking' ? onClose : () => undefined}
      actions={
        state === 'left' ? (
          <Button autoFocus onPress={reloadPage}>
            {SAY.continue}
          </Button>
        ) : (
          <>
            <Button autoFocus disabledReason={state === 'ending' ? SAY.ending : undefined} onPress={onClose}>
              {SAY.back}
            </Button>
            <Button tone="primary" disabledReason={state === 'ending' ? SAY.ending : undefined} onPress={() => void end()}>
              {SAY.end(words)}
            </Button>
          </>
        )
      }
    >
      <p className="live-words">{SAY.endBody}</p>
      {running.length === 0 ? null : <p className="live-words">{SAY.endRunning(running)}</p>}
      <p className="ui-form-message" role="status">
        {message}
      </p>
    </Dialog>
  );
}
