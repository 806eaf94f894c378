import type { ReactElement } from 'react';
import type { RunReportView } from '../../../src-shared/contract/research.ts';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { barsInView } from './price-place.ts';
import { minuteText, priceText } from './price-words.ts';
import type { PriceWindow } from './price-window.ts';
import { PRICE_SENTENCES as SAY } from './price-sentences.ts';
import { useRunBars } from './use-run-bars.ts';

const MOST = 400;
const PRICES = ['open', 'high', 'low', 'close'] as const;

/** The bars of the price chart as figures, newest first. */
export function PriceTable({ view, window }: { readonly view: RunReportView; readonly window: PriceWindow }): ReactElement {
  const format = useFormat();
  const { view: bars, failure } = useRunBars(view.run, window, MOST);
  if (failure !== null) return <PanelMessage kind="failed" sentence={SAY.failed(failure)} />;
  if (bars === null) return <LoadingBlocks label={SAY.loading} rows={6} />;
  const candles = barsInView(bars, window);
  return (
    <div className="research-chart research-scroll" tabIndex={0} role="region" aria-label={SAY.tableLabel(view.quote)}>
      <table className="research-table">
        <thead>
          <tr>
            <th scope="col">{SAY.columns.time}</th>
            {PRICES.map((column) => (
              <th key={column} scope="col">
                {SAY.columns[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...candles.time].reverse().map((time, back) => (
            <tr key={time}>
              <th scope="row">{minuteText(time)}</th>
              {PRICES.map((column) => (
                <td key={column}>{priceText(candles[column][candles.length - 1 - back]!, view, format)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
