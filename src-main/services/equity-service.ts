import type { EquityRequest } from '../../src-shared/contract/ledger.ts';
import type { FillRow } from '../../src-shared/contract/rows.ts';
import { TIMEFRAMES, type Timeframe } from '../../src-shared/domain/candle.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { AccountId } from '../../src-shared/kernel/ids.ts';
import type { DeskClient } from './desk-client.ts';
import type { OpenBook } from './open-book.ts';

/** The steps that a curve may have, finest first. */
const STEPS = ['1m', '5m', '15m', '1h', '4h', '1d'] as const;
/** Bars that the desk gives at once. */
const PAGE = 2_000;
const SESSIONS = 1_000;

type Step = (typeof STEPS)[number];
/** The account that a curve is of, and the ledger that it is in. */
type Owner = Pick<OpenBook, 'account' | 'reader'>;

/** Money and coins at one instant, from which fills lead on. */
interface Held {
  cash: Decimal;
  /** Base units by instrument. */
  readonly sizes: Map<string, Decimal>;
}

/** A curve: instants, ms UTC of the market, and equity at them, quote units. */
interface Curve {
  readonly times: Float64Array;
  readonly equity: Float64Array;
}

const NOTHING: Curve = { times: new Float64Array(0), equity: new Float64Array(0) };

/** The finest step that stays within so many points, of bars that there are. */
function finestStep(span: number, points: number, shortest: Timeframe): Step {
  return STEPS.find((step) => TIMEFRAMES[step] >= TIMEFRAMES[shortest] && span / TIMEFRAMES[step] <= points) ?? '1d';
}

/** Lets a fill happen (or, with -1, be as if it never had). */
function apply(held: Held, fill: FillRow, direction: 1 | -1): void {
  const buys = (fill.side === 'buy') === (direction === 1);
  const value = Decimal.parse(fill.value);
  const fee = Decimal.parse(fill.fee);
  const size = Decimal.parse(fill.size);
  const before = held.sizes.get(fill.instrument) ?? Decimal.ZERO;
  held.sizes.set(fill.instrument, buys ? before.add(size) : before.sub(size));
  held.cash = buys ? held.cash.sub(value) : held.cash.add(value);
  held.cash = direction === 1 ? held.cash.sub(fee) : held.cash.add(fee);
}

/**
 * Equity over time, worked out from booked fills and the market's closes whenever it is asked for: nothing of it is stored, so it can never
 * disagree with the ledger.
 */
export class EquityService {
  private readonly desk: DeskClient;
  private readonly book: () => OpenBook;

  constructor(desk: DeskClient, book: () => OpenBook) {
    this.desk = desk;
    this.book = book;
  }

  /** The account's equity, or the profit of one strategy instance by its own fills alone, at the closes of bars between two instants. */
  async curve({ account, instance, from, to, points }: EquityRequest): Promise<Curve> {
    const book = this.book();
    const of: Owner = { ...book, account: account === undefined ? book.account : { ...book.account, account: account as AccountId } };
    const began = Math.max(from, beginOf(of));
    if (to <= began) return NOTHING;
    const step = finestStep(to - began, points, book.timeframe);
    const span = TIMEFRAMES[step];
    const first = Math.ceil(began / span) * span;
    const count = Math.max(0, Math.floor((to - first) / span) + 1);
    const { held, fills } = instance === undefined ? await this.accountAt(of, first) : instanceAt(of, instance, first);
    const closes = await this.closes([...new Set([...held.sizes.keys(), ...fills.map((fill) => fill.instrument)])], step, { first, count });
    return walk(held, fills, closes, { first, span, count });
  }

  /** What the account held at an instant: what it holds now, less what happened since. */
  private async accountAt({ account, reader }: Owner, time: number): Promise<{ held: Held; fills: readonly FillRow[] }> {
    const instruments: readonly InstrumentSpec[] = await this.desk.call('instruments', {});
    const quote = instruments[0]?.settle ?? '';
    const { balances } = reader.snapshot(account, instruments);
    const held: Held = { cash: balances.get(quote) ?? Decimal.ZERO, sizes: new Map() };
    for (const { id, base } of instruments) {
      const size = balances.get(base);
      if (size !== undefined && !size.isZero()) held.sizes.set(id, size);
    }
    const fills = reader.fillsSince(account, time + 1);
    for (const fill of fills.toReversed()) apply(held, fill, -1);
    return { held, fills };
  }

  /** Closes by instrument at each instant of the grid; NaN before an instrument's first bar. */
  private async closes(
    instruments: readonly string[],
    step: Step,
    { first, count }: { readonly first: number; readonly count: number },
  ): Promise<ReadonlyMap<string, Float64Array>> {
    const span = TIMEFRAMES[step];
    const found = new Map<string, Float64Array>();
    for (const instrument of instruments) {
      const closes = new Float64Array(count).fill(Number.NaN);
      for (let end = count; end > 0; end -= PAGE) {
        const bars = await this.desk.call('candles', {
          instrument,
          timeframe: step,
          before: first + (end - 1) * span,
          count: Math.min(PAGE, end),
        });
        for (let row = 0; row < bars.length; row += 1) {
          const at = (bars.time[row]! + span - first) / span;
          if (at >= 0 && at < count) closes[at] = bars.close[row]!;
        }
      }
      found.set(instrument, closes);
    }
    return found;
  }
}

/** Market time at which the account was begun. */
function beginOf({ account, reader }: Owner): number {
  const starts = reader.sessions(SESSIONS).flatMap((session) => (session.account.account === account.account ? [session.startedAt] : []));
  return starts.reduce((least, start) => Math.min(least, start), Number.POSITIVE_INFINITY);
}

function instanceAt({ account, reader }: Owner, instance: string, time: number): { held: Held; fills: readonly FillRow[] } {
  const held: Held = { cash: Decimal.ZERO, sizes: new Map() };
  const all = reader.fillsOf(account, instance, 0);
  for (const fill of all) if (fill.time <= time) apply(held, fill, 1);
  return { held, fills: all.filter((fill) => fill.time > time) };
}

function walk(
  held: Held,
  fills: readonly FillRow[],
  closes: ReadonlyMap<string, Float64Array>,
  { first, span, count }: { readonly first: number; readonly span: number; readonly count: number },
): Curve {
  const times = new Float64Array(count);
  const equity = new Float64Array(count);
  let next = 0;
  for (let at = 0; at < count; at += 1) {
    const time = first + at * span;
    while (next < fills.length && fills[next]!.time <= time) {
      apply(held, fills[next]!, 1);
      next += 1;
    }
    let worth = held.cash.toNumber();
    for (const [instrument, size] of held.sizes)
      if (!size.isZero()) worth += size.toNumber() * (closes.get(instrument)?.[at] ?? Number.NaN);
    times[at] = time;
    equity[at] = worth;
  }
  return { times, equity };
}
