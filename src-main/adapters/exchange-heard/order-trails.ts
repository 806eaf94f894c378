import type { EvidenceCode, EvidenceLine } from '../../../src-shared/domain/order-evidence.ts';

/** Lines of an order that are kept: the first ones, and the newest. */
const KEPT = { first: 20, newest: 60 };
/** Orders of which lines are kept; of those beyond, the one goes that was silent for longest. */
const ORDERS = 2_000;

interface Trail {
  readonly first: EvidenceLine[];
  readonly newest: EvidenceLine[];
  leftOut: number;
}

/** Lines as they are kept. */
export interface KeptLines {
  readonly lines: readonly EvidenceLine[];
  readonly leftOut: number;
}

/** What was asked and heard of each order, by whatever it was named with. */
export class OrderTrails {
  private readonly trails = new Map<string, Trail>();

  add(name: string, time: number, line: { readonly code: EvidenceCode } & Partial<EvidenceLine>): void {
    const trail = this.trails.get(name) ?? { first: [], newest: [], leftOut: 0 };
    const whole: EvidenceLine = { details: {}, venueTime: null, ...line, time };
    if (trail.first.length < KEPT.first) trail.first.push(whole);
    else trail.newest.push(whole);
    if (trail.newest.length > KEPT.newest) {
      trail.newest.shift();
      trail.leftOut += 1;
    }
    // Set again, so that the map's order is that of the newest lines.
    this.trails.delete(name);
    this.trails.set(name, trail);
    for (const oldest of this.trails.keys()) {
      if (this.trails.size <= ORDERS) break;
      this.trails.delete(oldest);
    }
  }

  /** The lines under these names together, oldest first; null where there are none. */
  of(names: readonly string[]): KeptLines | null {
    const found = names.flatMap((name) => this.trails.get(name) ?? []);
    if (found.length === 0) return null;
    return {
      lines: found.flatMap(({ first, newest }) => [...first, ...newest]).sort((a, b) => a.time - b.time),
      leftOut: found.reduce((sum, { leftOut }) => sum + leftOut, 0),
    };
  }
}
