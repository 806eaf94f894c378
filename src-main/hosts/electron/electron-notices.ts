import type { OsNotices } from '../../ports/os-notices.ts';
import type { Electron } from './electron-host.ts';

/** Notices of the system by Electron; none while the window is in front, which says the same in itself. A click brings the window. */
export function electronNotices({ Notification, BrowserWindow }: Pick<Electron, 'Notification' | 'BrowserWindow'>): OsNotices | null {
  if (!Notification.isSupported()) return null;
  return {
    show: (title, body) => {
      if (BrowserWindow.getFocusedWindow() !== null) return;
      const notice = new Notification({ title, body });
      notice.on('click', () => {
        const [window] = BrowserWindow.getAllWindows();
        window?.show();
        window?.focus();
      });
      notice.show();
    },
  };
}
