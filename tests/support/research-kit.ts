import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteResearch } from '../../src-main/adapters/research-sqlite/sqlite-research.ts';
import type { ResearchStore, RunConditions, SearchEntry, StoredRun, Trial, TrialFamily } from '../../src-main/ports/research-store.ts';
import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import { Instrument, type InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import { NO_LIMITS } from '../../src-shared/domain/limits.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { AssetId, InstrumentId, VenueId } from '../../src-shared/kernel/ids.ts';
import { utcMs } from '../../src-shared/kernel/time.ts';

/** An instrument of a file. */
export const BTC: InstrumentSpec = {
  id: 'BTC/USD.FILE' as InstrumentId,
  symbol: 'BTC/USD',
  name: 'BTC',
  venue: 'FILE' as VenueId,
  kind: 'spot',
  base: 'BTC' as AssetId,
  quote: 'USD' as AssetId,
  settle: 'USD' as AssetId,
  tick: '0.01',
  lot: '0.00000001',
  engineLot: '0.00000001',
  multiplier: '1',
  minNotional: '0',
  makerFee: '0.0008',
  takerFee: '0.001',
  halfSpreadBps: null,
  validFrom: utcMs(0),
};

/** A family of trials. */
export const FAMILY: TrialFamily = { strategy: 'sma-cross', instrument: BTC.id, timeframe: '4h', data: 'ab'.repeat(32) };

/** The conditions of a run of a family. */
export function conditions(family: TrialFamily = FAMILY): RunConditions {
  return {
    family,
    data: { id: null, label: 'btc-4h.csv', bars: 3, from: 0, to: 43_200_000 },
    instrument: BTC,
    cash: '10000',
    size: { kind: 'all' },
    costs: CONSERVATIVE,
    limits: NO_LIMITS,
    seed: 7,
    engineVersion: '1.2.3',
  };
}

/** A backtest with two fills and three bars. */
export function storedRun(over: Partial<StoredRun> = {}): StoredRun {
  return {
    id: 'run1000000000000',
    at: 1_000,
    conditions: conditions(),
    parameters: { fast: 20, slow: 50 },
    figures: { sharpe: 1.5, profitFactor: null },
    assumptions: { costs: { takerFeeBps: 10 }, baseline: 'buy-and-hold' },
    dailyReturns: Float64Array.of(0.1, -0.05, Number.MIN_VALUE),
    record: {
      instruments: [new Instrument(BTC, 0)],
      start: Decimal.parse('10000'),
      from: 1_700_000_000_000,
      times: Float64Array.of(1_700_000_000_000, 1_700_014_400_000, 1_700_043_200_000),
      equity: Float64Array.of(10_000, 10_012.345678901234, 1 / 3),
      fills: [
        { time: 1, instrument: 0, origin: 'sma-cross-1', side: 'buy', ticks: 5_000_000, lots: 19_980_019, fee: Decimal.parse('9.990009') },
        {
          time: 2,
          instrument: 0,
          origin: 'sma-cross-1',
          side: 'sell',
          ticks: 5_100_000,
          lots: 19_980_019,
          fee: Decimal.parse('10.18980969'),
        },
      ],
      cash: Decimal.parse('10179.620561310000000001'),
      lastClose: [51_000.25],
    },
    ...over,
  };
}

/** A grid search of six. */
export function searchEntry(over: Partial<SearchEntry> = {}): SearchEntry {
  return {
    id: 'search0000000001',
    at: 2_000,
    conditions: conditions(),
    space: [{ name: 'fast', from: 5, to: 10, step: 1 }],
    fixed: { slow: 50 },
    method: 'grid',
    trials: 6,
    objectives: [{ figure: 'sharpe', direction: 'max' }],
    constraints: [{ figure: 'trades', relation: '>=', bound: 30 }],
    windows: null,
    ...over,
  };
}

/** A trial that ran. */
export function trial(number: number, over: Partial<Trial> = {}): Trial {
  return {
    number,
    window: 0,
    part: 'in-sample',
    state: 'ok',
    parameters: { fast: 5 + number, slow: 50 },
    objectives: [number / 10],
    figures: { sharpe: number / 10, trades: 40 },
    dailyReturns: Float64Array.of(number, -0.5),
    problem: null,
    ...over,
  };
}

/** A store in a folder of its own; `again` opens the same file once more, as another process would. */
export function temporaryResearch(): { readonly file: string; readonly store: ResearchStore; again(): ResearchStore; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-research-'));
  const file = join(folder, 'research.db');
  const opened: ResearchStore[] = [];
  const again = (): ResearchStore => {
    const store = new SqliteResearch(file);
    opened.push(store);
    return store;
  };
  return {
    file,
    store: again(),
    again,
    remove: () => {
      for (const store of opened) store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
