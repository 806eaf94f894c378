import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createDeskClient } from '../client/desk-client.ts';
import type { DeskClient } from '../client/desk-client.ts';
import { pageBridge } from '../client/page-bridge.ts';
import { installTrustedTypes } from '../client/trusted-types.ts';
import { loadAppInfo } from '../state/app-info.ts';
import { startDeskLink } from '../state/desk-link.ts';
import { guardPage } from '../state/page-guard.ts';
import { takeFirstLook } from '../ui/appearance.ts';
import { App } from './app.tsx';
import { watchLock } from './lock/lock-window.ts';
import { askWhereLeft } from './leaving/leave-store.ts';
import { soundNotices } from './notices/sounds.ts';
import { watchAlerts } from './notices/watch-alerts.ts';
import { watchDesk } from './notices/watch-desk.ts';
import { answerPanelWishes } from './panel-wishes.ts';
import { settingsOf } from './shell-actions.ts';

/** Connects the window with main for as long as the page lives; a page that no host of ours opened stays unconnected and says so. */
function connect(): DeskClient | null {
  const bridge = pageBridge();
  if (bridge === null) return null;
  const client = createDeskClient(bridge);
  watchDesk();
  watchAlerts();
  soundNotices();
  answerPanelWishes();
  askWhereLeft();
  guardPage();
  watchLock(client);
  startDeskLink(client);
  void loadAppInfo(client);
  return client;
}

installTrustedTypes();
takeFirstLook();
const settings = settingsOf(connect());
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App settings={settings} />
    </StrictMode>,
  );
}
