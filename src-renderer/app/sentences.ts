import type { TradingState } from '../../src-shared/domain/limits.ts';
import type { Arrangement } from './dock/trade-sizes.ts';
import type { DensityName, DirectionScheme } from '../ui/tokens.ts';

/** Every word the shell says. */
export const SHELL_SENTENCES = {
  product: 'CryptoOrchestrator',
  skipToTicket: 'Skip to the ticket',
  workspaces: 'Workspaces',
  foot: 'Status',
  topBar: 'Trading state and search',
  search: 'Symbol, action or setting',
  searchNothing: (typed: string) => `Nothing is called "${typed}".`,
  searchCloses: 'Esc closes',
  recent: 'Recent',
  everything: 'Everything',
  results: 'Results',
  kinds: { symbol: 'symbol', action: 'action', panel: 'panel', setting: 'setting', workspace: 'workspace' },
  settings: 'Settings',
  close: 'Close',
  back: 'Back',
  killSwitch: 'Kill switch',
  killSwitchHint: 'Stops strategies, cancels what could open or add, and halts. Orders that only protect a position stay.',
  killAgain: 'Press Ctrl+Alt+K once more within 1.5 s to halt trading.',
  tradingState: 'Trading state',
  states: { ACTIVE: 'ACTIVE', REDUCING: 'REDUCING', HALTED: 'HALTED' } satisfies Record<TradingState, string>,
  stateUnknown: 'The trading state is not known yet.',
  stateSince: (state: string, since: string, reason: string) =>
    reason === '' ? `${state} since ${since}.` : `${state} since ${since}: ${reason}`,
  stateSinceFirstStart: (state: string) => `${state} since the first start.`,
  reduceOnly: 'Let only reducing orders pass',
  startAgain: 'Start trading again',
  startAgainTitle: 'Start trading again?',
  startAgainBody: (state: string, since: string, reason: string) =>
    `Trading is ${state} since ${since}${reason === '' ? '' : `: ${reason}`} New positions are possible again at once; stopped strategies stay stopped.`,
  alreadyActive: 'trading is ACTIVE',
  alreadyReducing: 'trading is REDUCING',
  alreadyHalted: 'trading is HALTED',
  notConnected: 'not connected yet',
  nothingDone: 'Nothing was done: the window is not connected to the program yet.',
  cancelOrders: 'Cancel all but protective orders',
  loseNext: (what: 'request' | 'answer') =>
    what === 'request' ? 'Simulated market: lose the next order on its way' : 'Simulated market: lose the answer to the next order',
  losesNext: (what: 'request' | 'answer') =>
    what === 'request'
      ? 'The next order will be lost on its way to the simulated market.'
      : 'The next order will reach the simulated market, and its answer will be lost.',
  cancelled: (cancelled: number, kept: number) => {
    const what = `${cancelled === 1 ? '1 order' : `${String(cancelled)} orders`} cancelled.`;
    if (kept === 0) return what;
    return kept === 1
      ? `${what} 1 order only protects a position and stays.`
      : `${what} ${String(kept)} orders only protect positions and stay.`;
  },
  settingNotKept: (why: string) => `The change holds until the window closes but was not kept. ${why}`,
  openTicket: (side: 'buy' | 'sell') => `Open the ticket, ${side}`,
  showPanel: (title: string) => title,
  readKeys: 'Keys that work here',
  leftColumn: 'Left column',
  dockPart: 'Dock',
  enlarge: 'Enlarge the panel, or back',
  resetLayout: 'Panels as at the start',
  switchTheme: 'Switch dark and light',
  nextRegion: 'Next region',
  previousRegion: 'Previous region',
  oneStepBack: 'One step back',
  dockTab: (number: number) => `Dock tab ${String(number)}`,
  closeDrawer: 'Close the left column',
  workspaceTrade: 'Trade',
  panelStopped: (title: string) => `The ${title.toLowerCase()} panel stopped. Orders and strategies are not affected.`,
  layoutStopped: 'The arrangement of the panels broke. Orders and strategies are not affected.',
  panelLoading: (title: string) => `${title} is loading`,
  reloadPanel: 'Reload panel',
  copyDetails: 'Copy details',
  copyRefused: 'Nothing was copied: the system keeps the clipboard from this window.',
  feedConnected: 'connected',
  feedLost: 'lost',
  feedWaiting: 'connecting',
  dataAge: 'data',
  dataAgeHint: 'Age of the newest message, heartbeats included.',
  orderLatency: 'order',
  orderLatencyHint: (p95: string) => `Time from decision to acknowledgement, last order. 95 of 100 take at most ${p95}.`,
  orderLatencyNone: 'No order yet.',
  speed: 'Speed of the simulated market',
  zone: 'Time zone of all times',
  zones: { utc: 'UTC' },
  localZone: (offset: string) => `local · ${offset}`,
  ledgerSaved: 'ledger saved, balanced',
  ledgerSaving: 'ledger saving',
  ledgerFailed: 'ledger not saved',
  ledgerUnbalanced: 'ledger not balanced',
  ledgerUnknown: 'ledger —',
  hosts: 'hosts contacted',
  jobs: 'jobs',
  notices: 'notices',
  noticesTitle: 'Notices',
  noNotices: 'No notices since the start.',
  dockLabel: (key: string) => DOCK_LABELS[key] ?? key,
  arrangement: { wide: 'wide', middle: 'middle', narrow: 'narrow' } satisfies Record<Arrangement, string>,
} as const;

/** Words of the docking library, by its keys. */
const DOCK_LABELS: Readonly<Record<string, string>> = {
  'flexlayout.ui.overflow.menu.tooltip': 'More tabs',
  'flexlayout.ui.splitter': 'Border between panels',
  'flexlayout.ui.maximize.tabset': 'Enlarge',
  'flexlayout.ui.restore.tabset': 'Back to its size',
  'flexlayout.ui.move.tabset': 'Move the panels',
  'flexlayout.ui.move.tabs (?)': 'Move the panels',
  'flexlayout.ui.error.rendering.component': 'This panel stopped. Orders and strategies are not affected.',
  'flexlayout.ui.error.rendering.component.retry': 'Reload panel',
};

/** Every word of the settings dialog. */
export const SETTINGS_SENTENCES = {
  sections: { appearance: 'Appearance', trading: 'Trading', keys: 'Keys', about: 'About' },
  search: 'Find a setting',
  nothing: (typed: string) => `No setting is called "${typed}".`,
  theme: 'Theme',
  themes: { dark: 'Dark', light: 'Light', system: 'As the system' },
  direction: 'Direction colours',
  directions: {
    'blue-up': 'Blue up, orange down',
    'green-up': 'Green up, red down',
    'red-up': 'Red up, green down',
    mono: 'No colour: hollow up, filled down',
  } satisfies Record<DirectionScheme, string>,
  density: 'Density',
  densities: { dense: 'Dense', compact: 'Compact', comfortable: 'Comfortable' } satisfies Record<DensityName, string>,
  zone: 'Time zone',
  zones: { local: 'Local', utc: 'UTC' },
  separators: 'Separators of figures',
  separatorNames: { 'en-US': '104,231.50', 'de-DE': '104.231,50', 'de-CH': '104’231.50', 'fr-FR': '104 231,50' },
  singleKeys: 'B and S open the ticket',
  keysOf: { everywhere: 'Everywhere', safety: 'Safety, always on', ticket: 'Ticket' },
  version: 'Version',
  host: 'Window',
  home: 'Everything is kept in',
  hosts: 'Hosts contacted',
  noHosts: 'none',
  licences: 'Made with',
  charts: 'Charts by TradingView',
  unknown: 'not known yet',
} as const;
