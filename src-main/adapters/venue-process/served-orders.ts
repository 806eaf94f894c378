import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AccountAddress, VenueCredentials } from '../../ports/venue-accounts.ts';
import type { ContractTerms, VenueHealth, VenueMessage, VenueOrders, VenueRequest } from '../../ports/venue-orders.ts';
import { type ToTradingChild, toTradingChild, type TradeStart } from './order-messages.ts';
import type { ParentLink } from './parent-link.ts';
import { neverLeft } from './unanswered-requests.ts';
import { UNHEARD } from './unheard.ts';
import { secretFilter } from './without-secrets.ts';

/** Makes the orders of an account with its key. Fails as `VenueAccounts.read` does. */
export type OpenVenueOrders = (
  address: AccountAddress,
  credentials: VenueCredentials,
  contracts: readonly ContractTerms[],
) => Promise<VenueOrders>;

/** What a process that trades stands on. */
export interface ServedOrdersParts {
  readonly parent: ParentLink;
  readonly credentials: (start: TradeStart) => Promise<VenueCredentials>;
  readonly orders: OpenVenueOrders;
  readonly clock: Clock;
}

/** How often the parent hears of this process at least, ms. */
const HEARTBEAT_MS = 3_000;
/**
 * An order that waited longer is not sent, ms: a process that hung must not send what was decided on prices of long ago, and a venue that is
 * asked for an order must have seen it by then.
 */
const STALE_MS = 2_000;
/** Requests after which an order may stand at the venue. */
const CREATES: ReadonlySet<VenueRequest['kind']> = new Set(['place', 'place-pair', 'replace']);
/** Characters of a problem that are told. */
const LONGEST_PROBLEM = 300;

/** The orders of one account in their process: opens the key, hands requests on and messages back, in which no part of the key stands. */
export class ServedOrders {
  private readonly parts: ServedOrdersParts;
  private readonly waiting: Extract<ToTradingChild, { kind: 'request' }>[] = [];
  private clean: (text: string) => string = (text) => text;
  private orders: VenueOrders | null = null;
  private health: VenueHealth = UNHEARD;
  private over = false;

  constructor(parts: ServedOrdersParts) {
    this.parts = parts;
  }

  /** Opens the account; what is asked until then waits. */
  async open(start: TradeStart): Promise<void> {
    this.beat();
    try {
      const { venue, sandbox } = start.account;
      const credentials = await this.parts.credentials(start);
      const { key, secret, passphrase } = credentials;
      this.clean = secretFilter([key, secret, ...(passphrase === null ? [] : [passphrase])]);
      const orders = await this.parts.orders({ venue, sandbox }, credentials, start.contracts ?? []);
      orders.listen((message) => {
        if (message.kind === 'ended') this.end(message.problem);
        else this.pass(message);
      });
      this.orders = orders;
    } catch (thrown) {
      this.fail(thrown);
      return;
    }
    for (const { at, request } of this.waiting.splice(0)) this.request(at, request);
  }

  hear(message: unknown): void {
    const told = toTradingChild(message);
    if (told === null) this.end('It was told something that it does not understand.');
    else if (told.kind === 'close') void this.close();
    else if (this.orders === null) this.waiting.push(told);
    else this.request(told.at, told.request);
  }

  /** Something that nobody foresaw: the process says so, in its own words, and ends. */
  fail(thrown: unknown): void {
    if (thrown instanceof Fault) this.end(thrown.message);
    else this.end(thrown instanceof Error ? `${thrown.name}: ${thrown.message}.` : String(thrown));
  }

  private request(at: number, request: VenueRequest): void {
    const waited = this.parts.clock.now() - at;
    if (!CREATES.has(request.kind) || waited <= STALE_MS) this.orders?.send(request);
    else this.say(neverLeft(request, `It had waited ${String(waited)} ms for the process of the account, so it was not sent.`));
  }

  private async close(): Promise<void> {
    try {
      await this.orders?.close();
    } catch (thrown) {
      this.fail(thrown);
      return;
    }
    this.end('');
  }

  private pass(message: Exclude<VenueMessage, { kind: 'ended' }>): void {
    if (message.kind === 'health') this.health = message.health;
    this.say(message);
  }

  /** Says how it stands again and again, so that a process that hangs is noticed. */
  private beat(): void {
    if (this.over) return;
    this.say({ kind: 'health', health: this.health });
    this.parts.clock.after(HEARTBEAT_MS, () => {
      this.beat();
    });
  }

  private end(problem: string): void {
    if (this.over) return;
    for (const { request } of this.waiting.splice(0)) this.say(neverLeft(request, problem));
    this.over = true;
    this.parts.parent.sendLast(this.cleaned({ kind: 'ended', problem }));
  }

  private say(message: VenueMessage): void {
    if (!this.over) this.parts.parent.send(this.cleaned(message));
  }

  private cleaned(message: VenueMessage): unknown {
    return JSON.parse(JSON.stringify(message), (name, value: unknown) => {
      if (typeof value !== 'string') return value;
      const clean = this.clean(value);
      return name === 'problem' ? clean.slice(0, LONGEST_PROBLEM) : clean;
    });
  }
}
