import { isFinalState } from '../../../src-shared/domain/order-state.ts';
import type { LedgerBatch, LedgerRecord, LedgerWriter } from '../../ports/ledger.ts';
import type { RefusedOrder, TradedFill, TradedOrder, TradedRun } from '../../core/attribution/traded-run.ts';

interface KeptOrder extends Omit<TradedOrder, 'fills' | 'end'> {
  readonly fills: TradedFill[];
  readonly fillIds: Set<string>;
  end: string | null;
}

/** Keeps of a run's records what an attribution asks for: orders, their fills and ends, refusals. A ledger of a run that nobody goes on with. */
export class RunBook implements LedgerWriter, TradedRun {
  readonly refusals: RefusedOrder[] = [];
  private readonly kept = new Map<string, KeptOrder>();
  private readonly commands = new Set<string>();

  get orders(): readonly TradedOrder[] {
    return [...this.kept.values()];
  }

  commit({ records }: Pick<LedgerBatch, 'records'>): void {
    for (const record of records) this.take(record);
  }

  hasCommand(id: string): boolean {
    return this.commands.has(id);
  }

  private take(record: LedgerRecord): void {
    switch (record.kind) {
      case 'order': {
        const { id, origin, instrument, side, type, decidedAt } = record.order;
        this.kept.set(id, { id, origin, instrument, side, type, decidedAt, fills: [], fillIds: new Set(), end: null });
        return;
      }
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
        this.refusals.push({ origin, instrument, side, time, code });
        return;
      }
      case 'command':
        this.commands.add(record.id);
        return;
      default:
    }
  }

  /** An order that is not known is of an earlier session. */
  private fill({ fill, instrument, origin, side }: Extract<LedgerRecord, { kind: 'fill' }>): void {
    const { order: id, time, ticks, lots, fee } = fill;
    const before = this.kept.get(id);
    const order = before ?? { id, origin, instrument, side, type: null, decidedAt: time, fills: [], fillIds: new Set<string>(), end: null };
    if (before === undefined) this.kept.set(id, order);
    if (order.fillIds.has(fill.id)) return;
    order.fillIds.add(fill.id);
    order.fills.push({ time, ticks, lots, fee });
  }
}
