import type { ReactElement } from 'react';
import { callMain } from '../../state/call-main.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tellNote, tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import type { PlacedStrategy } from './strategies-model.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

export interface StopDialogProps {
  /** What is to be stopped, and which way was chosen; nothing keeps it closed. */
  readonly asked: { readonly line: PlacedStrategy; readonly close: boolean } | null;
  readonly onDone: () => void;
}

async function stop(line: PlacedStrategy, close: boolean): Promise<void> {
  const result = await callMain((client, command) => client.strategies.stop({ command, instance: line.row.instance, close }));
  if (result.ok) tellNote(`stop ${line.key}`, SAY.stoppedNow(line.name, line.facts.symbol));
  else tellRefusal(`stop ${line.key}`, result.fault.message);
}

/** Asks before an instance stops: what becomes of its orders, and whether its position stays. */
export function StopDialog({ asked, onDone }: StopDialogProps): ReactElement | null {
  const format = useFormat();
  if (asked === null) return null;
  const { line, close } = asked;
  const flat = Number(line.row.position) === 0;
  const position = `${format.plainQuantity(line.row.position, line.facts.sizeDecimals)} ${line.facts.base}`;
  const choose = (closing: boolean) => () => {
    onDone();
    void stop(line, closing);
  };
  return (
    <Dialog
      open
      role="alertdialog"
      title={SAY.stopTitle(line.name)}
      onClose={onDone}
      actions={
        <>
          <Button autoFocus onPress={onDone}>
            {SAY.back}
          </Button>
          <Button tone={close && !flat ? 'plain' : 'primary'} onPress={choose(false)}>
            {flat ? SAY.stopPlain : SAY.stopAndKeep(position)}
          </Button>
          {flat ? null : (
            <Button tone={close ? 'primary' : 'plain'} onPress={choose(true)}>
              {SAY.stopAndClose}
            </Button>
          )}
        </>
      }
    >
      <p>{SAY.stopBody(line.name, line.facts.symbol, line.openOrders)}</p>
    </Dialog>
  );
}
