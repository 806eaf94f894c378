import { createContext, useContext } from 'react';
import type { PriceChart } from './price-chart.ts';

/** The drawn chart of this panel, for the bars of buttons around it; null while there is none. */
export interface ChartHandle {
  chart: PriceChart | null;
}

export const ChartHandleContext = createContext<ChartHandle>({ chart: null });

export function useChartHandle(): ChartHandle {
  return useContext(ChartHandleContext);
}
