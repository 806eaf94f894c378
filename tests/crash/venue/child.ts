import { createInterface } from 'node:readline';
import { tellParent } from '../tell-parent.ts';
import { runVenueLife, type VenueLifeOrders } from './venue-life.ts';

// One life of a live session, in a process of its own that dies where it was told to. The parent says on the standard input what it has done.

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
}

const done = new Set<string>();
createInterface({ input: process.stdin }).on('line', (line) => done.add(line));
await runVenueLife(JSON.parse(process.argv[2] ?? '') as VenueLifeOrders, {
  tell: tellParent,
  die,
  done: (id) => done.has(id),
  note: (sentence) => process.stderr.write(`${sentence}\n`),
});
process.stdin.destroy();
