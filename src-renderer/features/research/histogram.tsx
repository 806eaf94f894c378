import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useBoxSize } from '../../ui/use-box-size.ts';
import { binsOf } from './histogram-bins.ts';

const BINS = 40;
const EDGE = { left: 12, right: 12, top: 18, bottom: 18 };
/** Room of a label to one side of the mark, pixels. */
const LABEL = 140;

interface HistogramProps {
  readonly label: string;
  /** Rising. */
  readonly values: Float64Array;
  readonly mark: number;
  readonly markName: string;
  readonly text: (value: number) => string;
}

/** How often each value came, with a line where one value lies. */
export function Histogram({ label, values, mark, markName, text }: HistogramProps): ReactElement {
  const [box, { width, height }] = useBoxSize();
  const { low, high, counts } = useMemo(() => binsOf(values, mark, BINS), [values, mark]);
  const most = Math.max(1, ...counts);
  const plot = Math.max(1, width - EDGE.left - EDGE.right);
  const base = height - EDGE.bottom;
  const tall = Math.max(1, base - EDGE.top);
  const bar = plot / counts.length;
  const x = EDGE.left + ((mark - low) / (high - low)) * plot;
  const before = x > width - LABEL;
  return (
    <div ref={box} className="research-histogram" role="img" aria-label={label}>
      {width < 120 || height < 40 ? null : (
        <svg aria-hidden="true" width={width} height={height}>
          {counts.map((count, index) => (
            <rect
              key={index}
              className="research-histogram-bar"
              x={EDGE.left + index * bar}
              y={base - (count / most) * tall}
              width={Math.max(1, bar - 1)}
              height={(count / most) * tall}
            />
          ))}
          <line className="research-grid" x1={EDGE.left} x2={width - EDGE.right} y1={base} y2={base} />
          <line className="research-histogram-mark" x1={x} x2={x} y1={4} y2={base} />
          <text className="research-histogram-name" x={before ? x - 5 : x + 5} y={13} textAnchor={before ? 'end' : 'start'}>
            {`${markName} ${text(mark)}`}
          </text>
          <text className="research-axis" x={EDGE.left} y={height - 5}>
            {text(low)}
          </text>
          <text className="research-axis" x={width - EDGE.right} y={height - 5} textAnchor="end">
            {text(high)}
          </text>
        </svg>
      )}
    </div>
  );
}
