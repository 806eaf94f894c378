import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DepthReplay } from '../../src-main/adapters/depth-replay/depth-replay.ts';
import { OrderBook } from '../../src-main/core/order-book/order-book.ts';
import { summarize } from '../../src-main/core/order-book/trade-bars.ts';
import { DepthServices } from '../../src-main/depth-services.ts';
import { DepthMessage } from '../../src-shared/domain/depth-message.ts';
import { costs, instrument } from '../src-main/core/matching/venue-fixture.ts';
import { median, timed } from './timing.ts';

const folder = process.env['CRYPTOORCH_REFERENCE_DATA'] ?? join(import.meta.dirname, '../../../shared/data');
const FILE = join(folder, 'orderbook/spot_btcusdt_20240809.gz');
const ROUNDS = 7;

/** Figures of the recorded book, from memory. */
export interface DepthBench {
  readonly messages: number;
  /** Reading the raw capture, checking included. */
  readonly importedPerSecond: number;
  /** Unpacking alone; with the book kept; with the whole replay round it. */
  readonly readPerSecond: number;
  readonly bookPerSecond: number;
  readonly replayedPerSecond: number;
}

/** Measures the capture of the reference data; null where it is absent. */
export async function benchDepth(): Promise<DepthBench | null> {
  if (!existsSync(FILE)) return null;
  const started = performance.now();
  const tape = await new DepthServices().read({ file: FILE, venue: 'BINANCE', symbol: 'BTC/USDT', tick: null, lot: null }, () => undefined);
  const importMs = performance.now() - started;
  const { tick, lot } = tape.head;
  const traded = instrument(0, { tick, lot, engineLot: lot });
  const { bars, messages } = summarize(tape.messages(), '1s', traded);
  const read = (take: (message: DepthMessage) => void): void => {
    const message = new DepthMessage();
    for (const cursor = tape.messages(); cursor.next(message);) take(message);
  };
  const perSecond = (run: () => void): number =>
    Math.round((messages / median(Array.from({ length: ROUNDS }, () => timed(run).ms))) * 1_000);
  return {
    messages,
    importedPerSecond: Math.round((messages / importMs) * 1_000),
    readPerSecond: perSecond(() => {
      read(() => undefined);
    }),
    bookPerSecond: perSecond(() => {
      const book = new OrderBook();
      read((message) => void book.apply(message));
    }),
    replayedPerSecond: perSecond(() => {
      const replay = new DepthReplay({
        instrument: traded,
        messages: tape.messages(),
        timeframe: '1s',
        bars,
        costs: costs(),
        queue: 'conservative',
        balances: new Map(),
      });
      while (replay.next(Number.POSITIVE_INFINITY as never) !== null);
    }),
  };
}
