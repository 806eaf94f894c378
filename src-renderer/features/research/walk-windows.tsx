import type { ReactElement } from 'react';
import type { SearchRow, WalkForwardView, WalkWindowRow } from '../../../src-shared/contract/searches.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { SignedFigure } from '../../ui/figures.tsx';
import { useBoxSize } from '../../ui/use-box-size.ts';
import { useFormat } from '../../ui/use-format.ts';
import { dayText } from './day-text.ts';
import { extentOf } from './search-points.ts';
import { searchFigureName, searchFigureText } from './search-words.ts';
import { WALK_SENTENCES as SAY } from './walk-sentences.ts';

interface WalkWindowsProps {
  readonly view: WalkForwardView;
  readonly search: SearchRow;
}

/** Each window's return where it was chosen beside that behind it, as bars over a table of every figure. */
export function WalkWindows({ view, search }: WalkWindowsProps): ReactElement {
  return (
    <div className="research-walk">
      {view.complete === 0 ? null : <WindowBars view={view} />}
      <WindowTable view={view} search={search} />
    </div>
  );
}

/** Parts of unlike length are compared by their return per this many days. */
const PER_DAYS = 30;

function monthly(fraction: number | null, from: number, to: number): number | null {
  const days = (to - from) / DAY_MS;
  return fraction === null || days <= 0 ? null : Math.max(0, 1 + fraction) ** (PER_DAYS / days) - 1;
}

function pairOf(row: WalkWindowRow): readonly [inSample: number | null, outOfSample: number | null] {
  return [
    monthly(row.inSampleReturn, row.inSampleFrom, row.outOfSampleFrom),
    monthly(row.outOfSampleReturn, row.outOfSampleFrom, row.outOfSampleTo),
  ];
}

const EDGE = { left: 76, right: 12, top: 8, bottom: 20 };
/** Share of a window's room that its two bars take, and the widest bar, pixels. */
const BAR_SHARE = 0.7;
const WIDEST = 36;

function WindowBars({ view }: { readonly view: WalkForwardView }): ReactElement {
  const [box, { width, height }] = useBoxSize();
  const format = useFormat();
  const windows = view.windows.slice(0, view.complete);
  const pairs = windows.map(pairOf);
  const known = pairs.flat().filter((value) => value !== null);
  const range = extentOf([0, ...known]);
  const span = Math.max(0.001, range.high - range.low);
  const plot = Math.max(1, height - EDGE.top - EDGE.bottom);
  const y = (value: number): number => EDGE.top + ((range.high - value) / span) * plot;
  const room = (width - EDGE.left - EDGE.right) / Math.max(1, windows.length);
  const bar = Math.min(WIDEST, (room * BAR_SHARE) / 2);
  const ticks = [...new Set([range.high, 0, range.low])];
  return (
    <>
      <div className="research-chart-head">
        <span className="ui-label">{SAY.chartTitle}</span>
        <span className="research-bar-key" data-part="in">
          {SAY.inSampleName}
        </span>
        <span className="research-bar-key" data-part="out">
          {SAY.outOfSampleName}
        </span>
      </div>
      <div ref={box} className="research-walk-bars" role="img" aria-label={SAY.chartLabel(format.count(windows.length))}>
        {width < 160 ? null : (
          <svg aria-hidden="true" width={width} height={height}>
            {ticks.map((value) => (
              <g key={value}>
                <line className="research-grid" x1={EDGE.left} x2={width - EDGE.right} y1={y(value)} y2={y(value)} />
                <text className="research-axis" x={EDGE.left - 8} y={y(value) + 4} textAnchor="end">
                  {format.signedPercent(value).text}
                </text>
              </g>
            ))}
            {windows.map(({ outOfSampleFrom }, index) => {
              const middle = EDGE.left + (index + 0.5) * room;
              return (
                <g key={outOfSampleFrom}>
                  {pairs[index]?.map((value, part) =>
                    value === null ? null : (
                      <rect
                        key={part === 0 ? 'in' : 'out'}
                        className="research-walk-bar"
                        data-part={part === 0 ? 'in' : 'out'}
                        x={part === 0 ? middle - bar - 1 : middle + 1}
                        y={Math.min(y(0), y(value))}
                        width={bar}
                        height={Math.max(1, Math.abs(y(value) - y(0)))}
                      />
                    ),
                  )}
                  {room < 20 ? null : (
                    <text className="research-axis" x={middle} y={height - 5} textAnchor="middle">
                      {SAY.windowNumber(String(index + 1))}
                    </text>
                  )}
                </g>
              );
            })}
          </svg>
        )}
      </div>
    </>
  );
}

function WindowTable({ view, search }: WalkWindowsProps): ReactElement {
  const aim = search.objectives[0]?.figure ?? '';
  const names = search.space.map(({ name }) => name);
  const { columns } = SAY;
  const heads = [
    ...[columns.window, columns.from, columns.tried, ...names],
    ...[columns.inFigure(searchFigureName(aim)), columns.outFigure(searchFigureName(aim))],
    ...[columns.inReturn, columns.outReturn, columns.trades],
  ];
  return (
    <div className="research-scroll research-walk-table" tabIndex={0} role="region" aria-label={SAY.tabs.windows}>
      <table className="research-table">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.windows.map((row, index) => (
            <WindowLine key={row.outOfSampleFrom} row={row} number={index + 1} names={names} aim={aim} />
          ))}
        </tbody>
      </table>
      <p className="research-note">{SAY.windowsNote}</p>
    </div>
  );
}

interface WindowLineProps {
  readonly row: WalkWindowRow;
  readonly number: number;
  readonly names: readonly string[];
  readonly aim: string;
}

function WindowLine({ row, number, names, aim }: WindowLineProps): ReactElement {
  const format = useFormat();
  const { chosen, complete } = row;
  const figure = (value: number | null): string => (complete ? searchFigureText(aim, value, format) : '');
  return (
    <tr>
      <th scope="row">{SAY.windowNumber(String(number))}</th>
      <td>{dayText(row.inSampleFrom)}</td>
      <td>{dayText(row.outOfSampleFrom)}</td>
      {chosen === null ? (
        <td colSpan={names.length}>{complete ? SAY.noChoice : SAY.toCome}</td>
      ) : (
        names.map((name) => <td key={name}>{String(Number((chosen[name] ?? Number.NaN).toPrecision(6)))}</td>)
      )}
      <td>{figure(row.inSampleFigure)}</td>
      <td>{figure(row.outOfSampleFigure)}</td>
      <td>{complete ? format.signedPercent(row.inSampleReturn).text : ''}</td>
      <td>{complete ? <SignedFigure arrow value={format.signedPercent(row.outOfSampleReturn)} /> : ''}</td>
      <td>{complete ? format.count(row.trades) : ''}</td>
    </tr>
  );
}
