import { useState } from 'react';
import type { ReactElement } from 'react';
import type { LuckView } from '../../../src-shared/contract/checks.ts';
import { Button } from '../../ui/button.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { CHECK_SENTENCES } from './check-sentences.ts';
import { Histogram } from './histogram.tsx';
import { quantileAt } from './histogram-bins.ts';

const SAY = CHECK_SENTENCES.luck;
const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95];

type Which = keyof typeof SAY.rows;

interface Row {
  readonly which: Which;
  readonly values: Float64Array;
  readonly asItWas: number;
  readonly text: (value: number) => string;
  readonly note: string;
}

function useRows(view: LuckView): readonly Row[] {
  const format = useFormat();
  const { paths, shuffled, days } = view;
  const gain = (value: number): string => format.signedPercent(value).text;
  const fall = (value: number): string => format.signedPercent(-value).text;
  const { note } = SAY;
  const made = note.returns(format.percent(paths.below));
  const failed = paths.failed === 0 ? '' : ` ${SAY.failed(format.count(paths.failed))}`;
  const entries = view.randomEntries === null ? '' : ` ${SAY.entries(format.percent(view.randomEntries))}`;
  return [
    { which: 'returns', values: paths.returns, asItWas: view.totalReturn, text: gain, note: made + failed },
    {
      which: 'drawdowns',
      values: paths.drawdowns,
      asItWas: view.maxDrawdown,
      text: fall,
      note: note.drawdowns,
    },
    ...(shuffled === null
      ? []
      : [
          {
            which: 'shuffled' as const,
            values: shuffled.drawdowns,
            asItWas: shuffled.asItWas,
            text: fall,
            note: note.shuffled(format.count(shuffled.trades), format.percent(shuffled.deeper)) + entries,
          },
        ]),
    ...(days === null
      ? []
      : [
          {
            which: 'sharpes' as const,
            values: days.sharpes,
            asItWas: days.sharpe,
            text: (value: number) => format.ratio(value),
            note: note.sharpes(format.count(days.blockDays)),
          },
        ]),
  ];
}

/** What a run could have come to with other luck: each distribution as a row of figures, the chosen one drawn. */
export function LuckFound({ view }: { readonly view: LuckView }): ReactElement {
  const [which, show] = useState<Which>('returns');
  const rows = useRows(view).filter(({ values }) => values.length > 0);
  const shown = rows.find((row) => row.which === which) ?? rows[0];
  return (
    <div className="research-check-found research-luck">
      <table className="research-table">
        <thead>
          <tr>
            <th scope="col">{SAY.what}</th>
            <th scope="col">{SAY.asItWas}</th>
            {SAY.quantiles.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.which} data-own={row === shown || undefined}>
              <th scope="row">
                <Button tone="quiet" size="small" pressed={row === shown} onPress={() => show(row.which)}>
                  {SAY.rows[row.which]}
                </Button>
              </th>
              <td>{row.text(row.asItWas)}</td>
              {QUANTILES.map((share) => (
                <td key={share}>{row.text(quantileAt(row.values, share))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown === undefined ? null : (
        <>
          <p className="ui-note">{shown.note}</p>
          <Histogram
            label={SAY.chart(SAY.rows[shown.which], shown.text(shown.asItWas))}
            values={shown.values}
            mark={shown.asItWas}
            markName={SAY.asItWas}
            text={shown.text}
          />
        </>
      )}
    </div>
  );
}
