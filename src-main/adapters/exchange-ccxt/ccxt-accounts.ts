import * as z from 'zod/mini';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  AccountAddress,
  AccountReading,
  KeyRights,
  VenueAccounts,
  VenueBalance,
  VenueCredentials,
} from '../../ports/venue-accounts.ts';
import { asked } from './asked.ts';
import { openExchange, type CcxtExchange } from './open-exchange.ts';
import { VENUES } from './venues/catalog.ts';
import { UNKNOWN_RIGHTS, type VenueRules } from './venues/venue-rules.ts';

const FIGURES = z.record(z.string(), z.nullish(z.string()));
const BALANCE = z.object({ free: FIGURES, used: FIGURES });
const ORDERS = z.array(z.object({ id: z.string() }));

/** Accounts at exchanges through ccxt, of which only the module of the venue in use is loaded. Nothing here can place an order. */
export class CcxtAccounts implements VenueAccounts {
  readonly profiles = VENUES.map(({ profile }) => profile);
  private readonly clock: Clock;
  private readonly address: (url: string) => string;
  private readonly timeoutMs: number | undefined;

  /** `address` gives the address that is asked in place of a venue's own, such as a gateway's. */
  constructor(clock: Clock, options: { readonly address?: (url: string) => string; readonly timeoutMs?: number } = {}) {
    this.clock = clock;
    this.address = options.address ?? ((url) => url);
    this.timeoutMs = options.timeoutMs;
  }

  async read({ venue, sandbox }: AccountAddress, credentials: VenueCredentials): Promise<AccountReading> {
    const rules = VENUES.find(({ profile }) => profile.id === venue);
    if (rules === undefined) throw new Fault('venue.unknown', { venue, venues: VENUES.map(({ profile }) => profile.id).join(', ') });
    const { exchange, limiter } = await openExchange(rules, credentials, {
      sandbox,
      address: this.address,
      clock: this.clock,
      ...(this.timeoutMs === undefined ? {} : { timeoutMs: this.timeoutMs }),
    });
    const ask = <Value>(question: () => Promise<unknown>, parse: (answer: unknown) => Value) => asked(rules, question, parse, 'question');
    try {
      const sentAt = { wall: this.clock.now(), monotonic: this.clock.monotonic() };
      const time = await ask(
        () => exchange.fetchTime(),
        (answer) => z.number().parse(answer),
      );
      const roundTripMs = this.clock.monotonic() - sentAt.monotonic;
      const clockOffsetMs = Math.round(time - (sentAt.wall + roundTripMs / 2));
      // Signed by the venue's time: a clock that is wrong is told, and in the way of nothing.
      if (!rules.numbered) exchange.nonce = () => this.clock.now() + clockOffsetMs;
      const rights = await this.rights(rules, exchange, sandbox);
      const balances = await ask(() => exchange.fetchBalance(), balancesOf);
      const openOrders = await ask(
        () => exchange.fetchOpenOrders(),
        (answer) => ORDERS.parse(answer).length,
      );
      return { rights, balances, openOrders, clockOffsetMs, roundTripMs };
    } finally {
      limiter.close();
    }
  }

  private async rights(rules: VenueRules, exchange: CcxtExchange, sandbox: boolean): Promise<KeyRights> {
    const { rights } = rules;
    if (rights === null || (sandbox && !rights.inSandbox)) return UNKNOWN_RIGHTS;
    return asked(rules, () => rights.ask(exchange), rights.read, 'question');
  }
}

function balancesOf(answer: unknown): VenueBalance[] {
  const { free, used } = BALANCE.parse(answer);
  return Object.keys(free)
    .map((asset) => ({ asset, free: Decimal.parse(free[asset] ?? '0'), used: Decimal.parse(used[asset] ?? '0') }))
    .filter((balance) => !balance.free.isZero() || !balance.used.isZero())
    .sort((a, b) => (a.asset < b.asset ? -1 : 1));
}
