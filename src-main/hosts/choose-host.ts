import type { HostFacts } from '../rpc/running-app.ts';

/** A way to meet the user. */
export type HostName = HostFacts['name'];

/** What is known of the machine before anything is started. */
export interface Machine {
  /** `CRYPTOORCH_HOST`, or null. */
  readonly wanted: string | null;
  /** Electron's binary, or null when it was never downloaded. */
  readonly electron: string | null;
  /** An installed Chromium, Chrome or Edge, or null. */
  readonly browser: string | null;
  /** Whether a window can be shown (or, for tests, need not be). */
  readonly display: boolean;
}

/** A host to try, and why it is its turn. */
export interface Candidate {
  readonly host: HostName;
  readonly why: string;
}

const NO_DISPLAY = 'there is no display';

function isHost(name: string): name is HostName {
  return ['electron', 'chromium', 'headless'].includes(name);
}

/** The hosts to try in turn, the best first; the console is always the last, because it always works. */
export function candidates(machine: Machine): readonly Candidate[] {
  const { wanted, electron, browser, display } = machine;
  if (wanted !== null && isHost(wanted)) return [{ host: wanted, why: 'CRYPTOORCH_HOST asks for it' }];
  if (!display) return [{ host: 'headless', why: NO_DISPLAY }];
  const found: Candidate[] = [];
  if (electron !== null) found.push({ host: 'electron', why: "Electron's binary is here" });
  const noElectron = electron === null ? "Electron's binary is not here" : 'Electron did not start';
  if (browser !== null) found.push({ host: 'chromium', why: `${noElectron}; ${browser} is` });
  const noBrowser = browser === null ? 'no Chromium, Chrome or Edge is installed' : 'no browser started';
  found.push({ host: 'headless', why: `${noElectron} and ${noBrowser}` });
  return found;
}
