import { useEffect, useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface FlashCellProps {
  /** The figure that is watched; a rise tints up, a fall tints down. NaN and nothing do not flash. */
  readonly value: number | undefined;
  /** Asked before each flash; a window that nobody looks after can do without. */
  readonly mayFlash?: () => boolean;
  readonly children: ReactNode;
  readonly className?: string;
}

/** At most two flashes a second per cell. */
const REST_MS = 500;
const FLASH_MS = 250;

/** Cells that are tinted now, in the order in which their tint ends. */
const tinted: { readonly cell: HTMLElement; readonly until: number }[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Takes the tint from every cell whose time is over: one timer for the whole window, and two paints a flash where a fade would take fifteen. */
function clearDue(): void {
  timer = undefined;
  const now = performance.now();
  while (tinted[0] !== undefined && tinted[0].until <= now) delete tinted.shift()?.cell.dataset['flash'];
  if (tinted[0] !== undefined) timer = setTimeout(clearDue, Math.ceil(tinted[0].until - now));
}

function tint(cell: HTMLElement, direction: 'up' | 'down', now: number): void {
  cell.dataset['flash'] = direction;
  tinted.push({ cell, until: now + FLASH_MS });
  timer ??= setTimeout(clearDue, FLASH_MS);
}

/** A figure whose background is tinted for 250 ms when it changes; nothing moves, and reduced motion switches it off. */
export function FlashCell({ value, mayFlash, children, className }: FlashCellProps): ReactElement {
  const cell = useRef<HTMLSpanElement>(null);
  const last = useRef<{ value: number | undefined; at: number }>({ value, at: -Infinity });
  useEffect(() => {
    const before = last.current;
    if (value === undefined || before.value === undefined || !(value < before.value || value > before.value)) {
      last.current = { value, at: before.at };
      return;
    }
    const now = performance.now();
    const flash = now - before.at >= REST_MS && mayFlash?.() !== false;
    last.current = { value, at: flash ? now : before.at };
    if (flash && cell.current !== null) tint(cell.current, value > before.value ? 'up' : 'down', now);
  }, [value, mayFlash]);
  return (
    <span ref={cell} className={cx('ui-flash', className)}>
      {children}
    </span>
  );
}
