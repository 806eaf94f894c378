import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { Random } from '../../../src-shared/kernel/random.ts';
import type { VenueCredentials } from '../../ports/venue-accounts.ts';
import type { ContractTerms, ExitAbilities, VenueHealth, VenueMessage, VenueOrders, VenueRequest } from '../../ports/venue-orders.ts';
import { amendOrder } from './amend-order.ts';
import { asked } from './asked.ts';
import { presentEvidence } from './evidence.ts';
import { type ExchangeAddress, openExchange } from './open-exchange.ts';
import { OrderAccount, type OrderExchange } from './order-account.ts';
import { orderMarkets } from './order-markets.ts';
import { askOrder, identifyOrder, keepAlive, listOrders, lookAt, prepareContracts } from './order-questions.ts';
import { type Sent, cancelOrder, placeOrder, placePair, replaceOrder } from './place-order.ts';
import { UserStream } from './user-stream.ts';
import { VenueClock } from './venue-clock.ts';
import { VENUES } from './venues/catalog.ts';
import { abilitiesOf } from './venues/order-protocol.ts';

/** The orders of an account at an exchange through ccxt, which signs and sends; what became of an order is read from what was really answered. */
export class CcxtOrders implements VenueOrders {
  readonly deadMansSwitch: boolean;
  readonly exits: ExitAbilities | null;
  private readonly account: OrderAccount;
  private readonly venueClock: VenueClock;
  private readonly stream: UserStream;
  private readonly going = new Set<Promise<void>>();
  private listener: ((message: VenueMessage) => void) | null = null;
  private heard = false;
  private health: VenueHealth = {
    state: 'silent',
    problem: null,
    reconnects: 0,
    garbled: 0,
    clockOffsetMs: null,
    roundTripMs: null,
    limitUse: 0,
  };

  private constructor(account: OrderAccount, random: Random) {
    this.account = account;
    this.deadMansSwitch = account.protocol.keepAlive !== null;
    this.exits = abilitiesOf(account.protocol);
    this.venueClock = new VenueClock(account, (reading) => this.tellHealth(reading));
    this.stream = new UserStream(account, random, {
      tell: (message) => this.tell(message),
      health: (change) => this.tellHealth(change),
      garbled: () => this.tellHealth({ garbled: this.health.garbled + 1 }),
      reconnected: () => this.tellHealth({ state: 'pushed', problem: null, reconnects: this.health.reconnects + 1 }),
      answers: () => this.venueClock.again(),
    });
  }

  /** Loads the venue's module and markets and reads its clock. Fails with `venue.unknown`, `venue.unreachable`, `venue.busy`, `venue.refused`, `venue.garbled`. */
  static async open(
    venue: string,
    credentials: VenueCredentials,
    to: Omit<ExchangeAddress, 'pushed'> & { readonly random: Random; readonly contracts?: readonly ContractTerms[] },
  ): Promise<CcxtOrders> {
    const able = VENUES.filter(({ orders }) => orders !== null);
    const rules = able.find(({ profile }) => profile.id === venue);
    const protocol = rules?.orders ?? null;
    if (rules === undefined || protocol === null)
      throw new Fault('venue.unknown', { venue, venues: able.map(({ profile }) => profile.id).join(', ') });
    const open = await openExchange<OrderExchange>(rules, credentials, { ...to, pushed: true });
    const account = new OrderAccount(rules, protocol, open, to.clock);
    let last = 0;
    // The library's own reading of the venue's clock happens when it likes; signatures carry ours.
    open.exchange.nonce = () => {
      if (rules.numbered) return (last = Math.max(last + 1, Math.floor(to.clock.now())));
      const signedAt = account.venueNow();
      presentEvidence().signedAt = signedAt;
      return signedAt;
    };
    open.exchange.seconds = () => Math.floor(account.venueNow() / 1_000);
    // A connection of an account is told two things at most; the library would let the second wait by its own clock.
    Object.assign(open.exchange.options['ws'] as object, { cost: 0 });
    const orders = new CcxtOrders(account, to.random);
    try {
      await orders.venueClock.measure();
      const markets = (loaded: unknown) => orderMarkets(loaded, (name) => open.exchange.safeCurrencyCode(name));
      account.markets = await asked(rules, () => open.exchange.loadMarkets(), markets, 'question');
      await prepareContracts(account, to.contracts ?? []);
    } catch (thrown) {
      await orders.close();
      throw thrown;
    }
    return orders;
  }

  send(request: VenueRequest): void {
    const going = this.carryOut(request).finally(() => this.going.delete(going));
    this.going.add(going);
  }

  listen(listener: (message: VenueMessage) => void): Releasable {
    this.listener = listener;
    if (!this.heard && !this.account.left) {
      this.heard = true;
      this.venueClock.start();
      this.stream.start();
    }
    listener({ kind: 'health', health: this.health });
    return {
      dispose: () => {
        if (this.listener === listener) this.listener = null;
      },
    };
  }

  /** Whatever is under way is given up, and told as what it then is. */
  async close(): Promise<void> {
    this.venueClock.stop();
    this.account.leave();
    await this.account.open.exchange.close();
    await Promise.all([...this.going, this.stream.ended()]);
  }

  private async carryOut(request: VenueRequest): Promise<void> {
    const { account } = this;
    // After a jump of the machine's clock nothing is signed before the venue's time is known again.
    if (this.venueClock.isDoubtful && !(await this.venueClock.again()) && request.kind === 'place') {
      const problem = `The clock of this machine was set, and ${account.venue} did not tell its time.`;
      this.tell({ kind: 'unsent', id: request.order.id, problem });
      return;
    }
    switch (request.kind) {
      case 'place':
        return this.tellSent(await placeOrder(account, request.order));
      case 'place-pair':
        return this.tellSent(await placePair(account, request.pair));
      case 'replace':
        return this.tellSent(await replaceOrder(account, request));
      case 'amend':
        return this.tellSent(await amendOrder(account, request));
      case 'cancel':
        return this.tellSent(await cancelOrder(account, request));
      case 'ask':
        this.tell(await askOrder(account, request));
        return;
      case 'list':
        this.tell(await listOrders(account, request));
        return;
      case 'look':
        this.tell(await lookAt(account, request));
        return;
      case 'identify':
        this.tell(await identifyOrder(account, request));
        return;
      case 'keep-alive':
        this.tell(await keepAlive(account, request.ms));
        return;
    }
  }

  private async tellSent({ message, clockDiffers }: Sent): Promise<void> {
    this.tell(message);
    if (clockDiffers) await this.venueClock.again();
  }

  private tell(message: VenueMessage): void {
    this.listener?.(message);
  }

  private tellHealth(change: Partial<VenueHealth>): void {
    const before = JSON.stringify(this.health);
    this.health = { ...this.health, ...change, limitUse: Math.round(this.account.open.limiter.use() * 1_000) / 1_000 };
    if (JSON.stringify(this.health) !== before) this.tell({ kind: 'health', health: this.health });
  }
}

/** What a venue can do with exits and with terms; null where this program places single orders there that keep theirs. */
export function exitsAt(venue: string): ExitAbilities | null {
  const protocol = VENUES.find(({ profile }) => profile.id === venue)?.orders ?? null;
  return protocol === null ? null : abilitiesOf(protocol);
}
