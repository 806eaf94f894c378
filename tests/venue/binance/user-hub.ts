import type { Clock } from '../../../src-main/ports/clock.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { UserEvent } from '../core/events.ts';
import type { ExchangeState, VenueNow } from '../core/state.ts';
import type { ListenKeys } from './desk.ts';
import { userEventJson } from './order-json.ts';

/** A message of an account's stream, with what faults know it by. */
export interface UserMessage {
  readonly event: string;
  readonly symbol: string | undefined;
  readonly json: unknown;
  /** It is told so much later than others, ms. */
  readonly laterMs?: number;
}

export type UserSink = (message: UserMessage) => void;

/** What an account is told of an event, in a protocol's words. */
export type WriteEvent = (event: UserEvent, state: ExchangeState) => readonly UserMessage[];

interface ListenKey {
  readonly account: number;
  readonly sinks: Set<UserSink>;
  timer: Releasable;
}

/** How long an older user stream lives without word from its customer. */
const LISTEN_KEY_MS = 60 * 60_000;

/**
 * Tells accounts what happens to them. Binance has ended listen keys on spot (February 2026); they are kept here for protocols and
 * tests that still listen that way.
 */
export class UserHub implements ListenKeys {
  private readonly state: ExchangeState;
  private readonly venueTime: VenueNow;
  private readonly clock: Pick<Clock, 'after'>;
  private readonly sinks = new Map<number, Set<UserSink>>();
  private readonly listenKeys = new Map<string, ListenKey>();

  constructor(
    state: ExchangeState,
    times: { readonly venueTime: VenueNow; readonly clock: Pick<Clock, 'after'> },
    delayMs: number,
    write: WriteEvent = spotMessages,
  ) {
    this.state = state;
    this.venueTime = times.venueTime;
    this.clock = times.clock;
    state.onUser((event) => {
      // What happens is answered first and told then, as by two lines of different length.
      const listening = this.sinks.get(event.account);
      if (!listening || listening.size === 0) return;
      const messages = write(event, state);
      const told = [...listening];
      const tell = (message: UserMessage) => {
        for (const sink of told) if (listening.has(sink)) sink(message);
      };
      this.clock.after(delayMs, () => {
        for (const message of messages) if (message.laterMs === undefined) tell(message);
      });
      for (const message of messages) if (message.laterMs !== undefined) this.clock.after(delayMs + message.laterMs, () => tell(message));
    });
  }

  listen(account: number, sink: UserSink): Releasable {
    const sinks = this.sinks.get(account) ?? new Set();
    this.sinks.set(account, sinks);
    sinks.add(sink);
    return { dispose: () => void sinks.delete(sink) };
  }

  create(account: number): string {
    const known = [...this.listenKeys].find(([, entry]) => entry.account === account);
    if (known) {
      this.extend(known[0]);
      return known[0];
    }
    const key = `${this.state.makeClientId()}${this.state.makeClientId()}`;
    this.listenKeys.set(key, { account, sinks: new Set(), timer: this.expiry(key) });
    return key;
  }

  extend(listenKey: string): boolean {
    const entry = this.listenKeys.get(listenKey);
    if (!entry) return false;
    entry.timer.dispose();
    entry.timer = this.expiry(listenKey);
    return true;
  }

  close(listenKey: string): boolean {
    this.listenKeys.get(listenKey)?.timer.dispose();
    return this.listenKeys.delete(listenKey);
  }

  /** Listens by a listen key; null where there is none. */
  listenByKey(listenKey: string, sink: UserSink): Releasable | null {
    const entry = this.listenKeys.get(listenKey);
    if (!entry) return null;
    entry.sinks.add(sink);
    const listening = this.listen(entry.account, (message) => {
      if (this.listenKeys.has(listenKey)) sink(message);
    });
    return {
      dispose: () => {
        entry.sinks.delete(sink);
        listening.dispose();
      },
    };
  }

  /** Ends a listen key as if its hour were over, and says so to whoever listens. */
  expire(listenKey: string): void {
    const entry = this.listenKeys.get(listenKey);
    if (!entry) return;
    this.close(listenKey);
    const json = { e: 'listenKeyExpired', E: this.venueTime.now(), listenKey };
    for (const sink of entry.sinks) sink({ event: 'listenKeyExpired', symbol: undefined, json });
  }

  private expiry(listenKey: string): Releasable {
    return this.clock.after(LISTEN_KEY_MS, () => this.expire(listenKey));
  }
}

function spotMessages(event: UserEvent, state: ExchangeState): readonly UserMessage[] {
  return [{ event: nameOf(event), symbol: symbolOf(event), json: userEventJson(event, state) }];
}

function nameOf(event: UserEvent): string {
  switch (event.kind) {
    case 'execution':
      return `executionReport:${event.execution}`;
    case 'balances':
      return 'outboundAccountPosition';
    case 'transfer':
      return 'balanceUpdate';
    case 'list':
      return 'listStatus';
  }
}

function symbolOf(event: UserEvent): string | undefined {
  if (event.kind === 'execution') return event.order.symbol;
  return event.kind === 'list' ? event.list.symbol : undefined;
}
