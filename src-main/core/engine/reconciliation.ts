import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { Posting, PostingAccount } from '../../ports/ledger.ts';
import type { AccountEvent } from '../../ports/market-source.ts';
import type { AccountState } from './account.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Effects } from './effects.ts';
import type { MarginEvents } from './margin-events.ts';
import type { TradingControl } from './trading-control.ts';
import type { AcceptedDifference } from './accepted-difference.ts';

/** Under which name the ledger keeps what was found. */
export const RECONCILIATION_MEMORY = 'reconciliation' as StrategyInstanceId;

/** What is booked of an asset or of a position in a contract, and what its venue shows. */
export interface Difference {
  /** An asset, or a contract by its symbol, which has a `/` in it. */
  readonly asset: string;
  readonly booked: Decimal;
  readonly held: Decimal;
  /** Of a position: what it cost by the venue's word, settle asset; zero where it holds none. */
  readonly cost?: Decimal;
}

/** As the ledger keeps it: decimals as text. */
interface Memory {
  /** Venue time of the look that opened the account; null before. */
  readonly openedAt: number | null;
  readonly differences: readonly (readonly [asset: string, booked: string, held: string, cost?: string])[];
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
  private readonly margin: MarginEvents;
  /** What the last look found, to be seen a second time. */
  private candidate: readonly Difference[] = [];
  private openedAt: number | null = null;
  /** The gap of the last look, and how many looks in a row showed it. */
  private gap = '';
  private repeated = 0;
  /** Assets whose money the venue tells without what open contracts cost, by the last look. */
  private lessCost: ReadonlySet<string> = new Set();
  /** Something happened on the account while it was read last, or an order's fate was open. */
  uncertain = false;

  constructor(account: AccountState, control: TradingControl, margin: MarginEvents) {
    this.account = account;
    this.control = control;
    this.margin = margin;
  }

  /** The last look found what a second one has still to confirm. */
  get suspects(): boolean {
    return this.candidate.length > 0 && !isSame(this.candidate, this.differences);
  }

  restore(memory: string | undefined): void {
    if (memory === undefined) return;
    const { openedAt, differences } = JSON.parse(memory) as Memory;
    this.openedAt = openedAt;
    this.differences = differences.map(([asset, booked, held, cost]) => ({
      ...{ asset, booked: Decimal.parse(booked), held: Decimal.parse(held) },
      ...(cost === undefined ? {} : { cost: Decimal.parse(cost) }),
    }));
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
    if (this.uncertain || this.onItsWay || (account.margin !== null && this.looks === 0)) return new Fault('reconcile.uncertain');
    if (!whole || differences.some(({ asset, booked, held }) => shown(asset)?.equals(held.sub(booked)) !== true))
      return new Fault('reconcile.changed');
    for (const { asset, held, cost } of differences) {
      if (cost !== undefined && (this.contract(asset)?.lotsOf(held) ?? null) === null)
        return new Fault('reconcile.contract', { instrument: asset });
      const short = account.instruments.find(
        ({ index, spec, margin }) => margin === null && spec.base === asset && account.positions.lots(index) > 0,
      );
      if (short !== undefined && short.sizeOf(account.positions.lots(short.index)).compare(held) > 0)
        return new Fault('reconcile.position', { asset, instrument: short.id, held: held.toString() });
    }
    const contracts = differences.filter(({ cost }) => cost !== undefined);
    // Booking a position at a price moves money, and what contracts cost: the money comes to what is held all the same.
    const wanted = new Map(contracts.map(({ asset }) => [this.contract(asset)?.spec.settle ?? '', null as Decimal | null]));
    for (const asset of wanted.keys()) wanted.set(asset, this.booked(asset));
    for (const { asset, held, cost } of differences) if (cost === undefined) wanted.set(asset, held);
    for (const each of contracts) this.correct(each);
    for (const [asset, held] of wanted) {
      const amount = held?.sub(this.booked(asset)) ?? Decimal.ZERO;
      if (!amount.isZero()) this.book({ asset, amount }, { against: 'corrections', note: 'accepted: what the venue holds' }, effects);
    }
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

  private contract(symbol: string): Instrument | undefined {
    return this.account.instruments.find(({ margin, spec }) => margin !== null && spec.symbol === symbol);
  }

  /** The position as its venue shows it, at what it cost there, else at what it cost here. */
  private correct({ asset, held, cost }: Pick<Difference, 'asset' | 'held' | 'cost'>): void {
    const instrument = this.contract(asset);
    const lots = instrument?.lotsOf(held) ?? null;
    if (instrument === undefined || lots === null || cost === undefined) return;
    const { positions, market } = this.account;
    const booked = positions.lots(instrument.index);
    const average = (sum: Decimal, size: number): number =>
      Math.max(1, Math.round(sum.toNumber() / instrument.notional(1, size).toNumber()));
    const own = booked === 0 ? (market.markTicks[instrument.index] ?? 1) : average(positions.cost(instrument.index), booked);
    this.margin.correct(instrument, { lots, ticks: lots === 0 || cost.isZero() ? own : average(cost, lots) });
  }

  /** What the venue holds of a new account is its opening, less what is booked already: an order that was made elsewhere may have filled before it. Contracts are opened at what they cost there. */
  private open(event: AccountEvent, effects: Effects): void {
    for (const each of this.compareContracts(event.positions)) this.correct(each);
    for (const { asset, booked, held, cost } of this.compare(event))
      if (cost === undefined)
        this.book({ asset, amount: held.sub(booked) }, { against: 'funding', note: 'held at the venue at the start' }, effects);
    this.openedAt = event.from;
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

  /** What is booked of an asset, as its venue counts it. */
  private booked(asset: string): Decimal {
    const { balances, margin } = this.account;
    return this.lessCost.has(asset) && margin !== null ? balances.of(asset).sub(margin.cost(asset)) : balances.of(asset);
  }

  private compare({ balances, positions }: AccountEvent): readonly Difference[] {
    const held = new Map(balances.map(({ asset, amount }) => [asset, amount]));
    this.lessCost = new Set(balances.flatMap(({ asset, lessCost }) => (lessCost === true ? [asset] : [])));
    const assets = new Set([...held.keys(), ...new Map(this.account.balances.entries()).keys()]);
    const money = [...assets].sort().map((asset): Difference => {
      return { asset, booked: this.booked(asset), held: held.get(asset) ?? Decimal.ZERO };
    });
    return [...money, ...this.compareContracts(positions)].filter((difference) => !difference.booked.equals(difference.held));
  }

  /** Nothing where the venue was not asked for positions. */
  private compareContracts(positions: AccountEvent['positions']): readonly Difference[] {
    if (positions === undefined) return [];
    const { account } = this;
    const contracts = account.instruments.filter(({ margin }) => margin !== null);
    const symbols = new Set([...contracts.map(({ spec }) => spec.symbol), ...positions.map(({ symbol }) => symbol)]);
    return [...symbols].sort().map((symbol) => {
      const own = contracts.find(({ spec }) => spec.symbol === symbol);
      const shown = positions.find((each) => each.symbol === symbol);
      const booked = own === undefined ? Decimal.ZERO : own.sizeOf(account.positions.lots(own.index));
      return { asset: symbol, booked, held: shown?.size ?? Decimal.ZERO, cost: shown?.cost ?? Decimal.ZERO };
    });
  }

  private set(differences: readonly Difference[], effects: Effects): void {
    if (isSame(differences, this.differences)) return;
    this.differences = differences;
    this.keep(effects);
  }

  private keep(effects: Effects): void {
    const memory: Memory = {
      openedAt: this.openedAt,
      differences: this.differences.map(({ asset, booked, held, cost }) => {
        const row = [asset, booked.toString(), held.toString()] as const;
        return cost === undefined ? row : [...row, cost.toString()];
      }),
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
