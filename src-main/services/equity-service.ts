import type { EquityRequest } from '../../src-shared/contract/ledger.ts';
import type { FillRow } from '../../src-shared/contract/rows.ts';
import { TIMEFRAMES, type Timeframe } from '../../src-shared/domain/candle.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { AccountId } from '../../src-shared/kernel/ids.ts';
import type { LedgerPosition } from '../ports/ledger.ts';
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

/** What a fill changes. */
interface Moves {
  readonly cash: Decimal;
  readonly sizes: readonly (readonly [instrument: string, size: Decimal])[];
}

/** What a fill changes, from where one looks. */
type MovesOf = (fill: FillRow) => Moves;

/** Lets a fill happen (or, with -1, be as if it never had). */
function apply(held: Held, { cash, sizes }: Moves, direction: 1 | -1): void {
  const signed = (amount: Decimal) => (direction === 1 ? amount : amount.neg());
  held.cash = held.cash.add(signed(cash));
  for (const [instrument, size] of sizes) held.sizes.set(instrument, (held.sizes.get(instrument) ?? Decimal.ZERO).add(signed(size)));
}

/** The trade itself, without its fee. */
function tradeMoves({ side, instrument, size, value }: FillRow): Moves {
  const [coins, money] = [Decimal.parse(size), Decimal.parse(value)];
  return side === 'buy' ? { cash: money.neg(), sizes: [[instrument, coins]] } : { cash: money, sizes: [[instrument, coins.neg()]] };
}

/** Of an account: its fees go out in what was really paid. Coins that are no instrument's are in no curve. */
function accountMoves(instruments: readonly InstrumentSpec[]): MovesOf {
  return (fill) => {
    let { cash, sizes } = tradeMoves(fill);
    for (const { asset, amount } of fill.paid ?? [{ asset: fill.feeAsset, amount: fill.fee }]) {
      const taken = Decimal.parse(amount).neg();
      if (asset === fill.feeAsset) cash = cash.add(taken);
      else sizes = [...sizes, ...instruments.flatMap(({ base, id }) => (base === asset ? [[id, taken] as const] : []))];
    }
    return { cash, sizes };
  };
}

/** Of an instance: fees count by their value, and the lots that a fee took are sold for it. */
function instanceMoves(instance: string, instruments: readonly InstrumentSpec[]): MovesOf {
  const lotOf = (instrument: string) => Decimal.parse(instruments.find(({ id }) => id === instrument)?.engineLot ?? '0');
  return (fill) => {
    const own = fill.origin === instance;
    let { cash, sizes } = own ? tradeMoves(fill) : { cash: Decimal.ZERO, sizes: [] };
    if (own) cash = cash.sub(Decimal.parse(fill.fee));
    for (const { origin, instrument, lots, value } of fill.feeLots ?? []) {
      if (origin !== instance) continue;
      cash = cash.add(Decimal.parse(value));
      sizes = [...sizes, [instrument, lotOf(instrument).mul(Decimal.of(BigInt(-lots)))]];
    }
    return { cash, sizes };
  };
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
    const instruments: readonly InstrumentSpec[] = await this.desk.call('instruments', {});
    const movesOf = instance === undefined ? accountMoves(instruments) : instanceMoves(instance, instruments);
    const { held, fills } =
      instance === undefined ? accountAt(of, { time: first, instruments, movesOf }) : instanceAt(of, instance, { time: first, movesOf });
    const steps = fills.map((fill) => ({ time: fill.time, moves: movesOf(fill) }));
    const moved = steps.flatMap(({ moves }) => moves.sizes.map(([instrument]) => instrument));
    const closes = await this.closes([...new Set([...held.sizes.keys(), ...moved])], step, { first, count });
    return walk(held, steps, closes, { first, span, count });
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

/** What the account held at an instant: what it holds now, less what happened since. */
function accountAt(
  { account, reader }: Owner,
  { time, instruments, movesOf }: { readonly time: number; readonly instruments: readonly InstrumentSpec[]; readonly movesOf: MovesOf },
): { held: Held; fills: readonly FillRow[] } {
  const quote = instruments[0]?.settle ?? '';
  const { balances, positions } = reader.snapshot(account, instruments);
  const held: Held = { cash: balances.get(quote) ?? Decimal.ZERO, sizes: new Map() };
  for (const [index, { id, base, kind, engineLot }] of instruments.entries()) {
    const traded = sizeOf(positions, { index, engineLot });
    const size = kind === 'spot' ? tradedCoins(balances.get(base) ?? Decimal.ZERO, traded, engineLot) : traded;
    if (!size.isZero()) held.sizes.set(id, size);
    // A contract is worth its price less what it cost; the money for it never left.
    if (kind === 'perpetual') held.cash = held.cash.sub(positions.find(({ instrument }) => instrument === index)?.cost ?? Decimal.ZERO);
  }
  const fills = reader.fillsSince(account, time + 1);
  for (const fill of fills.toReversed()) apply(held, movesOf(fill), -1);
  return { held, fills };
}

/** Base units of a position, signed. */
function sizeOf(
  positions: readonly LedgerPosition[],
  { index, engineLot }: { readonly index: number; readonly engineLot: string },
): Decimal {
  const lots = positions.find(({ instrument }) => instrument === index)?.lots ?? 0;
  return Decimal.parse(engineLot).mul(Decimal.of(BigInt(lots)));
}

/** Of the coins of an account those that were traded: the position, and what of a lot fees have left. Those that were there before are in no equity. */
function tradedCoins(balance: Decimal, position: Decimal, engineLot: string): Decimal {
  const lot = Decimal.parse(engineLot);
  return balance.sub(balance.sub(position).divide(lot, 0, 'down').mul(lot));
}

/** Market time at which the account was begun. */
function beginOf({ account, reader }: Owner): number {
  const starts = reader.sessions(SESSIONS).flatMap((session) => (session.account.account === account.account ? [session.startedAt] : []));
  return starts.reduce((least, start) => Math.min(least, start), Number.POSITIVE_INFINITY);
}

function instanceAt(
  { account, reader }: Owner,
  instance: string,
  { time, movesOf }: { readonly time: number; readonly movesOf: MovesOf },
): { held: Held; fills: readonly FillRow[] } {
  const held: Held = { cash: Decimal.ZERO, sizes: new Map() };
  const all = reader.fillsOf(account, instance, 0);
  for (const fill of all) if (fill.time <= time) apply(held, movesOf(fill), 1);
  return { held, fills: all.filter((fill) => fill.time > time) };
}

function walk(
  held: Held,
  fills: readonly { readonly time: number; readonly moves: Moves }[],
  closes: ReadonlyMap<string, Float64Array>,
  { first, span, count }: { readonly first: number; readonly span: number; readonly count: number },
): Curve {
  const times = new Float64Array(count);
  const equity = new Float64Array(count);
  let next = 0;
  for (let at = 0; at < count; at += 1) {
    const time = first + at * span;
    while (next < fills.length && fills[next]!.time <= time) {
      apply(held, fills[next]!.moves, 1);
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
