import type { ContractFigures } from '../../../src-shared/domain/contract-figures.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { FigureEvent } from '../../ports/market-feed.ts';
import type { HeardMarket } from './heard-market.ts';

const NOTHING: ContractFigures = { mark: null, funding: null };

/** What a venue has said of the perpetuals of a market, the newest of each. What was heard stays, with its time: who shows it says how old it is. */
export class HeardFigures {
  private readonly market: HeardMarket;
  private readonly told = new Map<number, ContractFigures>();

  constructor(market: HeardMarket) {
    this.market = market;
  }

  /** Takes what was heard at `at`, our own time. Nothing is said of what is no perpetual of the market, and no price of nothing is a mark. */
  hear(event: FigureEvent, at: number): void {
    const instrument = this.market.ofSymbol(event.symbol);
    if (instrument === null || instrument.margin === null) return;
    const before = this.told.get(instrument.index) ?? NOTHING;
    if (event.kind === 'funding') {
      const { rate, nextAt } = event;
      this.told.set(instrument.index, { ...before, funding: { rate, nextAt, at } });
    } else if (Decimal.parse(event.price).sign() > 0) {
      this.told.set(instrument.index, { ...before, mark: { price: event.price, at } });
    } else this.market.garbled += 1;
  }

  /** What was said of an instrument; null where nothing was. */
  of(index: number): ContractFigures | null {
    return this.told.get(index) ?? null;
  }
}
