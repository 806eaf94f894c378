import { useEffect, useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface FlashCellProps {
  /** The figure that is watched; a rise tints up, a fall tints down. NaN and nothing do not flash. */
  readonly value: number | undefined;
  readonly children: ReactNode;
  readonly className?: string;
}

/** At most two flashes a second per cell. */
const REST_MS = 500;
const FLASH_MS = 250;

/** A figure whose background is tinted for 250 ms when it changes; nothing moves, and reduced motion switches it off. */
export function FlashCell({ value, children, className }: FlashCellProps): ReactElement {
  const cell = useRef<HTMLSpanElement>(null);
  const last = useRef<{ value: number | undefined; at: number }>({ value, at: -Infinity });
  useEffect(() => {
    const before = last.current;
    if (value === undefined || before.value === undefined || !(value < before.value || value > before.value)) {
      last.current = { value, at: before.at };
      return;
    }
    const now = performance.now();
    const flash = now - before.at >= REST_MS && !matchMedia('(prefers-reduced-motion: reduce)').matches;
    last.current = { value, at: flash ? now : before.at };
    if (!flash) return;
    const tint = value > before.value ? 'var(--up-flash)' : 'var(--down-flash)';
    cell.current?.animate([{ backgroundColor: tint }, { backgroundColor: 'transparent' }], { duration: FLASH_MS, easing: 'ease-out' });
  }, [value]);
  return (
    <span ref={cell} className={cx('ui-flash', className)}>
      {children}
    </span>
  );
}
