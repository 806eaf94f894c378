import type { ReactElement } from 'react';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { useFormat } from '../../ui/use-format.ts';
import { dayText } from './day-text.ts';
import type { DrawnCurve } from './equity-chart.tsx';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** What the chart shows as figures: the last drawn point of each day, newest first. */
export function CurveTable({ curve, label }: { readonly curve: DrawnCurve; readonly label: string }): ReactElement {
  const format = useFormat();
  const { times, equity, hold, drawdown } = curve;
  const days = new Map<number, number>();
  for (let row = 0; row < times.length; row += 1) days.set(Math.floor((times[row]! - 1) / DAY_MS), row);
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
          {[...days].reverse().map(([day, row]) => (
            <tr key={day}>
              <th scope="row">{dayText(day * DAY_MS)}</th>
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
