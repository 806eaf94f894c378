import { Agent } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import type { CcxtVenue } from './ccxt-at.ts';
import type { VenueHouse } from './house/venue-house.ts';
import { LoopbackServer } from './server/loopback-server.ts';

/** What carries everything between the library and a venue in one process. */
export interface Line {
  /** Called for each connection of a websocket, before it is used. */
  readonly onConnection?: (client: Duplex) => void;
}

class PipeAgent extends Agent {
  private readonly door: LoopbackServer;
  private readonly line: Line;

  constructor(door: LoopbackServer, line: Line) {
    super();
    this.door = door;
    this.line = line;
  }

  override createConnection(): Duplex {
    const [client, server] = duplexPair();
    // A pipe whose one end is torn off breaks at the other too, as a connection does.
    server.once('close', () => client.destroy());
    client.once('close', () => server.destroy());
    this.line.onConnection?.(client);
    this.door.accept(server);
    return client;
  }
}

/**
 * Lets ccxt reach a venue in the same process without a port: requests become calls, websockets pipes. Both are places that the library
 * leaves open to its users (`fetchImplementation`, the agent), so that it runs as installed over a simulated network.
 */
export function connectWithin(exchange: CcxtVenue, venue: VenueHouse, line: Line = {}): void {
  exchange.fetchImplementation = (
    url: string,
    init: { readonly method?: string; readonly body?: string; readonly headers?: Record<string, string> },
  ) =>
    new Promise<Response>((resolve, reject) => {
      const { pathname, search } = new URL(url);
      const headers = Object.fromEntries(Object.entries(init.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
      const request = { verb: init.method ?? 'GET', path: pathname, query: search.slice(1), body: init.body ?? '', headers, ip: '' };
      venue.request(
        request,
        (reply) => resolve(new Response(reply.body, { status: reply.status, headers: reply.headers })),
        () => reject(new TypeError('fetch failed')),
      );
    });
  exchange.httpAgent = new PipeAgent(LoopbackServer.unheard(venue), line);
}
