import type { Readable, Writable } from 'node:stream';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';

/** A message of the debugging protocol, in either direction. */
export interface CdpMessage {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** An event of the browser or of the page. */
export interface CdpEvent {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly sessionId: string | null;
}

/** Somebody else who speaks over the same pipe, with ids of its own. */
export interface CdpGuest {
  deliver(message: CdpMessage): void;
}

interface Pending {
  readonly settle: (message: CdpMessage) => void;
}

/** A browser that has gone cannot be asked; whoever asked is told so by this. */
export class BrowserGone extends Error {
  override readonly name = 'BrowserGone';
}

/** The debugging protocol over a pair of streams: JSON messages that end with a NUL, no port. */
export class CdpConnection {
  private readonly output: Writable;
  private readonly pending = new Map<number, Pending>();
  private readonly listeners = new Set<(event: CdpEvent) => void>();
  private readonly ownSessions = new Set<string>();
  private guest: CdpGuest | null = null;
  private chunks: Buffer[] = [];
  private lastId = 0;
  private gone = false;

  constructor(output: Writable, input: Readable) {
    this.output = output;
    // A browser that dies breaks the pipe under us; its exit is what is acted on.
    const end = (): void => {
      this.end();
    };
    output.on('error', end);
    input.on('error', end);
    input.on('close', end);
    input.on('data', (chunk: Buffer) => {
      this.read(chunk);
    });
  }

  /** Asks the browser (or the page behind `sessionId`) and waits for its answer. Rejects with the browser's own words. */
  async ask(
    method: string,
    params: Readonly<Record<string, unknown>> = {},
    sessionId?: string,
  ): Promise<Readonly<Record<string, unknown>>> {
    const answer = await new Promise<CdpMessage>((resolve) => {
      this.post({ method, params, ...(sessionId === undefined ? {} : { sessionId }) }, resolve);
    });
    if (answer.error) {
      const said = `${method}: ${answer.error.message}`;
      throw this.gone ? new BrowserGone(said) : new Error(said);
    }
    return answer.result ?? {};
  }

  /** Events of the browser and of the sessions that are ours. */
  onEvent(listener: (event: CdpEvent) => void): Releasable {
    this.listeners.add(listener);
    return {
      dispose: () => {
        this.listeners.delete(listener);
      },
    };
  }

  /** Marks a session as ours, so that its events come to us and not to a guest. */
  own(sessionId: string): void {
    this.ownSessions.add(sessionId);
  }

  /** Lets somebody else speak over the pipe, one at a time; null shows it out. */
  admit(guest: CdpGuest | null): void {
    this.guest = guest;
  }

  /** Sends a guest's message under an id of ours; the answer goes back under the guest's. */
  relay(message: CdpMessage, guest: CdpGuest): void {
    const { id, ...rest } = message;
    this.post(rest, (answer) => {
      // What we say ourselves when the browser has gone is not the browser's answer; the guest's socket ends anyway.
      if (this.guest === guest && !this.gone) guest.deliver({ ...answer, ...(id === undefined ? {} : { id }) });
    });
  }

  private post(message: Omit<CdpMessage, 'id'>, settle: (message: CdpMessage) => void): void {
    if (this.gone) {
      settle({ error: { message: 'the browser has gone' } });
      return;
    }
    this.lastId += 1;
    this.pending.set(this.lastId, { settle });
    this.output.write(`${JSON.stringify({ id: this.lastId, ...message })}\0`);
  }

  private end(): void {
    if (this.gone) return;
    this.gone = true;
    const waiting = [...this.pending.values()];
    this.pending.clear();
    for (const { settle } of waiting) settle({ error: { message: 'the browser has gone' } });
  }

  private read(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(0); at >= 0; at = chunk.indexOf(0, from)) {
      this.chunks.push(chunk.subarray(from, at));
      from = at + 1;
      const text = Buffer.concat(this.chunks).toString('utf8');
      this.chunks = [];
      this.dispatch(JSON.parse(text) as CdpMessage);
    }
    if (from < chunk.length) this.chunks.push(chunk.subarray(from));
  }

  private dispatch(message: CdpMessage): void {
    if (message.id !== undefined) {
      const pending = this.pending.get(message.id);
      this.pending.delete(message.id);
      pending?.settle(message);
      return;
    }
    if (message.method === undefined) return;
    const ours = message.sessionId === undefined || this.ownSessions.has(message.sessionId);
    if (ours) {
      const event: CdpEvent = { method: message.method, params: message.params ?? {}, sessionId: message.sessionId ?? null };
      for (const listener of [...this.listeners]) listener(event);
    }
    if (message.sessionId === undefined || !ours) this.guest?.deliver(message);
  }
}
