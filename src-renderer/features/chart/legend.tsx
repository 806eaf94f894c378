import { Eye, EyeOff, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CandleHistory } from '../../state/candles/candle-store.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { SignedFigure, directionClass } from '../../ui/figures.tsx';
import { useFormat, usePalette } from '../../ui/use-format.ts';
import { useChartHandle } from './chart-handle.ts';
import { indicatorStyle } from './chart-look.ts';
import { useChartView } from './chart-view.ts';
import { useIndicatorList } from './indicator-menu.tsx';
import { indicatorTitle } from './indicator-lines.ts';
import { legendBar } from './legend-model.ts';
import type { LegendBar } from './legend-model.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import type { ChartPart } from './toolbar.tsx';

/** The bar under the cursor, or the newest one, with its indicators, top left over the bars. */
export function Legend(props: ChartPart & { readonly history: CandleHistory | undefined }): ReactElement | null {
  const { history } = props;
  const cursor = useChartView((view) => view.cursor);
  useChartView((view) => view.revision);
  const axis = useChartView((view) => view.axis);
  const columns = history?.series.columns;
  const bar = columns === undefined ? null : legendBar(columns, cursor);
  if (!columns || bar === null) return null;
  return (
    <div className="chart-legend" role="group" aria-label={SAY.title} style={{ insetInlineEnd: axis + 8 }}>
      <BarLine {...props} bar={bar} />
      <IndicatorLine {...props} at={cursor === null || cursor >= columns.length ? columns.length - 1 : cursor} />
    </div>
  );
}

function BarLine({ instrument, bar }: ChartPart & { readonly bar: LegendBar }): ReactElement {
  const format = useFormat();
  const change = format.signedPercent(bar.change);
  const direction = directionClass(bar.close > bar.open ? 1 : bar.close < bar.open ? -1 : 0);
  const figures = (['open', 'high', 'low', 'close'] as const).map((part) => (
    <span key={part} className="chart-legend-item">
      {SAY.legend[part]} <span className={direction}>{format.price(bar[part], instrument.priceDecimals)}</span>
    </span>
  ));
  return (
    <div className="chart-legend-line">
      {figures}
      <SignedFigure arrow value={change} />
      <span className="chart-legend-item">
        {SAY.legend.volume} <span className="chart-legend-figure">{format.compact(bar.volume)}</span> {instrument.spec.base}
      </span>
    </div>
  );
}

function IndicatorLine({ at, ...part }: ChartPart & { readonly at: number }): ReactElement {
  const { instrument, settings } = part;
  const handle = useChartHandle();
  const palette = usePalette();
  const format = useFormat();
  const { toggle, remove } = useIndicatorList(part);
  const seed = useShownDesk(({ status }) => status?.seed);
  const simulated = instrument.id.endsWith('.SIM');
  return (
    <div className="chart-legend-line">
      {settings.indicators.map((shown, index) => {
        const title = indicatorTitle(shown);
        const Icon = shown.hidden ? EyeOff : Eye;
        return (
          <span
            key={index}
            className="chart-legend-indicator"
            data-hidden={shown.hidden || undefined}
            style={shown.hidden ? undefined : { color: indicatorStyle(index, palette).colour }}
          >
            {title} {shown.hidden ? '' : format.price(handle.chart?.indicatorValue(index, at), instrument.priceDecimals)}
            <span className="chart-legend-tools">
              <button
                type="button"
                aria-label={shown.hidden ? SAY.show(title) : SAY.hide(title)}
                onClick={() => {
                  toggle(index);
                }}
              >
                <Icon size={14} strokeWidth={1.5} aria-hidden />
              </button>
              <button
                type="button"
                aria-label={SAY.remove(title)}
                onClick={() => {
                  remove(index);
                }}
              >
                <X size={14} strokeWidth={1.5} aria-hidden />
              </button>
            </span>
          </span>
        );
      })}
      {simulated && seed !== undefined ? <span className="chart-legend-note">{SAY.simulated(String(seed))}</span> : null}
    </div>
  );
}
