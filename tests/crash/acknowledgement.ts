import type { Effects } from '../../src-main/core/engine/effects.ts';
import type { LedgerRecord } from '../../src-main/ports/ledger.ts';

/** What a session told the world: from then on it must never be gone. */
export type Acknowledgement =
  | { readonly kind: 'running'; readonly time: number; readonly strategies: readonly string[] }
  | { readonly kind: 'order'; readonly id: string; readonly origin: string; readonly time: number }
  | { readonly kind: 'state'; readonly order: string; readonly state: string; readonly filledLots: number }
  | {
      readonly kind: 'fill';
      readonly id: string;
      readonly ticks: number;
      readonly lots: number;
      readonly fee: string;
      readonly time: number;
    }
  | { readonly kind: 'refusal'; readonly code: string; readonly origin: string; readonly time: number }
  | { readonly kind: 'command'; readonly id: string }
  | { readonly kind: 'firing'; readonly alert: number; readonly number: number; readonly time: number }
  /** The life came to its end; the kinds of the crossings on its way, one digit each. */
  | { readonly kind: 'end'; readonly crossings: string };

/** What of a step's effects is told. */
export function acknowledgementsOf(effects: Effects): readonly Acknowledgement[] {
  return effects.records.map(acknowledgementOf).filter((told) => told !== null);
}

function acknowledgementOf(record: LedgerRecord): Acknowledgement | null {
  switch (record.kind) {
    case 'order':
      return { kind: 'order', id: record.order.id, origin: record.order.origin, time: record.order.decidedAt };
    case 'order-state':
      return { kind: 'state', order: record.order, state: record.state, filledLots: record.filledLots };
    case 'fill': {
      const { id, ticks, lots, fee, time } = record.fill;
      return { kind: 'fill', id, ticks, lots, fee: fee.toString(), time };
    }
    case 'refusal':
      return { kind: 'refusal', code: record.code, origin: record.origin, time: record.time };
    case 'alert-fired': {
      const { alert, number, time } = record.firing;
      return { kind: 'firing', alert, number, time };
    }
    case 'command':
      return { kind: 'command', id: record.id };
    default:
      return null;
  }
}
