import type { VenueRow } from '../../../src-shared/contract/venue.ts';
import type { OrderEvidence } from '../../../src-shared/domain/order-evidence.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { EngineCommand } from '../../core/engine/engine-event.ts';
import type { LedgerReader } from '../../ports/ledger-reader.ts';
import type { LiveKnowledge } from '../live-knowledge.ts';
import { orderEvidence } from '../order-evidence.ts';
import type { DeskCalls } from './desk-calls.ts';

/** What the calls about the venue stand on. */
export interface VenueCallsParts {
  /** Null where the market is no venue's. */
  readonly knowledge: LiveKnowledge | null;
  readonly reader: Pick<LedgerReader, 'orderStory'>;
  /** Carries a command out, or throws its fault. */
  readonly send: (command: EngineCommand) => void;
}

/** What windows ask about the venue that a desk trades at. */
export class VenueCalls {
  private readonly parts: VenueCallsParts;

  constructor(parts: VenueCallsParts) {
    this.parts = parts;
  }

  row(): VenueRow | null {
    return this.parts.knowledge?.row() ?? null;
  }

  evidence(order: string): OrderEvidence {
    const { knowledge, reader } = this.parts;
    const found = orderEvidence(order, reader, knowledge?.trail(order as ClientOrderId) ?? null);
    if (found === null) throw new Fault('order.unknown', { order });
    return found;
  }

  accept({ command, differences }: Parameters<DeskCalls['acceptDifferences']>[0]): VenueRow {
    const knowledge = this.known();
    const accepted = differences.map(({ asset, amount }) => ({ asset, amount: Decimal.parse(amount) }));
    this.parts.send({ type: 'accept-differences', id: command, differences: accepted });
    return knowledge.row();
  }

  look(): boolean {
    this.known().look();
    return true;
  }

  private known(): LiveKnowledge {
    const { knowledge } = this.parts;
    if (knowledge === null) throw new Fault('venue.none');
    return knowledge;
  }
}
