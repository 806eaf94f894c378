import { useMemo } from 'react';
import type { ReactElement } from 'react';

export interface SparklineProps {
  /** Values from old to new; NaN leaves a gap. Fewer than two draw nothing but keep the space. */
  readonly values: ArrayLike<number>;
  /** What it shows, for screen readers; without it the line is decoration. */
  readonly label?: string;
  readonly width?: number;
  readonly height?: number;
  /** Draws a dashed line at this value and keeps it in the range. */
  readonly baseline?: number;
  readonly className?: string;
}

interface Extent {
  readonly low: number;
  readonly high: number;
}

const NOTHING = 1e-12;

function extentOf(values: ArrayLike<number>, baseline: number | undefined): Extent {
  let low = baseline ?? Infinity;
  let high = baseline ?? -Infinity;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? NaN;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // What only the last digits of doubles say is no movement.
  return high - low <= Math.abs(high) * NOTHING ? { low, high: low } : { low, high };
}

/** The path of a line through the values in a box, one point per value, inside a margin of 1. */
export function sparklinePath(values: ArrayLike<number>, width: number, height: number, baseline?: number): string {
  const { low, high } = extentOf(values, baseline);
  if (values.length < 2 || !Number.isFinite(low) || !Number.isFinite(high)) return '';
  const span = high - low;
  const step = (width - 2) / (values.length - 1);
  const parts: string[] = [];
  let pen = 'M';
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? NaN;
    if (!Number.isFinite(value)) {
      pen = 'M';
      continue;
    }
    const y = span === 0 ? height / 2 : 1 + (1 - (value - low) / span) * (height - 2);
    parts.push(`${pen}${(1 + i * step).toFixed(1)} ${y.toFixed(1)}`);
    pen = 'L';
  }
  return parts.join('');
}

/** A line without axes, 64x14 unless told, in `text2`. */
export function Sparkline({ values, label, width = 64, height = 14, baseline, className }: SparklineProps): ReactElement {
  const path = useMemo(() => sparklinePath(values, width, height, baseline), [values, width, height, baseline]);
  const zero = baseline === undefined ? undefined : baselineY(values, height, baseline);
  return (
    <svg
      className={className ?? 'ui-sparkline'}
      width={width}
      height={height}
      viewBox={`0 0 ${String(width)} ${String(height)}`}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {zero === undefined ? null : <line className="ui-sparkline-base" x1="0" x2={width} y1={zero} y2={zero} />}
      <path d={path} />
    </svg>
  );
}

function baselineY(values: ArrayLike<number>, height: number, baseline: number): number | undefined {
  const { low, high } = extentOf(values, baseline);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return undefined;
  return high === low ? height / 2 : 1 + (1 - (baseline - low) / (high - low)) * (height - 2);
}
