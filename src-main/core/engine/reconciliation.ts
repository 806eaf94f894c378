import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { Posting, PostingAccount } from '../../ports/ledger.ts';
import type { AccountEvent } from '../../ports/market-source.ts';
import type { AccountState } from './account.ts';
import type { Effects } from './effects.ts';
import type { TradingControl } from './trading-control.ts';

/** Under which name the ledger keeps what was found. */
export const RECONCILIATION_MEMORY = 'reconciliation' as StrategyInstanceId;

/** What is booked of an asset, and what its venue shows. */
export interface Difference {
  readonly asset: string;
  readonly booked: Decimal;
  readonly held: Decimal;
}

/** What a person accepts of an asset: held less booked, as it was shown to them. */
export interface AcceptedDifference {
  readonly asset: string;
  readonly amount: Decimal;
}

/** As the ledger keeps it: decimals as text. */
interface Memory {
  /** Venue time of the look that opened the account; null before. */
  readonly openedAt: number | null;
  readonly differences: readonly (readonly [asset: string, booked: string, held: string])[];
}

/** Venue time of the look that opened an account, by its memory; null for a new one. */
export function openedAtOf(memory: string | undefined): number | null {
  return memory === undefined ? null : (JSON.parse(memory) as Memory).openedAt;
}

const SENT_STATES: ReadonlySet<string> = new Set(['recorded', 'submitted', 'in-doubt']);

/** Looks in a row that show the same gap before it counts although something is on its way. */
const PERSISTS = 4;

/**
 * Holds the account against its venue. What differs is never put right silently: two looks must show the same with nothing on its way, or several the
 * same gap whatever is; then nothing may enlarge exposure until a later look agrees or a person has accepted what was shown, which is booked as a
 * correction. The first look at a new account books what the venue holds as its opening.
 */
export class Reconciliation {
  /** What stands between ledger and venue; empty while they agree. */
  differences: readonly Difference[] = [];
  /** Looks that were taken since the start. */
  looks = 0;
  private readonly account: AccountState;
  private readonly control: TradingControl;
  /** What the last look found, to be seen a second time. */
  private candidate: readonly Difference[] = [];
  private openedAt: number | null = null;
  /** The gap of the last look, and how many looks in a row showed it. */
  private gap = '';
  private repeated = 0;
  /** Something happened on the account while it was read last, or an order's fate was open. */
  uncertain = false;

  constructor(account: AccountState, control: TradingControl) {
    this.account = account;
    this.control = control;
  }

  /** The last look found what a second one has still to confirm. */
  get suspects(): boolean {
    return this.candidate.length > 0 && !isSame(this.candidate, this.differences);
  }

  restore(memory: string | undefined): void {
    if (memory === undefined) return;
    const { openedAt, differences } = JSON.parse(memory) as Memory;
    this.openedAt = openedAt;
    this.differences = differences.map(([asset, booked, held]) => ({ asset, booked: Decimal.parse(booked), held: Decimal.parse(held) }));
  }

  /** A fill moved the balances: what a look found before it says nothing any more. */
  onFill(): void {
    this.candidate = [];
  }

  /** Takes a look at the venue's account. Whether ledger and venue agree for certain. */
  look(event: AccountEvent, effects: Effects): boolean {
    this.looks += 1;
    if (this.openedAt === null) {
      if (event.settled) this.open(event, effects);
      return event.settled;
    }
    const found = this.compare(event);
    this.uncertain = !event.settled || this.onItsWay;
    this.count(found);
    if (found.length === 0) {
      this.candidate = [];
      this.set([], effects);
      return true;
    }
    if (this.repeated >= PERSISTS || (!this.uncertain && isSame(found, this.candidate))) this.set(found, effects);
    this.candidate = this.uncertain ? [] : found;
    return false;
  }

  /** Books what a person has accepted; it must be what stands between the two now. */
  accept(accepted: readonly AcceptedDifference[], effects: Effects): Fault | null {
    const { differences, account } = this;
    const shown = (asset: string): Decimal | undefined => accepted.find((other) => other.asset === asset)?.amount;
    const whole = accepted.length === differences.length;
    if (this.uncertain || this.onItsWay) return new Fault('reconcile.uncertain');
    if (!whole || differences.some(({ asset, booked, held }) => shown(asset)?.equals(held.sub(booked)) !== true))
      return new Fault('reconcile.changed');
    for (const { asset, held } of differences) {
      const short = account.instruments.find(({ index, spec }) => spec.base === asset && account.positions.lots(index) > 0);
      if (short !== undefined && short.sizeOf(account.positions.lots(short.index)).compare(held) > 0)
        return new Fault('reconcile.position', { asset, instrument: short.id, held: held.toString() });
    }
    for (const { asset, booked, held } of differences)
      this.book({ asset, amount: held.sub(booked) }, { against: 'corrections', note: 'accepted: what the venue holds' }, effects);
    this.set([], effects);
    return null;
  }

  /** The fate of an order is not known, or its answer is awaited. */
  private get onItsWay(): boolean {
    return this.account.orders.all().some(({ state }) => SENT_STATES.has(state));
  }

  private count(found: readonly Difference[]): void {
    const gap = found.map(({ asset, booked, held }) => `${asset} ${held.sub(booked).toString()}`).join(' ');
    this.repeated = gap === this.gap ? this.repeated + 1 : 1;
    this.gap = gap;
  }

  /** What the venue holds of a new account is its opening. */
  private open({ balances, from }: AccountEvent, effects: Effects): void {
    for (const { asset, amount } of balances)
      if (!amount.isZero()) this.book({ asset, amount }, { against: 'funding', note: 'held at the venue at the start' }, effects);
    this.openedAt = from;
    this.keep(effects);
  }

  private book(
    { asset, amount }: AcceptedDifference,
    { against, note }: { readonly against: PostingAccount; readonly note: string },
    effects: Effects,
  ): void {
    const { account, control } = this;
    const postings: Posting[] = [
      { account: 'holdings', asset, amount },
      { account: against, asset, amount: amount.neg() },
    ];
    const reason = against === 'funding' ? 'deposit' : 'correction';
    effects.records.push({ kind: 'transfer', reason, postings, note, time: utcMs(account.time) });
    account.balances.add(asset, amount);
    for (const { index } of account.instruments) account.sync(index);
    if (asset === account.quote) control.onTransfer(amount.toNumber(), effects);
  }

  private compare({ balances }: AccountEvent): readonly Difference[] {
    const held = new Map(balances.map(({ asset, amount }) => [asset, amount]));
    const booked = new Map(this.account.balances.entries());
    return [...new Set([...held.keys(), ...booked.keys()])]
      .sort()
      .map((asset) => ({ asset, booked: booked.get(asset) ?? Decimal.ZERO, held: held.get(asset) ?? Decimal.ZERO }))
      .filter((difference) => !difference.booked.equals(difference.held));
  }

  private set(differences: readonly Difference[], effects: Effects): void {
    if (isSame(differences, this.differences)) return;
    this.differences = differences;
    this.keep(effects);
  }

  private keep(effects: Effects): void {
    const memory: Memory = {
      openedAt: this.openedAt,
      differences: this.differences.map(({ asset, booked, held }) => [asset, booked.toString(), held.toString()]),
    };
    effects.records.push({ kind: 'strategy-memory', instance: RECONCILIATION_MEMORY, memory: JSON.stringify(memory) });
  }
}

function isSame(some: readonly Difference[], others: readonly Difference[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ asset, booked, held }, place) => {
      const other = others[place];
      return other?.asset === asset && other.booked.equals(booked) && other.held.equals(held);
    })
  );
}
