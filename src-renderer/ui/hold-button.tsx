import { useEffect, useRef, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { Button } from './button.tsx';

/** How long a button that must be held is held down, ms. */
export const HOLD_MS = 1_000;

export interface HoldButtonProps {
  readonly children: ReactNode;
  readonly onHeld: () => void;
  readonly hint?: string;
  readonly disabledReason?: string | undefined;
  /** `small` unless told. */
  readonly size?: 'small' | 'normal';
}

/** A button that acts only once it was held down for a second, with pointer, Enter or Space; letting go before does nothing. Its fill shows how far it is. */
export function HoldButton({ children, onHeld, hint, disabledReason, size = 'small' }: HoldButtonProps): ReactElement {
  const [holding, hold] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stop = (): void => {
    clearTimeout(timer.current);
    hold(false);
  };
  const begin = (): void => {
    if (disabledReason !== undefined || holding) return;
    hold(true);
    timer.current = setTimeout(() => {
      hold(false);
      onHeld();
    }, HOLD_MS);
  };
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  const isKey = (key: string): boolean => key === 'Enter' || key === ' ';
  return (
    <span
      className="ui-hold"
      data-holding={holding || undefined}
      onPointerDown={begin}
      onPointerUp={stop}
      onPointerLeave={stop}
      onKeyDown={(event) => {
        if (isKey(event.key) && !event.repeat) begin();
      }}
      onKeyUp={(event) => {
        if (isKey(event.key)) stop();
      }}
      onBlur={stop}
    >
      <Button size={size} hint={hint} disabledReason={disabledReason}>
        {children}
      </Button>
    </span>
  );
}
