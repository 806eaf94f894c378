import { useLinkGroups } from '../state/link-group.ts';
import { useTicketDraft } from '../state/ticket-draft.ts';
import { callMain } from '../state/call-main.ts';
import { useDeskLink } from '../state/desk-link.ts';
import { asCallFault } from '../client/call-fault.ts';
import type { DeskClient } from '../client/desk-client.ts';
import { tellNote, tellRefusal } from '../ui/tell.ts';
import { useDock } from './dock/dock-store.ts';
import { focusInto } from './focus-regions.ts';
import { SHELL_SENTENCES as SAY } from './sentences.ts';
import type { SettingsStore, ShellActions } from './shell-props.ts';

/** Sends a command; `done` says what became of it, where the stores do not. What fails is said and heard. */
function send<Value>(run: (client: DeskClient, command: string) => Promise<Value>, done?: (value: Value) => void): void {
  if (useDeskLink.getState().client === null) {
    tellRefusal('not-connected', SAY.nothingDone);
    return;
  }
  void callMain(run).then((result) => {
    if (result.ok) done?.(result.value);
    else tellRefusal('command', result.fault.message);
  });
}

function cancelAllButProtective(): void {
  send(
    (client, command) => client.orders.cancelAll({ command }),
    ({ cancelled, kept }) => {
      tellNote('cancel-all', SAY.cancelled(cancelled, kept));
    },
  );
}

function reportFailure(panel: string, error: unknown): void {
  console.error(panel, error);
  const { client } = useDeskLink.getState();
  const message = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 500);
  client?.app.reportFault({ area: `window.${panel}`, message }).catch((thrown: unknown) => {
    console.warn('The fault was not taken into the log.', asCallFault(thrown));
  });
}

/** What the shell asks for, as calls to main and changes of the window's own stores. */
export const SHELL_ACTIONS: ShellActions = {
  kill: () => {
    send((client, command) => client.risk.kill({ command }));
  },
  reduce: () => {
    send((client, command) => client.risk.reduce({ command }));
  },
  rearm: () => {
    send((client, command) => client.risk.rearm({ command, confirmed: true }));
  },
  cancelAllButProtective,
  setSpeed: (speed) => {
    send((client) => client.market.setSpeed({ speed }));
  },
  loseNext: (what) => {
    send(
      (client) => client.market.loseNext({ what }),
      () => {
        tellNote('lose-next', SAY.losesNext[what]);
      },
    );
  },
  showInstrument: (instrument) => {
    useLinkGroups.getState().show('trade', instrument);
  },
  openTicket: (side) => {
    useTicketDraft.getState().offerSide(side);
    useDock.getState().show('ticket');
    requestAnimationFrame(() => {
      focusInto('ticket');
    });
  },
  reportFailure,
};

/** Settings kept by main. A change that could not be kept is said once, because the next one is tried again anyway. */
export function settingsOf(client: DeskClient | null): SettingsStore {
  if (client === null) return { load: () => Promise.resolve(null), save: () => undefined };
  return {
    load: async (key) => (await client.app.loadSetting({ key })).value,
    save: (key, value) => {
      client.app.saveSetting({ key, value }).catch((thrown: unknown) => {
        tellRefusal('settings', SAY.settingNotKept(asCallFault(thrown).message));
      });
    },
  };
}
