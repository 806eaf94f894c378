import { useEffect, useState } from 'react';
import type { RunBarsView } from '../../../src-shared/contract/research.ts';
import { callMain } from '../../state/call-main.ts';
import type { PriceWindow } from './price-window.ts';

/** Bars of a run as far as they are known. */
export interface RunBarsShown {
  readonly view: RunBarsView | null;
  readonly failure: string | null;
  /** Whether those of the window are still on their way. */
  readonly isBusy: boolean;
}

/** A window that moves is asked for when it has stood still so long. */
const STILL_MS = 120;

/** The bars of a run in a window and half as far beyond both of its ends, so that a move is not into the void; while others are on their way, those before stay. */
export function useRunBars(run: number, { from, to }: PriceWindow, most: number): RunBarsShown {
  const [shown, setShown] = useState<Omit<RunBarsShown, 'isBusy'> & { readonly of: string }>({ view: null, failure: null, of: '' });
  const wish = [run, from, to, most].join(' ');
  useEffect(() => {
    let wanted = true;
    const ask = async (): Promise<void> => {
      const beyond = Math.ceil((to - from) / 2);
      const asked = { run, from: Math.max(0, from - beyond), to: to + beyond, most: most * 2 };
      const result = await callMain((client) => client.research.bars(asked));
      if (!wanted) return;
      setShown(({ view }) =>
        result.ok ? { view: result.value, failure: null, of: wish } : { view, failure: result.fault.message, of: wish },
      );
    };
    const timer = setTimeout(() => void ask(), STILL_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [run, from, to, most, wish]);
  return { view: shown.view, failure: shown.failure, isBusy: shown.of !== wish };
}
