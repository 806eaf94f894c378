import type { BookRow, TradesRow } from '../../src-shared/contract/rows.ts';
import type { RunRequest } from '../../src-shared/contract/research.ts';
import { type CandleColumns, type Timeframe, TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { DeskClient } from './desk-client.ts';

/** Reads bars that lie farther back than the desk's history, where the desk does not wait for it. */
export type ReadOlder = (request: {
  readonly instrument: string;
  readonly timeframe: RunRequest['timeframe'];
  readonly from: number;
  readonly to: number;
}) => Promise<CandleColumns>;

/** Instruments, their history and the simulated market's speed. */
export class MarketService {
  private readonly desk: DeskClient;
  private readonly readOlder: ReadOlder;
  private readonly trading: () => boolean;

  /** `trading`: whether an account at a venue is traded with. */
  constructor(desk: DeskClient, readOlder: ReadOlder, trading: () => boolean) {
    this.desk = desk;
    this.trading = trading;
    this.readOlder = readOlder;
  }

  async instruments(): Promise<{ readonly instruments: readonly InstrumentSpec[] }> {
    return { instruments: await this.desk.call('instruments', {}) };
  }

  candles(request: {
    readonly instrument: string;
    readonly timeframe: Timeframe;
    readonly before: number;
    readonly count: number;
  }): Promise<CandleColumns> {
    return this.desk.call('candles', request);
  }

  /** Bars of a venue's market are asked of the venue; those of the simulated one are read beside its desk. */
  async older(request: Parameters<ReadOlder>[0]): Promise<CandleColumns> {
    if (!this.trading()) return this.readOlder(request);
    const { instrument, timeframe, from, to } = request;
    return this.desk.call('candles', { instrument, timeframe, before: to, count: Math.ceil((to - from) / TIMEFRAMES[timeframe]) });
  }

  tape(instrument: string): Promise<{ readonly trades: TradesRow; readonly book: BookRow }> {
    return this.desk.call('tape', { instrument });
  }

  async sparkline(instrument: string): Promise<{ readonly closes: Float64Array }> {
    return { closes: await this.desk.call('sparkline', { instrument }) };
  }

  async loseNext(what: 'request' | 'answer' | 'feed'): Promise<{ readonly armed: boolean }> {
    return { armed: await this.desk.call('loseNext', { what }) };
  }

  async setSpeed(speed: number): Promise<{ readonly speed: number }> {
    return { speed: await this.desk.call('setSpeed', { speed }) };
  }
}
