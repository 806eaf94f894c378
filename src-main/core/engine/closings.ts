import type { StrategyInstanceId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { AccountState } from './account.ts';
import type { Amendments } from './amendments.ts';
import type { OrderDesk } from './order-desk.ts';
import { isProtective, type OpenOrder } from './order-register.ts';

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

/**
 * Closes positions. For the whole of one, every outstanding sell of the instrument is cancelled first. For a part, the orders that protect
 * it stay: they only reduce, so the venue never lets them sell more than is held; resting ones shrink to their share of what will be
 * left, because coins that they hold back cannot be sold. The closing order goes out once the others have made room.
 */
export class Closings {
  private waiting: Closing[] = [];
  private kept = '[]';
  private readonly account: AccountState;
  private readonly desk: OrderDesk;
  private readonly amendments: Amendments;

  constructor(account: AccountState, desk: OrderDesk, amendments: Amendments) {
    this.account = account;
    this.desk = desk;
    this.amendments = amendments;
  }

  begin(closing: Closing): void {
    const held = this.account.positions.lots(closing.instrument);
    for (const entry of this.sells(closing.instrument)) this.makeRoom(entry, held, held - closing.lots);
    this.waiting.push(closing);
    this.advance();
  }

  /** Sends the closing orders whose way is clear; called after every step that could have cleared one. */
  advance(): void {
    for (let i = this.waiting.length - 1; i >= 0; i -= 1) {
      const closing = this.waiting[i];
      if (closing === undefined || !this.hasRoom(closing)) continue;
      this.waiting.splice(i, 1);
      this.send(closing);
    }
    this.keep();
  }

  private makeRoom(entry: OpenOrder, held: number, left: number): void {
    const { order, filledLots } = entry;
    const stays = left > 0 && isProtective(order) && order.type !== 'market';
    if (stays && order.type !== 'limit') return;
    const lots = stays ? Math.floor(((order.lots - filledLots) * left) / held) : 0;
    if (lots <= 0 || this.amendments.ask(entry, { lots: lots + filledLots }) !== null) this.desk.cancel(entry, 'user');
  }

  /** Whether the closing can go out; where resting orders did not shrink as asked, they are cancelled after all. */
  private hasRoom({ instrument, lots }: Closing): boolean {
    let resting = 0;
    const sells = this.sells(instrument);
    for (const { order, pending, cancelReason, filledLots } of sells) {
      if (pending !== null || cancelReason !== null || !isProtective(order) || order.type === 'market') return false;
      if (order.type === 'limit') resting += order.lots - filledLots;
    }
    const held = this.account.positions.lots(instrument);
    if (resting === 0 || resting + Math.min(lots, held) <= held) return true;
    for (const entry of sells) if (entry.order.type === 'limit') this.desk.cancel(entry, 'user');
    return false;
  }

  private sells(instrument: number): readonly OpenOrder[] {
    return this.account.orders.all().filter(({ order }) => order.instrument === instrument && order.side === 'sell');
  }

  /** Takes up what waited when the last run ended. */
  restore(memory: string | undefined): void {
    if (memory === undefined) return;
    this.kept = memory;
    this.waiting = JSON.parse(memory) as Closing[];
  }

  /** A part of a position was closed: a stop that is larger than what is left now says what is left. */
  tidy({ order }: OpenOrder): void {
    if (order.group !== null || order.type !== 'market' || !order.reduceOnly) return;
    const held = this.account.positions.lots(order.instrument);
    if (held <= 0) return;
    const { orders } = this.account;
    for (const entry of this.sells(order.instrument)) {
      const { group, lots, type } = entry.order;
      const alone = group === null || orders.groupOf(group.id).legLots === 0;
      const working = entry.state === 'acknowledged' && entry.pending === null && entry.cancelReason === null;
      if (type === 'market' || type === 'limit' || !isProtective(entry.order) || !alone || !working || entry.worstLots < lots) continue;
      // Where it cannot be made smaller it only reduces all the same.
      if (lots > held) this.amendments.ask(entry, { lots: held });
    }
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
        trailTicks: null,
        timeInForce: 'gtc',
        expiresAt: null,
        postOnly: false,
        reduceOnly: true,
        group: null,
      },
      { origin: closing.origin, decision: () => `${closing.decision}#${utcMs(this.account.time)}`, leg: closing.instrument, tag: null },
    );
    this.desk.placeLeg(order, this.sells(closing.instrument));
  }
}
