import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A venue in a process of its own. */
export interface VenueProcess {
  /** Where it listens, such as `http://127.0.0.1:40001`. */
  readonly address: string;
  /** Does something beside the protocol, as `control/commands.ts` lists it. */
  control(command: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts a venue as a process, so that what it keeps and takes is not the test's: `main.ts` has the options. */
export async function startVenueProcess(...options: readonly string[]): Promise<VenueProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject);
    void gone.then(() => {
      reject(new Error('the venue ended before it listened'));
    });
  });
  const { address, control } = JSON.parse(line) as { readonly address: string; readonly control: string };
  return {
    address,
    control: async (command) => {
      const answer = await fetch(control, { method: 'POST', body: JSON.stringify(command) });
      return ((await answer.json()) as { readonly result: unknown }).result;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
