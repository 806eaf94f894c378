import type { ReactElement } from 'react';
import { useFormat } from '../../ui/use-format.ts';
import { dayText } from './day-text.ts';
import type { DrawnCurve } from './equity-chart.tsx';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';
import { instantWords, isShortSpan } from './span-text.ts';

/** What the chart shows as figures: the last drawn point of each day, every point of a short span, newest first. */
export function CurveTable({ curve, label }: { readonly curve: DrawnCurve; readonly label: string }): ReactElement {
  const format = useFormat();
  const { times, equity, hold, drawdown } = curve;
  const isShort = isShortSpan(times[0] ?? 0, times.at(-1) ?? 0);
  const points = new Map<string, number>();
  for (let row = 0; row < times.length; row += 1) points.set(isShort ? instantWords(times[row]!) : dayText(times[row]! - 1), row);
  return (
    <div className="research-chart research-scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="research-table">
        <thead>
          <tr>
            <th scope="col">{SAY.time}</th>
            <th scope="col">{SAY.equity}</th>
            {hold === undefined ? null : <th scope="col">{SAY.holdName}</th>}
            <th scope="col">{SAY.drawdownTitle}</th>
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map(([when, row]) => (
            <tr key={when}>
              <th scope="row">{when}</th>
              <td>{format.quoteMoney(equity[row] ?? null)}</td>
              {hold === undefined ? null : <td>{format.quoteMoney(hold[row] ?? null)}</td>}
              <td>{format.signedPercent(drawdown[row] ?? null).text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
