import { ChartCandlestick, Table2 } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { ChartTimeframe } from '../../state/market-interest.ts';
import { MenuButton } from '../../ui/menu.tsx';
import { Button } from '../../ui/button.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { CHART_TIMEFRAMES, useChartSettings } from './chart-settings.ts';
import type { ChartSettings, ChartType } from './chart-settings.ts';
import { IndicatorMenu } from './indicator-menu.tsx';
import { CHART_SENTENCES as SAY } from './sentences.ts';

export interface ChartPart {
  readonly instrument: Instrument;
  readonly timeframe: ChartTimeframe;
  readonly settings: ChartSettings;
}

const SEGMENTS = CHART_TIMEFRAMES.map((value) => ({ value, label: value, hint: SAY.timeframes[value] }));
const TYPES = Object.keys(SAY.types) as ChartType[];

/** Timeframe, kind of chart, indicators and the table. */
export function Toolbar({
  instrument,
  timeframe,
  settings,
  table,
  onTable,
}: ChartPart & { readonly table: boolean; readonly onTable: (table: boolean) => void }): ReactElement {
  const { chooseTimeframe, change } = useChartSettings.getState();
  return (
    <div className="chart-toolbar">
      <SegmentedControl
        look="flat"
        label={SAY.timeframe}
        value={timeframe}
        segments={SEGMENTS}
        onChange={(chosen) => {
          chooseTimeframe(instrument.id, chosen);
        }}
      />
      <span className="chart-divider" />
      <MenuButton
        tone="quiet"
        size="small"
        label={`${SAY.typeMenu}: ${SAY.types[settings.type]}`}
        entries={TYPES.map((type) => ({
          id: type,
          label: SAY.types[type],
          onChoose: () => {
            change(instrument.id, timeframe, { type });
          },
        }))}
      >
        <ChartCandlestick size={16} strokeWidth={1.5} aria-hidden />
        {SAY.types[settings.type]}
      </MenuButton>
      <IndicatorMenu instrument={instrument} timeframe={timeframe} settings={settings} />
      <Button
        tone="quiet"
        size="small"
        pressed={table}
        hint={SAY.tableHint}
        keys="Shift+T"
        onPress={() => {
          onTable(!table);
        }}
      >
        <Table2 size={16} strokeWidth={1.5} aria-hidden />
        {SAY.table}
      </Button>
    </div>
  );
}
