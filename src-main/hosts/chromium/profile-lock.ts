import { readlinkSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

function holderOf(profile: string): number | null {
  let link: string;
  try {
    link = readlinkSync(join(profile, 'SingletonLock'));
  } catch {
    // No lock, or a platform where the browser does not leave one.
    return null;
  }
  const cut = link.lastIndexOf('-');
  const pid = Number(link.slice(cut + 1));
  return link.slice(0, cut) === hostname() && Number.isInteger(pid) ? pid : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Waits until the browser of an earlier run has let go of its profile. When our process is killed its browser ends by itself a moment
 * later, because its pipe has broken; a browser started in that moment would hand its window over to the dying one. False: it stayed.
 */
export async function profileIsFree(profile: string, patienceMs: number): Promise<boolean> {
  for (let waited = 0; waited <= patienceMs; waited += 25) {
    const holder = holderOf(profile);
    if (holder === null) return true;
    if (!isAlive(holder)) {
      rmSync(join(profile, 'SingletonLock'), { force: true });
      return true;
    }
    await wait(25);
  }
  return false;
}
