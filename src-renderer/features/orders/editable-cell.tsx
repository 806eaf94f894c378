import { useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { tellRefusal } from '../../ui/tell.ts';
import { useFormat } from '../../ui/use-format.ts';
import type { OrderLine } from './orders-model.ts';
import { ORDERS_SENTENCES as SAY } from './sentences.ts';

/** The terms that can be changed in their cell. */
export type EditedField = 'price' | 'trigger' | 'size';

/** One cell that is being changed. */
export interface Editing {
  /** Key of the line. */
  readonly key: string;
  readonly field: EditedField;
  readonly onChange: (line: OrderLine, field: EditedField, value: string) => void;
  readonly onEnd: () => void;
}

interface EditableCellProps {
  readonly line: OrderLine;
  readonly field: EditedField;
  readonly editing: Editing | null;
  /** The figure while it is not changed. */
  readonly shown: ReactElement;
}

/** A figure, or while it is being changed a field in its place: Enter asks for the change, Esc drops it, arrows step. */
export function EditableCell({ line, field, editing, shown }: EditableCellProps): ReactElement {
  return editing?.key === line.key && editing.field === field ? <CellField line={line} field={field} editing={editing} /> : shown;
}

/** The amount some ticks or lots further; unchanged where it is none, or would leave nothing. */
export function steppedFigure(value: string, step: string, steps: number): string {
  const next = Decimal.parse(value).add(Decimal.parse(step).mul(Decimal.parse(String(steps))));
  return next.sign() > 0 ? next.toString() : value;
}

function focusWhole(element: HTMLInputElement | null): void {
  element?.focus();
  element?.select();
}

function stepOf(instrument: Instrument | undefined, field: EditedField): string | undefined {
  return field === 'size' ? instrument?.spec.lot : instrument?.spec.tick;
}

function CellField({ line, field, editing }: Omit<EditableCellProps, 'shown' | 'editing'> & { readonly editing: Editing }): ReactElement {
  const format = useFormat();
  const instrument = useShownDesk((desk) => desk.instruments.get(line.facts.id));
  const old = line.kind === 'order' ? (line.row[field] ?? '') : '';
  const [typed, type] = useState(old);
  const end = (): void => {
    editing.onEnd();
  };
  const send = (): void => {
    const value = format.parseAmount(typed);
    if (value === undefined) {
      tellRefusal('amend', SAY.noFigure(typed));
      return;
    }
    end();
    if (value !== old) editing.onChange(line, field, value);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    event.stopPropagation();
    const step = stepOf(instrument, field);
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (event.key === 'Enter') send();
    else if (event.key === 'Escape') end();
    else if (direction !== 0 && step !== undefined)
      type((now) => steppedFigure(format.parseAmount(now) ?? old, step, direction * (event.shiftKey ? 10 : 1)));
    else return;
    event.preventDefault();
  };
  return (
    <input
      className="orders-edit"
      aria-label={SAY.editLabel[field]}
      value={typed}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      ref={focusWhole}
      onChange={(event) => {
        type(event.target.value);
      }}
      onClick={(event) => {
        event.stopPropagation();
      }}
      onBlur={end}
      onKeyDown={onKeyDown}
    />
  );
}
