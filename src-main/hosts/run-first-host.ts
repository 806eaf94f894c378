import { Fault } from '../../src-shared/kernel/fault.ts';
import { candidates } from './choose-host.ts';
import type { HostName, Machine } from './choose-host.ts';
import { EXIT } from './host-parts.ts';

/** How each host is run; the exit code when it has ended. */
export type HostRunners = Readonly<Record<HostName, () => Promise<number>>>;

/** Runs the first host that works and says which and why. A host whose environment lacks something hands on to the next. */
export async function runFirstHost(machine: Machine, runners: HostRunners, say: (line: string) => void): Promise<number> {
  for (const { host, why } of candidates(machine)) {
    say(`Host: ${host}, because ${why}.`);
    try {
      return await runners[host]();
    } catch (thrown) {
      if (!(thrown instanceof Fault)) throw thrown;
      say(thrown.message);
      if (thrown.code === 'home.shown') return EXIT.done;
      if (thrown.code !== 'environment.missing') return thrown.exitCode;
    }
  }
  return EXIT.environment;
}
