import type { ComponentType, ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { Shell } from '../../../src-renderer/app/shell/shell.tsx';
import type { ShellProps } from '../../../src-renderer/app/shell-props.ts';
import type { DeskClient } from '../../../src-renderer/client/desk-client.ts';
import { PANELS } from '../../../src-renderer/features/catalog.ts';
import type { PanelCatalog, PanelEntry } from '../../../src-renderer/features/catalog.ts';
import { startDeskLink } from '../../../src-renderer/state/desk-link.ts';
import { useLinkGroups } from '../../../src-renderer/state/link-group.ts';
import { useShownDesk } from '../../../src-renderer/state/shown-desk.ts';
import { useAppearance } from '../../../src-renderer/ui/appearance.ts';
import { InventedMarket } from './invented-market.ts';

// The real panels in the real shell over an invented market: for looking at, and for measurements of the frame.

const query = new URLSearchParams(location.search);
useAppearance.getState().choose({
  theme: query.get('theme') === 'light' ? 'light' : 'dark',
  density: (query.get('density') ?? 'dense') as 'dense',
  direction: (query.get('direction') ?? 'blue-up') as 'blue-up',
});

const market = new InventedMarket();
market.stale = query.has('stale');
market.empty = query.has('empty');

const entry = (title: string): PanelEntry => ({ title, load: () => Promise.resolve({ default: (() => null) as ComponentType }) });
const panels: PanelCatalog = { ticket: entry('Order'), account: entry('Account'), strategies: entry('Strategies'), ...PANELS };

function Desk(): ReactElement {
  const status = useShownDesk((state) => state.status);
  const nothing = (): void => undefined;
  const props: ShellProps = {
    panels,
    mode: 'paper',
    status: status ?? undefined,
    risk: undefined,
    info: undefined,
    symbols: [],
    actions: {
      kill: nothing,
      reduce: nothing,
      rearm: nothing,
      loseNext: nothing,
      cancelAllButProtective: nothing,
      setSpeed: nothing,
      showInstrument: (id) => {
        useLinkGroups.getState().show('trade', id);
      },
      openTicket: nothing,
      reportFailure: (panel, error) => {
        console.error(panel, error);
      },
    },
    settings: { load: () => Promise.resolve(null), save: nothing },
  };
  return <Shell {...props} />;
}

if (!query.has('waiting')) startDeskLink(market.client() as DeskClient);
const root = document.getElementById('root');
if (root) createRoot(root).render(<Desk />);
