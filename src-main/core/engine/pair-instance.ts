import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { PairCounts } from '../../../src-shared/domain/pair-counts.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import type { StrategyRecord } from '../../ports/ledger.ts';
import type { PairDesk, PairLeg, PairPhase, PairStrategy } from '../strategies/building/pair-strategy.ts';
import type { Strategy } from '../strategies/strategy.ts';
import type { AccountState } from './account.ts';
import { pairLots } from './pair-lots.ts';
import { type HostDoors, MOVED, StrategyInstance, type StrategyWish } from './strategy-host.ts';

/** Instants after its decision at which an entry may still be filling; then what is held of it is closed. */
export const ENTRY_BARS = 3;
/** Share of what a leg was meant to hold that it must hold at least. */
export const LEAST_HELD = 0.9;

interface PairParts {
  readonly instruments: readonly [Instrument, Instrument];
  readonly strategy: PairStrategy;
  readonly account: AccountState;
  readonly doors: HostDoors;
}

/** Tells a pair of the bars of one of its legs. A pair decides on bars alone and nothing of it outlives a run. */
class LegEar implements Strategy {
  private readonly pair: PairInstance;
  private readonly leg: PairLeg;

  constructor(pair: PairInstance, leg: PairLeg) {
    this.pair = pair;
    this.leg = leg;
  }

  warm(): void {
    // A run of a pair begins at its first bar.
  }

  onBar(columns: CandleColumns, row: number): void {
    this.pair.closed(this.leg, columns, row);
  }

  onFill(): void {
    // What is held is looked at when a bar closes.
  }

  memory(): string {
    return '';
  }

  restore(): void {
    // It remembers nothing.
  }
}

/**
 * A strategy at work on two instruments of one account. Each leg is an instance of its own with orders of the same origin; the strategy is
 * asked when both have closed the bar of an instant. At the first bar of every instant it is seen to that no leg is held alone: an entry
 * that did not fill on both sides, or a leg that was taken away, ends in both being closed.
 */
export class PairInstance implements PairDesk {
  readonly legs: readonly [StrategyInstance, StrategyInstance];
  readonly symbols: readonly [string, string];
  phase: PairPhase = 'flat';
  private readonly strategy: PairStrategy;
  private readonly account: AccountState;
  private readonly doors: HostDoors;
  private readonly closes = new Float64Array(2);
  /** Signed lots that the legs are meant to hold: first as asked for, then as filled. */
  private readonly meant = new Float64Array(2);
  /** Instants since the entry was decided. */
  private age = 0;
  /** The newest instant, and the leg that has closed its bar first and waits for the other; -1 when none does. */
  private instant = Number.NaN;
  private waiting: PairLeg | -1 = -1;
  private asked = 0;
  private missed = 0;
  private unwound = 0;

  constructor(record: StrategyRecord, { instruments, strategy, account, doors }: PairParts) {
    this.strategy = strategy;
    this.account = account;
    this.doors = doors;
    const leg = (place: PairLeg): StrategyInstance =>
      new StrategyInstance(record, { instrument: instruments[place], strategy: new LegEar(this, place), account, doors });
    this.legs = [leg(0), leg(1)];
    this.symbols = [instruments[0].spec.symbol, instruments[1].spec.symbol];
  }

  get counts(): PairCounts {
    const { asked, unwound } = this;
    return { instance: this.legs[0].record.instance, asked, missed: this.missed + (this.waiting < 0 ? 0 : 1), unwound };
  }

  /** A leg has closed a bar at the instant that it decides at. */
  closed(leg: PairLeg, columns: CandleColumns, row: number): void {
    this.closes[leg] = columns.close[row]!;
    const time = this.legs[leg].decisionTime;
    if (this.instant !== time) {
      if (this.waiting >= 0) this.missed += 1;
      this.instant = time;
      this.waiting = leg;
      this.begin(time);
      this.lookAfter();
      return;
    }
    this.waiting = -1;
    this.asked += 1;
    this.strategy.onPair(this.closes, this);
  }

  enter(way: 'long' | 'short', ratio: number): boolean {
    if (this.phase !== 'flat') return false;
    const lots = this.lotsFor(ratio);
    const direction = way === 'long' ? 1 : -1;
    const wishes = [wish(direction, lots[0]), wish(-direction, lots[1])] as const;
    if (!this.doors.submitBoth(this.legs, wishes)) return false;
    this.meant[0] = direction * lots[0];
    this.meant[1] = -direction * lots[1];
    this.phase = 'entering';
    this.age = 0;
    return true;
  }

  leave(): void {
    if (this.phase === 'flat' || this.phase === 'leaving') return;
    this.phase = 'leaving';
    for (const leg of this.legs) leg.exit();
  }

  signal(code: string, details: FaultDetails): void {
    this.doors.signal(this.legs[0], code, details);
  }

  /** Orders of both legs carry the instant they are decided at, also those of the leg whose bar has not closed yet. */
  private begin(time: number): void {
    for (const leg of this.legs) {
      leg.decisionTime = time;
      leg.leg = 0;
    }
  }

  private lookAfter(): void {
    switch (this.phase) {
      case 'flat':
        return;
      case 'entering':
        this.awaitEntry();
        return;
      case 'held':
        if (this.legs[0].positionLots !== this.meant[0] || this.legs[1].positionLots !== this.meant[1]) this.unwind();
        return;
      case 'leaving':
        this.awaitEnd();
    }
  }

  private awaitEntry(): void {
    this.age += 1;
    if (this.legs.some(isWorking)) {
      if (this.age >= ENTRY_BARS) this.unwind();
      return;
    }
    if (!this.holdsAsMeant()) {
      this.unwind();
      return;
    }
    this.phase = 'held';
    for (const place of [0, 1] as const) this.meant[place] = this.legs[place].positionLots;
  }

  private awaitEnd(): void {
    let over = true;
    for (const leg of this.legs) {
      if (isWorking(leg)) over = false;
      else if (leg.positionLots !== 0 && !this.isDust(leg)) {
        // Also where the gate did not let the closing order pass before.
        leg.exit();
        over = false;
      }
    }
    if (over) this.phase = 'flat';
  }

  /** Less than the venue takes an order for: it stays, and goes with the next closing. */
  private isDust({ instrument, positionLots }: StrategyInstance): boolean {
    const ticks = this.account.market.markTicks[instrument.index]!;
    return instrument.approximateNotional(ticks, Math.abs(positionLots)) < instrument.minNotionalRough;
  }

  private unwind(): void {
    this.unwound += 1;
    this.leave();
    this.signal('pairs.unwound', {});
  }

  private holdsAsMeant(): boolean {
    const { legs, meant } = this;
    return legs.every(({ positionLots }, place) => {
      const wanted = meant[place]!;
      return positionLots > 0 === wanted > 0 && Math.abs(positionLots) >= LEAST_HELD * Math.abs(wanted);
    });
  }

  private lotsFor(ratio: number): readonly [number, number] {
    const { account, legs } = this;
    const [first, second] = legs;
    const ticks = [first, second].map(({ instrument }) => account.market.markTicks[instrument.index]!) as [number, number];
    return pairLots({
      instruments: [first.instrument, second.instrument],
      ticks,
      movedTicks: [Math.ceil(ticks[0] * MOVED), Math.ceil(ticks[1] * MOVED)],
      feeRates: [account.feeRate(first.instrument.index), account.feeRate(second.instrument.index)],
      ratio,
      size: first.record.size,
      amount: first.entryAmount(),
    });
  }
}

function isWorking(leg: StrategyInstance): boolean {
  return leg.outstandingLots('buy') > 0 || leg.outstandingLots('sell') > 0;
}

function wish(direction: number, lots: number): StrategyWish {
  return { side: direction > 0 ? 'buy' : 'sell', lots, quoteAmount: null, limitTicks: null, tag: null, opens: true };
}
