import type { ReactElement } from 'react';
import { create } from 'zustand';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useFormat } from '../../ui/use-format.ts';
import type { ChartLine } from './chart-lines.ts';
import { cancelOrder } from './order-keys.ts';
import { TOOL_SENTENCES as SAY } from './tool-sentences.ts';

const useQuestion = create<{ readonly line: ChartLine | null }>()(() => ({ line: null }));

/** Asks whether the order of a line is to be cancelled. */
export function askCancel(line: ChartLine): void {
  useQuestion.setState({ line });
}

function close(): void {
  useQuestion.setState({ line: null });
}

/** The question that Delete on an order's line asks. */
export function CancelQuestion({ instrument }: { readonly instrument: Instrument }): ReactElement | null {
  const line = useQuestion((store) => store.line);
  const format = useFormat();
  if (line?.removes?.what !== 'order') return null;
  const { id } = line.removes;
  return (
    <Dialog
      open
      role="alertdialog"
      title={SAY.cancelTitle(line.words)}
      onClose={close}
      actions={
        <>
          <Button autoFocus onPress={close}>
            {SAY.back}
          </Button>
          <Button
            tone="danger"
            onPress={() => {
              close();
              void cancelOrder(id, line.words);
            }}
          >
            {SAY.cancelDo}
          </Button>
        </>
      }
    >
      <p>{SAY.cancelBody(line.words, format.price(line.price, instrument.priceDecimals))}</p>
    </Dialog>
  );
}
