import type { VenueRow } from '../../src-shared/contract/venue.ts';
import type { OrderEvidence } from '../../src-shared/domain/order-evidence.ts';
import type { DeskClient } from './desk-client.ts';

/** What the session that trades knows of its venue. */
export class VenueService {
  private readonly desk: DeskClient;

  constructor(desk: DeskClient) {
    this.desk = desk;
  }

  async state(): Promise<{ readonly venue: VenueRow | null }> {
    return { venue: await this.desk.call('venueState', {}) };
  }

  evidence(order: string): Promise<OrderEvidence> {
    return this.desk.call('orderEvidence', { order });
  }

  async accept(
    command: string,
    differences: readonly { readonly asset: string; readonly amount: string }[],
  ): Promise<{ readonly venue: VenueRow | null }> {
    return { venue: await this.desk.call('acceptDifferences', { command, differences }) };
  }

  async look(): Promise<{ readonly asked: boolean }> {
    return { asked: await this.desk.call('lookAtAccount', {}) };
  }
}
