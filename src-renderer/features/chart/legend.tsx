import { Eye, EyeOff, X } from 'lucide-react';
import type { ReactElement } from 'react';
import { indicatorOf } from '../../../src-shared/domain/indicators/catalog.ts';
import type { CandleHistory } from '../../state/candles/candle-store.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { SignedFigure, directionClass } from '../../ui/figures.tsx';
import { useFormat, usePalette } from '../../ui/use-format.ts';
import { useChartHandle } from './chart-handle.ts';
import { indicatorStyle } from './chart-look.ts';
import type { ShownIndicator } from './chart-settings.ts';
import { useChartView } from './chart-view.ts';
import { useIndicatorList } from './indicator-menu.tsx';
import { indicatorTitle } from './indicator-lines.ts';
import { legendBar } from './legend-model.ts';
import type { LegendBar } from './legend-model.ts';
import { RunLine } from './run-line.tsx';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import type { ChartPart } from './chart-part.ts';

/** The bar under the cursor, or the newest one, with its indicators, top left over the bars. */
export function Legend(
  props: ChartPart & { readonly history: CandleHistory | undefined; readonly onTable: (table: boolean) => void },
): ReactElement | null {
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
      <RunLine instrument={props.instrument} onTable={props.onTable} />
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
        {SAY.legend.volume} <span className="ui-figure chart-legend-figure chart-legend-volume">{format.compact(bar.volume)}</span>{' '}
        {instrument.spec.base}
      </span>
    </div>
  );
}

/** Pixels between two panes. */
const SEPARATOR = 1;

function paneTop(panes: readonly number[], pane: number): number {
  return panes.slice(0, pane).reduce((top, height) => top + height + SEPARATOR, 0);
}

function IndicatorLine({ at, ...part }: ChartPart & { readonly at: number }): ReactElement {
  const { instrument, settings } = part;
  const handle = useChartHandle();
  const panes = useChartView((view) => view.panes);
  const seed = useShownDesk(({ status }) => status?.seed);
  const simulated = instrument.id.endsWith('.SIM');
  const placed = settings.indicators.map((shown, index) => ({ shown, index, place: handle.chart?.indicatorPlace(index) ?? null }));
  return (
    <>
      <div className="chart-legend-line">
        {placed
          .filter(({ place }) => place === null || place.pane === 0)
          .map((each) => (
            <IndicatorItem key={each.index} {...part} {...each} at={at} />
          ))}
        {simulated && seed !== undefined ? <span className="chart-legend-note">{SAY.simulated(String(seed))}</span> : null}
      </div>
      {placed
        .filter(({ place }) => place !== null && place.pane > 0 && (panes[place.pane] ?? 0) > 24)
        .map((each) => (
          <div
            key={each.index}
            className="chart-legend-line chart-legend-pane"
            style={{ insetBlockStart: paneTop(panes, each.place?.pane ?? 0) }}
          >
            <IndicatorItem {...part} {...each} at={at} />
          </div>
        ))}
    </>
  );
}

interface ItemProps extends ChartPart {
  readonly shown: ShownIndicator;
  readonly index: number;
  readonly place: { readonly style: number; readonly pane: number } | null;
  readonly at: number;
}

/** The figures of an indicator: prices over the prices, else two digits, or a short form where they are large. */
function useFigure({ instrument, place }: Pick<ItemProps, 'instrument' | 'place'>): (value: number) => string {
  const format = useFormat();
  return (value) => {
    if (!Number.isFinite(value)) return format.price(undefined, 2);
    if (place?.pane === 0) return format.price(value, instrument.priceDecimals);
    return Math.abs(value) >= 100_000 ? format.compact(value) : format.price(value, 2);
  };
}

function IndicatorItem({ shown, index, place, at, ...part }: ItemProps): ReactElement {
  const handle = useChartHandle();
  const palette = usePalette();
  const { toggle, remove } = useIndicatorList(part);
  const figure = useFigure({ instrument: part.instrument, place });
  const outputs = indicatorOf(shown.indicator)?.outputs ?? [];
  const title = indicatorTitle(shown);
  const Icon = shown.hidden ? EyeOff : Eye;
  const values = handle.chart?.indicatorValues(index, at) ?? [];
  const colour = (output: number): string | undefined => {
    if (place === null || outputs[output]?.style === 'histogram') return undefined;
    return indicatorStyle(place.pane === 0 ? place.style : place.style + output, palette).colour;
  };
  return (
    <span className="chart-legend-indicator" data-hidden={shown.hidden || undefined}>
      <span style={{ color: colour(0) }}>{title}</span>
      {values.map((value, output) => (
        <span key={output} style={{ color: colour(output) }}>
          {outputs[output]?.label === '' || place?.pane === 0 ? '' : `${outputs[output]?.label ?? ''} `}
          {figure(value)}
        </span>
      ))}
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
}
