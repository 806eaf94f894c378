/** Where a fault strikes: a REST request, a request of the websocket API, a message of a market stream, or one of an account's. */
export type Surface = 'rest' | 'ws-api' | 'stream' | 'user';

/** What goes wrong with a request. */
export type RequestFault =
  /** It never arrives: the connection breaks, or stays silent. */
  | { readonly kind: 'lose request'; readonly silent?: boolean }
  /** It is carried out, and nothing comes back. */
  | { readonly kind: 'lose reply'; readonly silent?: boolean }
  /** It arrives a second time later; only the first is answered. */
  | { readonly kind: 'duplicate request'; readonly afterMs: number }
  | { readonly kind: 'delay request'; readonly ms: number }
  /** What happens is told by the streams long before the answer comes. */
  | { readonly kind: 'delay reply'; readonly ms: number }
  /** Something else is answered: an error of the venue's, or a page that is none of it. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** True where the request is carried out all the same. */
      readonly carriedOut: boolean;
    }
  /** An order finds, or is found by, only this percentage of its size. */
  | { readonly kind: 'partial fill'; readonly percent: number }
  /** An order fills before its cancel is carried out. */
  | { readonly kind: 'cancel race' }
  /** A parameter that is a whole number becomes larger by this. */
  | { readonly kind: 'shift parameter'; readonly name: string; readonly by: number };

/** What goes wrong with a message of a stream. */
export type MessageFault =
  | { readonly kind: 'drop' }
  | { readonly kind: 'duplicate' }
  /** It is held back until the next one has gone. */
  | { readonly kind: 'reorder' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The first figure in it that has a point has another last digit. */
  | { readonly kind: 'corrupt' }
  /** The connection breaks in its place. */
  | { readonly kind: 'cut' };

/** A fault and what it strikes. Whatever is not named fits. */
export interface FaultRule<Fault = RequestFault | MessageFault> {
  readonly surface: Surface;
  /** `POST /api/v3/order`, `order.place`, `btcusdt@depth@100ms`, `executionReport`; a `*` at the end stands for any rest. */
  readonly endpoint?: string;
  readonly symbol?: string;
  /** Strikes first at the n-th that fits, counted from 1. */
  readonly nth?: number;
  /** How many it strikes from there on; 1 where nothing is said. */
  readonly times?: number;
  readonly fault: Fault;
}

interface Scripted {
  readonly rule: FaultRule;
  seen: number;
  struck: number;
}

const MESSAGE_KINDS = new Set(['drop', 'duplicate', 'reorder', 'delay', 'corrupt', 'cut']);

/** The script of what goes wrong. Every rule counts for itself what fits it. */
export class FaultRules {
  private readonly scripted: Scripted[] = [];

  add(rule: FaultRule): void {
    const ofMessages = rule.surface === 'stream' || rule.surface === 'user';
    if (MESSAGE_KINDS.has(rule.fault.kind) !== ofMessages) throw new Error(`"${rule.fault.kind}" cannot strike "${rule.surface}"`);
    this.scripted.push({ rule, seen: 0, struck: 0 });
  }

  clear(): void {
    this.scripted.length = 0;
  }

  /** Every rule with how often it has struck. */
  list(): { readonly rule: FaultRule; readonly seen: number; readonly struck: number }[] {
    return this.scripted.map((entry) => ({ ...entry }));
  }

  /** Faults that strike this request. */
  ofRequest(surface: 'rest' | 'ws-api', endpoint: string, symbol: string | undefined): RequestFault[] {
    return this.strike(surface, endpoint, symbol) as RequestFault[];
  }

  /** Faults that strike this message. */
  ofMessage(surface: 'stream' | 'user', endpoint: string, symbol: string | undefined): MessageFault[] {
    return this.strike(surface, endpoint, symbol) as MessageFault[];
  }

  private strike(surface: Surface, endpoint: string, symbol: string | undefined): FaultRule['fault'][] {
    const faults: FaultRule['fault'][] = [];
    for (const entry of this.scripted) {
      const { rule } = entry;
      if (rule.surface !== surface || !fits(rule.endpoint, endpoint)) continue;
      if (rule.symbol !== undefined && rule.symbol !== symbol) continue;
      entry.seen += 1;
      if (entry.seen < (rule.nth ?? 1) || entry.struck >= (rule.times ?? 1)) continue;
      entry.struck += 1;
      faults.push(rule.fault);
    }
    return faults;
  }
}

function fits(pattern: string | undefined, name: string): boolean {
  if (pattern === undefined) return true;
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
