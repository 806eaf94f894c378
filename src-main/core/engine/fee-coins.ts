import { type FeePart, feeParts } from '../../../src-shared/domain/fee-parts.ts';
import type { Fill } from '../../../src-shared/domain/fill.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { directionOf, type IdentifiedOrder } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import type { FeeLots } from '../../ports/ledger.ts';
import type { AccountState } from './account.ts';

/** The name under which the ledger keeps what is left of lots that fees broke open, beside the memories of strategies. */
export const FEE_COINS_MEMORY = 'fee-coins' as StrategyInstanceId;

/** Whose position it is where no strategy holds it. */
const PERSON = 'you';
/** Digits after the point to which the value of a fee is shared between those that gave up lots for it; the rest goes to the last. */
const SHARED_VALUE_SCALE = 18;

/** What each strategy holds of an instrument. */
type Holdings = (instrument: number) => readonly (readonly [origin: string, lots: number])[];

/** Lots that one origin gives up. */
interface Giver {
  readonly instrument: Instrument;
  readonly origin: string;
  readonly lots: number;
}

/** A fill that is being booked. */
interface Booked {
  readonly order: IdentifiedOrder;
  readonly fill: Fill;
}

/**
 * Fees that took coins. Positions are whole lots and must never be larger than the coins that were traded, or what is held could not be
 * sold: they give up just enough lots, as a sale for the value of the fee. What is left of a lot pays the next fees; it costs nothing more.
 * Coins that an account holds beside its positions pay for no trade of their own coin, so a result does not depend on them; a fee in a third
 * coin is theirs first, and then it is a cost that no position shows.
 */
export class FeeCoins {
  private readonly account: AccountState;
  private readonly holdings: Holdings;
  /** What is left of lots that fees broke open, and rebates; base units by coin. */
  private rests = new Map<string, Decimal>();
  private kept = '';

  constructor(account: AccountState, holdings: Holdings) {
    this.account = account;
    this.holdings = holdings;
  }

  /** Goes on with what an earlier run left. */
  restore(memory: string | undefined): void {
    if (memory === undefined) return;
    this.kept = memory;
    this.rests = new Map((JSON.parse(memory) as [string, string][]).map(([asset, rest]) => [asset, Decimal.parse(rest)]));
  }

  /** What a restart must know, where it differs from what was last asked for; else null. */
  changedMemory(): string | null {
    const memory = JSON.stringify([...this.rests].map(([asset, rest]) => [asset, rest.toString()]));
    if (memory === this.kept || (this.kept === '' && this.rests.size === 0)) return null;
    this.kept = memory;
    return memory;
  }

  /** Books what the fee of a fill takes from positions; to be called when everything else of the fill is booked but the strategies' own positions. */
  take(order: IdentifiedOrder, fill: Fill): readonly FeeLots[] {
    const traded = this.account.instruments[order.instrument];
    invariant(traded !== undefined, 'an order names an instrument of the session');
    return feeParts(fill, traded).flatMap((part) => (part.asset === traded.spec.settle ? [] : this.pay(part, traded, { order, fill })));
  }

  private pay({ asset, amount, value }: FeePart, traded: Instrument, booked: Booked): readonly FeeLots[] {
    const holders = this.holdersOf(asset, traded);
    const [first] = holders;
    if (first === undefined) return [];
    const { positions, balances } = this.account;
    const held = holders.reduce((sum, each) => sum.add(each.sizeOf(positions.lots(each.index))), Decimal.ZERO);
    const beside = balances.of(asset).add(amount).sub(held);
    // Never more than there is: a person may have taken coins out.
    const rest = least(this.rests.get(asset) ?? Decimal.ZERO, beside);
    if (first !== traded && beside.sub(rest).compare(amount) >= 0) return [];
    const givers = this.givers(holders, amount.sub(rest), booked);
    const given = givers.reduce((sum, { instrument, lots }) => sum.add(instrument.sizeOf(lots)), Decimal.ZERO);
    const left = rest.add(given).sub(amount);
    const short = left.sign() < 0;
    this.rests.set(asset, short ? Decimal.ZERO : left);
    // What neither positions nor rests could pay came from elsewhere.
    const worth = short ? value.mul(rest.add(given)).divide(amount, SHARED_VALUE_SCALE, 'down') : value;
    if (givers.length > 0) return this.book(givers, worth, booked.fill.time);
    if (worth.isZero()) return [];
    const origin = first === traded ? booked.order.origin : PERSON;
    return this.book([{ instrument: first, origin, lots: 0 }], worth, booked.fill.time);
  }

  /** Spot instruments of a coin, the one that was traded first. */
  private holdersOf(asset: string, traded: Instrument): readonly Instrument[] {
    const holders = this.account.instruments.filter(({ margin, spec }) => margin === null && spec.base === asset);
    return holders.includes(traded) ? [traded, ...holders.filter((each) => each !== traded)] : holders;
  }

  /** Whole lots that come to as many coins, as far as they are held. */
  private givers(holders: readonly Instrument[], coins: Decimal, booked: Booked): readonly Giver[] {
    const givers: Giver[] = [];
    let short = coins;
    for (const instrument of holders) {
      if (short.sign() <= 0) break;
      const needed = Number(short.divide(instrument.sizeOf(1), 0, 'ceil').coefficient);
      const lots = Math.min(this.account.positions.lots(instrument.index), needed);
      if (lots <= 0) continue;
      short = short.sub(instrument.sizeOf(lots));
      givers.push(...this.shares(instrument, lots, booked));
    }
    return givers;
  }

  /** The origin of the fill gives first, then a person, then strategies in the order of their names. */
  private shares(instrument: Instrument, lots: number, { order, fill }: Booked): readonly Giver[] {
    const isTraded = instrument.index === order.instrument;
    const own = this.holdings(instrument.index).map(([origin, held]) => {
      const moved = isTraded && origin === order.origin ? directionOf(order.side) * fill.lots : 0;
      return [origin, held + moved] as const;
    });
    const rest = this.account.positions.lots(instrument.index) - own.reduce((sum, [, held]) => sum + held, 0);
    const mine = own.filter(([origin]) => isTraded && origin === order.origin);
    const givers: Giver[] = [];
    let left = lots;
    for (const [origin, held] of [...mine, [PERSON, rest] as const, ...own.filter((each) => !mine.includes(each))]) {
      const part = Math.min(left, held);
      if (part <= 0) continue;
      left -= part;
      givers.push({ instrument, origin, lots: part });
    }
    return givers;
  }

  private book(givers: readonly Giver[], value: Decimal, time: number): readonly FeeLots[] {
    const all = givers.reduce((sum, { instrument, lots }) => sum.add(instrument.sizeOf(lots)), Decimal.ZERO);
    let left = value;
    return givers.map(({ instrument, origin, lots }, place) => {
      const last = place === givers.length - 1;
      const part = last ? left : value.mul(instrument.sizeOf(lots)).divide(all, SHARED_VALUE_SCALE, 'down');
      left = left.sub(part);
      const realised = this.account.positions.payFee(instrument.index, lots, part, time);
      invariant(realised !== null, 'a position gives up no more than it holds');
      this.account.sync(instrument.index);
      return { instrument: instrument.index, origin, lots, value: part, realised };
    });
  }
}

/** The smaller of what is noted and what is there, and no less than nothing. */
function least(noted: Decimal, there: Decimal): Decimal {
  if (there.sign() <= 0) return Decimal.ZERO;
  return noted.compare(there) < 0 ? noted : there;
}
