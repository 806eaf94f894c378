import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { ReactElement, RefObject } from 'react';
import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import { countdown } from '../../format/times.ts';
import { candleKey, loadOlderCandles, retryCandles, useCandles, watchCandles } from '../../state/candles/candle-store.ts';
import type { CandleHistory } from '../../state/candles/candle-store.ts';
import { useLaidRuns } from '../../state/laid-run.ts';
import { waitsForRepaint } from '../../state/attention.ts';
import { marketNow, staleAge, useStaleAge } from '../../state/market-clock.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { useFormat, usePalette } from '../../ui/use-format.ts';
import type { TagPlace } from './annotations.ts';
import { useChartMenu } from './chart-menu.tsx';
import { forgetPointer, notePointer } from './chart-pointer.ts';
import { useChartHandle } from './chart-handle.ts';
import { useChartView } from './chart-view.ts';
import { CancelQuestion } from './cancel-question.tsx';
import type { ChartLine } from './chart-lines.ts';
import { ChartNotes } from './chart-notes.tsx';
import { useChartTool } from './chart-tool.ts';
import { Legend } from './legend.tsx';
import { LineTags } from './line-tags.tsx';
import type { TagMover } from './line-tags.tsx';
import { MarkNote } from './mark-note.tsx';
import { PriceChart } from './price-chart.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import { useChartKeys } from './use-chart-keys.ts';
import { useChartSummary } from './use-chart-summary.ts';
import type { MeasureShown } from './measures.ts';
import { useChartLines, useLineActs } from './use-chart-lines.ts';
import { useChartObjects } from './use-chart-objects.ts';
import { useChartWish } from './use-chart-wish.ts';
import { useDrawingTools } from './use-drawing-tools.ts';
import { useLineDragging } from './use-line-dragging.ts';
import { useTypedPause } from './use-typed-jump.ts';
import type { PlotProps } from './plot-props.ts';

/** The time that is left of a bar is counted this often. */
const CLOCK_MS = 500;

/** The pointer is on no bar any more; the chart library does not tell this from a move of its own. */
function leaveBars(): void {
  useChartView.setState({ cursor: null, hovered: null });
}

/** The chart itself with what stands over it. */
export function Plot(props: PlotProps): ReactElement {
  const { instrument, timeframe, hidden } = props;
  const box = useRef<HTMLDivElement>(null);
  const tags = useRef<TagMover>(() => undefined);
  const history = useCandles(({ histories }) => histories.get(candleKey(instrument.id, timeframe)));
  const { lines, measures } = useChartLines(props);
  useEffect(() => watchCandles(instrument.id, timeframe), [instrument.id, timeframe]);
  const handle = useChartHandle();
  const dragging = useLineDragging(lines, instrument, box);
  const tools = useDrawingTools(instrument, box);
  useDrawnChart(props, box, tags, dragging.places);
  useFed(props, history);
  useAnnotated(props, lines, measures);
  const summary = useChartSummary(props);
  const objects = useChartObjects(props, lines, measures);
  const keys = useChartKeys({ ...props, objects });
  useTypedPause(instrument.id);
  useChartWish(props);
  const act = useLineActs(instrument);
  const menu = useChartMenu(instrument, box);
  const drawing = useChartTool((store) => store.tool !== null);
  const pricePane = useChartView((view) => view.pricePane);
  const stale = useStaleAge(instrument.id) !== null;
  return (
    <div
      className="chart-plot"
      hidden={hidden}
      data-stale={stale || undefined}
      tabIndex={0}
      role="application"
      aria-roledescription={SAY.title.toLowerCase()}
      aria-label={summary}
      aria-description={SAY.keysHint}
      data-drawing={drawing || undefined}
      {...keys}
      onPointerDownCapture={(event) => {
        if (!tools.onPointerDownCapture(event)) dragging.onPointerDownCapture(event);
      }}
      onMouseDownCapture={(event) => {
        if (!tools.onMouseDownCapture(event)) dragging.onMouseDownCapture(event);
      }}
      onPointerMove={(event) => {
        notePointer(event, box.current, handle.chart?.width ?? 0);
        if (!tools.onPointerMove(event)) dragging.onPointerMove(event);
      }}
      onContextMenu={menu.open}
      onPointerUpCapture={tools.onPointerUp}
      onPointerLeave={() => {
        forgetPointer();
        leaveBars();
      }}
    >
      <div ref={box} className="chart-canvas" aria-hidden="true" />
      <Legend {...props} history={history} />
      {pricePane === 0 ? null : (
        <span className="chart-volume-unit" style={{ insetBlockStart: pricePane + 6 }}>
          {SAY.volumePane(instrument.spec.base)}
        </span>
      )}
      <LineTags lines={lines} mover={tags} take={dragging.take} act={act} />
      <MarkNote instrument={instrument} />
      <ChartNotes instrument={instrument} objects={objects} />
      <LatestButton />
      <CancelQuestion instrument={instrument} />
      {menu.menu}
      <PlotState {...props} history={history} />
    </div>
  );
}

/** Makes the chart once, and gives it its look and settings. */
function useDrawnChart(
  { instrument, timeframe, settings }: PlotProps,
  box: RefObject<HTMLDivElement | null>,
  tags: RefObject<TagMover>,
  places: RefObject<readonly TagPlace[]>,
): void {
  const handle = useChartHandle();
  const palette = usePalette();
  const format = useFormat();
  const look = useMemo(() => ({ palette, format, instrument }), [palette, format, instrument]);
  const wanted = useRef({ instrument: instrument.id, timeframe });
  wanted.current = { instrument: instrument.id, timeframe };
  const first = useRef(look);
  first.current = look;
  useLayoutEffect(() => {
    if (!box.current) return undefined;
    const chart = new PriceChart(box.current, first.current, {
      onTags: (drawn, marks) => {
        places.current = drawn;
        tags.current(drawn, marks);
      },
      onNearOldest: () => {
        void loadOlderCandles(wanted.current.instrument, wanted.current.timeframe);
      },
    });
    handle.chart = chart;
    return () => {
      handle.chart = null;
      chart.dispose();
    };
  }, [box, handle, tags, places]);
  useLayoutEffect(() => {
    handle.chart?.setLook(look);
    handle.chart?.setSettings(settings);
  }, [handle, look, settings]);
}

/** Feeds bars and the last price as they are shown: in the same step as every other figure, and not at all while out of sight. */
function useFed({ instrument, timeframe, hidden }: PlotProps, history: CandleHistory | undefined): void {
  const handle = useChartHandle();
  const series = history?.series;
  const epoch = history?.phase;
  useEffect(() => {
    if (series === undefined || hidden) return undefined;
    let fedAt = -Infinity;
    const feed = (): void => {
      const { chart } = handle;
      fedAt = performance.now();
      if (!chart || document.hidden || chart.width === 0) return;
      const { quotes, status, heardAt, risk } = useShownDesk.getState();
      const quote = quotes.get(instrument.id);
      const old = staleAge({ quote, status, heardAt, maxDataAgeMs: risk?.limits.maxDataAgeMs ?? null }, Date.now()) !== null;
      chart.sync();
      const opened = series.length === 0 ? undefined : series.columns.time[series.length - 1]!;
      const left = opened === undefined ? undefined : opened + TIMEFRAMES[timeframe] - marketNow(status, Date.now());
      // In a replay no time passes within a bar.
      const timeLeft = (status?.replay ?? null) === null ? countdown(left) : '';
      chart.setLast(quote === undefined ? null : { price: quote.last, direction: old ? 'same' : quote.direction, timeLeft });
    };
    handle.chart?.setHistory(series, timeframe);
    feed();
    const stop = useShownDesk.subscribe(feed);
    const clock = setInterval(() => {
      if (!waitsForRepaint(fedAt)) feed();
    }, CLOCK_MS);
    return () => {
      stop();
      clearInterval(clock);
    };
  }, [handle, series, epoch, instrument, timeframe, hidden]);
}

function useAnnotated({ instrument }: PlotProps, lines: readonly ChartLine[], measures: readonly MeasureShown[]): void {
  const handle = useChartHandle();
  const all = useShownDesk((state) => state.fills);
  const fills = useMemo(() => all.filter((fill) => fill.instrument === instrument.id), [all, instrument]);
  useEffect(() => {
    handle.chart?.setLines(lines);
  }, [handle, lines]);
  useEffect(() => {
    handle.chart?.setMeasures(measures);
  }, [handle, measures]);
  const laid = useLaidRuns((store) => store.laid[instrument.id]);
  useEffect(() => {
    handle.chart?.setMarks(fills, laid);
  }, [handle, fills, laid]);
}

function LatestButton(): ReactElement | null {
  const handle = useChartHandle();
  const atLatest = useChartView((view) => view.atLatest || view.to < 0);
  const axis = useChartView((view) => view.axis);
  if (atLatest) return null;
  return (
    <span className="chart-latest" style={{ insetInlineEnd: axis + 8 }}>
      <Button size="small" hint={SAY.latestHint} keys="End" onPress={() => handle.chart?.toLatest()}>
        {SAY.latest}
      </Button>
    </span>
  );
}

function PlotState({ instrument, timeframe, history }: PlotProps & { readonly history: CandleHistory | undefined }): ReactElement | null {
  if (history === undefined || history.phase === 'loading')
    return (
      <div className="chart-state">
        <LoadingBlocks rows={12} label={SAY.loading} />
      </div>
    );
  if (history.phase !== 'failed') return null;
  return (
    <div className="chart-state">
      <PanelMessage
        kind="failed"
        sentence={SAY.failed(history.fault?.message ?? '')}
        actions={[
          {
            label: SAY.retry,
            onPress: () => {
              retryCandles(instrument.id, timeframe);
            },
          },
        ]}
      />
    </div>
  );
}
