import { type CandleColumns, candleColumns, sliceCandles, TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { CommandEvent, EngineCommand, EngineEvent } from '../../core/engine/engine-event.ts';
import type { LedgerRecord, Posting, StrategyRecord } from '../../ports/ledger.ts';
import type { BarEvent } from '../../ports/market-source.ts';
import { decodeEvent } from '../journal-codec.ts';
import { decodeStart, type JournalStart } from '../journal-start.ts';
import { FRAME } from '../session-recorder.ts';
import { decodeJson } from '../tagged-json.ts';
import { HeardMarket, type HeardSeries } from './heard-market.ts';
import { RunBook } from './run-book.ts';

/** What a person asked, or money that came or went, and how far the session's bars had come then. */
export interface RecordedCommand extends CommandEvent {
  /** Bars that close up to then had been handled, later ones had not, whenever they were heard. */
  readonly until: number;
  /** A strategy was given bars that the session had missed, so that it decides on none of them. */
  readonly afterMissed: boolean;
}

/** Money that came or went without a trade, as the session booked it. */
export interface MovedMoney {
  readonly reason: 'deposit' | 'correction' | 'funding';
  readonly asset: string;
  /** Signed. */
  readonly amount: Decimal;
  readonly note: string;
  readonly time: number;
}

/** A session as its journal tells it. */
export interface RecordedSession {
  readonly start: JournalStart;
  readonly market: HeardMarket;
  /** In their order, with money that moved as deposits. */
  readonly commands: readonly RecordedCommand[];
  readonly moved: readonly MovedMoney[];
  readonly book: RunBook;
  /** Time of the last input, ms UTC. */
  readonly endedAt: number;
}

/** Reads a session's journal. Fails with `journal.corrupt`. */
export function readSession(frames: Iterable<Uint8Array>): RecordedSession {
  let reading: SessionReading | null = null;
  for (const frame of frames) {
    const bytes = frame.subarray(1);
    if (frame[0] === FRAME.start) reading = new SessionReading(decodeStart(bytes));
    else if (reading === null) throw noStart();
    else if (frame[0] === FRAME.input) reading.input(decodeEvent(bytes));
    else reading.output(decodeJson(bytes) as { readonly records: readonly LedgerRecord[] });
  }
  if (reading === null) throw noStart();
  return reading;
}

function noStart(): Fault {
  return new Fault('journal.corrupt', { file: 'journal', offset: 0, problem: 'it does not begin with a start.' });
}

interface ReadCommand extends RecordedCommand {
  until: number;
  afterMissed: boolean;
}

class SessionReading implements RecordedSession {
  readonly start: JournalStart;
  readonly market: HeardMarket;
  readonly commands: ReadCommand[] = [];
  readonly moved: MovedMoney[] = [];
  readonly book: RunBook;
  endedAt: number;
  /** Commands since the newest bar. */
  private bounded = 0;
  /** When the newest bar closed. */
  private closedAt = Number.NEGATIVE_INFINITY;
  /** The input that is being handled is a deposit of its own. */
  private deposits = false;
  /** Close of the bar that is being decided on, where the session knew of it later. */
  private decidesOn: number | undefined;
  /** Closes of bars by the time at which they were heard. */
  private readonly closes = new Map<number, number>();
  /** The series of each strategy. */
  private readonly places = new Map<string, HeardSeries>();

  constructor(start: JournalStart) {
    const { snapshot, heardFrom } = start;
    this.start = start;
    this.endedAt = heardFrom ?? start.startAt;
    this.market = new HeardMarket(start.instruments.map((spec, index) => new Instrument(spec, index)));
    this.book = new RunBook(snapshot === null ? [] : [...snapshot.openOrders, ...snapshot.endedOrders]);
    for (const record of snapshot?.strategies ?? []) if (record.running) this.place(record);
    // A venue's market went on between two sessions: what its orders met there are bars that no strategy decides on.
    if (heardFrom !== undefined)
      for (const [instance, place] of this.places)
        this.market.missed(place, closedAfter(start.histories.get(instance), place, start.startAt));
    for (const quote of start.quotes) this.market.quote(quote);
  }

  input(event: EngineEvent): void {
    this.endedAt = Math.max(this.endedAt, event.time);
    this.deposits = false;
    this.decidesOn = undefined;
    if (event.kind === 'bar') this.bar(event);
    else if (event.kind === 'answer') this.decidesOn = event.bar === null ? undefined : this.closes.get(event.bar);
    else if (event.kind === 'quote') this.market.quote(event);
    else if (event.kind === 'command') this.command(event.time, event.command);
  }

  output({ records }: { readonly records: readonly LedgerRecord[] }): void {
    this.book.commit({ records }, this.decidesOn);
    for (const record of records) {
      if (record.kind === 'transfer') this.transfer(record);
      // What was paid for holding contracts is no trade either, and nobody knows what another position would have paid.
      else if (record.kind === 'carry') this.transfer({ ...record, reason: 'funding', note: 'funding' });
    }
  }

  private bar(event: BarEvent): void {
    const closed = event.columns.time[event.row]! + TIMEFRAMES[event.timeframe];
    this.bound(closed);
    this.market.bar(event);
    if (closed === event.time) return;
    this.decidesOn = closed;
    this.closes.set(event.time, closed);
  }

  private command(time: number, command: EngineCommand): void {
    this.take(time, command);
    this.deposits = command.type === 'deposit';
    if (command.type === 'start-strategy') this.place(command.record);
    if (command.type !== 'change-strategy') return;
    const place = this.places.get(command.instance);
    const missed = place === undefined || !this.market.hears(place) ? null : this.market.missed(place, command.history);
    if (missed === null) return;
    this.commands.at(-1)!.afterMissed = true;
    this.bound(missed);
    this.closedAt = this.market.closedAt;
  }

  /** Money in or out is no trade of either run: the backtest has it too, so that both can afford the same. */
  private transfer({
    reason,
    postings,
    note,
    time,
  }: Pick<MovedMoney, 'reason' | 'note' | 'time'> & { readonly postings: readonly Posting[] }): void {
    for (const { account, asset, amount } of postings) {
      if (account !== 'holdings') continue;
      this.moved.push({ reason, asset, amount, note, time });
      if (!this.deposits) this.take(time, { type: 'deposit', id: `moved-${String(this.moved.length)}`, asset, amount, note });
    }
  }

  private take(time: number, command: EngineCommand): void {
    this.commands.push({ kind: 'command', time, command, until: Math.max(time, this.closedAt), afterMissed: false });
  }

  /** A bar that is known only now came after all commands since the one before it. */
  private bound(closed: number): void {
    for (; this.bounded < this.commands.length; this.bounded += 1) {
      const command = this.commands[this.bounded]!;
      command.until = Math.max(this.closedAt, Math.min(command.until, closed - 1));
    }
    this.closedAt = Math.max(this.closedAt, closed);
  }

  private place({ instance, instrument, timeframe }: StrategyRecord): void {
    const index = this.market.instruments.findIndex(({ id }) => id === instrument);
    if (index >= 0) this.places.set(instance, { instrument: index, timeframe });
  }
}

/** The bars that closed after an instant. */
function closedAfter(candles: CandleColumns | undefined, { timeframe }: HeardSeries, time: number): CandleColumns {
  if (candles === undefined) return candleColumns(0);
  const first = candles.time.findIndex((open) => open + TIMEFRAMES[timeframe] > time);
  return sliceCandles(candles, first < 0 ? candles.length : first, candles.length);
}

/** What holding contracts has received, below zero where it paid, by asset. */
export function fundingSums(moved: readonly MovedMoney[]): readonly Pick<MovedMoney, 'asset' | 'amount'>[] {
  const sums = new Map<string, Decimal>();
  for (const { reason, asset, amount } of moved) if (reason === 'funding') sums.set(asset, sums.get(asset)?.add(amount) ?? amount);
  return [...sums].map(([asset, amount]) => ({ asset, amount }));
}
