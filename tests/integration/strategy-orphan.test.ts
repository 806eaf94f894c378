import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** A process that has used so much processor time, hundredths of a second, is past its start and loops. */
const LOOPS = 80;

/** Parent and used processor time of a process, from the system's table; nothing once it has gone. */
function statOf(pid: string): { readonly parent: number; readonly ticks: number; readonly state: string } | null {
  try {
    const [state = '', parent, ...rest] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /su, '')
      .split(' ');
    return { state, parent: Number(parent), ticks: Number(rest[9]) + Number(rest[10]) };
  } catch {
    return null;
  }
}

function childOf(parent: number): string | undefined {
  return readdirSync('/proc').find((name) => /^\d+$/u.test(name) && statOf(name)?.parent === parent);
}

describe.skipIf(!existsSync('/proc/self/stat'))('a strategy that loops', () => {
  it('ends with the program that started it, even when that is killed in the middle of a call', { timeout: 60_000 }, async () => {
    const program = fileURLToPath(new URL('fixtures/strategy-parent.ts', import.meta.url));
    const parent = spawn(process.execPath, [program], { stdio: 'ignore' });
    let child: string | undefined;
    try {
      await expect.poll(() => (child = childOf(parent.pid!)), { timeout: 30_000 }).toBeDefined();
      await expect.poll(() => statOf(child!)?.ticks ?? 0, { timeout: 30_000 }).toBeGreaterThan(LOOPS);
      const gone = once(parent, 'exit');
      parent.kill('SIGKILL');
      await gone;
      await expect.poll(() => statOf(child!)?.state ?? 'gone', { timeout: 10_000 }).toMatch(/^(?:gone|Z)$/u);
    } finally {
      parent.kill('SIGKILL');
      if (child !== undefined && statOf(child) !== null) process.kill(Number(child), 'SIGKILL');
    }
  });
});
