import { useLayoutEffect } from 'react';
import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { TicketPanel } from '../../../src-renderer/features/ticket/panel.tsx';
import { useLinkGroups } from '../../../src-renderer/state/link-group.ts';
import { useShownDesk } from '../../../src-renderer/state/shown-desk.ts';
import { useTicketDraft } from '../../../src-renderer/state/ticket-draft.ts';
import { useAppearance } from '../../../src-renderer/ui/appearance.ts';
import { HintLayer } from '../../../src-renderer/ui/hint-layer.tsx';
import { usePanelHeights } from '../../../src-renderer/ui/panel-heights.ts';
import { PanelContext } from '../../../src-renderer/ui/panel-slots.ts';
import { BTC, DESK, TICKET_STATES } from './ticket-states.ts';

// The real ticket in one of its states, at the height that it asks the dock for.

const query = new URLSearchParams(location.search);
const theme = query.get('theme') === 'light' ? 'light' : 'dark';
const density = (query.get('density') ?? 'dense') as 'dense';
document.documentElement.dataset['theme'] = theme;
document.documentElement.dataset['density'] = density;
useAppearance.getState().choose({ theme, density, zone: 'utc' });
const state = TICKET_STATES[query.get('state') ?? 'limit'] ?? {};
useShownDesk.setState({ ...DESK, ...state.desk });
useLinkGroups.getState().show('trade', BTC.id);
useTicketDraft.getState().turnTo(BTC.id);
if (state.amend) useTicketDraft.getState().startAmend(state.amend);
useTicketDraft.getState().change(state.draft ?? {});

function Page(): ReactElement {
  const height = usePanelHeights((store) => store.wanted['ticket']) ?? 628;
  const drawn = height !== 0;
  useLayoutEffect(() => {
    if (!drawn) return;
    document.querySelector<HTMLElement>('.g-panel')?.style.setProperty('block-size', `${String(height)}px`);
  }, [height, drawn]);
  return (
    <PanelContext value={{ panel: 'ticket', docked: false }}>
      <section className="g-panel" aria-label="Order">
        <TicketPanel />
      </section>
      <HintLayer />
    </PanelContext>
  );
}

const root = document.getElementById('root');
if (root) createRoot(root).render(<Page />);
