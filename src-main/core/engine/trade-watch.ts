import { STOP_TAG, LIQUIDATION_TAG, type IdentifiedOrder, type Side } from '../../../src-shared/domain/order.ts';
import type { Fill } from '../../../src-shared/domain/fill.ts';
import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { FeeLots } from '../../ports/ledger.ts';
import { type EntryLock, lockCodes, lockDetails } from '../risk/entry-lock.ts';
import { EntryLocks } from '../risk/entry-locks.ts';
import { type ClosedTrade, type OpenTrade, TradeBook } from '../risk/trade-book.ts';
import type { AccountState } from './account.ts';
import type { Effects } from './effects.ts';
import { LazyMemory } from './lazy-memory.ts';
import type { TradingControl } from './trading-control.ts';

/** Under which name the ledger keeps what protections remember, and what they tell. */
export const TRADE_WATCH = 'risk' as StrategyInstanceId;

/** Whose position it is where no strategy holds it. */
const PERSON = 'you';

/** A row of an instrument, by its id: indices are another start's own. */
type Kept<Row> = Omit<Row, 'instrument'> & { readonly instrument: string | null };

/** What a restart goes on with. */
interface Memory {
  readonly open: readonly Kept<OpenTrade>[];
  readonly closed: readonly Kept<ClosedTrade>[];
  readonly locks: readonly Kept<EntryLock>[];
}

/** What each strategy holds of an instrument. */
type Holdings = (instrument: number) => readonly (readonly [origin: string, lots: number])[];

/** Follows the account's trades while a protection asks for them, and keeps the blocks of new entries that follow. Off, it costs nothing. */
export class TradeWatch {
  private readonly account: AccountState;
  private readonly control: TradingControl;
  private readonly holdings: Holdings;
  private readonly book: TradeBook;
  private readonly entryLocks = new EntryLocks();
  private on = false;
  /** Told of every trade that closed. */
  onClosed: ((trade: ClosedTrade, effects: Effects) => void) | null = null;

  constructor(account: AccountState, control: TradingControl, holdings: Holdings) {
    this.account = account;
    this.control = control;
    this.holdings = holdings;
    this.book = new TradeBook(account.instruments);
  }

  /** The block that is in the way of an entry the longest, or null. */
  lockOf(instrument: number, side: Side): EntryLock | null {
    return this.on ? this.entryLocks.of(instrument, side, this.account.time) : null;
  }

  /** Blocks that hold now. */
  get locks(): readonly EntryLock[] {
    return this.entryLocks.all.filter(({ until }) => until > this.account.time);
  }

  /** Takes the limits as they are now: what is held when a protection is switched on counts as a trade from its average price. */
  configure(effects: Effects): void {
    const { protections } = this.control.limits;
    const was = this.on;
    this.on = this.wanted;
    this.entryLocks.keepOnly(protections);
    if (this.on && !was) this.book.restore(this.account.instruments.flatMap(({ index }) => this.heldNow(index)));
    if (this.on || was) this.keep(effects);
  }

  /** Begins with the limits as they are, and goes on with what an earlier run left; what it did not watch counts from its average price. */
  restore(memory: string | undefined): void {
    this.on = this.wanted;
    if (!this.on) return;
    if (memory === undefined) {
      this.book.restore(this.account.instruments.flatMap(({ index }) => this.heldNow(index)));
      return;
    }
    const { open, closed, locks } = JSON.parse(memory) as Memory;
    this.book.restore(open.flatMap((row) => this.indexed<OpenTrade>(row)));
    this.entryLocks.restore(
      locks.flatMap((row) => this.indexed<EntryLock>(row)),
      closed.flatMap((row) => this.indexed<ClosedTrade>(row)),
    );
  }

  private get wanted(): boolean {
    const { protections, breakers } = this.control.limits;
    return protections.length > 0 || breakers.some(({ kind }) => kind === 'losses');
  }

  /** A fill was booked, with what positions gave up for its fee. */
  onFill(order: IdentifiedOrder, fill: Fill, feeLots: readonly FeeLots[], effects: Effects): void {
    if (!this.on) return;
    const { instrument, origin, side } = order;
    const filled = this.book.book({
      instrument,
      origin,
      side,
      ticks: fill.ticks,
      lots: fill.lots,
      fee: fill.fee.toApproximate(),
      time: fill.time,
      closes: order.reduceOnly,
      stops: isStop(order),
    });
    const given = feeLots.flatMap(({ value, ...each }) => this.book.payFee({ ...each, value: value.toApproximate(), time: fill.time }));
    const closed = given.length === 0 ? filled : [...filled, ...given];
    for (const trade of closed) {
      this.judge(trade, effects);
      this.onClosed?.(trade, effects);
    }
    this.keep(effects);
  }

  /** Funding was booked. */
  onCarry(instrument: number, origin: string, amount: number): void {
    if (this.on) this.book.receive(instrument, origin, amount);
  }

  private judge(trade: ClosedTrade, effects: Effects): void {
    const { account } = this;
    for (const lock of this.entryLocks.take(trade, this.control.limits.protections, account.equity())) {
      effects.records.push({
        kind: 'signal',
        instance: TRADE_WATCH,
        code: lockCodes(lock).signal,
        details: lockDetails(lock, account.instruments, account.time),
        time: utcMs(account.time),
      });
    }
  }

  /** Running strategies in the order of their names, and a person. */
  origins(): readonly string[] {
    const names = this.account.instruments.flatMap(({ index }) => this.holdings(index).map(([origin]) => origin));
    return [...names.sort(), PERSON];
  }

  /** Signed lots that an origin holds by its own fills; what no running strategy holds is a person's. */
  heldBy(origin: string, instrument: number): number {
    const shares = this.holdings(instrument);
    const own = shares.find(([name]) => name === origin);
    if (own !== undefined) return own[1];
    return origin === PERSON ? this.account.positions.lots(instrument) - shares.reduce((sum, [, lots]) => sum + lots, 0) : 0;
  }

  private heldNow(instrument: number): OpenTrade[] {
    const whole = this.account.positions.lots(instrument);
    if (whole === 0) return [];
    const cost = Math.abs(this.account.positions.cost(instrument).toApproximate()) / Math.abs(whole);
    const shares = this.holdings(instrument).filter(([, lots]) => lots !== 0);
    const rest = whole - shares.reduce((sum, [, lots]) => sum + lots, 0);
    return [...shares, ...(rest === 0 ? [] : [[PERSON, rest] as const])].map(([origin, lots]) => ({
      instrument,
      origin,
      side: lots > 0 ? 'buy' : 'sell',
      lots: Math.abs(lots),
      entered: Math.abs(lots) * cost,
      closed: 0,
      paid: 0,
    }));
  }

  private keep(effects: Effects): void {
    effects.records.push(new LazyMemory(TRADE_WATCH, () => this.memory()));
  }

  private memory(): string {
    const { book, entryLocks } = this;
    const rows = <Row extends { readonly instrument: number | null }>(all: readonly Row[]): unknown[] =>
      all.map((row) => ({ ...row, instrument: row.instrument === null ? null : this.account.instruments[row.instrument]?.id }));
    return JSON.stringify({ open: rows(book.trades), closed: rows(entryLocks.recent), locks: rows(entryLocks.all) });
  }

  /** Of an instrument that is gone nothing is left to watch. */
  private indexed<Row extends { readonly instrument: number | null }>(row: Kept<Row>): Row[] {
    if (row.instrument === null) return [row as unknown as Row];
    const index = this.account.instruments.findIndex(({ id }) => id === row.instrument);
    return index < 0 ? [] : [{ ...row, instrument: index } as unknown as Row];
  }
}

function isStop({ type, group, tag }: IdentifiedOrder): boolean {
  if (tag === STOP_TAG || tag === LIQUIDATION_TAG || group?.role === 'stop') return true;
  return type === 'stop' || type === 'stop-limit' || type === 'trailing-stop';
}
