import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import { hintProps } from './hint-layer.tsx';

export interface CheckboxProps {
  readonly children: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabledReason?: string | undefined;
  readonly hint?: string;
  readonly className?: string;
}

/** A box with its words; the whole line is the target. */
export function Checkbox({ children, checked, onChange, disabledReason, hint, className }: CheckboxProps): ReactElement {
  const disabled = disabledReason !== undefined;
  return (
    <label className={cx('ui-checkbox', className)} {...hintProps(disabledReason ?? hint)}>
      <input
        type="checkbox"
        checked={checked}
        aria-disabled={disabled || undefined}
        onChange={() => {
          if (!disabled) onChange(!checked);
        }}
      />
      <span className="ui-checkbox-box" aria-hidden="true">
        {checked ? <Check size={12} strokeWidth={2} /> : null}
      </span>
      <span className="ui-checkbox-words">{children}</span>
    </label>
  );
}
