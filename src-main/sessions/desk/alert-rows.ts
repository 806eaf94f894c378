import type { AlertsRow, FiringRow } from '../../../src-shared/contract/alerts.ts';
import type { LedgerRecord } from '../../ports/ledger.ts';
import type { Engine } from '../../core/engine/engine.ts';
import type { SeenFiring } from '../../ports/ledger-reader.ts';

/** Firings that a page is told of. */
export const TOLD_FIRINGS = 200;

/** The alerts as rows: how they stand by the engine's word, and what they said. */
export class AlertRows {
  private readonly engine: Engine;
  /** Newest first. */
  private firings: readonly FiringRow[] = [];

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Takes over what was said before this start. */
  seed(firings: readonly SeenFiring[]): void {
    this.firings = firings.map(({ firing, seen }) => ({ ...firing, seen }));
  }

  /** Follows a record; true where a row has changed. */
  take(record: LedgerRecord): boolean {
    if (record.kind === 'alert-fired') this.firings = [{ ...record.firing, seen: null }, ...this.firings].slice(0, TOLD_FIRINGS);
    else if (record.kind === 'alert-seen') {
      const { alert, until, time } = record;
      const meant = (row: FiringRow): boolean => row.seen === null && row.time <= until && (alert === null || row.alert === alert);
      this.firings = this.firings.map((row) => (meant(row) ? { ...row, seen: time } : row));
    } else return record.kind === 'alert';
    return true;
  }

  rows(): AlertsRow {
    return { alerts: this.engine.alerts.all, firings: this.firings };
  }
}
