import type { ComponentType, ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { DeskClient } from '../../../src-renderer/client/desk-client.ts';
import { AccountsPanel } from '../../../src-renderer/features/accounts/panel.tsx';
import { AlertsPanel } from '../../../src-renderer/features/alerts/panel.tsx';
import { BalancesPanel } from '../../../src-renderer/features/balances/panel.tsx';
import { BookPanel } from '../../../src-renderer/features/book/panel.tsx';
import { DepthPanel } from '../../../src-renderer/features/book/depth-panel.tsx';
import { FillsPanel } from '../../../src-renderer/features/fills/panel.tsx';
import { LogPanel } from '../../../src-renderer/features/log/panel.tsx';
import { OrdersPanel } from '../../../src-renderer/features/orders/panel.tsx';
import { PositionsPanel } from '../../../src-renderer/features/positions/panel.tsx';
import { StrategyPanel } from '../../../src-renderer/features/strategies/detail-panel.tsx';
import { GalleryPanel } from '../../../src-renderer/features/strategies/gallery-panel.tsx';
import { StrategiesPanel } from '../../../src-renderer/features/strategies/panel.tsx';
import { SessionsPanel } from '../../../src-renderer/features/sessions/panel.tsx';
import { RunningPanel } from '../../../src-renderer/features/strategies/running-panel.tsx';
import { TradesPanel } from '../../../src-renderer/features/trades/panel.tsx';
import { TradingStatePanel } from '../../../src-renderer/features/risk/state-panel.tsx';
import { VenuePanel } from '../../../src-renderer/features/venue/panel.tsx';
import { WatchlistPanel } from '../../../src-renderer/features/watchlist/panel.tsx';
import { useDeskLink } from '../../../src-renderer/state/desk-link.ts';
import { useDesk } from '../../../src-renderer/state/desk-store.ts';
import { useLinkGroups } from '../../../src-renderer/state/link-group.ts';
import { useShownDesk } from '../../../src-renderer/state/shown-desk.ts';
import { useAppearance } from '../../../src-renderer/ui/appearance.ts';
import { HintLayer } from '../../../src-renderer/ui/hint-layer.tsx';
import { PanelContext } from '../../../src-renderer/ui/panel-slots.ts';
import { Toasts } from '../../../src-renderer/ui/toasts.tsx';
import { inventedVenue } from './invented-venue.ts';
import { inventedStrategies } from './strategy-states.ts';
import { invented, inventedClient, manyFills } from './table-states.ts';

// One real panel over invented rows at the size it has in the window: for looking at, for measurements and for axe.

const PANELS: Readonly<Record<string, { readonly panel: ComponentType; readonly size: readonly [width: number, height: number] }>> = {
  positions: { panel: PositionsPanel, size: [1148, 236] },
  orders: { panel: OrdersPanel, size: [1148, 236] },
  fills: { panel: FillsPanel, size: [1148, 236] },
  balances: { panel: BalancesPanel, size: [1148, 236] },
  alerts: { panel: AlertsPanel, size: [1148, 236] },
  log: { panel: LogPanel, size: [1148, 236] },
  book: { panel: BookPanel, size: [244, 404] },
  depth: { panel: DepthPanel, size: [244, 404] },
  trades: { panel: TradesPanel, size: [244, 192] },
  watchlist: { panel: WatchlistPanel, size: [204, 400] },
  strategies: { panel: StrategiesPanel, size: [1148, 236] },
  running: { panel: RunningPanel, size: [832, 1_000] },
  own: { panel: GalleryPanel, size: [240, 600] },
  strategy: { panel: StrategyPanel, size: [360, 836] },
  accounts: { panel: AccountsPanel, size: [792, 500] },
  sessions: { panel: SessionsPanel, size: [832, 760] },
  venue: { panel: VenuePanel, size: [792, 500] },
  'trading-state': { panel: TradingStatePanel, size: [300, 500] },
};

const query = new URLSearchParams(location.search);
const theme = query.get('theme') === 'light' ? 'light' : 'dark';
const density = (query.get('density') ?? 'dense') as 'dense';
document.documentElement.dataset['theme'] = theme;
document.documentElement.dataset['density'] = density;
useAppearance.getState().choose({ theme, density, zone: 'utc' });

const fills = manyFills(Number(query.get('fills') ?? 14));
// `paged` keeps the older ones in the ledger, as a real window finds them.
const told = query.has('paged') ? fills.slice(0, 500) : fills;
const desk = {
  ...invented(query.has('empty'), query.has('perpetuals')),
  ...inventedVenue(query),
  ...inventedStrategies(query.has('empty')),
  ...(query.has('empty') ? {} : { fills: told }),
};
useDesk.setState(desk);
useShownDesk.setState(desk);
useLinkGroups.getState().show('trade', 'BTC/USD.SIM');
useDeskLink.setState({ client: inventedClient(fills, query.has('empty')) as DeskClient });

const chosen = PANELS[query.get('panel') ?? 'positions'] ?? PANELS['positions'];
const [width, height] = chosen?.size ?? [0, 0];

function Page(): ReactElement | null {
  if (chosen === undefined) return null;
  const Panel = chosen.panel;
  return (
    <PanelContext value={{ panel: 'shown', docked: false }}>
      <section
        className="g-panel"
        style={{ inlineSize: Number(query.get('width') ?? width), blockSize: Number(query.get('height') ?? height) }}
      >
        <Panel />
      </section>
      <HintLayer />
      <Toasts closeLabel="Close" />
    </PanelContext>
  );
}

const root = document.getElementById('root');
if (root) createRoot(root).render(<Page />);
