import { CORRECTION_TAG, LIQUIDATION_TAG } from '../../../src-shared/domain/order.ts';
import { isFinalState } from '../../../src-shared/domain/order-state.ts';
import type { LedgerBatch, LedgerOrder, LedgerRecord, LedgerWriter } from '../../ports/ledger.ts';
import type { PaidLots, RefusedOrder, TradedFill, TradedOrder, TradedRun } from '../../core/attribution/traded-run.ts';

interface KeptOrder extends Omit<TradedOrder, 'fills' | 'paidLots' | 'end'> {
  readonly fills: TradedFill[];
  readonly paidLots: PaidLots[];
  readonly fillIds: Set<string>;
  end: string | null;
}

type Told = Pick<TradedOrder, 'id' | 'origin' | 'instrument' | 'side' | 'type' | 'decidedAt' | 'limitTicks'> & {
  readonly tag?: string | null;
};

/** Tags of orders that nobody in the run decided. */
const NOBODYS: ReadonlySet<string> = new Set([LIQUIDATION_TAG, CORRECTION_TAG]);

/** Keeps of a run's records what an attribution asks for: orders, their fills and ends, refusals. A ledger of a run that nobody goes on with. */
export class RunBook implements LedgerWriter, TradedRun {
  readonly refusals: RefusedOrder[] = [];
  private readonly kept = new Map<string, KeptOrder>();
  private readonly commands = new Set<string>();

  /** `carried` are orders from before the run, of which it may book what they still fill. */
  constructor(carried: readonly LedgerOrder[] = []) {
    for (const { order, state, fillIds } of carried) this.keep(order, { carried: true, fillIds, end: state });
  }

  get orders(): readonly TradedOrder[] {
    return [...this.kept.values()];
  }

  /** `decidedAt` is when a backtest would have decided what is decided here; absent where the records say it themselves. */
  commit({ records }: Pick<LedgerBatch, 'records'>, decidedAt?: number): void {
    for (const record of records) this.take(record, decidedAt);
  }

  hasCommand(id: string): boolean {
    return this.commands.has(id);
  }

  private take(record: LedgerRecord, decidedAt: number | undefined): void {
    switch (record.kind) {
      case 'order':
        this.keep(decidedAt === undefined ? record.order : { ...record.order, decidedAt });
        return;
      case 'fill':
        this.fill(record);
        return;
      case 'order-state': {
        const order = this.kept.get(record.order);
        if (order !== undefined) order.end = isFinalState(record.state) ? (record.reason ?? record.state) : record.state;
        return;
      }
      case 'refusal': {
        const { origin, instrument, side, time, code } = record;
        this.refusals.push({ origin, instrument, side, time: decidedAt ?? time, code });
        return;
      }
      case 'command':
        this.commands.add(record.id);
        return;
      default:
    }
  }

  private keep(
    { id, origin, instrument, side, type, decidedAt, limitTicks, tag = null }: Told,
    {
      carried = tag !== null && NOBODYS.has(tag),
      fillIds = [],
      end = null,
    }: { carried?: boolean; fillIds?: readonly string[]; end?: string | null } = {},
  ): KeptOrder {
    const told = { id, origin, instrument, side, type, decidedAt, limitTicks, carried };
    const order: KeptOrder = { ...told, fills: [], paidLots: [], fillIds: new Set(fillIds), end };
    this.kept.set(id, order);
    return order;
  }

  private fill({ fill, instrument, origin, side, feeLots = [] }: Extract<LedgerRecord, { kind: 'fill' }>): void {
    const { order: id, time, ticks, lots, fee } = fill;
    const order = this.kept.get(id) ?? this.keep({ id, origin, instrument, side, type: null, decidedAt: time, limitTicks: null });
    if (order.fillIds.has(fill.id)) return;
    order.fillIds.add(fill.id);
    order.fills.push({ time, ticks, lots, fee });
    for (const given of feeLots)
      order.paidLots.push({ origin: given.origin, instrument: given.instrument, lots: given.lots, value: given.value, time });
  }
}
