import { useMemo } from 'react';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { useLinkGroups } from '../../state/link-group.ts';
import { useOwnStrategies } from '../../state/own-strategies.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { defaultForm } from './start-form.ts';
import type { StartForm } from './start-form.ts';
import { strategyLines } from './strategies-model.ts';
import type { StrategyLine } from './strategies-model.ts';

/** Every strategy as a line, running ones first; ages move once a minute. */
export function useStrategyLines(gallery: readonly StrategySpec[]): readonly StrategyLine[] {
  const strategies = useShownDesk((desk) => desk.strategies);
  const orders = useShownDesk((desk) => desk.orders);
  const instruments = useShownDesk((desk) => desk.instruments);
  const now = useShownDesk((desk) => Math.floor((desk.status?.marketTime ?? 0) / MINUTE_MS) * MINUTE_MS);
  const own = useOwnStrategies();
  return useMemo(
    () => strategyLines({ strategies, gallery, orders, instruments, now, own }),
    [strategies, gallery, orders, instruments, now, own],
  );
}

/** Where a start begins: on the instrument on show, with the schema's defaults. */
export function freshForm(spec: StrategySpec): StartForm {
  const instrument = useLinkGroups.getState().instruments.trade ?? useShownDesk.getState().instruments.keys().next().value ?? '';
  return defaultForm(spec, instrument);
}
