import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { COMMAND } from './commands.ts';
import type { VenueControl } from './control.ts';

/** A door of its own beside the venue's: POST of one command as JSON, answered as `{"result": …}` or `{"error": …}`. */
export class ControlDoor {
  private readonly control: VenueControl;
  private readonly server: Server;

  private constructor(control: VenueControl) {
    this.control = control;
    this.server = createServer((request, response) => this.take(request, response));
  }

  static async start(control: VenueControl, port: number): Promise<ControlDoor> {
    const made = new ControlDoor(control);
    await new Promise<void>((resolve, reject) => {
      made.server.once('error', reject);
      made.server.listen(port, '127.0.0.1', resolve);
    });
    return made;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [status, body] = this.answer(Buffer.concat(chunks).toString('utf8'));
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  }

  private answer(text: string): [number, unknown] {
    try {
      return [200, { result: this.control.run(COMMAND.parse(JSON.parse(text))) ?? null }];
    } catch (thrown) {
      return [400, { error: thrown instanceof Error ? thrown.message : String(thrown) }];
    }
  }
}
