import { useCallback, useEffect, useMemo } from 'react';
import { useShownDesk } from '../../state/shown-desk.ts';
import { useDraftSent, useTicketDraft } from '../../state/ticket-draft.ts';
import { useFormat } from '../../ui/use-format.ts';
import { chartLines } from './chart-lines.ts';
import type { ChartLine } from './chart-lines.ts';
import { useChosen } from './chart-objects.ts';
import { useChartTool } from './chart-tool.ts';
import type { ChartTool } from './chart-tool.ts';
import { useDrawings, useDrawingsOf } from './drawings.ts';
import type { Level } from './drawings.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { useLineDrag } from './line-drag.ts';
import type { LineAct } from './line-tags.tsx';
import { measuresShown } from './measures.ts';
import type { MeasureShown } from './measures.ts';
import { dropNewStop, offerNewStop, setNewStop, stopToBreakEven, useNewStop } from './new-stop.ts';
import { cancelOrder } from './order-keys.ts';
import { forgetPending, usePendingLine } from './pending-line.ts';
import { dropAlert, priceAlerts } from './price-alert.ts';
import type { ChartPart } from './chart-part.ts';

/** The id of the line that the tool holds before it is put down. */
export const HELD_LEVEL = 'level-now';

function levelsWith(levels: readonly Level[], { tool, at }: ChartTool, instrument: Instrument): readonly Level[] {
  if (tool !== 'level' || at === null) return levels;
  return [...levels, { id: HELD_LEVEL, price: instrument.priceText(Math.max(1, instrument.toTicks(at.price))) }];
}

/** The lines of the chart, and what is measured on it. */
export function useChartLines({ instrument, timeframe }: ChartPart): {
  readonly lines: readonly ChartLine[];
  readonly measures: readonly MeasureShown[];
} {
  const orders = useShownDesk((state) => state.orders);
  const position = useShownDesk(({ positions }) => positions.get(instrument.id));
  const format = useFormat();
  const dragging = useLineDrag((drag) => drag.dragging);
  // What was sent stands as an order of its own.
  const sent = useDraftSent((store) => store.sent);
  const draft = useTicketDraft((store) => (store.instrument === instrument.id && !sent ? store : null));
  const pending = usePendingLine(({ line }) => line?.instrument === instrument.id);
  const newStop = useNewStop(({ stop }) => (stop?.instrument === instrument.id ? stop : null));
  const { levels, measures } = useDrawingsOf(instrument.id);
  const set = useShownDesk((state) => state.alerts.alerts);
  const alerts = useMemo(() => priceAlerts(set, instrument.id), [set, instrument]);
  const tool = useChartTool();
  const chosen = useChosen((store) => store.chosen);
  useEffect(
    () => () => {
      forgetPending();
      dropNewStop();
    },
    [instrument.id],
  );
  const lines = useMemo(
    () =>
      chartLines({
        instrument,
        orders: orders.values(),
        position,
        format,
        dragging,
        draft,
        pending,
        newStop,
        levels: levelsWith(levels, tool, instrument),
        alerts,
        chosen,
      }),
    [instrument, orders, position, format, dragging, draft, pending, newStop, levels, alerts, tool, chosen],
  );
  const shown = useMemo(
    () => measuresShown({ instrument, timeframe, format, measures, tool, chosen }),
    [instrument, timeframe, format, measures, tool, chosen],
  );
  return { lines, measures: shown };
}

/** What the tags of lines do. */
export function useLineActs(instrument: Instrument): LineAct {
  return useCallback(
    (line, what) => {
      const position = useShownDesk.getState().positions.get(instrument.id);
      if (what === 'set-stop') setNewStop();
      else if (what === 'add-stop' && position) offerNewStop(position, instrument);
      else if (what === 'break-even' && position) stopToBreakEven(position, instrument);
      else if (what === 'remove' && line.removes?.what === 'order') void cancelOrder(line.removes.id);
      else if (what === 'remove' && line.removes?.what === 'level') useDrawings.getState().remove(instrument.id, line.removes.id);
      else if (what === 'remove' && line.removes?.what === 'alert') void dropAlert(Number(line.removes.id));
      else if (what === 'remove') dropNewStop();
    },
    [instrument],
  );
}
