import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { AccountState } from './account.ts';
import type { OrderDesk } from './order-desk.ts';

/** The name under which the ledger keeps the closings that wait, beside the memories of strategies. */
export const CLOSINGS_MEMORY = 'closings' as StrategyInstanceId;

/** A position (or part of it) that somebody wants closed at market. */
export interface Closing {
  readonly instrument: number;
  /** Lots to sell; what is still held then, if that is less. */
  readonly lots: number;
  readonly origin: string;
  readonly decision: string;
}

/** Closes positions. Outstanding sells of the instrument are cancelled first, and the closing order goes out once they are gone, so that no outcome sells more than is held. */
export class Closings {
  private waiting: Closing[] = [];
  private kept = '[]';
  private readonly account: AccountState;
  private readonly desk: OrderDesk;

  constructor(account: AccountState, desk: OrderDesk) {
    this.account = account;
    this.desk = desk;
  }

  begin(closing: Closing): void {
    for (const entry of this.account.orders.all()) {
      if (entry.order.instrument === closing.instrument && entry.order.side === 'sell') this.desk.cancel(entry, 'user');
    }
    this.waiting.push(closing);
    this.advance();
  }

  /** Sends the closing orders whose way is clear; called after every step that could have cleared one. */
  advance(): void {
    for (let i = this.waiting.length - 1; i >= 0; i -= 1) {
      const closing = this.waiting[i];
      if (closing === undefined || this.account.orders.outstandingLots(closing.instrument, 'sell', false) > 0) continue;
      this.waiting.splice(i, 1);
      this.send(closing);
    }
    this.keep();
  }

  /** Takes up what waited when the last run ended. */
  restore(memory: string | undefined): void {
    if (memory === undefined) return;
    this.kept = memory;
    this.waiting = JSON.parse(memory) as Closing[];
  }

  get pending(): number {
    return this.waiting.length;
  }

  /** What waits is an intent: it is durable before the cancels go out that it waits for. */
  private keep(): void {
    const memory = JSON.stringify(this.waiting);
    if (memory === this.kept) return;
    this.kept = memory;
    this.desk.effects.records.push({ kind: 'strategy-memory', instance: CLOSINGS_MEMORY, memory });
  }

  private send(closing: Closing): void {
    const lots = Math.min(closing.lots, this.account.positions.lots(closing.instrument));
    if (lots <= 0) return;
    const order = this.desk.identify(
      {
        instrument: closing.instrument,
        side: 'sell',
        type: 'market',
        lots,
        quoteAmount: null,
        limitTicks: null,
        triggerTicks: null,
        timeInForce: 'gtc',
        postOnly: false,
        reduceOnly: true,
        group: null,
      },
      { origin: closing.origin, decision: () => `${closing.decision}#${utcMs(this.account.time)}`, leg: closing.instrument, tag: null },
    );
    this.desk.place(order);
  }
}
