import { ChevronDown, ChevronUp } from 'lucide-react';
import { useId, useRef } from 'react';
import type { ChangeEvent, InputHTMLAttributes, KeyboardEvent, ReactElement, ReactNode, Ref, WheelEvent } from 'react';
import { cx } from './cx.ts';
import { clippedHint } from './hint-layer.tsx';

export interface TextFieldProps {
  /** The label; `hideLabel` keeps it for screen readers only. */
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Enter inside the field; never sends an order. */
  readonly onEnter?: (() => void) | undefined;
  readonly onBlur?: (() => void) | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent<HTMLInputElement>) => void) | undefined;
  readonly placeholder?: string;
  /** Drawn inside the edge at the left, such as a search icon. */
  readonly leading?: ReactNode;
  /** Drawn inside the edge at the right: a unit, a unit menu, steppers. */
  readonly trailing?: ReactNode;
  /** What was understood, under the field: left and right. Space is kept when `keepReadBack` is set. */
  readonly readBack?: readonly [ReactNode, ReactNode?];
  readonly keepReadBack?: boolean;
  /** Ties the error to the field; the edge turns to text colour and the sentence stands under it. */
  readonly error?: string | undefined;
  /** `beside` in a column of 52 (ticket), `above` in forms. */
  readonly labelAt?: 'beside' | 'above';
  readonly inputMode?: InputHTMLAttributes<HTMLInputElement>['inputMode'];
  readonly readOnly?: boolean;
  /** Shows dots in place of what is typed. */
  readonly hidesValue?: boolean;
  readonly stale?: boolean;
  readonly className?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onWheel?: ((event: WheelEvent<HTMLInputElement>) => void) | undefined;
}

/** One line of text with its label, unit and read-back. */
export function TextField(props: TextFieldProps): ReactElement {
  const {
    label,
    hideLabel,
    value,
    onChange,
    onEnter,
    onBlur,
    onKeyDown,
    placeholder,
    leading,
    trailing,
    readBack,
    keepReadBack,
    error,
    labelAt = 'beside',
  } = props;
  const id = useId();
  const notes = error !== undefined || readBack !== undefined || keepReadBack === true;
  return (
    <div
      className={cx('ui-field', props.className)}
      data-label-at={hideLabel ? 'none' : labelAt}
      data-invalid={error !== undefined || undefined}
      data-stale={props.stale || undefined}
    >
      <label htmlFor={id} className={hideLabel ? 'ui-visually-hidden' : 'ui-field-label'} {...clippedHint(label)}>
        {label}
      </label>
      <div className="ui-field-box">
        {leading}
        <input
          id={id}
          ref={props.inputRef}
          className="ui-field-input"
          value={value}
          placeholder={placeholder}
          {...kindOf(props)}
          readOnly={props.readOnly}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={error !== undefined || undefined}
          aria-describedby={notes ? `${id}-notes` : undefined}
          onChange={(event: ChangeEvent<HTMLInputElement>) => {
            onChange(event.target.value);
          }}
          onBlur={onBlur}
          onWheel={props.onWheel}
          onKeyDown={(event) => {
            onKeyDown?.(event);
            if (event.key === 'Enter' && !event.defaultPrevented) onEnter?.();
          }}
        />
        {trailing}
      </div>
      {notes ? (
        <div id={`${id}-notes`} className="ui-field-notes">
          {error === undefined ? (
            <>
              <span>{readBack?.[0]}</span>
              <span>{readBack?.[1]}</span>
            </>
          ) : (
            <span className="ui-field-error">{error}</span>
          )}
        </div>
      ) : null}
    </div>
  );
}

function kindOf({ hidesValue, inputMode }: TextFieldProps): InputHTMLAttributes<HTMLInputElement> {
  return { type: hidesValue === true ? 'password' : 'text', inputMode };
}

export interface NumberFieldProps extends Omit<TextFieldProps, 'trailing' | 'onWheel' | 'inputMode'> {
  /** The unit's word, or a menu of units. */
  readonly unit?: ReactNode;
  /** Called with ±1 by ↑ ↓, the steppers and the wheel while focused, with ±10 by Shift; the caller knows the tick or lot. */
  readonly onStep?: ((steps: number) => void) | undefined;
  /** Names of the two steppers, "One tick up" and "One tick down"; without them no steppers are drawn. */
  readonly stepLabels?: readonly [up: string, down: string];
}

/** A field for an amount as the trader typed it: parse it with `useFormat().parseAmount`, show what was understood as `readBack`. */
export function NumberField({ unit, onStep, stepLabels, onKeyDown, ...field }: NumberFieldProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const steps = (event: { shiftKey: boolean }, direction: 1 | -1): number => direction * (event.shiftKey ? 10 : 1);
  return (
    <TextField
      {...field}
      inputRef={field.inputRef ?? input}
      inputMode="decimal"
      onKeyDown={(event) => {
        onKeyDown?.(event);
        if (onStep === undefined || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
        event.preventDefault();
        onStep(steps(event, event.key === 'ArrowUp' ? 1 : -1));
      }}
      onWheel={(event) => {
        if (onStep === undefined || document.activeElement !== event.currentTarget || event.deltaY === 0) return;
        onStep(steps(event, event.deltaY < 0 ? 1 : -1));
      }}
      trailing={
        <>
          {unit === undefined ? null : <span className="ui-field-unit">{unit}</span>}
          {stepLabels === undefined || onStep === undefined ? null : <Steppers labels={stepLabels} onStep={onStep} />}
        </>
      }
    />
  );
}

function Steppers({
  labels,
  onStep,
}: {
  readonly labels: readonly [string, string];
  readonly onStep: (steps: number) => void;
}): ReactElement {
  return (
    <span className="ui-steppers">
      {([1, -1] as const).map((direction) => {
        const Icon = direction > 0 ? ChevronUp : ChevronDown;
        return (
          <button
            key={direction}
            type="button"
            tabIndex={-1}
            aria-label={labels[direction > 0 ? 0 : 1]}
            onClick={(event) => {
              onStep(direction * (event.shiftKey ? 10 : 1));
            }}
          >
            <Icon size={12} strokeWidth={1.5} aria-hidden />
          </button>
        );
      })}
    </span>
  );
}
