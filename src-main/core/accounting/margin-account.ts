import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { initialMargin } from '../../../src-shared/domain/margin.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Balances } from './balances.ts';
import type { Positions } from './positions.ts';

/** What margin is worked out from. */
export interface MarginParts {
  readonly instruments: readonly Instrument[];
  readonly balances: Balances;
  readonly positions: Positions;
  /** Price at which a position is valued, whole ticks. */
  readonly markTicks: (instrument: number) => number;
}

/** A change that has not happened: what would be free if one position were closed and the balance moved. */
export interface MarginPreview {
  readonly closed: number;
  readonly balance: Decimal;
}

/** Cross margin: the perpetuals of a settle asset share the balance in it. Coins that are held are no collateral. */
export class MarginAccount {
  private readonly parts: MarginParts;
  private readonly perpetuals: readonly Instrument[];

  constructor(parts: MarginParts) {
    this.parts = parts;
    this.perpetuals = parts.instruments.filter(({ margin }) => margin !== null);
  }

  /** What the open contracts of a settle asset cost, signed: the balance less this, and each contract's value at the mark, are equity. */
  cost(asset: string): Decimal {
    let sum = Decimal.ZERO;
    for (const { index, spec } of this.perpetuals) if (spec.settle === asset) sum = sum.add(this.parts.positions.cost(index));
    return sum;
  }

  /** Initial margin that a position holds. */
  held(instrument: Instrument): Decimal {
    return initialMargin(instrument, this.parts.positions.cost(instrument.index));
  }

  /** Profit of a position at the mark that is not realised. */
  unrealised(instrument: Instrument): Decimal {
    const { positions, markTicks } = this.parts;
    const { index } = instrument;
    const lots = positions.lots(index);
    return lots === 0 ? Decimal.ZERO : instrument.notional(markTicks(index), lots).sub(positions.cost(index));
  }

  /**
   * What new orders may take: the balance, less the initial margin of every position, less what all of them together have lost and not
   * realised. What they have gained and not realised does not add to it. May be below zero.
   */
  available(asset: string, preview?: MarginPreview): Decimal {
    let free = preview?.balance ?? this.parts.balances.of(asset);
    let unrealised = Decimal.ZERO;
    for (const instrument of this.perpetuals) {
      const { index, spec } = instrument;
      if (spec.settle !== asset || this.parts.positions.lots(index) === 0 || preview?.closed === index) continue;
      free = free.sub(this.held(instrument));
      unrealised = unrealised.add(this.unrealised(instrument));
    }
    return unrealised.sign() < 0 ? free.add(unrealised) : free;
  }
}
