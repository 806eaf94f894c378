import { Agent } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import type { Network } from '../../src-main/adapters/exchange-ccxt/open-exchange.ts';
import type { Random } from '../../src-shared/kernel/random.ts';
import type { VenueHouse } from '../venue/house/venue-house.ts';
import type { LoopbackServer } from '../venue/server/loopback-server.ts';
import type { EventClock } from './event-clock.ts';
import type { ProgramClock } from './program-clock.ts';
import type { CarriedReply, CarriedRequest } from './protocols/world-protocol.ts';

/** What a network stands on. */
export interface NetworkParts {
  readonly world: EventClock;
  readonly program: ProgramClock;
  readonly venue: VenueHouse;
  readonly door: LoopbackServer;
  readonly random: Random;
  /** Hears of each request when the program hands it over, and may throw. */
  readonly onRequest: (request: CarriedRequest) => void;
  /** Hears of each answer when the venue gives it. */
  readonly onAnswer: (request: CarriedRequest, reply: CarriedReply) => void;
  readonly note: (line: string) => void;
}

/** Shortest time on the way, and how much longer it may take, ms. */
const WAY_MS = { least: 4, more: 60 };

/**
 * One life's way to the venue. Requests and answers take their time; what a program that has died had sent still arrives, and nothing reaches it any more. One
 * that stands still hears later.
 */
export class SimulatedNetwork implements Network {
  readonly agent: Agent;
  /** Nothing can be connected. */
  down = false;
  private readonly parts: NetworkParts;
  private readonly pipes = new Set<() => void>();

  constructor(parts: NetworkParts) {
    this.parts = parts;
    this.agent = new PipeAgent(() => this.connect());
  }

  /** Only what this program's way to a venue uses of the platform's own. */
  readonly fetch = ((url: string, init: RequestInit) => this.request(url, init)) as typeof fetch;

  /** Breaks every websocket. */
  cut(): void {
    for (const tear of [...this.pipes]) tear();
  }

  private request(url: string, init: RequestInit): Promise<Response> {
    const { world, program, venue, onRequest, onAnswer, note } = this.parts;
    return new Promise<Response>((resolve, reject) => {
      if (program.dead) return;
      const { pathname, search } = new URL(url);
      const verb = init.method ?? 'GET';
      const body = typeof init.body === 'string' ? init.body : '';
      if (this.down) {
        note(`no way to ${verb} ${pathname}`);
        const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
        world.after(this.way(), () => program.whenAwake(() => reject(new TypeError('fetch failed', { cause }))));
        return;
      }
      const carried = { verb, path: pathname, values: valuesOf(search.slice(1), body) };
      onRequest(carried);
      if (program.dead) return;
      const headers = Object.fromEntries(Object.entries(init.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));
      const request = { verb, path: pathname, query: search.slice(1), body, headers, ip: '127.0.0.1' };
      world.after(this.way(), () => {
        note(`> ${verb} ${pathname}`);
        venue.request(
          request,
          (reply) => {
            note(`< ${String(reply.status)} ${pathname} ${String(reply.body.length)}`);
            onAnswer(carried, reply);
            const back = () => resolve(new Response(reply.body, { status: reply.status, headers: reply.headers }));
            world.after(this.way(), () => program.whenAwake(back));
          },
          () => world.after(this.way(), () => program.whenAwake(() => reject(new TypeError('fetch failed')))),
        );
      });
    });
  }

  private connect(): Duplex {
    const { world, program, door } = this.parts;
    const [client, near] = duplexPair();
    const [far, server] = duplexPair();
    const tear = () => {
      this.pipes.delete(tear);
      for (const end of [client, near, far, server]) end.destroy();
    };
    this.pipes.add(tear);
    const wayMs = this.way();
    carry(near, far, (act) => void world.after(wayMs, act));
    carry(far, near, (act) => void world.after(wayMs, () => program.whenAwake(act)));
    for (const end of [client, server]) end.once('close', tear);
    for (const end of [client, near, far, server]) end.on('error', () => undefined);
    if (this.down || program.dead) world.after(wayMs, tear);
    else door.accept(server);
    return client;
  }

  private way(): number {
    return WAY_MS.least + this.parts.random.below(WAY_MS.more);
  }
}

/** Fields of a query and of a body, a form or JSON; of a list the first. */
function valuesOf(query: string, body: string): URLSearchParams {
  if (!/^[[{]/u.test(body)) return new URLSearchParams(`${query}&${body}`);
  const read = JSON.parse(body) as Record<string, unknown> | readonly Record<string, unknown>[];
  const fields = Object.entries(
    (Array.isArray(read) ? (read as readonly Record<string, unknown>[])[0] : (read as Record<string, unknown>)) ?? {},
  );
  return new URLSearchParams(fields.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
}

/** Hands on what comes out of one end, later and in its order. */
function carry(from: Duplex, to: Duplex, later: (act: () => void) => void): void {
  from.on('data', (chunk: Buffer) => {
    later(() => {
      if (!to.destroyed && !to.writableEnded) to.write(chunk);
    });
  });
  from.on('end', () => {
    later(() => {
      if (!to.destroyed) to.end();
    });
  });
}

class PipeAgent extends Agent {
  private readonly connect: () => Duplex;

  constructor(connect: () => Duplex) {
    super();
    this.connect = connect;
  }

  override createConnection(): Duplex {
    return this.connect();
  }
}
