import { ChartCandlestick, Eraser, Minus, Ruler, Table2, Volume2, VolumeX } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { ChartTimeframe } from '../../state/market-interest.ts';
import { MenuButton } from '../../ui/menu.tsx';
import { Button } from '../../ui/button.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import { CHART_TIMEFRAMES, useChartSettings, useShortestBars } from './chart-settings.ts';
import type { ChartType } from './chart-settings.ts';
import { useChartSound } from './chart-sound.ts';
import { takeTool, useChartTool } from './chart-tool.ts';
import { NO_DRAWINGS, useDrawings, useDrawingsOf } from './drawings.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { tellNote } from '../../ui/tell.ts';
import { TOOL_SENTENCES as TOOLS } from './tool-sentences.ts';
import { IndicatorMenu } from './indicator-menu.tsx';
import { RunMenu } from './run-menu.tsx';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import type { ChartPart } from './chart-part.ts';

function segmentsFrom(shortest: ChartTimeframe | null) {
  return CHART_TIMEFRAMES.map((value) => ({
    value,
    label: value,
    hint: SAY.timeframes[value],
    ...(shortest === null || TIMEFRAMES[value] >= TIMEFRAMES[shortest] ? {} : { disabledReason: SAY.noShorter(shortest) }),
  }));
}
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
  const shortest = useShortestBars();
  return (
    <div className="chart-toolbar">
      <SegmentedControl
        look="flat"
        label={SAY.timeframe}
        value={timeframe}
        segments={segmentsFrom(shortest)}
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
      <span className="chart-spring" />
      <RunMenu instrument={instrument} />
      <Tools instrument={instrument} />
    </div>
  );
}

/** Drawing and sound. */
function Tools({ instrument }: { readonly instrument: Instrument }): ReactElement {
  const tool = useChartTool((store) => store.tool);
  const sound = useChartSound((store) => store.on);
  const drawings = useDrawingsOf(instrument.id);
  const drawn = drawings.levels.length + drawings.measures.length > 0;
  const clear = (): void => {
    const { put } = useDrawings.getState();
    put(instrument.id, NO_DRAWINGS);
    const undo = (): void => {
      put(instrument.id, drawings);
    };
    tellNote('drawings', TOOLS.cleared(instrument.spec.symbol), { label: TOOLS.undo, onPress: undo });
  };
  return (
    <>
      {(['level', 'measure'] as const).map((name) => (
        <IconButton
          key={name}
          icon={name === 'level' ? Minus : Ruler}
          label={TOOLS[name]}
          keys={name === 'level' ? TOOLS.levelKeys : TOOLS.measureKeys}
          pressed={tool === name}
          onPress={() => {
            takeTool(name);
          }}
        />
      ))}
      {drawn ? <IconButton icon={Eraser} label={TOOLS.clear} onPress={clear} /> : null}
      <IconButton
        icon={sound ? Volume2 : VolumeX}
        label={TOOLS.sound}
        keys={TOOLS.playKeys}
        pressed={sound}
        onPress={() => {
          useChartSound.getState().choose(!sound);
          tellNote('chart-sound', sound ? TOOLS.soundOff : TOOLS.soundOn);
        }}
      />
    </>
  );
}
