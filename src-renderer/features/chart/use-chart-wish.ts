import { useEffect } from 'react';
import { reachCandles } from '../../state/candles/candle-store.ts';
import { useLaidRuns } from '../../state/laid-run.ts';
import { tellRefusal } from '../../ui/tell.ts';
import { useChartHandle } from './chart-handle.ts';
import { useChartSettings } from './chart-settings.ts';
import type { ChartPart } from './chart-part.ts';

/** Shows what the chart of the instrument is asked to show: in the wished timeframe, once the bars until there are known. */
export function useChartWish({ instrument, timeframe }: ChartPart): void {
  const handle = useChartHandle();
  const wish = useLaidRuns((store) => store.wish);
  useEffect(() => {
    if (wish === null || wish.instrument !== instrument.id) return undefined;
    if (wish.timeframe !== null && wish.timeframe !== timeframe) {
      useChartSettings.getState().chooseTimeframe(instrument.id, wish.timeframe);
      return undefined;
    }
    let wanted = true;
    void reachCandles(instrument.id, timeframe, wish.time).then((fault) => {
      if (fault !== null) tellRefusal('chart', fault.message);
      requestAnimationFrame(() => {
        const { chart } = handle;
        if (!wanted || !chart) return;
        chart.sync();
        chart.ground.centreOn(wish.time);
        useLaidRuns.getState().ask(null);
      });
    });
    return () => {
      wanted = false;
    };
  }, [handle, wish, instrument, timeframe]);
}
