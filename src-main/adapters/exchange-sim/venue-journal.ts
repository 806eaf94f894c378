import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../ports/approved-order.ts';
import type { EndReason } from '../../ports/execution-venue.ts';
import { readCheckpoint, type VenueCheckpoint, writeCheckpoint } from './venue-checkpoint.ts';

/** What is kept beside the journal. */
const CHECKPOINT = '.checkpoint';

/** What the simulated venue was sent, as it keeps it on its own side. */
export type VenueEntry =
  | { readonly kind: 'deposit'; readonly id: string; readonly asset: string; readonly amount: string; readonly at: number }
  | { readonly kind: 'order'; readonly order: ApprovedOrder; readonly at: number }
  | { readonly kind: 'cancel'; readonly order: ClientOrderId; readonly reason: EndReason; readonly at: number }
  | { readonly kind: 'amend'; readonly amendment: ApprovedAmendment; readonly at: number };

/** JSON keeps a decimal as text; orders from before an order could trail or expire do neither. */
function reviveOrder(order: ApprovedOrder & { readonly quoteAmount: unknown }): ApprovedOrder {
  const late = { trailTicks: null, expiresAt: null };
  return { ...late, ...order, quoteAmount: typeof order.quoteAmount === 'string' ? Decimal.parse(order.quoteAmount) : null };
}

function parseEntry(line: string): VenueEntry {
  const entry = JSON.parse(line) as VenueEntry;
  return entry.kind === 'order' ? { ...entry, order: reviveOrder(entry.order) } : entry;
}

/**
 * The simulated venue's own memory: one line per message it accepted. It stands for an exchange on the other side of the network, so it
 * shares nothing with the ledger and outlives the death of the process. A line that was cut off by that death was never accepted.
 */
export class VenueJournal {
  readonly entries: readonly VenueEntry[];
  private readonly file: string;
  private readonly handle: number;
  /** Bytes of what was accepted. */
  private length: number;

  constructor(file: string) {
    this.file = file;
    this.handle = this.guarded(() => openSync(file, 'a+', 0o600));
    const text = this.guarded(() => readFileSync(file, 'utf8'));
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    this.length = Buffer.byteLength(whole);
    if (whole.length < text.length) this.guarded(() => ftruncateSync(this.handle, this.length));
    this.entries = whole
      .split('\n')
      .filter((line) => line !== '')
      .map(parseEntry);
  }

  /** Keeps a message, all of it or nothing: from here on the venue has it, whatever becomes of the process. */
  append(entry: VenueEntry): void {
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    this.guarded(() => {
      try {
        writeFileSync(this.handle, line);
      } catch (thrown) {
        ftruncateSync(this.handle, this.length);
        throw thrown;
      }
    });
    this.length += line.length;
  }

  /** What the venue had come to at its last start, of this very journal; null when there is none. */
  checkpoint(): VenueCheckpoint | null {
    const kept = readCheckpoint(this.file + CHECKPOINT);
    if (kept === null || kept.entries > this.entries.length) return null;
    const orders = kept.core.orders.map((saved) => ({ ...saved, order: reviveOrder(saved.order) }));
    return { ...kept, core: { ...kept.core, orders } };
  }

  /** Keeps what the venue has come to. */
  keep(checkpoint: VenueCheckpoint): void {
    this.guarded(() => {
      writeCheckpoint(this.file + CHECKPOINT, checkpoint);
    });
  }

  close(): void {
    this.guarded(() => {
      try {
        fsyncSync(this.handle);
      } finally {
        closeSync(this.handle);
      }
    });
  }

  private guarded<Value>(action: () => Value): Value {
    try {
      return action();
    } catch (thrown) {
      throw diskFault(thrown, this.file);
    }
  }
}
