import { createRoot } from 'react-dom/client';
import type { DeskClient } from '../../../src-renderer/client/desk-client.ts';
import { PANELS } from '../../../src-renderer/features/catalog.ts';
import type { PanelId } from '../../../src-renderer/features/catalog.ts';
import { startDeskLink } from '../../../src-renderer/state/desk-link.ts';
import { useLinkGroups } from '../../../src-renderer/state/link-group.ts';
import { marketInterest } from '../../../src-renderer/state/market-interest.ts';
import { useShownDesk } from '../../../src-renderer/state/shown-desk.ts';
import { PanelContext } from '../../../src-renderer/ui/panel-slots.ts';
import { InventedMarket } from './invented-market.ts';

// Panels over an invented market that are opened and closed again, as often as somebody asks.

const intervals = new Set<number>();
const { setInterval: start, clearInterval: stop } = window;
window.setInterval = ((...given: Parameters<typeof start>) => {
  const id: number = start(...given);
  intervals.add(id);
  return id;
}) as typeof window.setInterval;
window.clearInterval = (id) => {
  intervals.delete(id as number);
  stop(id);
};

startDeskLink(new InventedMarket().client() as DeskClient);
const element = document.createElement('section');
element.className = 'g-panel';
Object.assign(element.style, { inlineSize: '900px', blockSize: '500px' });
document.getElementById('root')?.append(element);
const root = createRoot(element);

const task = (): Promise<void> =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });

/** Opens and closes a panel so many times; each time it is drawn and its effects have run. */
async function cycle(id: PanelId, times: number): Promise<void> {
  const entry = PANELS[id];
  if (entry === undefined) throw new Error(`there is no panel ${id}`);
  const { default: Panel } = await entry.load();
  for (let time = 0; time < times; time += 1) {
    root.render(
      <PanelContext value={{ panel: id, docked: false }}>
        <Panel />
      </PanelContext>,
    );
    await task();
    await task();
    root.render(null);
    await task();
  }
}

Object.assign(window, {
  cycle,
  panels: Object.keys(PANELS),
  isReady: () => {
    const [first] = useShownDesk.getState().instruments.keys();
    if (first !== undefined) useLinkGroups.getState().show('trade', first);
    return first !== undefined && useShownDesk.getState().ready;
  },
  counts: () => ({ intervals: intervals.size, looks: JSON.stringify(marketInterest.interest) }),
});
