import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { callMain } from '../../state/call-main.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { NumberField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';

/** Asks at which price of an instrument the window should speak. */
export function AlertDialog({
  instrument,
  onDone,
}: {
  readonly instrument: Instrument | null;
  readonly onDone: () => void;
}): ReactElement | null {
  return instrument === null ? null : <OpenDialog key={instrument.id} instrument={instrument} onDone={onDone} />;
}

function takeFocus(element: HTMLInputElement | null): void {
  element?.focus();
}

function OpenDialog({ instrument, onDone }: { readonly instrument: Instrument; readonly onDone: () => void }): ReactElement {
  const { id, spec, priceDecimals } = instrument;
  const format = useFormat();
  const last = useShownDesk(({ quotes }) => quotes.get(id)?.last);
  const [typed, setTyped] = useState('');
  const [refused, refuse] = useState<string>();
  const type = (text: string): void => {
    setTyped(text);
    refuse(undefined);
  };
  const price = format.parseAmount(typed);
  const problem = typed === '' ? undefined : price === undefined || !(Number(price) > 0) ? SAY.alertNoPrice : undefined;
  const above = last !== undefined && price !== undefined && Number(price) > last;
  const ready = price !== undefined && problem === undefined && last !== undefined;
  const set = (): void => {
    if (!ready) return;
    void callMain((client, command) => client.alerts.set({ command, text: `${id} ${above ? 'above' : 'below'} ${price}` })).then(
      (result) => {
        if (result.ok) onDone();
        else refuse(result.fault.message);
      },
    );
  };
  const readBack = ready
    ? (above ? SAY.alertAbove : SAY.alertBelow)(format.price(price, priceDecimals))
    : SAY.alertLast(format.price(last, priceDecimals));
  return (
    <Dialog
      open
      onClose={onDone}
      title={SAY.alertTitle(spec.symbol)}
      actions={
        <>
          <Button onPress={onDone}>{SAY.back}</Button>
          <Button tone="primary" disabledReason={ready ? undefined : (problem ?? SAY.alertNoPrice)} onPress={set}>
            {SAY.alertSet}
          </Button>
        </>
      }
    >
      <NumberField
        label={SAY.alertPrice}
        labelAt="above"
        inputRef={takeFocus}
        value={typed}
        unit={spec.quote}
        onChange={type}
        onEnter={set}
        readBack={[readBack]}
        error={problem ?? refused}
      />
    </Dialog>
  );
}
