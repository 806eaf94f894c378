import type { FillRow, NoticeRow, OrderRow, RefusalRow } from '../../../src-shared/contract/rows.ts';
import type { TradingState } from '../../../src-shared/domain/limits.ts';
import type { DeskState } from '../../state/desk-store.ts';

/** What happened between two states of the replica that a person should hear of. */
export interface DeskChanges {
  /** Oldest first. */
  readonly fills: readonly FillRow[];
  readonly refusals: readonly RefusalRow[];
  readonly notices: readonly NoticeRow[];
  /** Orders whose state changed, with the state before; nothing before for new ones. */
  readonly orders: readonly { readonly row: OrderRow; readonly before: OrderRow['state'] | undefined }[];
  readonly tradingState: { readonly state: TradingState; readonly reason: string } | null;
}

/** The rows that stand before the one that was the newest; none when it is gone, because then a snapshot has replaced everything. */
function newRows<Row>(before: readonly Row[], after: readonly Row[], same: (a: Row, b: Row) => boolean): readonly Row[] {
  if (before === after) return [];
  const [newest] = before;
  const end = newest === undefined ? after.length : after.findIndex((row) => same(row, newest));
  return end < 0 ? [] : after.slice(0, end).reverse();
}

function changedOrders(before: DeskState['orders'], after: DeskState['orders']): DeskChanges['orders'] {
  if (before === after) return [];
  const changed: { row: OrderRow; before: OrderRow['state'] | undefined }[] = [];
  for (const [id, row] of after) {
    const known = before.get(id);
    if (known !== row && known?.state !== row.state) changed.push({ row, before: known?.state });
  }
  return changed;
}

/** What to tell after a change of the replica. A snapshot into an empty one tells how things stand, not what happened; notices that came before it, kept while the window was locked, are told. */
export function deskChanges(before: DeskState, after: DeskState): DeskChanges | null {
  if (!after.ready) return null;
  if (!before.ready)
    return after.notices.length === 0
      ? null
      : { fills: [], refusals: [], orders: [], notices: [...after.notices].reverse(), tradingState: null };
  const { risk } = after;
  const turned = risk !== null && before.risk !== null && risk.state !== before.risk.state;
  return {
    fills: newRows(before.fills, after.fills, (a, b) => a.id === b.id),
    refusals: newRows(
      before.refusals,
      after.refusals,
      (a, b) => a === b || (a.time === b.time && a.code === b.code && a.origin === b.origin),
    ),
    notices: newRows(before.notices, after.notices, (a, b) => a.id === b.id),
    orders: changedOrders(before.orders, after.orders),
    tradingState: turned ? { state: risk.state, reason: risk.reason } : null,
  };
}
