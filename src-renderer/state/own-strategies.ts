import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import type { OwnStrategiesRow } from '../../src-shared/contract/strategies.ts';
import type { StrategySpec } from '../../src-shared/domain/strategy-spec.ts';
import { callMain } from './call-main.ts';
import { useDesk } from './desk-store.ts';
import { useGallery } from './strategy-gallery.ts';

const NONE: readonly StrategySpec[] = [];

function specsOf(own: OwnStrategiesRow | null): readonly StrategySpec[] {
  return own === null ? NONE : own.strategies.flatMap(({ spec }) => (spec === null ? [] : [spec]));
}

/** The user's own strategies as they were read last: asked for once, then told of whenever a file of theirs is saved. Null before. */
export function useOwnStrategies(): OwnStrategiesRow | null {
  const ready = useDesk((desk) => desk.ready);
  const own = useDesk((desk) => desk.own);
  useEffect(() => {
    if (ready && useDesk.getState().own === null) void loadOwn();
  }, [ready]);
  return own;
}

/** Asked for where nobody was told of them yet; without an answer they are told of at the next change. */
async function loadOwn(): Promise<void> {
  const result = await callMain((client) => client.strategies.own({}));
  if (result.ok && useDesk.getState().own === null) useDesk.setState({ own: result.value });
}

/** Those of the user's own strategies that load. */
export function useOwnSpecs(): readonly StrategySpec[] {
  const own = useOwnStrategies();
  return useMemo(() => specsOf(own), [own]);
}

/** What a run can be made of: the built-in strategies and the user's own. Null before main has answered. */
export function useOfferedSpecs(): readonly StrategySpec[] | null {
  const builtIn = useGallery((store) => store.specs);
  const own = useOwnSpecs();
  return useMemo(() => (builtIn === null ? null : [...builtIn, ...own]), [builtIn, own]);
}

interface RunRequests {
  /** A strategy whose run was asked for elsewhere, by id, until the form of a new run has taken it. */
  readonly strategy: string | null;
}

/** Runs asked for outside research. */
export const useRunRequests = create<RunRequests>()(() => ({ strategy: null }));
