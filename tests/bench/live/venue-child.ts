import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Market } from '../../venue/core/market.ts';
import { unitsText } from '../../venue/core/units.ts';
import type { Wire } from '../../venue/house/wire.ts';
import { ServerSocket } from '../../venue/server/ws-frames.ts';
import { startVenue } from '../../venue/start-venue.ts';
import { BELOW_TICKS } from './probe-messages.ts';
import type { Probed, VenueDoors, VenueTask } from './probe-messages.ts';

// A venue in a process of its own that notes when it writes prices to a socket and when a request has come, and a bare server beside it that
// knows no protocol. `venue-child.ts SYMBOLS`; talks to whoever forked it.

const SYMBOL = 'BTCUSDT';
/** Ticks of the probed market in one unit of its quote. */
const TICKS = 100;
/** Between two looks at how many messages are owed, ms. */
const WALK_MS = 5;
/** How long the last answer is waited for, ms. */
const LAST_MS = 2_000;

const [symbols = '3'] = process.argv.slice(2);
const started = await startVenue({ symbols: Number(symbols) });
const { venue } = started;

/** When each probe's event was written and what it led to had come, ms; a probe is named by its best bid in ticks, and the order by a price so far below. */
const written = new Map<number, number>();
const come = new Map<number, number>();
let sent = 0;
let probing = false;

function ticksOf(price: string): number {
  return Math.round(Number(price) * TICKS);
}

function noteOnce(times: Map<number, number>, probe: number): void {
  if (!times.has(probe)) times.set(probe, performance.now());
}

const connect = venue.connect.bind(venue);
venue.connect = (address, wire) => {
  const stream = !address.path.startsWith('/ws-api');
  const noting: Wire = {
    send: (text) => {
      sent += stream ? 1 : 0;
      const bid = stream && probing ? /"s":"BTCUSDT","b":"([\d.]+)"/u.exec(text)?.[1] : undefined;
      if (bid !== undefined) noteOnce(written, ticksOf(bid));
      wire.send(text);
    },
    ping: (payload) => wire.ping(payload),
    close: (code, reason) => wire.close(code, reason),
    cut: () => wire.cut(),
  };
  return connect(address, noting);
};
const take = venue.request.bind(venue);
venue.request = (request, reply, cut) => {
  const isOrder = request.verb === 'POST' && request.path === '/api/v3/order';
  const price = isOrder ? /price=([\d.]+)/u.exec(request.query + request.body)?.[1] : undefined;
  if (price !== undefined) noteOnce(come, ticksOf(price) + BELOW_TICKS);
  take(request, reply, cut);
};

let bareSocket: ServerSocket | null = null;
const bare = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
  request.on('end', () => {
    noteOnce(come, Number(body));
    response.end('{}');
  });
});
bare.on('upgrade', (request, socket) => {
  bareSocket = new ServerSocket(request, socket, {
    text: (text) => noteOnce(come, Number(text)),
    ping: () => undefined,
    pong: () => undefined,
    closed: () => undefined,
  });
});
await new Promise<void>((resolve) => {
  bare.listen(0, '127.0.0.1', resolve);
});

function market(): Market {
  const found = venue.exchange.state.markets.get(SYMBOL);
  if (found === undefined) throw new Error(`the venue has ${SYMBOL}`);
  return found;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Writes events one after the other and waits for what comes of each. */
async function probe({ of, count, everyMs }: Extract<VenueTask, { do: 'probe' }>): Promise<Probed> {
  written.clear();
  come.clear();
  const best = ticksOf(unitsText(market().bids.top(1)[0]?.price ?? 0n));
  probing = of === 'session';
  for (let at = 0; at < count; at += 1) {
    const number = best + 1 + at;
    if (of === 'session') {
      const price = (number / TICKS).toFixed(2);
      started.control.run({ do: 'add liquidity', symbol: SYMBOL, side: 'BUY', price, quantity: '0.001' });
    } else {
      noteOnce(written, number);
      bareSocket?.send(`${of} ${String(number)}`);
    }
    await pause(everyMs);
  }
  await pause(LAST_MS);
  probing = false;
  const ms = [...written].flatMap(([number, from]) => {
    const to = come.get(number);
    return to === undefined ? [] : [to - from];
  });
  return { ms, missed: count - ms.length };
}

/** Lets the markets walk in turn so that so many messages a second leave. Not a step each few milliseconds: a busy machine would make that fewer. */
async function walk(perSecond: number): Promise<never> {
  const names = [...venue.exchange.state.markets.keys()];
  const before = sent;
  let begun = performance.now();
  let next = 0;
  for (;;) {
    // Nothing is owed before somebody listens; a step now and then finds out.
    if (sent === before) begun = performance.now() - 1_000 / perSecond;
    const owed = ((performance.now() - begun) / 1_000) * perSecond - (sent - before);
    for (let steps = Math.min(owed, names.length); steps > 0; steps -= 1) {
      venue.maker.step(names[next % names.length] ?? SYMBOL);
      next += 1;
    }
    await pause(WALK_MS);
  }
}

process.on('message', (task: VenueTask) => {
  if (task.do === 'walk') void walk(task.perSecond);
  else void probe(task).then((probed) => process.send?.(probed));
});
process.on('disconnect', () => process.exit(0));
const { port } = bare.address() as AddressInfo;
process.send?.({ address: started.address, bare: `127.0.0.1:${String(port)}` } satisfies VenueDoors);
