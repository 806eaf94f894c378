import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import type { CandleColumns } from '../domain/candle.ts';
import type { InstrumentSpec } from '../domain/instrument.ts';
import { call } from './base.ts';
import type { BookRow, TradesRow } from './rows.ts';
import { instant, instrumentId, timeframe } from './scalars.ts';

/** Instruments, their history and the simulated market's speed. */
export const marketContract = {
  /** A page asks at its start, locked or not; it holds nothing of an account. */
  instruments: call
    .$meta({ openWhileLocked: true })
    .input(z.object({}))
    .output(type<{ readonly instruments: readonly InstrumentSpec[] }>()),
  /** At most 2,000 closed bars that opened before `before`, oldest first; the forming bar comes by the stream. */
  candles: call
    .input(z.object({ instrument: instrumentId, timeframe, before: instant, count: z.int().check(z.gte(1), z.lte(2_000)) }))
    .output(type<CandleColumns>()),
  /** Bars of the simulated market from one instant to another, farther back than `candles` reaches; at most 8,000. */
  older: call
    .$meta({ privilege: 'open', ratePerSecond: 2, shutInReplay: true })
    .input(z.object({ instrument: instrumentId, timeframe, from: instant, to: instant }))
    .output(type<CandleColumns>()),
  /** The newest prints, oldest first, and the book now. */
  tape: call.input(z.object({ instrument: instrumentId })).output(type<{ readonly trades: TradesRow; readonly book: BookRow }>()),
  /** Closes of the last 24 h in 64 steps, for the watchlist. */
  sparkline: call.input(z.object({ instrument: instrumentId })).output(type<{ readonly closes: Float64Array }>()),
  /** Simulated seconds per second, 1 to 1000; only on the simulated market. */
  setSpeed: call.input(z.object({ speed: z.number().check(z.gte(1), z.lte(1_000)) })).output(type<{ readonly speed: number }>()),
  /** The next order on the simulated market is lost on its way, or its answer is: what being in doubt looks like. */
  loseNext: call.input(z.object({ what: z.enum(['request', 'answer', 'feed']) })).output(type<{ readonly armed: boolean }>()),
};
