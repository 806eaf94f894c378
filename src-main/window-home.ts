import { homedir } from 'node:os';
import type { Releasable } from '../src-shared/kernel/disposable.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { openHome, type OpenHome } from './adapters/home/home.ts';
import { askToShow, openShowDoor, showAddress } from './adapters/home/show-door.ts';
import type { Ids } from './ports/ids.ts';
import type { Log } from './ports/log.ts';
import { homeFolder } from './services/home-folder.ts';

/** Listens for further starts with the same home. */
export function showDoor(home: string, show: () => void, { log, ids }: { readonly log: Log; readonly ids: Ids }): Releasable {
  const address = showAddress(home, process.platform);
  if (address === null) return { dispose: () => undefined };
  return openShowDoor(address, show, ({ message }) => {
    log.write({ level: 'warn', area: 'main', event: 'show-door.failed', fields: { problem: message }, correlationId: ids.next() });
  });
}

/** Takes the home. Where a program with a window has it already, that shows its window and this start ends with `home.shown`. */
export async function takeHome(wall: number): Promise<OpenHome> {
  const folder = homeFolder({ env: process.env, platform: process.platform, userFolder: homedir(), cwd: process.cwd() });
  try {
    return openHome(folder, 'CryptoOrchestrator', wall);
  } catch (thrown) {
    const address = thrown instanceof Fault && thrown.code === 'home.locked' ? showAddress(folder, process.platform) : null;
    if (address !== null && (await askToShow(address))) throw new Fault('home.shown', { home: folder }, { cause: thrown });
    throw thrown;
  }
}
