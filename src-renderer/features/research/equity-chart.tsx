import { useMemo, useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { useBoxSize } from '../../ui/use-box-size.ts';
import { useFormat } from '../../ui/use-format.ts';
import { clockTicks, fallTicks, NARROW, nearestRow, timeTicks, worthTicks } from './chart-scale.ts';
import { dayText } from './day-text.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';
import { clockText, instantWords, isShortSpan } from './span-text.ts';

const AXIS = 56;
const TIMES = 20;
const FALL_SHARE = 0.24;
const GAP = 20;
/** Room of one figure of an axis, pixels. */
const FIGURE_HEIGHT = 34;
const FIGURE_WIDTH = 110;
const BIG_STEP = 20;
/** Room above and below a curve, as a share of its worth. */
const MOST_ROOM = 0.02;
const LEAST_ROOM = 0.0002;
/** Half the height of a figure, pixels. */
const EDGE = 6;
/** Falls smaller than this have two digits. */
const SMALL_FALL = 0.005;

/** Equity over time with the fall from its peak, perhaps beside those of buy and hold. */
export interface DrawnCurve {
  readonly times: Float64Array;
  readonly equity: Float64Array;
  readonly drawdown: Float64Array;
  readonly hold?: Float64Array;
  readonly holdDrawdown?: Float64Array;
}

interface Place {
  readonly width: number;
  /** Height of the equity part; the drawdown begins a gap below it. */
  readonly upper: number;
  readonly lower: number;
  x(time: number): number;
  equity(value: number): number;
  fall(value: number): number;
  readonly low: number;
  readonly high: number;
  readonly deepest: number;
}

function extreme(columns: readonly Float64Array[], better: (a: number, b: number) => number, start: number): number {
  return columns.reduce((found, column) => column.reduce((best, value) => (value > 0 ? better(best, value) : best), found), start);
}

function placeOf(curve: DrawnCurve, width: number, height: number): Place {
  const plot = Math.max(1, width - AXIS);
  const lower = Math.round((height - TIMES) * FALL_SHARE);
  const upper = Math.max(1, height - TIMES - lower - GAP);
  const worths = curve.hold === undefined ? [curve.equity] : [curve.equity, curve.hold];
  const falls = curve.holdDrawdown === undefined ? [curve.drawdown] : [curve.drawdown, curve.holdDrawdown];
  const [least, most] = [extreme(worths, Math.min, Number.POSITIVE_INFINITY), extreme(worths, Math.max, 0)];
  // A run of minutes moves by parts of a percent.
  const room = Math.min(MOST_ROOM, Math.max(LEAST_ROOM, (most / least - 1) / 4));
  const low = least * (1 - room);
  const high = most * (1 + room);
  const deepest = Math.min(-0.001, ...falls.map((column) => column.reduce((least, value) => Math.min(least, value), 0)));
  const first = curve.times[0] ?? 0;
  const span = Math.max(1, (curve.times.at(-1) ?? 0) - first);
  const logLow = Math.log(low);
  const logSpan = Math.max(1e-9, Math.log(high) - logLow);
  return {
    width: plot,
    upper,
    lower,
    low,
    high,
    deepest,
    x: (time) => ((time - first) / span) * plot,
    equity: (value) => upper * (1 - (Math.log(Math.max(value, low)) - logLow) / logSpan),
    fall: (value) => upper + GAP + (value / deepest) * lower,
  };
}

function line(times: Float64Array, values: Float64Array, place: Place, y: (value: number) => number): string {
  let path = '';
  for (let row = 0; row < times.length; row += 1)
    path += `${row === 0 ? 'M' : 'L'}${place.x(times[row]!).toFixed(1)} ${y(values[row]!).toFixed(1)}`;
  return path;
}

interface EquityChartProps {
  readonly curve: DrawnCurve;
  readonly label: string;
}

/** Equity on a logarithmic scale over its drawdown, perhaps with buy and hold beside it; read by pointer or arrow keys. */
export function EquityChart({ curve, label }: EquityChartProps): ReactElement {
  const [box, { width, height }] = useBoxSize();
  const [row, setRow] = useState<number | null>(null);
  const format = useFormat();
  const last = curve.times.length - 1;
  const isShort = isShortSpan(curve.times[0] ?? 0, curve.times[last] ?? 0);
  const place = useMemo(() => (width < 80 || height < 80 ? null : placeOf(curve, width, height)), [curve, width, height]);
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (place === null) return;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const first = curve.times[0] ?? 0;
    setRow(nearestRow(curve.times, first + (x / place.width) * ((curve.times[last] ?? 0) - first)));
  };
  const step = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -BIG_STEP, PageDown: BIG_STEP, Home: -last, End: last }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setRow((now) => Math.min(last, Math.max(0, (now ?? last) + by)));
  };
  const said = (at: number): string => {
    const time = curve.times[at] ?? 0;
    const day = isShort ? instantWords(time) : dayText(time - 1);
    const equity = format.quoteMoney(curve.equity[at] ?? null);
    const fall = format.signedPercent(curve.drawdown[at] ?? null).text;
    return curve.hold === undefined
      ? SAY.curvePoint(day, equity, fall)
      : SAY.chartPoint(day, equity, format.quoteMoney(curve.hold[at] ?? null), fall);
  };
  return (
    <div
      ref={box}
      className="research-chart"
      role="application"
      aria-label={label}
      tabIndex={0}
      onPointerMove={move}
      onPointerLeave={() => {
        setRow(null);
      }}
      onKeyDown={step}
    >
      {place === null ? null : <Drawing curve={curve} place={place} height={height} row={row} />}
      {row === null ? null : (
        <p className="research-reading" role="status">
          {said(row)}
        </p>
      )}
    </div>
  );
}

interface DrawingProps {
  readonly curve: DrawnCurve;
  readonly place: Place;
  readonly height: number;
  readonly row: number | null;
}

function Drawing({ curve, place, height, row }: DrawingProps): ReactElement {
  const lines = useMemo(
    () => ({
      hold: curve.hold === undefined ? null : line(curve.times, curve.hold, place, place.equity),
      equity: line(curve.times, curve.equity, place, place.equity),
      holdFall: curve.holdDrawdown === undefined ? null : line(curve.times, curve.holdDrawdown, place, place.fall),
      fall: line(curve.times, curve.drawdown, place, place.fall),
    }),
    [curve, place],
  );
  const base = place.fall(0);
  const x = row === null ? 0 : place.x(curve.times[row] ?? 0);
  return (
    <svg aria-hidden="true" width={place.width + AXIS} height={height}>
      <Axes curve={curve} place={place} height={height} />
      <path className="research-fall" d={`${lines.fall}L${place.width.toFixed(1)} ${base.toFixed(1)}L0 ${base.toFixed(1)}Z`} />
      {lines.holdFall === null ? null : <path className="research-hold" d={lines.holdFall} />}
      {lines.hold === null ? null : <path className="research-hold" d={lines.hold} />}
      <path className="research-equity" d={lines.equity} />
      {row === null ? null : (
        <g className="research-cross">
          <line x1={x} x2={x} y1={0} y2={place.upper + GAP + place.lower} />
          <circle cx={x} cy={place.equity(curve.equity[row] ?? 0)} r={3} />
        </g>
      )}
    </svg>
  );
}

function Axes({ curve, place, height }: Pick<DrawingProps, 'curve' | 'place' | 'height'>): ReactElement {
  const format = useFormat();
  // A figure at the very edge would be cut.
  const equities = worthTicks(place.low, place.high, FIGURE_HEIGHT / place.upper).filter((value) => place.equity(value) > EDGE);
  const isNarrow = place.high / place.low < NARROW;
  const fallDigits = Math.abs(place.deepest) < SMALL_FALL ? 2 : Math.abs(place.deepest) < 0.05 ? 1 : 0;
  const falls = fallTicks(place.deepest, Math.max(2, place.lower / FIGURE_HEIGHT + 1));
  const from = curve.times[0] ?? 0;
  const to = curve.times.at(-1) ?? 0;
  const most = Math.max(2, Math.floor(place.width / FIGURE_WIDTH));
  const times = isShortSpan(from, to) ? clockTicks(from, to, most) : timeTicks(from - DAY_MS, to, most);
  const rule = (y: number, text: string): ReactElement => (
    <g key={text}>
      <line className="research-grid" x1={0} x2={place.width} y1={y} y2={y} />
      <text className="research-axis" x={place.width + 8} y={y + 4}>
        {text}
      </text>
    </g>
  );
  return (
    <>
      {equities.map((value) => rule(place.equity(value), isNarrow ? format.price(value, value % 1 === 0 ? 0 : 1) : format.compact(value)))}
      {falls.map((value) => rule(place.fall(value), `${format.change(value * 100, fallDigits).text}%`))}
      <text className="research-axis" x={0} y={place.upper + GAP - 4}>
        {SAY.drawdownTitle}
      </text>
      {times.map((time) => {
        const x = Math.max(0, place.x(time));
        const text = time % DAY_MS === 0 ? dayText(time) : clockText(time);
        return x > place.width - 60 ? null : (
          <text key={time} className="research-axis" x={x} y={height - 5}>
            {text.startsWith('1 ') ? text.slice(2) : text}
          </text>
        );
      })}
    </>
  );
}
