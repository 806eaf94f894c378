import type { ExecutedFill } from '../../../src-shared/domain/round-trips.ts';
import type { LedgerBatch, LedgerWriter } from '../../ports/ledger.ts';

/** The ledger of a run that nobody goes on with: it keeps the fills, counts what a report counts, and lets go of the rest. */
export class RunLedger implements LedgerWriter {
  readonly fills: ExecutedFill[] = [];
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
        this.fills.push({ time: fill.time, instrument, origin, side, ticks: fill.ticks, lots: fill.lots, fee: fill.fee });
      } else if (kind === 'order') this.orders += 1;
      else if (kind === 'refusal') this.refusals[record.code] = (this.refusals[record.code] ?? 0) + 1;
      else if (kind === 'command') this.commands.add(record.id);
    }
  }

  hasCommand(id: string): boolean {
    return this.commands.has(id);
  }
}
