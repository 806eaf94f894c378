import type { CreateApp } from '../rpc/running-app.ts';

/** What every host is run with. */
export interface HostParts {
  readonly createApp: CreateApp;
  readonly env: NodeJS.ProcessEnv;
  /** The built renderer. */
  readonly files: string;
  /** Prints one line for the person at the terminal. */
  readonly say: (line: string) => void;
}

/** Exit codes of a host, those of the command line: done, the environment lacks something. */
export const EXIT = { done: 0, environment: 3 } as const;
