import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import type { LeaveChoice } from '../../../src-shared/contract/app.ts';
import type { StrategyRow } from '../../../src-shared/contract/rows.ts';
import { callMain } from '../../state/call-main.ts';
import { isShut, useDesk } from '../../state/desk-store.ts';
import { instrumentFacts } from '../../state/instrument-facts.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LEAVING_SENTENCES as SAY } from './sentences.ts';
import { useLeaving } from './leave-store.ts';

/** Stops what runs, one after the other; the sentence of the first that could not be stopped. */
async function stopped(running: readonly StrategyRow[]): Promise<string | null> {
  for (const { instance } of running) {
    const result = await callMain((client, command) => client.strategies.stop({ command, instance, close: false }));
    if (!result.ok) return result.fault.message;
  }
  return null;
}

function answer(choice: LeaveChoice): void {
  useLeaving.setState({ asked: false });
  void callMain((client) => client.app.leave({ choice }));
}

/** What is to become of running strategies when the window is closed; the focus is on the answer that changes nothing. */
export function LeaveDialog(): ReactElement | null {
  return useLeaving((store) => store.asked) ? <OpenDialog /> : null;
}

function OpenDialog(): ReactElement {
  const strategies = useShownDesk((desk) => desk.strategies);
  const instruments = useShownDesk((desk) => desk.instruments);
  const locked = useDesk((desk) => (isShut(desk) ? (desk.goesOn?.strategies ?? 0) : null));
  const running = useMemo(() => [...strategies.values()].filter((row) => row.running), [strategies]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const names = running.map(({ strategy, instrument }) => SAY.name(strategy, instrumentFacts(instruments, instrument).symbol)).join(', ');
  const stopAndGo = async (): Promise<void> => {
    setBusy(true);
    const failed = await stopped(running);
    setBusy(false);
    if (failed === null) answer('stop');
    else setProblem(failed);
  };
  return (
    <Dialog
      open
      role="alertdialog"
      width={560}
      title={SAY.title}
      onClose={() => {
        answer('stay');
      }}
      actions={
        <>
          <Button
            autoFocus
            onPress={() => {
              answer('stay');
            }}
          >
            {SAY.stay}
          </Button>
          <Button
            {...(busy ? { disabledReason: SAY.busy } : locked === null ? {} : { disabledReason: SAY.unlockToStop })}
            onPress={() => void stopAndGo()}
          >
            {SAY.stop(locked ?? running.length)}
          </Button>
          <Button
            tone="primary"
            {...(busy ? { disabledReason: SAY.busy } : {})}
            onPress={() => {
              answer('keep');
            }}
          >
            {SAY.keep}
          </Button>
        </>
      }
    >
      <p>{locked === null ? SAY.runs(running.length, names) : SAY.runsLocked(locked)}</p>
      <p className="ui-label">{SAY.note}</p>
      {problem === null ? null : <p role="alert">{SAY.failed(problem)}</p>}
    </Dialog>
  );
}
