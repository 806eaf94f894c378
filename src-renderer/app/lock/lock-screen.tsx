import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { LockRow } from '../../../src-shared/contract/lock.ts';
import { callMain } from '../../state/call-main.ts';
import { useDesk } from '../../state/desk-store.ts';
import { Button } from '../../ui/button.tsx';
import { ModeChip } from '../../ui/chip.tsx';
import { HoldButton } from '../../ui/hold-button.tsx';
import { useKeysOf } from '../../ui/key-map.ts';
import { useToasts } from '../../ui/toasts.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { tradingCommands } from '../commands.ts';
import { SHELL_SENTENCES } from '../sentences.ts';
import { BrandMark } from '../shell/brand-mark.tsx';
import type { ShellProps } from '../shell-props.ts';
import { useShellKeys } from '../shell/use-shell-keys.ts';
import { LOCK_SENTENCES as SAY } from './sentences.ts';

/** What the keyboard still does: stop everything, cancel. */
const SAFETY: ReadonlySet<string> = new Set(['kill-switch', 'cancel-orders']);
/** What the safety keys and the kill switch say of themselves; everything else that is told could name money. */
const SAID: ReadonlySet<string> = new Set([...SAFETY, 'command', 'cancel-all', 'not-connected']);

type LockScreenProps = Pick<ShellProps, 'mode' | 'actions' | 'panels'> & { readonly locked: NonNullable<LockRow['locked']> };

/** The locked window: what goes on in counts alone, the kill switch, and the way back. Nothing else of the window is there while it stands. */
export function LockScreen({ locked, mode, actions, panels }: LockScreenProps): ReactElement {
  const format = useFormat();
  const killKeys = useKeysOf('kill-switch');
  const told = useDesk((desk) => desk.goesOn);
  const risk = told === null ? undefined : { state: told.state, since: locked.since, reason: '' };
  const commands = tradingCommands({ actions, risk, panels }).filter(({ id }) => SAFETY.has(id));
  useShellKeys(commands);
  return (
    <main className="app-lock" data-mode={mode}>
      <div className="app-lock-box">
        <header>
          <BrandMark label={SHELL_SENTENCES.product} />
          <h1>{SAY.title}</h1>
          <ModeChip mode={mode} />
        </header>
        <p className="app-lock-since">{SAY.since(locked.by, format.timeOrDate(locked.since, Date.now()))}</p>
        <GoesOn />
        {locked.keys ? <p>{SAY.keysLocked}</p> : null}
        <Unlock asksKeychain={locked.asksKeychain} />
        <footer>
          <Button tone="danger" hint={SAY.killHint} keys={killKeys} onPress={actions.kill}>
            {SHELL_SENTENCES.killSwitch}
          </Button>
          <Said />
        </footer>
      </div>
    </main>
  );
}

function GoesOn(): ReactElement {
  const told = useDesk((desk) => desk.goesOn);
  const lines =
    told === null
      ? [SAY.unknown]
      : [
          SAY.trading(told.state),
          SAY.strategies(told.strategies),
          SAY.orders(told.orders),
          SAY.positions(told.positions),
          ...(told.alerts === 0 ? [] : [SAY.alerts(told.alerts)]),
        ];
  return (
    <section aria-label={SAY.goesOn}>
      <ul className="app-lock-lines">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

function Unlock({ asksKeychain }: { readonly asksKeychain: boolean }): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    place.current?.querySelector('button')?.focus();
  }, []);
  const unlock = async (): Promise<void> => {
    setAsking(true);
    setProblem(null);
    const answered = await callMain((client) => client.lock.unlock({}));
    setAsking(false);
    if (!answered.ok) setProblem(answered.fault.message);
  };
  return (
    <div ref={place} className="app-lock-unlock">
      <HoldButton hint={SAY.unlockHint} disabledReason={asking ? SAY.asking : undefined} onHeld={() => void unlock()}>
        {SAY.unlock}
      </HoldButton>
      <p className="ui-note">{asksKeychain ? SAY.keychain : SAY.press}</p>
      {problem === null ? null : <p role="alert">{SAY.refused(problem)}</p>}
    </div>
  );
}

function Said(): ReactElement {
  const sentence = useToasts(({ toasts }) => toasts.findLast(({ id }) => SAID.has(id))?.sentence ?? '');
  return <p role="status">{sentence}</p>;
}
