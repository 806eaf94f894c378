import type { FundingPayment } from '../../../src-shared/domain/funding.ts';
import { LIQUIDATION_TAG } from '../../../src-shared/domain/order.ts';
import type { ExecutedFill } from '../../../src-shared/domain/round-trips.ts';
import type { LedgerBatch, LedgerWriter } from '../../ports/ledger.ts';

/** The ledger of a run that nobody goes on with: it keeps the fills, counts what a report counts, and lets go of the rest. */
export class RunLedger implements LedgerWriter {
  readonly fills: ExecutedFill[] = [];
  /** Funding of perpetuals, in the order of booking. */
  readonly carry: FundingPayment[] = [];
  /** How often each code was refused. */
  readonly refusals: Record<string, number> = {};
  /** Orders that the gate passed. */
  orders = 0;
  private readonly commands = new Set<string>();

  commit({ records }: LedgerBatch): void {
    for (let i = 0; i < records.length; i += 1) {
      const record = records[i]!;
      const { kind } = record;
      if (kind === 'fill') {
        const { fill, instrument, origin, side } = record;
        const executed = { time: fill.time, instrument, origin, side, ticks: fill.ticks, lots: fill.lots, fee: fill.fee };
        this.fills.push(fill.liquidation === true ? { ...executed, liquidation: true } : executed);
      } else if (kind === 'order') {
        if (record.order.tag !== LIQUIDATION_TAG) this.orders += 1;
      } else if (kind === 'carry')
        this.carry.push({ time: record.time, instrument: record.instrument, origin: record.origin, amount: record.amount });
      else if (kind === 'refusal') this.refusals[record.code] = (this.refusals[record.code] ?? 0) + 1;
      else if (kind === 'command') this.commands.add(record.id);
    }
  }

  hasCommand(id: string): boolean {
    return this.commands.has(id);
  }
}
