import type { GoesOnRow } from '../../src-shared/contract/lock.ts';
import type { DeskSnapshot, StreamEvent, StreamKind } from '../../src-shared/contract/stream.ts';
import { isFinalState } from '../../src-shared/domain/order-state.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';

/** What the counts are taken from, and who is told. */
export interface GoesOnParts {
  readonly clock: Pick<Clock, 'after'>;
  readonly ids: Ids;
  readonly log: Log;
  readonly locked: () => boolean;
  readonly snapshot: () => Promise<DeskSnapshot>;
  readonly tell: (row: GoesOnRow) => void;
}

/** Counts are taken at most once in so long, ms: what happens until then is counted at once. */
const COUNT_MS = 250;

/** The kinds that can change a count. */
const COUNTED: ReadonlySet<StreamKind> = new Set<StreamKind>(['account', 'alerts', 'order', 'position', 'risk', 'strategy']);

/** Counts what goes on, for the pages of a locked window: whenever one asks, and while it is locked after everything that can change a count. */
export class GoesOn {
  private readonly parts: GoesOnParts;
  private waits = false;

  constructor(parts: GoesOnParts) {
    this.parts = parts;
  }

  /** How it stands now. Fails with `desk.stopped`. */
  async row(): Promise<GoesOnRow> {
    const { account, risk, strategies, orders, positions, alerts } = await this.parts.snapshot();
    return {
      book: account.book,
      state: risk.state,
      strategies: strategies.filter(({ running }) => running).length,
      orders: orders.filter(({ state }) => !isFinalState(state)).length,
      positions: positions.filter(({ size }) => !Decimal.parse(size).isZero()).length,
      alerts: alerts.firings.filter(({ seen }) => seen === null).length,
    };
  }

  /** Takes in what the desk told. */
  take({ kind }: Pick<StreamEvent, 'kind'>): void {
    if (this.waits || !this.parts.locked() || !COUNTED.has(kind)) return;
    this.waits = true;
    this.parts.clock.after(COUNT_MS, () => {
      this.waits = false;
      if (this.parts.locked()) void this.tellNow();
    });
  }

  private async tellNow(): Promise<void> {
    const { ids, log, locked, tell } = this.parts;
    try {
      const row = await this.row();
      if (locked()) tell(row);
    } catch (thrown) {
      const fields = { problem: String(thrown) };
      log.write({ level: 'warn', area: 'main', event: 'lock.not-counted', fields, correlationId: ids.next() });
    }
  }
}
