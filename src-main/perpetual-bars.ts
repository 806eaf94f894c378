import type { RunRequest } from '../src-shared/contract/research.ts';
import { type Timeframe, TIMEFRAMES } from '../src-shared/domain/candle.ts';
import { DEFAULT_FUNDING } from '../src-shared/domain/funding.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { isoTime } from '../src-shared/kernel/time.ts';
import {
  ASSUMED_LIQUIDATION_FEE,
  ASSUMED_MAINTENANCE,
  ASSUMED_MAX_LEVERAGE,
  perpetualOf,
} from './core/market-data/perpetual-instrument.ts';
import { storedFunding } from './core/market-data/stored-funding.ts';
import { openFundingStore } from './market-services.ts';
import { fundingHash } from './sessions/research/data-hash.ts';
import type { RunBars } from './sessions/research/run-bars.ts';

type Perpetual = NonNullable<RunRequest['perpetual']>;

/** Where stored rates lie, and how long the bars are that they are for. */
export interface StoredRates {
  readonly home: string;
  readonly timeframe: Timeframe;
}

/** The bars of a run as the perpetual that it asks for, with its funding. Fails with `input.invalid` where stored rates do not cover them, and as the store does. */
export function perpetualBars(bars: RunBars, { leverage, funding }: Perpetual, stored: StoredRates): RunBars {
  const terms = {
    maxLeverage: ASSUMED_MAX_LEVERAGE,
    leverage,
    maintenanceMargin: ASSUMED_MAINTENANCE,
    liquidationFee: ASSUMED_LIQUIDATION_FEE,
  };
  return { ...bars, instrument: perpetualOf(bars.instrument, terms), funding: fundingOf(bars, funding, stored) };
}

function fundingOf(
  { instrument, candles }: RunBars,
  funding: Perpetual['funding'],
  { home, timeframe }: StoredRates,
): NonNullable<RunBars['funding']> {
  if (funding.kind === 'assumed') return { plan: DEFAULT_FUNDING, note: DEFAULT_FUNDING };
  if (funding.kind === 'stated') {
    const stated = { kind: 'stated', bps: funding.bps } as const;
    return { plan: stated, note: stated };
  }
  const store = openFundingStore(home);
  try {
    const { symbol, venue } = instrument;
    const info = store.list().find((each) => each.symbol === symbol && each.venue === venue);
    if (info === undefined)
      throw new Fault('input.invalid', { field: 'funding', problem: `no rates are stored for ${symbol} of ${venue}.` });
    const span = { from: candles.time[0]!, to: candles.time[candles.length - 1]! + TIMEFRAMES[timeframe] };
    const read = storedFunding(store.read(info.id), span, fundingHash);
    if (read.plan !== null) return read;
    const covered = `${isoTime(info.from)} to ${isoTime(info.to)}`;
    throw new Fault('input.invalid', {
      field: 'funding',
      problem: `the stored rates of ${symbol} go from ${covered}; the bars do not lie within.`,
    });
  } finally {
    store.close();
  }
}
