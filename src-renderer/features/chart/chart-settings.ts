import { create } from 'zustand';
import type { IndicatorParameters } from '../../../src-shared/domain/indicators/indicator.ts';
import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import type { ChartTimeframe } from '../../state/market-interest.ts';

export const CHART_TIMEFRAMES: readonly ChartTimeframe[] = ['1m', '5m', '15m', '1h', '4h', '1d'];

export type ChartType = 'candles' | 'bars' | 'line';

/** An indicator on the chart. */
export interface ShownIndicator {
  /** Its id in the catalogue of indicators. */
  readonly indicator: string;
  readonly parameters: IndicatorParameters;
  readonly hidden: boolean;
}

/** More lines than this nobody reads. */
export const MOST_INDICATORS = 12;

/** What a trader chose for one instrument and timeframe. */
export interface ChartSettings {
  readonly type: ChartType;
  readonly indicators: readonly ShownIndicator[];
  readonly log: boolean;
  readonly percent: boolean;
}

/** What a first start shows. */
export const DEFAULT_CHART: ChartSettings = {
  type: 'candles',
  indicators: [
    { indicator: 'sma', parameters: { period: 20 }, hidden: false },
    { indicator: 'sma', parameters: { period: 50 }, hidden: false },
  ],
  log: false,
  percent: false,
};

interface ChartSettingsStore {
  /** By instrument; `1m` where nothing is chosen. */
  readonly timeframes: Readonly<Record<string, ChartTimeframe>>;
  /** By `instrument timeframe`. */
  readonly settings: Readonly<Record<string, ChartSettings>>;
  chooseTimeframe(instrument: string, timeframe: ChartTimeframe): void;
  change(instrument: string, timeframe: ChartTimeframe, part: Partial<ChartSettings>): void;
  load(kept: Partial<Pick<ChartSettingsStore, 'timeframes' | 'settings'>>): void;
}

/** The chart's settings by instrument and timeframe; the window keeps them. */
export const useChartSettings = create<ChartSettingsStore>()((set) => ({
  timeframes: {},
  settings: {},
  chooseTimeframe: (instrument, timeframe) => {
    set(({ timeframes }) => ({ timeframes: { ...timeframes, [instrument]: timeframe } }));
  },
  change: (instrument, timeframe, part) => {
    const key = `${instrument} ${timeframe}`;
    set(({ settings }) => ({ settings: { ...settings, [key]: { ...(settings[key] ?? DEFAULT_CHART), ...part } } }));
  },
  load: (kept) => {
    set(kept);
  },
}));

/** The timeframe an instrument is shown in: a replay has no shorter bars than those it moves by. */
export function useChartTimeframe(instrument: string | undefined): ChartTimeframe {
  const chosen = useChartSettings(({ timeframes }) => (instrument === undefined ? undefined : timeframes[instrument])) ?? '1m';
  const shortest = useShortestBars();
  return shortest === null || TIMEFRAMES[chosen] >= TIMEFRAMES[shortest] ? chosen : shortest;
}

/** The bars that a replay moves by; null on any other market. */
export function useShortestBars(): ChartTimeframe | null {
  const timeframe = useShownDesk(({ status }) => status?.replay?.timeframe);
  return CHART_TIMEFRAMES.find((each) => each === timeframe) ?? null;
}

/** The settings of an instrument and timeframe. */
export function useChartSetting(instrument: string, timeframe: ChartTimeframe): ChartSettings {
  return useChartSettings(({ settings }) => settings[`${instrument} ${timeframe}`]) ?? DEFAULT_CHART;
}
