import { useRef } from 'react';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface Tab<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** A figure after the word, in `text3`. */
  readonly figure?: ReactNode;
}

export interface TabsProps<Value extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** The id of the one panel that the tabs fill. */
  readonly controls: string;
  readonly className?: string;
  /** One below the other; up and down choose. */
  readonly vertical?: boolean;
}

/** Tabs with a 2 px underline under the chosen one; one tab stop, arrows, Home and End choose. */
export function Tabs<Value extends string>({
  label,
  tabs,
  value,
  onChange,
  controls,
  className,
  vertical = false,
}: TabsProps<Value>): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const at = tabs.findIndex((tab) => tab.value === value);
    const last = tabs.length - 1;
    const after = at === last ? 0 : at + 1;
    const before = at <= 0 ? last : at - 1;
    const target = { [vertical ? 'ArrowDown' : 'ArrowRight']: after, [vertical ? 'ArrowUp' : 'ArrowLeft']: before, Home: 0, End: last }[
      event.key
    ];
    const next = target === undefined ? undefined : tabs[target];
    if (!next) return;
    event.preventDefault();
    onChange(next.value);
    list.current?.querySelector<HTMLElement>(`[data-value="${CSS.escape(next.value)}"]`)?.focus();
  };
  return (
    <div
      ref={list}
      role="tablist"
      aria-label={label}
      aria-orientation={vertical ? 'vertical' : undefined}
      data-vertical={vertical || undefined}
      className={cx('ui-tabs', className)}
      onKeyDown={move}
    >
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          className="ui-tab"
          data-value={tab.value}
          aria-selected={tab.value === value}
          aria-controls={controls}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => {
            onChange(tab.value);
          }}
        >
          {tab.label}
          {tab.figure === undefined ? null : <span className="ui-tab-figure">{tab.figure}</span>}
        </button>
      ))}
    </div>
  );
}
