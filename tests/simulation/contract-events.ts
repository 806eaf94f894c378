import type { Random } from '../../src-shared/kernel/random.ts';
import { MINUTE_MS } from '../../src-shared/kernel/time.ts';
import { closable, magnitude } from '../venue/core/contract-position.ts';
import type { Side } from '../venue/core/order.ts';
import { floorTo, unitsText } from '../venue/core/units.ts';
import { VenueControl } from '../venue/control/control.ts';
import type { VenueHouse } from '../venue/house/venue-house.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { EventClock } from './event-clock.ts';
import type { VenueTruth } from './venue-truth.ts';

/** What happens to the account's contracts without this program. */
const DEEDS = ['liquidation', 'auto-deleveraging', 'leverage elsewhere', 'closed elsewhere', 'turned elsewhere'] as const;
type Deed = (typeof DEEDS)[number];

/** Rates of funding, units of 1e-8: longs pay those above zero. One is so small that little more than nothing is paid. */
const RATES = [10_000n, -25_000n, 100_000n, 7n] as const;
/** Between payments while somebody looks, and while nobody does, ms. */
const FUNDING_MS = { soon: 15_000, more: 60_000, away: 10 * MINUTE_MS, moreAway: 30 * MINUTE_MS };
/** Where there was nothing to close it is tried again so much later, ms. */
const AGAIN_MS = 12_000;

/** What contract events stand on. */
export interface ContractEventsParts {
  readonly clock: EventClock;
  readonly random: Random;
  readonly venue: VenueHouse;
  readonly truth: VenueTruth;
  readonly others: Elsewhere;
  /** Nobody hears of anything for a while. */
  readonly away: () => boolean;
  readonly count: (kind: string) => void;
  readonly note: (line: string) => void;
}

/** Funding again and again, and now and then a position that the venue closes, or that its owner changes elsewhere. */
export class ContractEvents {
  /** Nothing more happens. */
  over = false;
  private readonly parts: ContractEventsParts;
  private readonly control: VenueControl;
  /** The newest venue time that anybody was told: nothing happens before that again, although the venue's clock was set back. */
  private toldAt = 0;

  constructor(parts: ContractEventsParts) {
    this.parts = parts;
    this.control = new VenueControl(parts.venue);
  }

  begin(activeMs: number): void {
    const { clock, random, truth, others } = this.parts;
    this.fund();
    // Now and then something is held before this program comes to the account.
    if (random.below(5) === 0) {
      const symbol = truth.books[random.below(2)]!;
      const [side, quantity] = [random.below(2) === 0 ? 'BUY' : 'SELL', symbol.startsWith('BTC') ? '0.0123' : '0.213'] as const;
      this.control.run({ do: 'trade elsewhere', account: 'trader', symbol, side, quantity });
      others.sold = true;
    }
    for (let left = random.below(4); left > 0; left -= 1) {
      const deed = DEEDS[random.below(DEEDS.length)]!;
      clock.after(8_000 + random.below(activeMs - 10_000), () => this.strike(deed));
    }
  }

  /** The venue has answered something. */
  told(): void {
    this.toldAt = Math.max(this.toldAt, this.parts.venue.time.now());
  }

  /** By the venue's clock it is before something that was told: what happened now would be of the past. */
  get isBefore(): boolean {
    return this.parts.venue.time.now() <= this.toldAt;
  }

  private fund(): void {
    const { clock, random, away } = this.parts;
    const pause = away() ? FUNDING_MS.away + random.below(FUNDING_MS.moreAway) : FUNDING_MS.soon + random.below(FUNDING_MS.more);
    clock.after(pause, () => {
      if (this.over) return;
      this.pay();
      this.fund();
    });
  }

  private pay(): void {
    const { random, venue, truth, count } = this.parts;
    if (this.isBefore) return;
    const which = random.below(3);
    for (const [place, book] of truth.books.entries()) {
      const rate = RATES[random.below(RATES.length)]!;
      // One of them alone, or both at one instant.
      if (which === 1 - place || truth.position(book).size === 0n) continue;
      venue.exchange.contracts.fund(book, rate);
      count('funding');
    }
    this.told();
  }

  private strike(deed: Deed): void {
    const { clock, truth, random, count, note } = this.parts;
    if (this.over) return;
    const held = truth.books.filter((book) => truth.position(book).size !== 0n);
    const book = held[random.below(Math.max(1, held.length))] ?? null;
    if ((book === null && deed !== 'leverage elsewhere') || this.isBefore) {
      clock.after(AGAIN_MS, () => this.strike(deed));
      return;
    }
    try {
      this.act(deed, book ?? truth.books[0]!);
      count(deed);
    } catch (thrown) {
      note(`${deed}: ${String(thrown)}`);
    }
  }

  /** Throws what the venue refuses. */
  private act(deed: Deed, symbol: string): void {
    const { random, venue, truth, others } = this.parts;
    const position = truth.position(symbol);
    const size = magnitude(position.size);
    const half = floorTo(size / 2n, venue.exchange.state.market(symbol).rules.step);
    const quantity = unitsText(half > 0n && random.below(2) === 0 ? half : size);
    const side: Side = closable(position, 'SELL') > 0n ? 'SELL' : 'BUY';
    others.sold ||= deed !== 'leverage elsewhere';
    switch (deed) {
      case 'liquidation':
        this.control.run({ do: 'liquidate', account: 'trader', symbol, quantity });
        return;
      case 'auto-deleveraging':
        this.control.run({ do: 'liquidate', account: 'trader', symbol, quantity, forced: 'adl' });
        return;
      case 'leverage elsewhere':
        this.lever(symbol, [2, 5, 10][random.below(3)]!);
        return;
      case 'closed elsewhere':
        this.control.run({ do: 'trade elsewhere', account: 'trader', symbol, side, quantity });
        return;
      case 'turned elsewhere':
        this.control.run({ do: 'trade elsewhere', account: 'trader', symbol, side, quantity: unitsText(size * 2n) });
    }
  }

  private lever(symbol: string, leverage: number): void {
    const { venue, truth } = this.parts;
    const { account, protocol } = truth;
    if (protocol.lever === undefined) venue.exchange.contracts.setLeverage(account, symbol, leverage);
    else protocol.lever(venue, account, symbol, leverage);
  }
}
