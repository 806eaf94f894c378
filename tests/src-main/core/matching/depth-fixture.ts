import { DepthReplay } from '../../../../src-main/adapters/depth-replay/depth-replay.ts';
import type { QueueModel } from '../../../../src-main/core/matching/queue-place.ts';
import type { ApprovedOrder } from '../../../../src-main/ports/approved-order.ts';
import type { DepthCursor } from '../../../../src-main/ports/depth.ts';
import type { ExecutionReport } from '../../../../src-main/ports/execution-venue.ts';
import { candleColumns, type CandleColumns } from '../../../../src-shared/domain/candle.ts';
import type { CostProfile } from '../../../../src-shared/domain/costs.ts';
import { DepthMessage } from '../../../../src-shared/domain/depth-message.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { costs, instrument } from './venue-fixture.ts';

export type Levels = readonly (readonly [ticks: number, lots: number])[];

/** A cursor over messages that are there. */
export function cursorOf(messages: readonly DepthMessage[]): DepthCursor {
  let place = 0;
  return {
    next(message) {
      const from = messages[place];
      if (from === undefined) return false;
      place += 1;
      message.take(from);
      return true;
    },
  };
}

/** A market told message by message; updates are numbered by themselves. */
export class DepthScript {
  readonly messages: DepthMessage[] = [];
  private update = 100;
  /** Update up to which levels were told: a ticker runs ahead of them. */
  private levelled = 100;
  private trade_ = 0;

  /** A whole book; the first one is at 0 ms: bids 9,999 and 9,998, asks 10,001 and 10,002. */
  snapshot(time: number, bids: Levels, asks: Levels): this {
    this.add('snapshot', time, [bids, asks]);
    return this;
  }

  diff(time: number, bids: Levels, asks: Levels = [], skipped = 0): this {
    const first = this.levelled + skipped + 1;
    this.update += skipped + 1;
    this.add('diff', time, [bids, asks]);
    this.messages.at(-1)!.first = first;
    this.levelled = this.update;
    return this;
  }

  ticker(time: number, bid: readonly [number, number], ask: readonly [number, number]): this {
    this.update += 1;
    this.add('ticker', time, [[bid], [ask]]);
    return this;
  }

  trade(time: number, ticks: number, lots: number, side: 'buy' | 'sell'): this {
    const message = new DepthMessage().begin('trade', time);
    this.trade_ += 1;
    message.last = this.trade_;
    message.ticks = ticks;
    message.lots = lots;
    message.side = side === 'buy' ? 1 : -1;
    this.messages.push(message);
    return this;
  }

  private add(kind: DepthMessage['kind'], time: number, [bids, asks]: readonly [Levels, Levels]): void {
    const message = new DepthMessage().begin(kind, time);
    message.last = this.update;
    for (const [ticks, lots] of bids) message.bids.push(ticks, lots);
    for (const [ticks, lots] of asks) message.asks.push(ticks, lots);
    this.messages.push(message);
  }
}

/** A book of two levels a side at 0 ms, prices in ticks of 0.01: bids 100 and 50 lots, asks 30 and 200 lots. */
export function quietBook(): DepthScript {
  return new DepthScript().snapshot(
    0,
    [
      [9_999, 100],
      [9_998, 50],
    ],
    [
      [10_001, 30],
      [10_002, 200],
    ],
  );
}

export interface DepthSetup {
  readonly costs?: Partial<CostProfile>;
  readonly balances?: Readonly<Record<string, string>>;
  readonly queue?: QueueModel;
  readonly seconds?: number;
}

/** A replay of a script with everything it reported. */
export class DepthRun {
  readonly replay: DepthReplay;
  readonly reports: ExecutionReport[] = [];
  readonly told: string[] = [];

  constructor(script: DepthScript, setup: DepthSetup = {}) {
    this.replay = new DepthReplay({
      instrument: instrument(0),
      messages: cursorOf(script.messages),
      timeframe: '1s',
      bars: seconds(setup.seconds ?? 10),
      costs: costs(setup.costs),
      queue: setup.queue ?? 'conservative',
      balances: new Map(
        Object.entries(setup.balances ?? { USD: '1000000', BTC: '100' }).map(([asset, text]) => [asset, Decimal.parse(text)]),
      ),
    });
  }

  /** Plays to an instant, then sends. */
  at(time: number, ...orders: readonly ApprovedOrder[]): this {
    this.play(time);
    for (const order of orders) this.replay.submit(order);
    return this;
  }

  play(until = Number.POSITIVE_INFINITY): this {
    for (let event = this.replay.next(utcMs(until)); event !== null; event = this.replay.next(utcMs(until))) {
      if (event.kind === 'execution') this.reports.push(event.report);
      this.told.push(event.kind === 'execution' ? `${event.report.kind} @${event.time}` : `${event.kind} @${event.time}`);
    }
    return this;
  }

  /** `ticks x lots maker|taker @ ms`, oldest first. */
  fills(id?: string): string[] {
    return this.reports.flatMap((report) => {
      if (report.kind !== 'fill' || (id !== undefined && report.order !== id)) return [];
      const { ticks, lots, liquidity, time } = report.fill;
      return [`${ticks} x ${lots} ${liquidity} @${time}`];
    });
  }

  /** How each order ended: `id reason`. */
  ends(): string[] {
    return this.reports.flatMap((report) =>
      report.kind === 'cancelled' || report.kind === 'rejected' || report.kind === 'expired' ? [`${report.order} ${report.reason}`] : [],
    );
  }
}

/** Bars of a second each at 100, from instant 0 on. */
function seconds(count: number): CandleColumns {
  const columns = candleColumns(count);
  for (let row = 0; row < count; row += 1) columns.time[row] = row * 1_000;
  for (const column of [columns.open, columns.high, columns.low, columns.close]) column.fill(100);
  columns.volume.fill(1);
  return columns;
}
