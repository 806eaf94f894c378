import { create } from 'zustand';
import type { StrategySpec } from '../../src-shared/domain/strategy-spec.ts';
import { callMain } from './call-main.ts';

interface Gallery {
  /** Those of one instrument. Nothing until main has answered. */
  readonly specs: readonly StrategySpec[] | null;
  /** Those over two instruments, which run in portfolios alone. */
  readonly pairs: readonly StrategySpec[];
  readonly failure: string | null;
}

/** The built-in strategies, read once. */
export const useGallery = create<Gallery>()(() => ({ specs: null, pairs: [], failure: null }));

export async function loadGallery(): Promise<void> {
  const result = await callMain((client) => client.strategies.gallery({}));
  if (!result.ok) {
    useGallery.setState({ failure: result.fault.message });
    return;
  }
  const { strategies } = result.value;
  useGallery.setState({
    specs: strategies.filter(({ pair }) => pair !== true),
    pairs: strategies.filter(({ pair }) => pair === true),
    failure: null,
  });
}
