import type { ReactElement } from 'react';
import { cx } from '../../ui/cx.ts';
import { hintProps } from '../../ui/hint-layer.tsx';
import { useChartHandle } from './chart-handle.ts';
import { useChartSettings } from './chart-settings.ts';
import { useChartView } from './chart-view.ts';
import { RANGES, timeframeFor } from './ranges.ts';
import type { RangeName } from './ranges.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import type { ChartPart } from './chart-part.ts';

const NAMES = Object.keys(RANGES) as RangeName[];
const FALLBACK_WIDTH = 600;

/** The attribution, ranges, and how the price scale counts. */
export function RangeRow({ instrument, timeframe, settings }: ChartPart): ReactElement {
  const handle = useChartHandle();
  const auto = useChartView((view) => view.auto);
  const { chooseTimeframe, change } = useChartSettings.getState();
  const width = handle.chart?.width ?? FALLBACK_WIDTH;
  const show = (name: RangeName): void => {
    const span = RANGES[name];
    const wanted = timeframeFor(span, width);
    chooseTimeframe(instrument.id, wanted);
    // The chart takes the new timeframe with the next drawing; then the span is measured in its bars.
    requestAnimationFrame(() => handle.chart?.showSpan(span));
  };
  return (
    <div className="chart-ranges" role="group" aria-label={SAY.rangeLabel}>
      <span className="chart-attribution">{SAY.attribution}</span>
      <span className="chart-divider" />
      {NAMES.map((name) => (
        <button
          key={name}
          type="button"
          className="chart-word"
          onClick={() => {
            show(name);
          }}
          {...hintProps(SAY.rangeHint(SAY.ranges[name], timeframeFor(RANGES[name], width)))}
        >
          {SAY.ranges[name]}
        </button>
      ))}
      <span className="chart-spring" />
      <Toggle
        label={SAY.log}
        hint={SAY.logHint}
        on={settings.log}
        onPress={() => {
          change(instrument.id, timeframe, { log: !settings.log, percent: false });
        }}
      />
      <Toggle
        label={SAY.percent}
        hint={SAY.percentHint}
        on={settings.percent}
        onPress={() => {
          change(instrument.id, timeframe, { percent: !settings.percent, log: false });
        }}
      />
      <Toggle
        label={SAY.auto}
        hint={SAY.autoHint}
        on={auto}
        onPress={() => {
          handle.chart?.setAuto(!auto);
        }}
      />
    </div>
  );
}

function Toggle({
  label,
  hint,
  on,
  onPress,
}: {
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
  readonly onPress: () => void;
}): ReactElement {
  return (
    <button type="button" className={cx('chart-word', on && 'chart-word-on')} aria-pressed={on} onClick={onPress} {...hintProps(hint)}>
      {label}
    </button>
  );
}
