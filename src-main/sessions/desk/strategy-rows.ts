import type { FillRow, SignalRow, StrategyRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { directionOf } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { utcDay } from '../../../src-shared/kernel/time.ts';
import { Positions } from '../../core/accounting/positions.ts';
import type { StrategyRecord } from '../../ports/ledger.ts';

/** What an instance has done so far, by its own fills alone. */
interface Tally {
  record: StrategyRecord;
  readonly instrument: Instrument;
  readonly book: Positions;
  trades: number;
  wins: number;
  /** Profit of closed trades after fees when the running trade began, for telling whether it won. */
  settled: Decimal;
  peak: number;
  drawdown: number;
  day: number;
  dayStart: Decimal;
  lastSignal: SignalRow | null;
}

/** Strategy instances as rows. */
export class StrategyRows {
  private readonly tallies = new Map<string, Tally>();
  private readonly instruments: readonly Instrument[];

  constructor(instruments: readonly Instrument[]) {
    this.instruments = instruments;
  }

  /** Takes over an instance, new or from the ledger, and with it what it did before. */
  placed(record: StrategyRecord, fills: readonly FillRow[]): void {
    const known = this.tallies.get(record.instance);
    if (known !== undefined) {
      known.record = record;
      return;
    }
    const instrument = this.instruments.find((candidate) => candidate.id === record.instrument);
    if (instrument === undefined) return;
    this.tallies.set(record.instance, {
      record,
      instrument,
      book: new Positions(instrument.index + 1),
      trades: 0,
      wins: 0,
      settled: Decimal.ZERO,
      peak: 0,
      drawdown: 0,
      day: -1,
      dayStart: Decimal.ZERO,
      lastSignal: null,
    });
    const tally = this.tallies.get(record.instance);
    if (tally !== undefined) for (const fill of fills) this.book(tally, fill);
  }

  booked(fill: FillRow): void {
    for (const origin of new Set([fill.origin, ...(fill.feeLots ?? []).map((given) => given.origin)])) {
      const tally = this.tallies.get(origin);
      if (tally !== undefined) this.book(tally, fill);
    }
  }

  /** A fill of an instance, or one whose fee took lots of what it holds. */
  private book(tally: Tally, fill: FillRow): void {
    const { instrument, book, record } = tally;
    this.turnDay(tally, fill.time);
    const before = book.lots(instrument.index);
    if (fill.origin === record.instance) {
      const lots = directionOf(fill.side) * (instrument.lotsOf(Decimal.parse(fill.size)) ?? 0);
      book.apply(instrument.index, lots, { notional: Decimal.parse(fill.value), fee: Decimal.parse(fill.fee) }, fill.time);
    }
    for (const { origin, instrument: of, lots, value } of fill.feeLots ?? [])
      if (origin === record.instance && of === instrument.id) book.payFee(instrument.index, lots, Decimal.parse(value), fill.time);
    if (book.lots(instrument.index) !== 0 || (before === 0 && fill.origin !== record.instance)) return;
    const after = settledProfit(book, instrument);
    tally.trades += 1;
    if (after.compare(tally.settled) > 0) tally.wins += 1;
    tally.settled = after;
  }

  signalled(row: SignalRow): void {
    const tally = this.tallies.get(row.instance);
    if (tally !== undefined) tally.lastSignal = row;
  }

  /** The instance now, with its position at the last price. */
  row(instance: string, markTicks: (instrument: number) => number, time: number): StrategyRow | null {
    const tally = this.tallies.get(instance);
    if (tally === undefined) return null;
    const { record, instrument, book } = tally;
    const held = book.read(instrument.index);
    this.turnDay(tally, time);
    const pnl = settledProfit(book, instrument).add(instrument.notional(markTicks(instrument.index), held.lots).sub(held.cost));
    const now = pnl.toNumber();
    tally.peak = Math.max(tally.peak, now);
    tally.drawdown = Math.max(tally.drawdown, tally.peak - now);
    return {
      instance: record.instance,
      strategy: record.strategy,
      instrument: record.instrument,
      timeframe: record.timeframe,
      parameters: record.parameters,
      size: record.size,
      running: record.running,
      startedAt: record.startedAt,
      stopReason: record.stopReason,
      position: instrument.sizeOf(held.lots).toString(),
      pnl: pnl.toString(),
      pnlToday: pnl.sub(tally.dayStart).toString(),
      trades: tally.trades,
      wins: tally.wins,
      drawdown: Decimal.fromNumber(Math.round(tally.drawdown * 100) / 100).toString(),
      lastSignal: tally.lastSignal,
      script: record.script === undefined ? null : { file: record.script.file, hash: record.script.hash },
    };
  }

  instances(): readonly string[] {
    return [...this.tallies.keys()];
  }

  private turnDay(tally: Tally, time: number): void {
    const day = utcDay(time);
    if (day === tally.day) return;
    tally.day = day;
    tally.dayStart = settledProfit(tally.book, tally.instrument);
  }
}

function settledProfit(book: Positions, instrument: Instrument): Decimal {
  const { realised, fees } = book.read(instrument.index);
  return realised.sub(fees);
}
