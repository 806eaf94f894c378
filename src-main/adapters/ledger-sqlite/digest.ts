import { hash } from 'node:crypto';
import type { IdentifiedOrder } from '../../../src-shared/domain/order.ts';

/** A field of a line of the audit log's content. */
type Field = string | number | null;

/** What an audit entry says of its batch, beside the content. */
export interface AuditHead {
  readonly id: number;
  readonly scope: number;
  readonly session: number;
  readonly time: number;
  readonly sequence: number;
  readonly wall: number;
  /** The kinds of its records, in order. */
  readonly records: string;
  /** Fills of the account so far. */
  readonly fills: number;
}

/** The order's fields as the ledger keeps them, in the order in which they are hashed. */
export function orderFields(order: Omit<IdentifiedOrder, 'instrument'>): readonly Field[] {
  return [
    order.id,
    order.origin,
    order.tag,
    order.side,
    order.type,
    order.lots,
    order.quoteAmount === null ? null : order.quoteAmount.toString(),
    order.limitTicks,
    order.triggerTicks,
    order.timeInForce,
    order.postOnly ? 1 : 0,
    order.reduceOnly ? 1 : 0,
    order.group?.id ?? null,
    order.group?.role ?? null,
    order.decidedAt,
    order.decisionTicks,
    // What most orders have not is left out, so that the hashes of older ledgers hold.
    ...(order.trailTicks === null && order.expiresAt === null ? [] : [order.trailTicks, order.expiresAt]),
  ];
}

/** A fill's fields as they are hashed: what was taken for its fee only where that is not the settle asset, so that the hashes of older ledgers hold. */
export function fillFields(fields: readonly Field[], paid: string | null): readonly Field[] {
  return paid === null ? fields : [...fields, paid];
}

/** Collects the lines of a batch and hashes them: orders, then events of orders, then amendments, then transactions with their postings. */
export class BatchDigest {
  private orders = '';
  private events = '';
  private amendments = '';
  private money = '';

  clear(): void {
    this.orders = '';
    this.events = '';
    this.amendments = '';
    this.money = '';
  }

  order(fields: readonly Field[]): void {
    this.orders += `O|${fields.join('|')}\n`;
  }

  event(fields: readonly Field[]): void {
    this.events += `E|${fields.join('|')}\n`;
  }

  amendment(fields: readonly Field[]): void {
    this.amendments += `M|${fields.join('|')}\n`;
  }

  transaction(fields: readonly Field[]): void {
    this.money += `T|${fields.join('|')}\n`;
  }

  fill(fields: readonly Field[]): void {
    this.money += `F|${fields.join('|')}\n`;
  }

  feeLots(fields: readonly Field[]): void {
    this.money += `L|${fields.join('|')}\n`;
  }

  posting(fields: readonly Field[]): void {
    this.money += `P|${fields.join('|')}\n`;
  }

  /** The hash of the batch's audit entry: SHA-256 over the hash before it, its own head and these lines, hexadecimal. */
  hash(before: string, head: AuditHead): string {
    const { id, scope, session, time, sequence, wall, records, fills } = head;
    const first = `A|${before}|${id}|${scope}|${session}|${time}|${sequence}|${wall}|${records}|${fills}\n`;
    return hash('sha256', first + this.orders + this.events + this.amendments + this.money);
  }
}
