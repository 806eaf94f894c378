import type { ReactElement } from 'react';
import { cx } from './cx.ts';

/** Shapes that the bundled fonts lack, drawn instead of typed. */
export type MarkShape = 'up' | 'down' | 'square' | 'circle' | 'diamond' | 'dot';

const PATHS: Readonly<Record<MarkShape, string>> = {
  up: 'M4 1 L7.6 7 L0.4 7 Z',
  down: 'M4 7 L7.6 1 L0.4 1 Z',
  square: 'M1.25 1.25 H6.75 V6.75 H1.25 Z',
  circle: 'M4 1.5 A2.5 2.5 0 1 1 3.99 1.5 Z',
  diamond: 'M4 0.5 L7.5 4 L4 7.5 L0.5 4 Z',
  dot: 'M4 1 A3 3 0 1 1 3.99 1 Z',
};

export interface MarkProps {
  readonly shape: MarkShape;
  /** What the mark means, for a screen reader; without it the mark is decoration beside its word. */
  readonly label?: string;
  /** Edge in pixels, 8 unless told. */
  readonly size?: number;
  readonly className?: string;
}

/** A drawn mark in the colour of the text around it; `circle` is hollow, the rest filled. */
export function Mark({ shape, label, size = 8, className }: MarkProps): ReactElement {
  return (
    <svg
      className={cx('ui-mark', className)}
      data-hollow={shape === 'circle' || undefined}
      width={size}
      height={size}
      viewBox="0 0 8 8"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <path d={PATHS[shape]} />
    </svg>
  );
}

export interface DirectionMarkProps {
  /** 1 up, -1 down, 0 draws nothing but keeps the space. */
  readonly direction: -1 | 0 | 1;
  readonly size?: number;
}

/** The triangle of a change, in the colour of its direction. */
export function DirectionMark({ direction, size = 8 }: DirectionMarkProps): ReactElement {
  if (direction === 0) return <span className="ui-mark-space" aria-hidden="true" />;
  return <Mark shape={direction > 0 ? 'up' : 'down'} size={size} className={direction > 0 ? 'ui-up' : 'ui-down'} />;
}
