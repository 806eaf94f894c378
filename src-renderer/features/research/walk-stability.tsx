import type { CSSProperties, ReactElement } from 'react';
import type { WalkForwardView } from '../../../src-shared/contract/searches.ts';
import type { SearchDimension } from '../../../src-shared/domain/search.ts';
import { PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { placed } from './search-points.ts';
import { WALK_SENTENCES as SAY } from './walk-sentences.ts';

/** Tint of a choice at the low and at the high end of its range, percent. */
const PALEST = 4;
const STRONGEST = 36;

function tint(value: number | null, { from, to }: SearchDimension): CSSProperties {
  if (value === null) return {};
  const share = Math.round(PALEST + placed(value, { low: from, high: to }) * (STRONGEST - PALEST));
  return { background: `color-mix(in srgb, var(--text2) ${String(share)}%, transparent)` };
}

interface StabilityTableProps {
  readonly view: WalkForwardView;
  readonly space: readonly SearchDimension[];
}

/** What each window chose of each parameter, and how far the choices moved. */
export function StabilityTable({ view, space }: StabilityTableProps): ReactElement {
  const format = useFormat();
  if (view.complete === 0) return <PanelMessage kind="empty" sentence={SAY.nothingYet} />;
  return (
    <div className="research-scroll" tabIndex={0} role="region" aria-label={SAY.tabs.stability}>
      <table className="research-months">
        <thead>
          <tr>
            <th scope="col">{SAY.parameter}</th>
            {view.windows.slice(0, view.complete).map(({ outOfSampleFrom }, index) => (
              <th key={outOfSampleFrom} scope="col">
                {SAY.windowNumber(String(index + 1))}
              </th>
            ))}
            <th scope="col">{SAY.distinct}</th>
            <th scope="col">{SAY.meanMove}</th>
          </tr>
        </thead>
        <tbody>
          {view.stability.map(({ name, values, distinct, meanMove }) => {
            const range = space.find((each) => each.name === name);
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                {values.map((value, index) => (
                  <td key={view.windows[index]?.outOfSampleFrom ?? index} style={range === undefined ? {} : tint(value, range)}>
                    {value === null ? '—' : String(Number(value.toPrecision(6)))}
                  </td>
                ))}
                <td>{format.count(distinct)}</td>
                <td>{format.percent(meanMove)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="research-note">{SAY.stabilityNote}</p>
    </div>
  );
}
