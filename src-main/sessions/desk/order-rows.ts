import type { FillRow, OrderRow, RefusalRow } from '../../../src-shared/contract/rows.ts';
import { shownFeeParts } from '../../../src-shared/domain/fee-parts.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { IdentifiedOrder, OrderTerms } from '../../../src-shared/domain/order.ts';
import { FINAL_STATES, type OrderState } from '../../../src-shared/domain/order-state.ts';
import { refusedTerms, shownAmendment, shownTerms } from '../../../src-shared/domain/shown-terms.ts';
import { faultSentence } from '../../../src-shared/kernel/fault.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import type { LedgerRecord } from '../../ports/ledger.ts';

/** An instrument by its dense index. */
export function instrumentAt(instruments: readonly Instrument[], index: number): Instrument {
  const instrument = instruments[index];
  invariant(instrument !== undefined, 'a record names an instrument of the session');
  return instrument;
}

/** The terms of an order in units. */
function shownOrder(terms: OrderTerms, instrument: Instrument): Pick<OrderRow, 'size' | 'price' | 'trigger' | 'trail' | 'expiresAt'> {
  const { trailTicks, expiresAt } = terms;
  return { ...shownTerms(terms, instrument), trail: trailTicks === null ? null : instrument.priceText(trailTicks), expiresAt };
}

/** An order as tables show it. */
export function orderRow(
  order: IdentifiedOrder,
  instrument: Instrument,
  fate: { state: OrderState; filledLots: number; reason: string | null; time: number },
): OrderRow {
  return {
    id: order.id,
    instrument: instrument.id,
    side: order.side,
    type: order.type,
    quoteAmount: order.quoteAmount === null ? null : order.quoteAmount.toString(),
    ...shownOrder(order, instrument),
    amending: null,
    filled: instrument.sizeText(fate.filledLots),
    timeInForce: order.timeInForce,
    postOnly: order.postOnly,
    reduceOnly: order.reduceOnly,
    group: order.group?.id ?? null,
    role: order.group?.role ?? null,
    state: fate.state,
    reason: fate.reason,
    origin: order.origin,
    createdAt: order.decidedAt,
    updatedAt: fate.time,
    protective: order.reduceOnly,
  };
}

/** A booked fill as tables show it; `decidedAt` is when its order was decided. */
export function fillRow(record: Extract<LedgerRecord, { kind: 'fill' }>, instruments: readonly Instrument[], decidedAt: number): FillRow {
  const { fill, feeLots } = record;
  const instrument = instrumentAt(instruments, record.instrument);
  const paid = shownFeeParts(fill, instrument);
  return {
    id: fill.id,
    order: fill.order,
    instrument: instrument.id,
    side: record.side,
    price: instrument.priceText(fill.ticks),
    size: instrument.sizeText(fill.lots),
    value: record.notional.toString(),
    fee: fill.fee.toString(),
    feeAsset: instrument.spec.settle,
    ...(paid && { paid }),
    ...(feeLots && {
      feeLots: feeLots.map(({ instrument: index, origin, lots, value, realised }) => ({
        instrument: instrumentAt(instruments, index).id,
        origin,
        lots,
        value: value.toString(),
        realised: realised.toString(),
      })),
    }),
    liquidity: fill.liquidity,
    slippageBps: record.slippageBps,
    realised: record.realised === null ? null : record.realised.toString(),
    origin: record.origin,
    decidedAt,
    time: fill.time,
  };
}

/** A refusal as tables show it. */
export function refusalRow(record: Extract<LedgerRecord, { kind: 'refusal' }>, instrument: Instrument): RefusalRow {
  return {
    code: record.code,
    message: faultSentence(record.code, record.details),
    details: record.details,
    instrument: instrument.id,
    side: record.side,
    ...refusedTerms(record.details, instrument),
    origin: record.origin,
    time: record.time,
  };
}

/** Orders that ended and are kept for the window. */
const KEPT = 500;

/** The orders a window may ask for: all open ones and the newest that ended. */
export class OrderRows {
  private readonly rows = new Map<string, OrderRow>();
  private readonly ended: string[] = [];

  seed(rows: readonly OrderRow[]): void {
    for (const row of rows) this.keep(row);
  }

  recorded(order: IdentifiedOrder, instrument: Instrument): OrderRow {
    return this.keep(orderRow(order, instrument, { state: 'submitted', filledLots: 0, reason: null, time: order.decidedAt }));
  }

  moved(record: Extract<LedgerRecord, { kind: 'order-state' }>, instruments: ReadonlyMap<string, Instrument>): OrderRow | null {
    const row = this.rows.get(record.order);
    const instrument = row === undefined ? undefined : instruments.get(row.instrument);
    if (row === undefined || instrument === undefined) return null;
    return this.keep({
      ...row,
      state: record.state,
      filled: instrument.sizeText(record.filledLots),
      reason: record.reason ?? row.reason,
      updatedAt: record.time,
    });
  }

  /** Other terms were asked for, taken or not taken. */
  amended(record: Extract<LedgerRecord, { kind: 'amendment' }>, instruments: ReadonlyMap<string, Instrument>): OrderRow | null {
    const row = this.rows.get(record.order);
    const instrument = row === undefined ? undefined : instruments.get(row.instrument);
    if (row === undefined || instrument === undefined) return null;
    const { state, terms, time } = record;
    const amending = state === 'asked' ? shownAmendment(terms, instrument) : null;
    return this.keep({ ...row, ...(state === 'amended' ? shownOrder(terms, instrument) : {}), amending, updatedAt: time });
  }

  /** A trailing stop's trigger has followed the market. */
  triggerMoved(order: string, ticks: number, instruments: ReadonlyMap<string, Instrument>): OrderRow | null {
    const row = this.rows.get(order);
    const instrument = row === undefined ? undefined : instruments.get(row.instrument);
    return row === undefined || instrument === undefined ? null : this.keep({ ...row, trigger: instrument.priceText(ticks) });
  }

  /** When an order was decided; `undefined` once it is no longer kept. */
  decidedAt(order: string): number | undefined {
    return this.rows.get(order)?.createdAt;
  }

  all(): readonly OrderRow[] {
    return [...this.rows.values()];
  }

  open(): readonly OrderRow[] {
    return this.all().filter((row) => !FINAL_STATES.has(row.state));
  }

  private keep(row: OrderRow): OrderRow {
    const before = this.rows.get(row.id);
    this.rows.set(row.id, row);
    if (FINAL_STATES.has(row.state) && (before === undefined || !FINAL_STATES.has(before.state))) {
      this.ended.push(row.id);
      const oldest = this.ended.length > KEPT ? this.ended.shift() : undefined;
      if (oldest !== undefined) this.rows.delete(oldest);
    }
    return row;
  }
}
