import type { MenuItemConstructorOptions } from 'electron';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { WithoutWindow } from '../run-windows.ts';
import type { Electron } from './electron-host.ts';

const NAME = 'CryptoOrchestrator';

/** What the icon's menu offers; `said` is what the kill switch last came to, '' before. Stopping is never held back. */
export function trayMenu(
  said: string,
  wishes: { readonly show: () => void; readonly halt: () => void; readonly stop: () => void },
): MenuItemConstructorOptions[] {
  return [
    ...(said === '' ? [] : [{ label: said, enabled: false }, { type: 'separator' as const }]),
    { label: 'Stop everything', enabled: true, click: wishes.halt },
    { type: 'separator' },
    { label: 'Show the window', click: wishes.show },
    { label: 'Stop strategies and quit', click: wishes.stop },
  ];
}

/** An icon beside the clock while strategies run without a window. Systems without such a place show none. */
export function showTray({ Tray, Menu }: Pick<Electron, 'Tray' | 'Menu'>, icon: string, wishes: WithoutWindow): Releasable {
  const tray = new Tray(icon);
  let shown = true;
  const say = (said: string): void => {
    if (!shown) return;
    tray.setToolTip(`${NAME}: ${said === '' ? 'strategies run without a window' : said}`);
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(said, { ...wishes, halt })));
  };
  const halt = (): void => {
    say('Stopping everything…');
    void wishes.halt().then(say);
  };
  say('');
  tray.on('click', wishes.show);
  return {
    dispose: () => {
      shown = false;
      tray.destroy();
    },
  };
}
