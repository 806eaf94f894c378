import type { LucideIcon } from 'lucide-react';
import type { ReactElement, Ref } from 'react';
import { cx } from './cx.ts';
import { hintProps } from './hint-layer.tsx';
import { useGridTabIndex } from './in-grid.ts';

/** How every icon of the one icon set is drawn. */
export const ICON = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const;

export interface IconButtonProps {
  readonly icon: LucideIcon;
  /** Its name; shown as the tooltip too. */
  readonly label: string;
  /** The key that does the same. */
  readonly keys?: string | undefined;
  readonly onPress?: (() => void) | undefined;
  /** Whether a toggle is on. */
  readonly pressed?: boolean;
  readonly disabledReason?: string | undefined;
  readonly className?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** An icon of 16 in a target of 24x24, with its name and key as tooltip. */
export function IconButton({ icon: Icon, label, keys, onPress, pressed, disabledReason, className, ref }: IconButtonProps): ReactElement {
  const tabIndex = useGridTabIndex();
  const disabled = disabledReason !== undefined;
  return (
    <button
      ref={ref}
      type="button"
      className={cx('ui-icon-button', className)}
      tabIndex={tabIndex}
      aria-label={label}
      aria-pressed={pressed}
      aria-disabled={disabled || undefined}
      onClick={() => {
        if (!disabled) onPress?.();
      }}
      {...hintProps({ text: disabledReason ?? label, keys })}
    >
      <Icon {...ICON} />
    </button>
  );
}
