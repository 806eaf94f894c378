import type { HeardBars } from '../../src-main/ports/market-feed.ts';
import type { InstrumentSpec, PerpetualTerms } from '../../src-shared/domain/instrument.ts';
import type { AssetId, InstrumentId, VenueId } from '../../src-shared/kernel/ids.ts';
import { MINUTE_MS, utcMs } from '../../src-shared/kernel/time.ts';
import type { SymbolRules } from '../venue/core/symbol.ts';
import { unitsText } from '../venue/core/units.ts';
import type { VenueHouse } from '../venue/house/venue-house.ts';
import type { EventClock } from './event-clock.ts';
import type { Program } from './program.ts';
import type { WorldMarkets } from './protocols/world-protocol.ts';

/** How often prices are told, and how long after its close a bar is, ms. */
const QUOTES_MS = 500;
const RESTING_MS = 10_000;
const BAR_LATE_MS = 1_200;

/** What a program hears of the market: the venue's own books and bars, told without a library in between. */
export class WorldMarket {
  /** The instruments as the program reads them from this venue. */
  readonly specs: readonly InstrumentSpec[];
  private readonly venue: VenueHouse;
  private readonly clock: EventClock;
  private readonly markets: WorldMarkets;
  private resting = false;

  /** `name`: what the ledger calls the venue. */
  constructor(name: VenueId, markets: WorldMarkets, at: { readonly venue: VenueHouse; readonly clock: EventClock }) {
    this.venue = at.venue;
    this.clock = at.clock;
    this.markets = markets;
    this.specs = markets.symbols.map((symbol) => this.specOf(symbol, name));
  }

  /** Tells whoever hears just now, again and again. */
  tell(hearing: () => Program | null): void {
    this.tellQuotes(hearing);
    this.tellBars(hearing);
  }

  /** Nobody hears for a while: quotes are told seldom. */
  rest(resting: boolean): void {
    this.resting = resting;
  }

  bars(index: number): HeardBars {
    const { tape } = this.marketOf(this.markets.symbols[index] ?? this.markets.symbols[0]);
    const figures = tape.bars
      .slice(-10)
      .map(({ time, open, high, low, close, volume }) => [time, ...[open, high, low, close, volume].map(unitsText)]);
    return { bars: figures, time: this.venue.time.now() };
  }

  private tellQuotes(hearing: () => Program | null): void {
    this.clock.after(this.resting ? RESTING_MS : QUOTES_MS, () => {
      this.tellQuotes(hearing);
      const program = hearing();
      if (program === null) return;
      for (const symbol of this.markets.symbols) {
        const { bids, asks } = this.marketOf(symbol);
        const [bid] = bids.top(1);
        const [ask] = asks.top(1);
        if (bid === undefined || ask === undefined) continue;
        const prices = {
          bid: unitsText(bid.price),
          bidSize: unitsText(bid.total),
          ask: unitsText(ask.price),
          askSize: unitsText(ask.total),
        };
        program.hear({ kind: 'quote', symbol, ...prices });
      }
    });
  }

  private tellBars(hearing: () => Program | null): void {
    this.clock.after(MINUTE_MS - (this.clock.now() % MINUTE_MS) + BAR_LATE_MS, () => {
      this.tellBars(hearing);
      const program = hearing();
      if (program !== null) for (const index of this.markets.symbols.keys()) program.hearBars(index, this.bars(index));
    });
  }

  private marketOf(symbol: string) {
    return this.venue.exchange.state.market(this.markets.bookOf(symbol));
  }

  private specOf(symbol: string, venue: VenueId): InstrumentSpec {
    const { rules } = this.marketOf(symbol);
    const step = unitsText(rules.step).replace(/0+$/u, '');
    const common = {
      id: `${symbol}.${venue}` as InstrumentId,
      symbol,
      name: rules.base,
      venue,
      base: rules.base as AssetId,
      quote: rules.quote as AssetId,
      settle: rules.quote as AssetId,
      tick: unitsText(rules.tick).replace(/0+$/u, ''),
      lot: step,
      engineLot: step,
      multiplier: '1',
      minNotional: this.markets.least ?? '5',
      ...(this.markets.figures === undefined ? {} : { priceFigures: this.markets.figures }),
      makerFee: '0.001',
      takerFee: '0.001',
      halfSpreadBps: null,
      validFrom: utcMs(0),
    };
    const { leverage } = this.markets;
    return leverage === null ? { ...common, kind: 'spot' } : { ...common, kind: 'perpetual', terms: termsOf(rules, leverage) };
  }
}

/** What the venue publishes of a contract's margin, at the leverage that is wanted. */
function termsOf({ contract }: SymbolRules, leverage: number): PerpetualTerms {
  const tiers = (contract?.tiers ?? []).map(({ from, rate, leverage: most }) => {
    return { from: unitsText(from).replace(/\.0+$/u, ''), rate: unitsText(rate), leverage: most };
  });
  const [first] = tiers;
  return { maxLeverage: first?.leverage ?? 1, leverage, maintenanceMargin: first?.rate ?? '0', tiers, liquidationFee: '0.001' };
}
