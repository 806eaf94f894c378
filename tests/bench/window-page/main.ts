/* The window's own client, stream and store, and a table that is drawn anew at every frame: what a batch costs beside the panels. */
import { createDeskClient } from '../../../src-renderer/client/desk-client.ts';
import { openDeskStream } from '../../../src-renderer/client/desk-stream.ts';
import { pageBridge } from '../../../src-renderer/client/page-bridge.ts';
import { applyEvents, applySnapshot, useDesk } from '../../../src-renderer/state/desk-store.ts';

const figures = { frames: 0, events: 0, batches: 0, snapshots: 0 };
Object.assign(globalThis, { figures });

const bridge = pageBridge();
const table = document.querySelector('table');
if (!bridge || !table) throw new Error('the bench runs in a window of the program');
const stream = openDeskStream(createDeskClient(bridge), {
  onSnapshot: (snapshot) => {
    figures.snapshots += 1;
    applySnapshot(snapshot, performance.now());
  },
  onEvents: (events) => {
    figures.batches += 1;
    figures.events += events.length;
    applyEvents(events, performance.now(), () => undefined);
  },
  onLost: () => undefined,
});
const instruments = Array.from({ length: 8 }, (_, index) => `C${String(index)}/USD.SIM`);
stream.look({
  books: instruments,
  tapes: instruments,
  candles: instruments.map((instrument) => ({ instrument, timeframe: '1m' as const })),
});

const rows = instruments.map(() => table.appendChild(document.createElement('tr')));
const cells = rows.map((row) => [0, 1, 2].map(() => row.appendChild(document.createElement('td'))));

function draw(): void {
  figures.frames += 1;
  const { quotes, books, tapes } = useDesk.getState();
  instruments.forEach((instrument, index) => {
    const texts = [quotes.get(instrument)?.last, books.get(instrument)?.bids[0], tapes.get(instrument)?.at(-1)?.[1]];
    texts.forEach((text, column) => {
      const cell = cells[index]?.[column];
      if (cell) cell.textContent = String(text ?? '');
    });
  });
  requestAnimationFrame(draw);
}
requestAnimationFrame(draw);
