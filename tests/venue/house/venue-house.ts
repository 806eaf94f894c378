import type { Clock } from '../../../src-main/ports/clock.ts';
import { Exchange } from '../core/exchange.ts';
import { MarketMaker } from '../core/market-maker.ts';
import type { ExchangeOptions } from '../core/state.ts';
import { makeContracts, makeSymbols } from '../core/symbol.ts';
import { FaultRules } from '../faults/fault-rules.ts';
import { Frost } from '../faults/frost.ts';
import { RequestGate } from '../faults/request-gate.ts';
import { RequestLog } from './request-log.ts';
import { BINANCE_WIRE, type Wire, type WireLimits, type WireSession } from './wire.ts';

/** A request of HTTP without HTTP, so that a simulated network can carry it too. */
export interface RestRequest {
  readonly verb: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly ip: string;
}

export interface RestReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Where a websocket was opened. */
export interface WireAddress {
  readonly path: string;
  readonly query: string;
  readonly ip: string;
}

/** What a key may do. Nobody can withdraw anything here; the right is only shown. */
export interface KeyRights {
  readonly reading: boolean;
  readonly trading: boolean;
  readonly withdrawals: boolean;
}

/** What a venue of any protocol is started with. */
export interface HouseOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly symbols?: number;
  /** Markets of perpetual contracts; none unless it is said. */
  readonly contracts?: number;
  readonly pastMinutes?: number;
  readonly wire?: Partial<WireLimits>;
  /** Ms from an event to the message that tells of it. */
  readonly userDelayMs?: number;
  /** Ms between steps of the market's walk; 0 leaves it standing. */
  readonly stepMs?: number;
}

/** What a protocol's venue does in a way of its own. */
type ExchangeTerms = Omit<ExchangeOptions, 'clock' | 'seed' | 'symbols' | 'pastMinutes'> & {
  /** What contracts are paid in; USDT unless it is said. */
  readonly contractAsset?: string;
};

/** `stream` carries what markets tell, `account` what accounts are told and send. */
export type WireKind = 'stream' | 'account';

/** What every venue of the tests is, whatever it speaks: an exchange, a house that makes its markets, faults, connections. */
export abstract class VenueHouse {
  readonly exchange: Exchange;
  readonly maker: MarketMaker;
  readonly faults = new FaultRules();
  readonly frost: Frost;
  readonly log = new RequestLog();
  /** The venue's own time, which may differ from everybody else's. */
  readonly time: { now(): number };
  /** Ms that the venue's clock is ahead of everybody else's. */
  offsetMs = 0;
  protected readonly clock: Clock;
  protected readonly gate: RequestGate;
  protected readonly wireLimits: WireLimits;
  private readonly wires = new Map<Wire, WireKind>();
  private walking = {};

  constructor(options: HouseOptions, { contractAsset, ...terms }: ExchangeTerms) {
    const { clock, seed } = options;
    this.clock = clock;
    this.time = { now: () => clock.now() + this.offsetMs };
    this.wireLimits = { ...BINANCE_WIRE, ...options.wire };
    const symbols = [...makeSymbols(options.symbols ?? 8, seed), ...makeContracts(options.contracts ?? 0, contractAsset)];
    this.exchange = new Exchange({ clock: this.time, seed, symbols, pastMinutes: options.pastMinutes ?? 1_440, ...terms });
    this.maker = new MarketMaker(this.exchange, seed);
    this.frost = new Frost(clock);
    this.gate = new RequestGate(this.faults, this.frost, clock);
    this.walk(options.stepMs ?? 0);
  }

  /** Connections that are open, by kind. */
  get connections(): Readonly<Record<WireKind, number>> {
    const kinds = [...this.wires.values()];
    return { stream: kinds.filter((kind) => kind === 'stream').length, account: kinds.filter((kind) => kind === 'account').length };
  }

  /** Takes a REST request; `cut` breaks its connection. Where neither is called the venue stays silent. */
  abstract request(request: RestRequest, reply: (reply: RestReply) => void, cut: () => void): void;

  /** Gives an account a key, or takes one away. */
  abstract addKey(key: { readonly key: string; readonly secret: string; readonly account: number; readonly rights: KeyRights }): void;
  abstract revokeKey(key: string): void;

  /** Shuts an address out for as long as it has earned or for `ms`; answers until when. */
  abstract ban(ip: string, ms?: number): number;

  /** Ends a customer's way of listening as if its time were over. */
  abstract expireListening(key: string): void;

  /** Takes a websocket. */
  connect(address: WireAddress, wire: Wire): WireSession {
    const { kind, session } = this.open(address, wire);
    this.wires.set(wire, kind);
    return {
      receive: (text) => session.receive(text),
      control: (event, payload) => session.control(event, payload),
      closed: () => {
        this.wires.delete(wire);
        session.closed();
      },
    };
  }

  /** Breaks connections, of one kind or all. */
  cutConnections(kind?: WireKind): number {
    const cut = [...this.wires].filter(([, each]) => kind === undefined || each === kind);
    for (const [wire] of cut) wire.cut();
    return cut.length;
  }

  /** Lets the markets walk, a step of each every `ms`; 0 lets them stand. */
  walk(ms: number): void {
    const walking = {};
    this.walking = walking;
    const next = () => {
      this.clock.after(ms, () => {
        if (this.walking !== walking) return;
        for (const symbol of this.exchange.state.markets.keys()) this.maker.step(symbol);
        next();
      });
    };
    if (ms > 0) next();
  }

  protected abstract open(address: WireAddress, wire: Wire): { readonly kind: WireKind; readonly session: WireSession };
}
