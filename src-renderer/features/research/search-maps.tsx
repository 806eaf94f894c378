import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { SearchRow, SearchTrialRow } from '../../../src-shared/contract/searches.ts';
import { PanelMessage } from '../../ui/panel-state.tsx';
import { useBoxSize } from '../../ui/use-box-size.ts';
import { useFormat } from '../../ui/use-format.ts';
import { extentOf, placed, valueOf } from './search-points.ts';
import type { Extent } from './search-points.ts';
import { searchFigureName, searchFigureText } from './search-words.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

export interface MapProps {
  readonly search: SearchRow;
  readonly trials: readonly SearchTrialRow[];
}

const EDGE = { left: 76, right: 16, top: 12, bottom: 40 };

interface Axes {
  readonly x: Extent;
  readonly y: Extent;
  readonly xName: string;
  readonly yName: string;
  readonly xText: (value: number) => string;
  readonly yText: (value: number) => string;
}

function AxisWords({ axes, width, height }: { readonly axes: Axes; readonly width: number; readonly height: number }): ReactElement {
  const { x, y, xName, yName, xText, yText } = axes;
  const bottom = height - EDGE.bottom;
  return (
    <g className="research-axis">
      <text x={EDGE.left} y={bottom + 16}>
        {xText(x.low)}
      </text>
      <text x={width - EDGE.right} y={bottom + 16} textAnchor="end">
        {xText(x.high)}
      </text>
      <text x={(EDGE.left + width - EDGE.right) / 2} y={bottom + 32} textAnchor="middle">
        {xName}
      </text>
      <text x={EDGE.left - 8} y={bottom} textAnchor="end">
        {yText(y.low)}
      </text>
      <text x={EDGE.left - 8} y={EDGE.top + 10} textAnchor="end">
        {yText(y.high)}
      </text>
      <text x={8} y={EDGE.top + 28}>
        {yName}
      </text>
    </g>
  );
}

/** The objective over the first two parameters: a square per trial, brighter is better; the figure stands in it where there is room. */
export function HeatMap({ search, trials }: MapProps): ReactElement {
  const [box, { width, height }] = useBoxSize();
  const format = useFormat();
  const [first, second] = search.space;
  const [objective] = search.objectives;
  const good = useMemo(() => trials.filter((trial) => trial.state === 'ok'), [trials]);
  if (first === undefined || second === undefined || objective === undefined)
    return <PanelMessage kind="empty" sentence={SAY.mapNeedsTwo} />;
  const xs = [...new Set(good.map((trial) => valueOf(trial, first.name)))].sort((a, b) => a - b);
  const ys = [...new Set(good.map((trial) => valueOf(trial, second.name)))].sort((a, b) => a - b);
  const range = extentOf(good.map((trial) => trial.figures[objective.figure] ?? Number.NaN));
  const cell = {
    width: (width - EDGE.left - EDGE.right) / Math.max(1, xs.length),
    height: (height - EDGE.top - EDGE.bottom) / Math.max(1, ys.length),
  };
  const axes: Axes = {
    x: { low: xs[0] ?? 0, high: xs.at(-1) ?? 0 },
    y: { low: ys[0] ?? 0, high: ys.at(-1) ?? 0 },
    xName: first.name,
    yName: second.name,
    xText: String,
    yText: String,
  };
  return (
    <div
      ref={box}
      className="research-map"
      role="img"
      aria-label={SAY.mapLabel(searchFigureName(objective.figure), first.name, second.name)}
    >
      {width < 160 ? null : (
        <svg aria-hidden="true" width={width} height={height}>
          <AxisWords axes={axes} width={width} height={height} />
          {good.map((trial) => {
            const value = trial.figures[objective.figure] ?? null;
            if (value === null) return null;
            const x = EDGE.left + xs.indexOf(valueOf(trial, first.name)) * cell.width;
            const y = height - EDGE.bottom - (ys.indexOf(valueOf(trial, second.name)) + 1) * cell.height;
            const share = placed(
              objective.direction === 'max' ? value : -value,
              objective.direction === 'max' ? range : { low: -range.high, high: -range.low },
            );
            return (
              <g key={trial.number}>
                <rect
                  className="research-heat"
                  x={x}
                  y={y}
                  width={Math.max(1, cell.width - 1)}
                  height={Math.max(1, cell.height - 1)}
                  fillOpacity={0.06 + 0.6 * share}
                />
                {cell.width < 44 || cell.height < 16 ? null : (
                  <text className="research-heat-figure" x={x + cell.width / 2} y={y + cell.height / 2 + 4} textAnchor="middle">
                    {searchFigureText(objective.figure, value, format)}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

/** Trials by two figures: the objectives, or the objective and the drawdown; filled are those that nothing beats. */
export function FrontPlot({ search, trials }: MapProps): ReactElement {
  const [box, { width, height }] = useBoxSize();
  const format = useFormat();
  const [first, second] = search.objectives;
  const yFigure = first?.figure ?? 'sharpe';
  const xFigure = second?.figure ?? 'maxDrawdown';
  const points = trials.flatMap((trial) => {
    const x = trial.figures[xFigure] ?? null;
    const y = trial.figures[yFigure] ?? null;
    return x === null || y === null ? [] : [{ trial, x, y }];
  });
  const axes: Axes = {
    x: extentOf(points.map(({ x }) => x)),
    y: extentOf(points.map(({ y }) => y)),
    xName: searchFigureName(xFigure),
    yName: searchFigureName(yFigure),
    xText: (value) => searchFigureText(xFigure, value, format),
    yText: (value) => searchFigureText(yFigure, value, format),
  };
  const plot = { width: width - EDGE.left - EDGE.right, height: height - EDGE.top - EDGE.bottom };
  return (
    <div ref={box} className="research-map" role="img" aria-label={SAY.frontLabel(axes.xName, axes.yName)}>
      {width < 160 ? null : (
        <svg aria-hidden="true" width={width} height={height}>
          <line className="research-grid" x1={EDGE.left} x2={EDGE.left} y1={EDGE.top} y2={height - EDGE.bottom} />
          <line className="research-grid" x1={EDGE.left} x2={width - EDGE.right} y1={height - EDGE.bottom} y2={height - EDGE.bottom} />
          <AxisWords axes={axes} width={width} height={height} />
          {points.map(({ trial, x, y }) => (
            <circle
              key={trial.number}
              className="research-point"
              data-front={trial.front || undefined}
              cx={EDGE.left + placed(x, axes.x) * plot.width}
              cy={EDGE.top + (1 - placed(y, axes.y)) * plot.height}
              r={trial.front ? 4 : 2.5}
            />
          ))}
        </svg>
      )}
    </div>
  );
}

/** A line per trial through its parameters to the objective. */
export function ParameterLines({ search, trials }: MapProps): ReactElement {
  const [box, { width, height }] = useBoxSize();
  const format = useFormat();
  const [objective] = search.objectives;
  const figure = objective?.figure ?? 'sharpe';
  const good = trials.filter((trial) => trial.state === 'ok' && typeof trial.figures[figure] === 'number');
  const axes = [
    ...search.space.map(({ name }) => ({ name, text: String, value: (trial: SearchTrialRow) => valueOf(trial, name) })),
    {
      name: searchFigureName(figure),
      text: (value: number) => searchFigureText(figure, value, format),
      value: (trial: SearchTrialRow) => trial.figures[figure] ?? 0,
    },
  ].map((axis) => ({ ...axis, extent: extentOf(good.map(axis.value)) }));
  const sorted = [...good].sort(
    (a, b) => ((a.figures[figure] ?? 0) - (b.figures[figure] ?? 0)) * (objective?.direction === 'min' ? -1 : 1),
  );
  const bright = sorted.length - Math.max(1, Math.ceil(sorted.length / 10));
  const x = (at: number): number => 60 + (at / Math.max(1, axes.length - 1)) * (width - 120);
  const y = (value: number, extent: Extent): number => EDGE.top + 20 + (1 - placed(value, extent)) * (height - EDGE.top - EDGE.bottom - 20);
  return (
    <div ref={box} className="research-map" role="img" aria-label={SAY.linesLabel}>
      {width < 160 ? null : (
        <svg aria-hidden="true" width={width} height={height}>
          {sorted.map((trial, rank) => (
            <path
              key={trial.number}
              className="research-trial-line"
              data-best={rank >= bright || undefined}
              d={axes
                .map((axis, at) => `${at === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(axis.value(trial), axis.extent).toFixed(1)}`)
                .join('')}
            />
          ))}
          {axes.map(({ name, text, extent }, at) => (
            <g key={name} className="research-axis">
              <line className="research-grid" x1={x(at)} x2={x(at)} y1={y(extent.high, extent)} y2={y(extent.low, extent)} />
              <text x={x(at)} y={EDGE.top + 10} textAnchor="middle">
                {text(extent.high)}
              </text>
              <text x={x(at)} y={height - EDGE.bottom + 16} textAnchor="middle">
                {text(extent.low)}
              </text>
              <text x={x(at)} y={height - EDGE.bottom + 32} textAnchor="middle">
                {name}
              </text>
            </g>
          ))}
        </svg>
      )}
    </div>
  );
}
