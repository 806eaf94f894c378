import type { ReactElement } from 'react';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useNotices } from '../../ui/toasts.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useDock } from '../dock/dock-store.ts';
import { SHELL_SENTENCES as SAY } from '../sentences.ts';
import type { ShellProps } from '../shell-props.ts';
import { useShellState } from './shell-state.ts';

/** Starting again after REDUCING or HALTED asks; the focus is on Back. */
export function StartAgainDialog({ risk, actions }: Pick<ShellProps, 'risk' | 'actions'>): ReactElement {
  const { overlay, close } = useShellState();
  const format = useFormat();
  return (
    <Dialog
      open={overlay === 'start-again' && risk !== undefined}
      onClose={close}
      role="alertdialog"
      title={SAY.startAgainTitle}
      actions={
        <>
          <Button autoFocus onPress={close}>
            {SAY.back}
          </Button>
          <Button
            tone="primary"
            onPress={() => {
              close();
              actions.rearm();
            }}
          >
            {SAY.startAgain}
          </Button>
        </>
      }
    >
      {risk === undefined ? null : <p>{SAY.startAgainBody(SAY.states[risk.state], format.timeOfDay(risk.since), risk.reason)}</p>}
    </Dialog>
  );
}

const NOTICE_TONES = { note: 'outlined', stay: 'outlined', refusal: 'warn', risk: 'danger' } as const;

/** Everything the window told since its start, newest first. */
export function NoticesDialog(): ReactElement {
  const { overlay, close } = useShellState();
  const notices = useNotices();
  const format = useFormat();
  return (
    <Dialog
      open={overlay === 'notices'}
      onClose={close}
      title={SAY.noticesTitle}
      closeLabel={SAY.close}
      width={640}
      actions={
        <Button
          onPress={() => {
            close();
            useDock.getState().show('log');
          }}
        >
          {SAY.openLog}
        </Button>
      }
    >
      {notices.length === 0 ? <p>{SAY.noNotices}</p> : null}
      <ol className="app-notices">
        {notices.map((notice, index) => (
          <li key={`${notice.id}-${String(notices.length - index)}`} data-selectable="">
            <time className="ui-label">{format.timeOrDate(notice.at, Date.now())}</time>
            <Chip tone={NOTICE_TONES[notice.kind]} {...(notice.kind === 'refusal' ? { icon: 'alert' as const } : {})}>
              {SAY.noticeKinds[notice.kind]}
            </Chip>
            <span>{notice.sentence}</span>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
