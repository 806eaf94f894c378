import { readFile } from 'node:fs/promises';
import type { ProcessFigures } from '../../../src-shared/contract/app.ts';
import type { CdpConnection } from './cdp-connection.ts';

interface BrowserProcess {
  readonly id: number;
  /** Seconds. */
  readonly cpuTime: number;
}

/** Linux counts memory in pages of this size, bytes, on the machines we ship for. */
const PAGE_BYTES = 4_096;

/** The memory that a process shares with no other, bytes; null where the system does not tell. */
async function ownMemory(process: number): Promise<number | null> {
  try {
    const [, resident = 0, shared = 0] = (await readFile(`/proc/${String(process)}/statm`, 'utf8')).split(' ').map(Number);
    return (resident - shared) * PAGE_BYTES;
  } catch {
    // No such file: another system, or a process that ended between question and answer.
    return null;
  }
}

/** What all processes of the browser use together. */
export async function windowFigures(connection: CdpConnection): Promise<ProcessFigures> {
  const { processInfo } = (await connection.ask('SystemInfo.getProcessInfo')) as unknown as { processInfo: readonly BrowserProcess[] };
  const memories = await Promise.all(processInfo.map(({ id }) => ownMemory(id)));
  const known = memories.filter((memory) => memory !== null);
  return {
    cpuMs: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0),
    memory: known.length === 0 ? null : known.reduce((sum, memory) => sum + memory, 0),
  };
}
