import { WatchedBook } from '../../src-main/core/order-book/watched-book.ts';
import { DepthMessage } from '../../src-shared/domain/depth-message.ts';
import { rounded } from './timing.ts';
import type { BookBench } from './book.ts';

// Prints what changes of a whole book cost. Needs --expose-gc.

const LEVELS = 1_000;
const NAMED = 10;
const CHANGES = 1_000_000;
const MIDDLE = 6_000_000;

const watched = new WatchedBook({ changed: () => undefined });
const message = new DepthMessage().begin('snapshot', 1);
for (let level = 1; level <= LEVELS; level += 1) {
  message.bids.push(MIDDLE - level, level);
  message.asks.push(MIDDLE + level, level);
}
watched.append(message);

let last = 0;
function change(): void {
  last += 1;
  message.begin('diff', last);
  message.first = last;
  message.last = last;
  for (let i = 0; i < NAMED; i += 1) {
    // Near the best prices most of all; now and then a level comes or goes.
    const level = 1 + ((last * 7 + i * i * 13) % (i < 8 ? 40 : LEVELS));
    message.bids.push(MIDDLE - level, (last + i) % 5);
    message.asks.push(MIDDLE + level, (last * 3 + i) % 5);
  }
  watched.append(message);
}

for (let i = 0; i < CHANGES / 10; i += 1) change();
globalThis.gc?.();
const heap = process.memoryUsage().heapUsed;
const begun = performance.now();
for (let i = 0; i < CHANGES; i += 1) change();
const seconds = (performance.now() - begun) / 1_000;
const bytes = process.memoryUsage().heapUsed - heap;
const bench: BookBench = { changesPerSecond: Math.round(CHANGES / seconds), bytesPerChange: rounded(Math.max(0, bytes) / CHANGES, 3) };
process.stdout.write(JSON.stringify(bench));
