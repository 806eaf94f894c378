import type { Clock } from '../../../src-main/ports/clock.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { Outbox } from '../faults/outbox.ts';
import type { StreamHub } from './stream-hub.ts';
import type { UserHub } from './user-hub.ts';
import type { Wire, WireLimits, WireSession } from '../house/wire.ts';
import { KeepAlive } from '../house/keep-alive.ts';

/** What a session of market streams works with. */
export interface MarketSessionParts {
  readonly hub: StreamHub;
  readonly users: UserHub;
  readonly outbox: Outbox;
  readonly limits: WireLimits;
  readonly clock: Pick<Clock, 'now' | 'after'>;
}

interface Command {
  readonly method?: unknown;
  readonly params?: unknown;
  readonly id?: unknown;
}

/** One websocket on which markets, or by a listen key an account, are told of. */
export class MarketSession implements WireSession {
  private readonly wire: Wire;
  private readonly parts: MarketSessionParts;
  private readonly listening = new Map<string, Releasable>();
  private readonly keepAlive: KeepAlive;
  private combined: boolean;
  private second = 0;
  private inSecond = 0;

  constructor(wire: Wire, parts: MarketSessionParts, options: { readonly combined: boolean; readonly streams: readonly string[] }) {
    this.wire = wire;
    this.parts = parts;
    this.combined = options.combined;
    this.keepAlive = new KeepAlive(wire, parts.limits, parts.clock);
    for (const name of options.streams) this.listen(name);
  }

  receive(text: string): void {
    if (!this.allowed()) return;
    let command: Command;
    try {
      command = JSON.parse(text) as Command;
    } catch {
      return this.say({ error: { code: 3, msg: 'Invalid JSON: expected value at line 1 column 1' } });
    }
    this.say(this.answer(command));
  }

  control(_kind: 'ping' | 'pong'): void {
    this.keepAlive.heard();
    this.allowed();
  }

  closed(): void {
    this.keepAlive.dispose();
    for (const each of this.listening.values()) each.dispose();
    this.listening.clear();
  }

  private answer({ method, params, id }: Command): unknown {
    const name = typeof method === 'string' ? method : '';
    const names = Array.isArray(params) ? params.filter((each): each is string => typeof each === 'string') : [];
    const done = (result: unknown) => ({ result, id: id ?? null });
    const refused = (code: number, msg: string) => ({ error: { code, msg }, id: id ?? null });
    if (id !== undefined && id !== null && typeof id !== 'number' && typeof id !== 'string')
      return refused(2, 'Invalid request: request ID must be an unsigned integer');
    switch (name) {
      case 'SUBSCRIBE':
        if (this.listening.size + names.length > this.parts.limits.streams) return refused(2, 'Invalid request: too many streams');
        for (const each of names) this.listen(each);
        return done(null);
      case 'UNSUBSCRIBE':
        for (const each of names) {
          this.listening.get(each)?.dispose();
          this.listening.delete(each);
        }
        return done(null);
      case 'LIST_SUBSCRIPTIONS':
        return done([...this.listening.keys()]);
      case 'SET_PROPERTY': {
        const [property, value] = Array.isArray(params) ? (params as unknown[]) : [];
        if (property !== 'combined') return refused(0, 'Unknown property');
        if (typeof value !== 'boolean') return refused(1, 'Invalid value type: expected Boolean');
        this.combined = value;
        return done(null);
      }
      case 'GET_PROPERTY':
        return names[0] === 'combined' ? done(this.combined) : refused(0, 'Unknown property');
      default:
        return refused(
          2,
          `Invalid request: unknown variant ${name}, expected one of SUBSCRIBE, UNSUBSCRIBE, LIST_SUBSCRIPTIONS, SET_PROPERTY, GET_PROPERTY`,
        );
    }
  }

  /** Listens to a stream; a name that stands for none is taken and never heard of again, as the venue does. */
  private listen(name: string): void {
    if (this.listening.has(name)) return;
    const { hub, users, outbox } = this.parts;
    const send = (surface: 'stream' | 'user', endpoint: string, symbol: string | undefined, data: unknown) =>
      outbox.send({ surface, name: endpoint, symbol, text: JSON.stringify(this.combined ? { stream: name, data } : data) });
    const symbol = name.startsWith('!') ? undefined : name.split('@')[0]?.toUpperCase();
    const listening =
      users.listenByKey(name, (message) => send('user', message.event, message.symbol, message.json)) ??
      hub.listen(name, (message) => send('stream', name, symbol, message));
    if (listening) this.listening.set(name, listening);
  }

  private say(answer: unknown): void {
    this.parts.outbox.sendPlain(JSON.stringify(answer));
  }

  private allowed(): boolean {
    const second = Math.floor(this.parts.clock.now() / 1_000);
    this.inSecond = second === this.second ? this.inSecond + 1 : 1;
    this.second = second;
    if (this.inSecond <= this.parts.limits.messagesPerSecond) return true;
    this.wire.close(1_008, 'Too many requests');
    return false;
  }
}
