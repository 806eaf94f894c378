import '../../../src-renderer/features/chart/chart.css';
import { StrictMode, useEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createDeskClient } from '../../../src-renderer/client/desk-client.ts';
import { pageBridge } from '../../../src-renderer/client/page-bridge.ts';
import { installTrustedTypes } from '../../../src-renderer/client/trusted-types.ts';
import { BookPanel } from '../../../src-renderer/features/book/panel.tsx';
import { ChartHandleContext } from '../../../src-renderer/features/chart/chart-handle.ts';
import type { ChartHandle } from '../../../src-renderer/features/chart/chart-handle.ts';
import { useChartSetting, useChartTimeframe } from '../../../src-renderer/features/chart/chart-settings.ts';
import { Plot } from '../../../src-renderer/features/chart/plot.tsx';
import { RangeRow } from '../../../src-renderer/features/chart/range-row.tsx';
import { Strip } from '../../../src-renderer/features/chart/strip.tsx';
import { Toolbar } from '../../../src-renderer/features/chart/toolbar.tsx';
import { TradesPanel } from '../../../src-renderer/features/trades/panel.tsx';
import { startDeskLink } from '../../../src-renderer/state/desk-link.ts';
import { useLinkGroups } from '../../../src-renderer/state/link-group.ts';
import { useShownDesk } from '../../../src-renderer/state/shown-desk.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';

// Four charts side by side with a book and its trades, as somebody with a large screen would have them.

const nothing = (): void => undefined;

function Chart({ instrument }: { readonly instrument: Instrument }): ReactElement {
  const handle = useMemo<ChartHandle>(() => ({ chart: null }), []);
  const timeframe = useChartTimeframe(instrument.id);
  const settings = useChartSetting(instrument.id, timeframe);
  const shared = { instrument, timeframe, settings };
  return (
    <ChartHandleContext value={handle}>
      <section aria-label={`Chart ${instrument.spec.symbol}`}>
        <Strip instrument={instrument} />
        <Toolbar {...shared} table={false} onTable={nothing} />
        <Plot {...shared} hidden={false} onTable={nothing} />
        <RangeRow {...shared} />
      </section>
    </ChartHandleContext>
  );
}

function Desk(): ReactElement {
  const instruments = useShownDesk((desk) => desk.instruments);
  const [first, second, third, fourth] = [...instruments.values()];
  useEffect(() => {
    if (first !== undefined) useLinkGroups.getState().show('trade', first.id);
  }, [first]);
  const chart = (instrument: Instrument | undefined) => (instrument === undefined ? <section /> : <Chart instrument={instrument} />);
  return (
    <>
      {chart(first)}
      {chart(second)}
      <section aria-label="Book">
        <BookPanel />
      </section>
      {chart(third)}
      {chart(fourth)}
      <section aria-label="Trades">
        <TradesPanel />
      </section>
    </>
  );
}

installTrustedTypes();
const bridge = pageBridge();
if (bridge !== null) startDeskLink(createDeskClient(bridge));
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <Desk />
    </StrictMode>,
  );
