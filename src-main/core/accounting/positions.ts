import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import type { LedgerPosition } from '../../ports/ledger.ts';

/** Digits after the point to which a share of an average cost is rounded; the rest of the cost stays with the open lots. */
const COST_SCALE = 18;

/** The exact figures of one position. */
interface Account {
  lots: number;
  cost: Decimal;
  realised: Decimal;
  fees: Decimal;
  openedAt: number;
}

/** Positions by average cost, one per instrument. Closing realises the closed share of the cost; turning closes first and opens the rest. */
export class Positions {
  private readonly accounts: Account[];

  constructor(instruments: number) {
    this.accounts = Array.from({ length: instruments }, () => ({
      lots: 0,
      cost: Decimal.ZERO,
      realised: Decimal.ZERO,
      fees: Decimal.ZERO,
      openedAt: 0,
    }));
  }

  private at(instrument: number): Account {
    const account = this.accounts[instrument];
    invariant(account !== undefined, 'the instrument has a column');
    return account;
  }

  lots(instrument: number): number {
    return this.accounts[instrument]?.lots ?? 0;
  }

  /** What the open lots cost, without fees; signed as lots. */
  cost(instrument: number): Decimal {
    return this.at(instrument).cost;
  }

  read(instrument: number): Readonly<LedgerPosition> {
    const { lots, cost, realised, fees, openedAt } = this.at(instrument);
    return { instrument, lots, cost, realised, fees, openedAt: openedAt as LedgerPosition['openedAt'] };
  }

  /** Takes over what the ledger knows. */
  restore(position: LedgerPosition): void {
    Object.assign(this.at(position.instrument), {
      lots: position.lots,
      cost: position.cost,
      realised: position.realised,
      fees: position.fees,
      openedAt: position.openedAt,
    });
  }

  /**
   * Books a fill: `lots` signed (positive buys), `notional` its positive value, `fee` as paid.
   * Returns the profit it realised before its fee, or null when it only opened or added.
   */
  apply(instrument: number, lots: number, money: { readonly notional: Decimal; readonly fee: Decimal }, time: number): Decimal | null {
    const account = this.at(instrument);
    const before = account.lots;
    const after = before + lots;
    invariant(Number.isSafeInteger(after), 'a position stays a safe integer of lots');
    account.fees = account.fees.add(money.fee);
    account.lots = after;
    if (before === 0) account.openedAt = time;
    if (before === 0 || before > 0 === lots > 0) {
      account.cost = lots > 0 ? account.cost.add(money.notional) : account.cost.sub(money.notional);
      return null;
    }
    return this.reduce(account, before, { lots, notional: money.notional, time });
  }

  /** Books what a fee took: a sale of lots for its value, or, without lots, the value alone. Returns the profit as `apply` does. */
  payFee(instrument: number, lots: number, value: Decimal, time: number): Decimal | null {
    if (lots > 0) return this.apply(instrument, -lots, { notional: value, fee: Decimal.ZERO }, time);
    const account = this.at(instrument);
    account.realised = account.realised.add(value);
    return value;
  }

  private reduce(account: Account, before: number, fill: { lots: number; notional: Decimal; time: number }): Decimal {
    const held = Math.abs(before);
    const traded = Math.abs(fill.lots);
    const closed = Math.min(held, traded);
    const closedCost = closed === held ? account.cost : share(account.cost, closed, held);
    const closedNotional = closed === traded ? fill.notional : share(fill.notional, closed, traded);
    const openedNotional = fill.notional.sub(closedNotional);
    // A long's cost is positive and it receives the notional; a short's cost is negative and it pays.
    const realised = before > 0 ? closedNotional.sub(closedCost) : closedCost.neg().sub(closedNotional);
    account.realised = account.realised.add(realised);
    account.cost = account.cost.sub(closedCost);
    if (traded > held) {
      account.cost = fill.lots > 0 ? openedNotional : openedNotional.neg();
      account.openedAt = fill.time;
    } else if (traded === held) {
      account.cost = Decimal.ZERO;
      account.openedAt = 0;
    }
    return realised;
  }
}

function share(amount: Decimal, part: number, whole: number): Decimal {
  return amount.mul(Decimal.of(BigInt(part))).divide(Decimal.of(BigInt(whole)), COST_SCALE, 'half-away');
}
