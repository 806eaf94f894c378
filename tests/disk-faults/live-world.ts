import { REAL, useWorld } from '../simulation/simulated-globals.ts';
import { CcxtOrders } from '../../src-main/adapters/exchange-ccxt/ccxt-orders.ts';
import type { FeedEvent } from '../../src-main/ports/market-feed.ts';
import type { InstrumentSpec, SpotSpec } from '../../src-shared/domain/instrument.ts';
import type { VenueId } from '../../src-shared/kernel/ids.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { Elsewhere } from '../crash/venue/elsewhere.ts';
import { runVenueLife, type VenueWord } from '../crash/venue/venue-life.ts';
import { EventClock } from '../simulation/event-clock.ts';
import { ProgramClock } from '../simulation/program-clock.ts';
import { SimulatedNetwork } from '../simulation/simulated-network.ts';
import { BINANCE_WORLD } from '../simulation/protocols/binance-protocol.ts';
import { COINS } from '../simulation/protocols/world-protocol.ts';
import { VenueTruth } from '../simulation/venue-truth.ts';
import { WorldMarket } from '../simulation/world-market.ts';
import { BinanceVenue } from '../venue/binance/binance-venue.ts';
import { VenueControl } from '../venue/control/control.ts';
import { FIRST_CUSTOMER, addCustomer } from '../venue/control/customer.ts';
import { unitsText } from '../venue/core/units.ts';
import { LoopbackServer } from '../venue/server/loopback-server.ts';
import { NOON } from '../venue/simulated-venue.ts';

const CREDENTIALS = { key: FIRST_CUSTOMER.key, secret: FIRST_CUSTOMER.secret, passphrase: null };
/** Simulated time after which a life hangs, ms. */
const LONGEST_LIFE_MS = 10 * 60_000;

type End = Extract<VenueWord, { kind: 'end' }>;

/** A venue with one customer, in a time that passes from event to event; a live session trades there, again and again. */
export class LiveWorld {
  readonly control: VenueControl;
  readonly spec: SpotSpec;
  private readonly clock = new EventClock(NOON);
  private readonly venue: BinanceVenue;
  private readonly door: LoopbackServer;
  private readonly truth: VenueTruth;
  private readonly elsewhere: Elsewhere;
  private readonly quote: FeedEvent;
  /** Deeds that were done elsewhere already. */
  private readonly done: string[] = [];
  private readonly seed: number;

  constructor(seed: number) {
    this.seed = seed;
    const { clock } = this;
    useWorld(clock, new Sfc32(seed));
    const venue = new BinanceVenue({ clock, seed: 1, symbols: 2, pastMinutes: 1, stepMs: 0 });
    this.venue = venue;
    this.truth = new VenueTruth(BINANCE_WORLD, venue, addCustomer(venue, FIRST_CUSTOMER).id);
    this.control = new VenueControl(venue);
    this.door = LoopbackServer.unheard(venue);
    this.elsewhere = new Elsewhere({ venue, control: this.control }, new Sfc32(seed + 1));
    this.spec = spotOf(new WorldMarket('BINANCE' as VenueId, COINS, { venue, clock }).specs[0]);
    this.quote = quoteOf(venue);
  }

  /** Client ids of the orders that are ours and arrived. */
  get arrived(): readonly string[] {
    return this.truth.orders.flatMap((order) => this.truth.ownId(order) ?? []);
  }

  /** Client ids of those of our orders that could still open a position. */
  get opening(): readonly string[] {
    return this.truth.openOwn.filter(({ side }) => side === 'BUY').map(({ clientId }) => clientId);
  }

  /** Lives from where a home stands to the end of the script. Fails as the session does. */
  async live(home: string): Promise<End> {
    const { clock, venue, door, seed, spec, quote, done } = this;
    const program = new ProgramClock(clock, () => 0);
    const random = new Sfc32(seed);
    const nothing = (): void => undefined;
    const network = new SimulatedNetwork({
      world: clock,
      program,
      venue,
      door,
      random,
      onRequest: nothing,
      onAnswer: nothing,
      note: nothing,
    });
    const address = (url: string) => url.replace(/^(http|ws)s?:\/\/[^/]+/u, '$1://venue.invalid');
    let end: End | null = null;
    // Until then only the disk is waited for, and no time passes.
    let begun = false;
    const life = runVenueLife(
      {
        ...{ home, address: '', specs: [spec], quotes: [quote], seed, elsewhere: [...done] },
        ...{ dieAt: null, accountProgram: null, killsAccount: false },
      },
      {
        tell: (word) => {
          if (word.kind === 'end') end = word;
          if (word.kind !== 'elsewhere') return;
          this.elsewhere.act();
          done.push(word.id);
        },
        ...{ die: nothing, done: (id: string) => done.includes(id), note: nothing },
        openOrders: () => {
          begun = true;
          return CcxtOrders.open('binance', CREDENTIALS, { sandbox: false, address, clock: program, random, network });
        },
      },
    );
    try {
      await this.passUntilOver(life, () => begun);
    } finally {
      program.dead = true;
      network.cut();
    }
    if (end === null) throw new Error('a life that is over has said so');
    return end;
  }

  /** After each event everything that follows from it comes first. */
  private async passUntilOver(life: Promise<void>, begun: () => boolean): Promise<void> {
    const { clock } = this;
    let over = false;
    const ended = (): void => void (over = true);
    life.then(ended, ended);
    for (const until = clock.now() + LONGEST_LIFE_MS; ;) {
      await clock.quiet(REAL.setImmediate);
      if (over) return life;
      if (begun() && !clock.runNext(until)) throw new Error('a live session hangs');
    }
  }
}

function spotOf(spec: InstrumentSpec | undefined): SpotSpec {
  if (spec?.kind !== 'spot') throw new Error('the market has a spot instrument');
  return spec;
}

function quoteOf({ exchange }: BinanceVenue): FeedEvent {
  const { bids, asks } = exchange.state.market('BTCUSDT');
  const [bid] = bids.top(1);
  const [ask] = asks.top(1);
  if (bid === undefined || ask === undefined) throw new Error('the market has two sides');
  const best = { bid: unitsText(bid.price), bidSize: unitsText(bid.total), ask: unitsText(ask.price), askSize: unitsText(ask.total) };
  return { kind: 'quote', symbol: 'BTC/USDT', ...best };
}
