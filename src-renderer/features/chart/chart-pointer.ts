import { create } from 'zustand';
import type { PriceChart } from './price-chart.ts';

/** Where the pointer is over the bars, px from the top of the plot; null where it is not. Nobody draws by it. */
export const useChartPointer = create<{ readonly y: number | null }>()(() => ({ y: null }));

/** Notes where the pointer is; over the axis and beyond it is nowhere. */
export function notePointer(event: { readonly clientX: number; readonly clientY: number }, box: HTMLElement | null, width: number): void {
  const frame = box?.getBoundingClientRect();
  const inside = frame !== undefined && event.clientX >= frame.left && event.clientX - frame.left <= width;
  useChartPointer.setState({ y: inside ? event.clientY - frame.top : null });
}

export function forgetPointer(): void {
  useChartPointer.setState({ y: null });
}

/** The price under the pointer, quote units; null where it is not over the price pane. */
export function pointerPrice(chart: Pick<PriceChart, 'ground'> | null): number | null {
  const { y } = useChartPointer.getState();
  return y === null || chart === null ? null : chart.ground.priceAt(y);
}
