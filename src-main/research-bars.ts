import { createHash } from 'node:crypto';
import type { RunRequest } from '../src-shared/contract/research.ts';
import type { CandleColumns } from '../src-shared/domain/candle.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { SIM_PROFILES } from './adapters/exchange-sim/market/sim-instruments.ts';
import { SimMarket } from './adapters/exchange-sim/market/sim-market.ts';
import type { RunBars } from './sessions/research/run-bars.ts';
import type { RunStart } from './sessions/research/run-messages.ts';

/** SHA-256 of columns, in their order and in this machine's byte order, hexadecimal. */
export function columnsHash({ time, open, high, low, close, volume }: CandleColumns): string {
  const hash = createHash('sha256');
  for (const column of [time, open, high, low, close, volume])
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return hash.digest('hex');
}

/** The bars that a run asks for. Fails with `instrument.unknown` and `input.too-short`. */
export function researchBars({ request, marketSeed }: Pick<RunStart, 'request' | 'marketSeed'>): RunBars {
  const index = SIM_PROFILES.findIndex((profile) => profile.spec.id === request.instrument);
  const profile = SIM_PROFILES[index];
  if (profile === undefined) throw new Fault('instrument.unknown', { instrument: request.instrument });
  const candles = new SimMarket(marketSeed).bars(index, request.timeframe, request.from, request.to);
  if (candles.length < LEAST_BARS) throw new Fault('input.too-short', { file: nameOf(request), bars: candles.length, needed: LEAST_BARS });
  return { instrument: profile.spec, candles, gaps: 0, missingBars: 0, dataHash: columnsHash(candles) };
}

const LEAST_BARS = 2;

function nameOf({ instrument, timeframe }: RunRequest): string {
  return `${instrument} ${timeframe}`;
}
