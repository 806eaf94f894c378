import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { ChartTimeframe } from '../../state/market-interest.ts';
import type { ChartSettings } from './chart-settings.ts';

/** What every part of the chart panel is told: what is shown, and how. */
export interface ChartPart {
  readonly instrument: Instrument;
  readonly timeframe: ChartTimeframe;
  readonly settings: ChartSettings;
}
