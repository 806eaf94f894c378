import { indicatorDependence } from '../../../src-main/core/research/leaks/start-dependence.ts';
import { indicatorColumns, INDICATORS, presetsOf } from '../../../src-shared/domain/indicators/catalog.ts';
import { leakBars } from './judge.ts';

/** What an indicator's values hang on history before so many warm-ups, percent of their range at worst; null where so many bars are not there. */
export interface HistoryNeed {
  readonly indicator: string;
  readonly warmUp: number;
  readonly once: number | null;
  readonly twice: number | null;
  readonly tenTimes: number | null;
}

const BARS = 1_500;
const SAMPLES = 12;
/** An indicator without a warm-up is looked at after a day of hours. */
const LEAST = 24;

/** Every indicator of the catalogue at its presets, begun one, two and ten warm-ups before the value that is looked at. */
export function historyNeeds(): readonly HistoryNeed[] {
  const candles = leakBars(6, BARS);
  return INDICATORS.map((definition) => {
    const presets = presetsOf(definition);
    const warmUp = Math.max(0, ...definition.warmUp(presets));
    const after = (times: number): number | null => {
      const history = times * Math.max(LEAST, warmUp);
      if (history >= BARS - SAMPLES) return null;
      const compute = (bars: typeof candles): readonly Float64Array[] => indicatorColumns(definition, presets, bars);
      return Number(Math.max(...indicatorDependence(compute, candles, history, SAMPLES)).toPrecision(3));
    };
    return { indicator: definition.id, warmUp, once: after(1), twice: after(2), tenTimes: after(10) };
  });
}
