import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CcxtFeed } from '../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { CcxtOrders } from '../../src-main/adapters/exchange-ccxt/ccxt-orders.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { EngineCommand } from '../../src-main/core/engine/engine-event.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import type { LiveKnowledge } from '../../src-main/sessions/live-knowledge.ts';
import type { LiveOutcome, LiveSpec } from '../../src-main/sessions/live-types.ts';
import type { OpenedSession } from '../../src-main/sessions/open-session.ts';
import { contractTerms } from '../../src-main/exchange-ground.ts';
import { runLive } from '../../src-main/run-live.ts';
import type { Arming } from '../../src-shared/domain/arming.ts';
import { IDEAL } from '../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../src-shared/domain/limits.ts';
import type { OrderIntent } from '../../src-shared/domain/order.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { MINUTE_MS, type UtcMs, utcMs } from '../../src-shared/kernel/time.ts';
import { addressOf } from '../venue/address-of.ts';
import { FIRST_CUSTOMER } from '../venue/control/customer.ts';
import type { Account } from '../venue/core/account.ts';
import type { VenueOrder } from '../venue/core/order.ts';
import { unitsText } from '../venue/core/units.ts';
import type { VenueHouse } from '../venue/house/venue-house.ts';
import { type AnyProtocol, credentialsAt, startProtocol } from '../venue/protocols.ts';
import type { StartedVenue } from '../venue/start-venue.ts';

type CommandPart = EngineCommand extends infer Each ? (Each extends EngineCommand ? Omit<Each, 'id'> : never) : never;

/** What a script of a session sees of it. */
export interface LiveMoment {
  readonly opened: OpenedSession;
  /** Carries out what a person asks; the orders that it made. */
  command(command: CommandPart): ReturnType<OpenedSession['session']['command']>;
  readonly notes: readonly string[];
  readonly knowledge: LiveKnowledge;
}

/** A script: each step is waited for until it is true. */
export type LiveScript = readonly ((moment: LiveMoment) => boolean)[];

/** What lets an account of tests trade with real money. */
export const ARMED: Arming = { account: 'mine', by: 'test', code: 'test', override: false, strategies: [] };

/** The machine's clock, set to another time: the same one to program and venue. */
export class SetClock extends SystemClock {
  private offset = 0;

  /** Lets it be so long before a minute is over. */
  beforeMinute(ms: number): void {
    const now = super.now() + this.offset;
    this.offset += Math.ceil((now + ms) / MINUTE_MS) * MINUTE_MS - ms - now;
  }

  /** Lets so much time go by at once. */
  pass(ms: number): void {
    this.offset += ms;
  }

  override now(): UtcMs {
    return utcMs(super.now() + this.offset);
  }
}

/** An account at a venue on the loopback, and a home whose sessions trade with it. */
export class LiveHome {
  readonly venue: StartedVenue<VenueHouse>;
  private readonly protocol: AnyProtocol;
  /** The part of the venue that is traded at, as the program calls it. */
  profile: string;
  readonly home = mkdtempSync(join(tmpdir(), 'live-'));
  private commands = 0;

  private readonly clock: Clock;

  private constructor(protocol: AnyProtocol, venue: StartedVenue<VenueHouse>, clock: Clock) {
    this.protocol = protocol;
    this.profile = protocol;
    this.venue = venue;
    this.clock = clock;
  }

  /** `contracts` is how many perpetuals the venue has. */
  static async open(protocol: AnyProtocol = 'binance', clock: Clock = new SystemClock(), contracts = 0): Promise<LiveHome> {
    return new LiveHome(protocol, await startProtocol(protocol, { stepMs: 20, symbols: 3, contracts, clock }), clock);
  }

  /** One session that goes through a script and ends in order. */
  async session(script: LiveScript, over: Partial<LiveSpec> = {}): Promise<LiveOutcome & { readonly notes: readonly string[] }> {
    const { clock } = this;
    const venue = this.profile.toUpperCase();
    const to = { sandbox: false, address: addressOf(this.venue), clock, random: new Sfc32(1), timeoutMs: 1_500 };
    const contracts = contractTerms(over.symbols ?? [], over.leverage ?? 1);
    const feed = await CcxtFeed.open(this.profile, to);
    const orders = await CcxtOrders.open(this.profile, credentialsAt(this.protocol), { ...to, contracts });
    const notes: string[] = [];
    const left = [...script];
    try {
      const outcome = await runLive(
        this.home,
        {
          ...{ account: 'mine', venue, sandbox: false, receiveWindowMs: 5_000, orders, feed, symbols: ['BTC/USDT'], purpose: 'trade' },
          ...{ placements: [], limits: NO_LIMITS, costs: IDEAL, seed: 1, durationMs: 40_000, signal: new AbortController().signal },
          arm: () => Promise.resolve(over.sandbox === true ? null : ARMED),
          onNote: (sentence) => {
            if (!sentence.startsWith('The first hour with real money')) notes.push(sentence);
          },
          onTurn: (opened, _link, knowledge) => {
            const command: LiveMoment['command'] = (part) => {
              this.commands += 1;
              return opened.session.command({ id: `c${String(this.commands)}`, ...part });
            };
            while (left.length > 0 && left[0]!({ opened, command, notes, knowledge })) left.shift();
            return left.length === 0 ? 'end' : 'on';
          },
          ...over,
        },
        { engineVersion: 'test', clock },
      );
      if (left.length > 0) throw new Error(`the session stood before step ${String(script.length - left.length + 1)}: ${notes.join(' ')}`);
      return { ...outcome, notes };
    } finally {
      await orders.close();
      await feed.close();
    }
  }

  /** What the venue holds of an asset for the account, decimal text. */
  held(asset: string): string {
    const { free, locked } = this.account.balance(asset);
    return unitsText(free + locked);
  }

  /** The account's orders as the venue keeps them. */
  get orders(): readonly VenueOrder[] {
    return this.venue.venue.exchange.state.ordersOf(this.account.id);
  }

  private get account(): Account {
    const { accounts } = this.venue.venue.exchange.state;
    const account = [...accounts.values()].find(({ name }) => name === FIRST_CUSTOMER.name);
    if (account === undefined) throw new Error('the venue has its first customer');
    return account;
  }

  async close(): Promise<void> {
    await this.venue.stop();
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** A market buy of a hundredth of a coin, unless told otherwise. */
export function liveIntent(over: Partial<OrderIntent> = {}): OrderIntent {
  return {
    ...{ instrument: 0, side: 'buy', type: 'market', lots: 1_000, quoteAmount: null, limitTicks: null, triggerTicks: null },
    ...{ trailTicks: null, expiresAt: null, timeInForce: 'gtc', postOnly: false, reduceOnly: false, group: null },
    ...over,
  };
}
