import type { ChangeOutcome, CloseRefusal, OrderChange, OrderRequest, PlaceOutcome, Protection } from '../../src-shared/contract/orders.ts';
import type { FillRow, OrderRow } from '../../src-shared/contract/rows.ts';
import type { PageRequest } from '../ports/ledger-reader.ts';
import type { DeskClient } from './desk-client.ts';
import type { OpenBook } from './open-book.ts';

/** Orders of a person, and what the ledger has of orders and fills. */
export class OrdersService {
  private readonly desk: DeskClient;
  private readonly book: () => OpenBook;

  constructor(desk: DeskClient, book: () => OpenBook) {
    this.desk = desk;
    this.book = book;
  }

  place(command: string, order: OrderRequest): Promise<PlaceOutcome> {
    return this.desk.call('place', { command, order });
  }

  async cancel(command: string, order: string): Promise<{ readonly asked: boolean }> {
    return { asked: await this.desk.call('cancel', { command, order }) };
  }

  cancelAll(command: string): Promise<{ readonly cancelled: number; readonly kept: number }> {
    return this.desk.call('cancelAll', { command });
  }

  amend(command: string, order: string, change: OrderChange): Promise<ChangeOutcome> {
    return this.desk.call('amend', { command, order, change });
  }

  protect(command: string, protection: Protection): Promise<ChangeOutcome> {
    return this.desk.call('protect', { command, protection });
  }

  reverse(command: string, instrument: string): Promise<ChangeOutcome> {
    return this.desk.call('reverse', { command, instrument });
  }

  close(
    command: string,
    instrument: string | undefined,
    percent: number,
  ): Promise<{ readonly orders: number; readonly refused: readonly CloseRefusal[] }> {
    return this.desk.call('close', { command, instrument: instrument ?? null, percent });
  }

  history(page: PageRequest): { readonly orders: readonly OrderRow[]; readonly total: number } {
    const { account, reader } = this.book();
    return { orders: reader.orderHistory(account, page), total: reader.endedOrders(account) };
  }

  fills(page: PageRequest): { readonly fills: readonly FillRow[]; readonly total: number } {
    const { account, reader } = this.book();
    return reader.fills(account, page);
  }
}
