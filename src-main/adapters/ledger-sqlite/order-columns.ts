import type { IdentifiedOrder, OrderTerms } from '../../../src-shared/domain/order.ts';
import type { OrderState } from '../../../src-shared/domain/order-state.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';

type GroupOf = NonNullable<IdentifiedOrder['group']>;

/** An order as the columns of its row say. */
export interface OrderColumns {
  readonly clientId: string;
  readonly specification: number;
  readonly origin: string;
  readonly tag: string | null;
  readonly side: IdentifiedOrder['side'];
  readonly type: IdentifiedOrder['type'];
  readonly lots: number;
  readonly quoteAmount: string | null;
  readonly limitTicks: number | null;
  readonly triggerTicks: number | null;
  readonly timeInForce: IdentifiedOrder['timeInForce'];
  readonly postOnly: number;
  readonly reduceOnly: number;
  readonly groupId: string | null;
  readonly groupRole: GroupOf['role'] | null;
  readonly decidedAt: number;
  readonly decisionTicks: number;
  readonly state: OrderState;
  readonly filledLots: number;
  readonly reason: string | null;
  readonly updatedAt: number;
  readonly trailTicks: number | null;
  readonly expiresAt: number | null;
  readonly amendments: number;
  /** JSON of terms, or null. */
  readonly terms: string | null;
  readonly pending: string | null;
}

/** Terms as a column keeps them, always written in the same way. */
export function termsText({ lots, limitTicks, triggerTicks, trailTicks, expiresAt }: OrderTerms): string {
  return JSON.stringify({ lots, limitTicks, triggerTicks, trailTicks, expiresAt });
}

/** What `termsText` wrote, or null. */
export function termsOfText(text: string | null): OrderTerms | null {
  return text === null ? null : (JSON.parse(text) as OrderTerms);
}

/** The order of a row with its present terms. */
export function presentOrder(row: OrderColumns, instrument: number): IdentifiedOrder {
  return { ...orderOf(row, instrument), ...termsOfText(row.terms) };
}

/** The order of a row as it was recorded, on the instrument of a dense index. */
export function orderOf(row: OrderColumns, instrument: number): IdentifiedOrder {
  return {
    id: row.clientId as ClientOrderId,
    instrument,
    origin: row.origin,
    tag: row.tag,
    side: row.side,
    type: row.type,
    lots: row.lots,
    quoteAmount: row.quoteAmount === null ? null : Decimal.parse(row.quoteAmount),
    limitTicks: row.limitTicks,
    triggerTicks: row.triggerTicks,
    trailTicks: row.trailTicks,
    timeInForce: row.timeInForce,
    expiresAt: row.expiresAt,
    postOnly: row.postOnly === 1,
    reduceOnly: row.reduceOnly === 1,
    group: row.groupId === null || row.groupRole === null ? null : { id: row.groupId, role: row.groupRole },
    decidedAt: utcMs(row.decidedAt),
    decisionTicks: row.decisionTicks,
  };
}
