import { create } from 'zustand';
import type { StrategySpec } from '../../src-shared/domain/strategy-spec.ts';
import { callMain } from './call-main.ts';

interface Gallery {
  /** Nothing until main has answered. */
  readonly specs: readonly StrategySpec[] | null;
  readonly failure: string | null;
}

/** The built-in strategies, read once. */
export const useGallery = create<Gallery>()(() => ({ specs: null, failure: null }));

export async function loadGallery(): Promise<void> {
  const result = await callMain((client) => client.strategies.gallery({}));
  useGallery.setState(result.ok ? { specs: result.value.strategies, failure: null } : { failure: result.fault.message });
}
