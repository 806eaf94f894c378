import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { PANELS } from '../features/catalog.ts';
import { stateReason } from '../features/risk/sentences.ts';
import { venueTag } from '../state/active-instrument.ts';
import { useAppInfo } from '../state/app-info.ts';
import { useDesk } from '../state/desk-store.ts';
import { useWallClock } from '../state/market-clock.ts';
import { useShownDesk } from '../state/shown-desk.ts';
import { SHELL_ACTIONS } from './shell-actions.ts';
import type { SettingsStore, ShellProps } from './shell-props.ts';
import { Shell } from './shell/shell.tsx';

const HEARD_EVERY_MS = 500;

function useShellRisk(): ShellProps['risk'] {
  const risk = useShownDesk((desk) => desk.risk);
  return useMemo(() => risk && { state: risk.state, since: risk.since, reason: stateReason(risk.reason) }, [risk]) ?? undefined;
}

function useShellSymbols(): ShellProps['symbols'] {
  const instruments = useShownDesk((desk) => desk.instruments);
  return useMemo(() => [...instruments.values()].map(({ id, spec }) => ({ id, symbol: spec.symbol, tag: venueTag(id) })), [instruments]);
}

/** When main was last heard, looked at twice a second: the batches themselves come more often than the foot draws. */
function useHeardAt(): number | undefined {
  useWallClock(HEARD_EVERY_MS);
  const { heardAt } = useDesk.getState();
  return heardAt === 0 ? undefined : heardAt;
}

/** The window's shell over the stores. What is not known yet is said to be unknown. */
export function App({ settings }: { readonly settings: SettingsStore }): ReactElement {
  const status = useShownDesk((desk) => desk.status) ?? undefined;
  const book = useShownDesk((desk) => desk.account?.book);
  return (
    <Shell
      panels={PANELS}
      mode={book === 'live' || book === 'testnet' ? book : 'paper'}
      status={status}
      risk={useShellRisk()}
      lastMessageAt={useHeardAt()}
      info={useAppInfo((store) => store.info)}
      symbols={useShellSymbols()}
      actions={SHELL_ACTIONS}
      settings={settings}
    />
  );
}
