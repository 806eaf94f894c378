import type { ReactElement } from 'react';
import { PANELS } from '../features/catalog.ts';
import { useToasts } from '../ui/toasts.tsx';
import { SHELL_SENTENCES as SAY } from './sentences.ts';
import type { SettingsStore, ShellActions } from './shell-props.ts';
import { Shell } from './shell/shell.tsx';

function notConnected(): void {
  useToasts.getState().show({ id: 'not-connected', kind: 'risk', sentence: SAY.nothingDone });
}

const ACTIONS: ShellActions = {
  kill: notConnected,
  reduce: notConnected,
  rearm: notConnected,
  cancelAllButProtective: notConnected,
  setSpeed: notConnected,
  showInstrument: notConnected,
  openTicket: notConnected,
  reportFailure: (panel, error) => {
    console.error(panel, error);
  },
};

const SETTINGS: SettingsStore = { load: () => Promise.resolve(null), save: () => undefined };

/** The window before it is connected: everything is in its place and says that it is not known yet. */
export function App(): ReactElement {
  return (
    <Shell
      panels={PANELS}
      mode="paper"
      status={undefined}
      risk={undefined}
      lastMessageAt={undefined}
      info={undefined}
      symbols={[]}
      actions={ACTIONS}
      settings={SETTINGS}
    />
  );
}
