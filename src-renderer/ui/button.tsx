import type { ReactElement, ReactNode, Ref } from 'react';
import { cx } from './cx.ts';
import { hintProps } from './hint-layer.tsx';
import { useGridTabIndex } from './in-grid.ts';

export type ButtonTone = 'plain' | 'primary' | 'buy' | 'sell' | 'danger' | 'quiet';
export type ButtonSize = 'small' | 'normal' | 'tall';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: (() => void) | undefined;
  /**
   * `plain` edge (default) · `primary` filled with the text colour · `buy`, `sell` filled with the side's colour ·
   * `danger` with the 2 px danger edge, filled on hover · `quiet` without edge until hovered (for rows and heads).
   */
  readonly tone?: ButtonTone;
  /** `small` is 22 high, for panel heads, rows and the bars; `tall` is 44 with a second line. */
  readonly size?: ButtonSize;
  /** The smaller second line of a tall button. */
  readonly detail?: ReactNode;
  /** Why the button cannot be used now: it stays focusable, does nothing, and says so on hover and focus. */
  readonly disabledReason?: string | undefined;
  /** A tooltip, with the key that does the same. */
  readonly hint?: string | undefined;
  readonly keys?: string | undefined;
  /** Whether a toggle button is on. */
  readonly pressed?: boolean;
  /** Takes the whole width. */
  readonly fill?: boolean;
  readonly autoFocus?: boolean;
  readonly className?: string;
  readonly ref?: Ref<HTMLButtonElement>;
  /** Name for screen readers when the words alone do not say it. */
  readonly label?: string;
  readonly id?: string;
}

/** A button with words on it: a verb and its object. A native button, so hundreds in tables cost nothing. */
export function Button(props: ButtonProps): ReactElement {
  const {
    children,
    onPress,
    tone = 'plain',
    size = 'normal',
    detail,
    disabledReason,
    hint,
    keys,
    fill,
    className,
    label,
    pressed,
    ...rest
  } = props;
  const tabIndex = useGridTabIndex();
  const disabled = disabledReason !== undefined;
  const said = disabledReason ?? hint;
  return (
    <button
      {...rest}
      type="button"
      tabIndex={tabIndex}
      className={cx('ui-button', className)}
      data-tone={tone}
      data-size={size}
      data-fill={fill || undefined}
      aria-label={label}
      aria-pressed={pressed}
      aria-disabled={disabled || undefined}
      onClick={() => {
        if (!disabled) onPress?.();
      }}
      {...hintProps(said === undefined ? undefined : { text: said, keys })}
    >
      <span className="ui-button-label">{children}</span>
      {detail === undefined ? null : <span className="ui-button-detail">{detail}</span>}
    </button>
  );
}
