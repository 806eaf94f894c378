import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { PANELS } from '../features/catalog.ts';
import { stateReason } from '../features/risk/sentences.ts';
import { venueTag } from '../state/active-instrument.ts';
import { useAppInfo } from '../state/app-info.ts';
import { useShownDesk } from '../state/shown-desk.ts';
import { SHELL_ACTIONS } from './shell-actions.ts';
import type { SettingsStore, ShellProps } from './shell-props.ts';
import { Shell } from './shell/shell.tsx';

function useShellRisk(): ShellProps['risk'] {
  const risk = useShownDesk((desk) => desk.risk);
  return useMemo(() => risk && { state: risk.state, since: risk.since, reason: stateReason(risk.reason) }, [risk]) ?? undefined;
}

function useShellSymbols(): ShellProps['symbols'] {
  const instruments = useShownDesk((desk) => desk.instruments);
  return useMemo(
    () => [...instruments.values()].map(({ id, spec }) => ({ id, symbol: spec.symbol, name: spec.name, tag: venueTag(id) })),
    [instruments],
  );
}

/** The window's shell over the stores. What is not known yet is said to be unknown. */
export function App({ settings }: { readonly settings: SettingsStore }): ReactElement {
  const status = useShownDesk((desk) => desk.status) ?? undefined;
  const book = useShownDesk((desk) => (desk.account ?? desk.goesOn)?.book);
  return (
    <Shell
      panels={PANELS}
      mode={book === undefined || book === 'import' ? 'paper' : book}
      status={status}
      risk={useShellRisk()}
      info={useAppInfo((store) => store.info)}
      symbols={useShellSymbols()}
      actions={SHELL_ACTIONS}
      settings={settings}
    />
  );
}
