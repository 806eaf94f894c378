import type { ComponentType } from 'react';
import { POSITIONS_SENTENCES } from './positions/sentences.ts';
import { ORDERS_SENTENCES } from './orders/sentences.ts';
import { FILLS_SENTENCES } from './fills/sentences.ts';
import { BALANCES_SENTENCES } from './balances/sentences.ts';
import { LOG_SENTENCES } from './log/sentences.ts';
import { PORTFOLIO_SENTENCES } from './research/portfolio-sentences.ts';
import { RESEARCH_SENTENCES } from './research/sentences.ts';
import { WALK_SENTENCES } from './research/walk-sentences.ts';
import { RISK_SENTENCES } from './risk/sentences.ts';
import { STRATEGIES_SENTENCES } from './strategies/sentences.ts';
import { StrategiesFigure } from './strategies/figure.tsx';
import { PositionsFigure } from './positions/figure.tsx';
import { OrdersFigure } from './orders/figure.tsx';
import { FillsFigure } from './fills/figure.tsx';
import { ALERTS_SENTENCES } from './alerts/sentences.ts';
import { AlertsFigure } from './alerts/figure.tsx';
import { ACCOUNTS_SENTENCES } from './accounts/sentences.ts';
import { SESSIONS_SENTENCES } from './sessions/sentences.ts';
import { ACCOUNT_SENTENCES } from './account/sentences.ts';
import { BOOK_SENTENCES } from './book/sentences.ts';
import { CHART_SENTENCES } from './chart/sentences.ts';
import { INSTRUMENT_SENTENCES } from './instrument/sentences.ts';
import { TICKET_SENTENCES } from './ticket/sentences.ts';
import { TRADES_SENTENCES } from './trades/sentences.ts';
import { VENUE_SENTENCES } from './venue/sentences.ts';
import { WATCHLIST_SENTENCES } from './watchlist/sentences.ts';

/** Every panel the terminal can have. */
export const PANEL_IDS = [
  'watchlist',
  'instrument',
  'chart',
  'book',
  'depth',
  'trades',
  'ticket',
  'account',
  'positions',
  'orders',
  'fills',
  'balances',
  'strategies',
  'risk',
  'log',
  'alerts',
  'new-run',
  'report',
  'search',
  'walk-forward',
  'portfolio',
  'data',
  'runs',
  'gallery',
  'running',
  'strategy',
  'trading-state',
  'limits',
  'refusals',
  'accounts',
  'sessions',
  'venue',
] as const;
export type PanelId = (typeof PANEL_IDS)[number];

/** A panel that works. Its component takes no props: it reads the stores and its link group. */
export interface PanelEntry {
  /** Its name as a region and in the palette. */
  readonly title: string;
  /** Loads the panel's module when it is first shown. */
  readonly load: () => Promise<{ readonly default: ComponentType }>;
  /** The figure after the title in its tab, drawn also while the panel is hidden: "2" orders. Small, without data of its own. */
  readonly figure?: ComponentType;
}

/** The panels that exist; a panel joins the layout, the palette and the keys by one line here. */
export type PanelCatalog = Readonly<Partial<Record<PanelId, PanelEntry>>>;

export const PANELS: PanelCatalog = {
  watchlist: { title: WATCHLIST_SENTENCES.title, load: async () => ({ default: (await import('./watchlist/panel.tsx')).WatchlistPanel }) },
  instrument: {
    title: INSTRUMENT_SENTENCES.title,
    load: async () => ({ default: (await import('./instrument/panel.tsx')).InstrumentPanel }),
  },
  chart: { title: CHART_SENTENCES.title, load: async () => ({ default: (await import('./chart/panel.tsx')).ChartPanel }) },
  book: { title: BOOK_SENTENCES.title, load: async () => ({ default: (await import('./book/panel.tsx')).BookPanel }) },
  depth: { title: BOOK_SENTENCES.depth, load: async () => ({ default: (await import('./book/depth-panel.tsx')).DepthPanel }) },
  trades: { title: TRADES_SENTENCES.title, load: async () => ({ default: (await import('./trades/panel.tsx')).TradesPanel }) },
  ticket: { title: TICKET_SENTENCES.title, load: async () => ({ default: (await import('./ticket/panel.tsx')).TicketPanel }) },
  account: { title: ACCOUNT_SENTENCES.title, load: async () => ({ default: (await import('./account/panel.tsx')).AccountPanel }) },
  positions: {
    title: POSITIONS_SENTENCES.title,
    load: async () => ({ default: (await import('./positions/panel.tsx')).PositionsPanel }),
    figure: PositionsFigure,
  },
  orders: {
    title: ORDERS_SENTENCES.title,
    load: async () => ({ default: (await import('./orders/panel.tsx')).OrdersPanel }),
    figure: OrdersFigure,
  },
  fills: {
    title: FILLS_SENTENCES.title,
    load: async () => ({ default: (await import('./fills/panel.tsx')).FillsPanel }),
    figure: FillsFigure,
  },
  balances: {
    title: BALANCES_SENTENCES.title,
    load: async () => ({ default: (await import('./balances/panel.tsx')).BalancesPanel }),
  },
  strategies: {
    title: STRATEGIES_SENTENCES.title,
    load: async () => ({ default: (await import('./strategies/panel.tsx')).StrategiesPanel }),
    figure: StrategiesFigure,
  },
  risk: { title: RISK_SENTENCES.title, load: async () => ({ default: (await import('./risk/panel.tsx')).RiskPanel }) },
  'new-run': {
    title: RESEARCH_SENTENCES.newRun,
    load: async () => ({ default: (await import('./research/new-run-panel.tsx')).NewRunPanel }),
  },
  report: { title: RESEARCH_SENTENCES.report, load: async () => ({ default: (await import('./research/panel.tsx')).ReportPanel }) },
  search: { title: RESEARCH_SENTENCES.search, load: async () => ({ default: (await import('./research/search-panel.tsx')).SearchPanel }) },
  'walk-forward': {
    title: WALK_SENTENCES.title,
    load: async () => ({ default: (await import('./research/walk-forward-panel.tsx')).WalkForwardPanel }),
  },
  portfolio: {
    title: PORTFOLIO_SENTENCES.title,
    load: async () => ({ default: (await import('./research/portfolio-panel.tsx')).PortfolioPanel }),
  },
  data: { title: RESEARCH_SENTENCES.data.title, load: async () => ({ default: (await import('./research/data-panel.tsx')).DataPanel }) },
  runs: { title: RESEARCH_SENTENCES.runs, load: async () => ({ default: (await import('./research/runs-panel.tsx')).RunsPanel }) },
  gallery: {
    title: STRATEGIES_SENTENCES.gallery.title,
    load: async () => ({ default: (await import('./strategies/gallery-panel.tsx')).GalleryPanel }),
  },
  running: {
    title: STRATEGIES_SENTENCES.runningTitle,
    load: async () => ({ default: (await import('./strategies/running-panel.tsx')).RunningPanel }),
    figure: StrategiesFigure,
  },
  strategy: {
    title: STRATEGIES_SENTENCES.detail.title,
    load: async () => ({ default: (await import('./strategies/detail-panel.tsx')).StrategyPanel }),
  },
  'trading-state': {
    title: RISK_SENTENCES.stateTitle,
    load: async () => ({ default: (await import('./risk/state-panel.tsx')).TradingStatePanel }),
  },
  limits: { title: RISK_SENTENCES.limits, load: async () => ({ default: (await import('./risk/limits-panel.tsx')).LimitsPanel }) },
  refusals: {
    title: RISK_SENTENCES.refusalsTitle,
    load: async () => ({ default: (await import('./risk/refusals-panel.tsx')).RefusalsPanel }),
  },
  accounts: {
    title: ACCOUNTS_SENTENCES.title,
    load: async () => ({ default: (await import('./accounts/panel.tsx')).AccountsPanel }),
  },
  sessions: {
    title: SESSIONS_SENTENCES.title,
    load: async () => ({ default: (await import('./sessions/panel.tsx')).SessionsPanel }),
  },
  venue: { title: VENUE_SENTENCES.title, load: async () => ({ default: (await import('./venue/panel.tsx')).VenuePanel }) },
  alerts: {
    title: ALERTS_SENTENCES.title,
    load: async () => ({ default: (await import('./alerts/panel.tsx')).AlertsPanel }),
    figure: AlertsFigure,
  },
  log: {
    title: LOG_SENTENCES.title,
    load: async () => ({ default: (await import('./log/panel.tsx')).LogPanel }),
  },
};
