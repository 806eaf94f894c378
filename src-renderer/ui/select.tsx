import { Check, ChevronDown } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Button as AriaButton, ListBox, ListBoxItem, Popover, Select as AriaSelect } from 'react-aria-components';
import { cx } from './cx.ts';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Said at the right of the row in `text3`. */
  readonly detail?: string;
}

export interface SelectProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** `edge` as an input (default) · `quiet` words with an arrow, for panel heads and inside fields. */
  readonly look?: 'edge' | 'quiet';
  /** Words on the closed control when they differ from the choice's label. */
  readonly shown?: ReactNode;
  readonly className?: string;
}

/** One of several values behind a list. */
export function Select<Value extends string>({
  label,
  choices,
  value,
  onChange,
  look = 'edge',
  shown,
  className,
}: SelectProps<Value>): ReactElement {
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <AriaSelect
      className={cx('ui-select', className)}
      aria-label={label}
      value={value}
      onChange={(key) => {
        const found = choices.find((choice) => choice.value === key);
        if (found) onChange(found.value);
      }}
    >
      <AriaButton className="ui-select-button" data-look={look} aria-label={chosen === undefined ? label : `${label}: ${chosen.label}`}>
        <span className="ui-select-shown">{shown ?? chosen?.label ?? ''}</span>
        <ChevronDown size={14} strokeWidth={1.5} aria-hidden />
      </AriaButton>
      <Popover className="ui-popover" offset={4}>
        <ListBox className="ui-menu" items={choices.map((choice) => ({ ...choice, id: choice.value }))}>
          {(choice) => (
            <ListBoxItem className="ui-menu-item" id={choice.value} textValue={choice.label}>
              <span className="ui-menu-check">{choice.value === value ? <Check size={14} strokeWidth={1.5} aria-hidden /> : null}</span>
              <span className="ui-menu-words">{choice.label}</span>
              {choice.detail === undefined ? null : <span className="ui-menu-detail">{choice.detail}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
