import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { VenueHouse } from '../house/venue-house.ts';
import { ServerSocket } from './ws-frames.ts';

/** The venue's door on the loopback: HTTP and websockets on one port, and nothing of the venue's rules. */
export class LoopbackServer {
  private readonly venue: VenueHouse;
  private readonly server: Server;
  private readonly sockets = new Set<Duplex>();

  private constructor(venue: VenueHouse) {
    this.venue = venue;
    this.server = createServer((request, response) => this.rest(request, response));
    this.server.on('upgrade', (request: IncomingMessage, socket: Duplex) => this.upgrade(request, socket));
  }

  /** A door that nothing listens behind: connections are handed to it. */
  static unheard(venue: VenueHouse): LoopbackServer {
    return new LoopbackServer(venue);
  }

  static async start(venue: VenueHouse, port: number): Promise<LoopbackServer> {
    const made = new LoopbackServer(venue);
    await new Promise<void>((resolve, reject) => {
      made.server.once('error', reject);
      made.server.listen(port, '127.0.0.1', resolve);
    });
    return made;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Takes a connection that came by other ways than a port, such as one end of a pipe within the process. */
  accept(connection: Duplex): void {
    this.server.emit('connection', connection);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
  }

  private rest(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://venue');
      this.venue.request(
        {
          verb: request.method ?? 'GET',
          path: url.pathname,
          query: url.search.slice(1),
          body: Buffer.concat(chunks).toString('utf8'),
          headers: Object.fromEntries(
            Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
          ),
          ip: request.socket.remoteAddress ?? '',
        },
        ({ status, headers, body }) => {
          if (!response.destroyed) response.writeHead(status, headers).end(body);
        },
        () => request.socket.destroy(),
      );
    });
  }

  private upgrade(request: IncomingMessage, socket: Duplex): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    const url = new URL(request.url ?? '/', 'http://venue');
    const made = new ServerSocket(request, socket, {
      text: (text) => session.receive(text),
      ping: (payload) => session.control('ping', payload.toString('utf8')),
      pong: (payload) => session.control('pong', payload.toString('utf8')),
      closed: () => session.closed(),
    });
    const session = this.venue.connect({ path: url.pathname, query: url.search.slice(1), ip: request.socket.remoteAddress ?? '' }, made);
  }
}
