import type { BookRow, TradesRow } from '../../src-shared/contract/rows.ts';
import type { RunRequest } from '../../src-shared/contract/research.ts';
import type { CandleColumns, Timeframe } from '../../src-shared/domain/candle.ts';
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

  constructor(desk: DeskClient, readOlder: ReadOlder) {
    this.desk = desk;
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

  older(request: Parameters<ReadOlder>[0]): Promise<CandleColumns> {
    return this.readOlder(request);
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
