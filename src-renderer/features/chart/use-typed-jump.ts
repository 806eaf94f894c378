import { useEffect } from 'react';
import { create } from 'zustand';
import { useLinkGroups } from '../../state/link-group.ts';
import type { ChartTimeframe } from '../../state/market-interest.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { useChartSettings } from './chart-settings.ts';
import { symbolTyped, timeframeTyped, typedAfter } from './typed-jump.ts';
import type { Typed } from './typed-jump.ts';

/** What was typed counts as finished after so long without a key. */
const PAUSE_MS = 1_200;

/** What is being typed on the chart. */
export const useTyped = create<{ readonly typed: Typed | null }>()(() => ({ typed: null }));

/** What the typed letters or digits stand for now. */
export function typedTarget(
  typed: Typed,
  present: string,
): { readonly symbol: string; readonly id: string } | { readonly timeframe: ChartTimeframe } | undefined {
  if (typed.kind === 'timeframe') {
    const timeframe = timeframeTyped(typed.text);
    return timeframe === undefined ? undefined : { timeframe };
  }
  const found = symbolTyped(typed.text, useShownDesk.getState().instruments.values(), present);
  return found === undefined ? undefined : { symbol: found.spec.symbol, id: found.id };
}

/** Shows what was typed, and forgets the typing. */
function goTo(present: string): void {
  const { typed } = useTyped.getState();
  if (typed === null) return;
  useTyped.setState({ typed: null });
  const target = typedTarget(typed, present);
  if (target === undefined) return;
  if ('id' in target) useLinkGroups.getState().show('trade', target.id);
  else useChartSettings.getState().chooseTimeframe(present, target.timeframe);
}

/** Letters, digits, Enter and Escape of the typing. Whether the key was its own. */
export function typedKey(key: string, present: string): boolean {
  const { typed } = useTyped.getState();
  if (typed !== null && key === 'Enter') goTo(present);
  else if (typed !== null && key === 'Escape') useTyped.setState({ typed: null });
  else if (typed !== null && key === 'Backspace') {
    const text = typed.text.slice(0, -1);
    useTyped.setState({ typed: text === '' ? null : { ...typed, text } });
  } else {
    const next = typedAfter(typed, key);
    if (next === null) return false;
    // A new kind of typing ends the one before: `eth` and then `5` are a symbol and its timeframe.
    if (typed !== null && typed.kind !== next.kind) {
      goTo(present);
    }
    useTyped.setState({ typed: next });
  }
  return true;
}

/** Ends the typing after a pause, and with the chart. */
export function useTypedPause(present: string): void {
  const typed = useTyped((store) => store.typed);
  useEffect(() => {
    if (typed === null) return undefined;
    const timer = setTimeout(() => {
      goTo(present);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [typed, present]);
  useEffect(
    () => () => {
      useTyped.setState({ typed: null });
    },
    [],
  );
}
