import { useRef } from 'react';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import { hintProps } from './hint-layer.tsx';

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
  /** A tooltip, for instance why it cannot be chosen. */
  readonly hint?: string;
  readonly disabledReason?: string;
}

export interface SegmentedControlProps<Value extends string> {
  /** What is chosen here, for screen readers. */
  readonly label: string;
  readonly segments: readonly Segment<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** `joined` in one frame with an underline (order types) · `sides` two buttons, the chosen one filled with its side's colour (values buy, sell) · `flat` without frame (timeframes). */
  readonly look?: 'joined' | 'sides' | 'flat';
  readonly className?: string;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** One of a few values as a radio group: one tab stop, arrows move and choose. */
export function SegmentedControl<Value extends string>({
  label,
  segments,
  value,
  onChange,
  look = 'joined',
  className,
}: SegmentedControlProps<Value>): ReactElement {
  const group = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const usable = segments.filter((segment) => segment.disabledReason === undefined);
    const at = usable.findIndex((segment) => segment.value === value);
    const next = usable[(at + step + usable.length) % usable.length];
    if (!next) return;
    onChange(next.value);
    group.current?.querySelector<HTMLElement>(`[data-value="${CSS.escape(next.value)}"]`)?.focus();
  };
  const noneChosen = segments.every((segment) => segment.value !== value);
  return (
    <div ref={group} role="radiogroup" aria-label={label} className={cx('ui-segments', className)} data-look={look} onKeyDown={move}>
      {segments.map((segment, index) => {
        const chosen = segment.value === value;
        const disabled = segment.disabledReason !== undefined;
        return (
          <button
            key={segment.value}
            type="button"
            role="radio"
            aria-checked={chosen}
            aria-disabled={disabled || undefined}
            tabIndex={chosen || (noneChosen && index === 0) ? 0 : -1}
            data-value={segment.value}
            className="ui-segment"
            onClick={() => {
              if (!disabled) onChange(segment.value);
            }}
            {...hintProps(segment.disabledReason ?? segment.hint)}
          >
            {segment.label}
          </button>
        );
      })}
    </div>
  );
}
