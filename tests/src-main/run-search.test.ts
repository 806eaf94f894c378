import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCandleStore, openFundingStore } from '../../src-main/market-services.ts';
import type { Trial } from '../../src-main/ports/research-store.ts';
import { openResearchStore, researchBars } from '../../src-main/research-bars.ts';
import { backtest, depthBacktest } from '../../src-main/run-backtest.ts';
import { judgeSearch, openSearch } from '../../src-main/run-search.ts';
import { storedRow } from '../../src-main/services/search-rows.ts';
import { ResearchRun } from '../../src-main/sessions/research/research-run.ts';
import type { SearchStart } from '../../src-main/sessions/research/search-messages.ts';
import type { BarsRequest } from '../../src-shared/contract/research.ts';
import type { SearchAsk } from '../../src-shared/contract/searches.ts';
import { wanderingBars } from '../support/search-bars.ts';
import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import { DAY_MS, HOUR_MS } from '../../src-shared/kernel/time.ts';

const BARS = wanderingBars(540);
const FIRST = BARS.time[0]!;
const RUN: BarsRequest = {
  source: { kind: 'stored', series: 'BTC/USD.TEST:4h' },
  instrument: 'BTC/USD.TEST',
  timeframe: '4h',
  from: FIRST,
  to: FIRST + 90 * DAY_MS,
  strategy: 'sma-cross',
  parameters: { fast: 5, slow: 20 },
  size: { kind: 'all' },
  cash: '100000',
  costs: 'conservative',
  limits: 'none',
  seed: 7,
  perpetual: { leverage: 3, direction: 'both', funding: { kind: 'stored' } },
};
const ASK: SearchAsk = {
  run: RUN,
  space: [{ name: 'fast', from: 2, to: 8, step: 2 }],
  method: 'grid',
  trials: 4,
  objectives: [{ figure: 'sharpe', direction: 'max' }],
  constraints: [],
  windows: null,
};

/** Rates every eight hours from a week before the bars to a week after them. */
const TIMES = Float64Array.from({ length: 104 * 3 }, (_, i) => FIRST - 7 * DAY_MS + i * 8 * HOUR_MS);

describe('a search of the window on a perpetual', () => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'cryptoorch-run-search-'));
    rates((i) => (i % 4) * 1e-4);
    bars();
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  function rates(rate: (i: number) => number): void {
    const store = openFundingStore(home);
    if (store.list().length > 0) store.remove('BTC/USD.TEST:funding');
    store.write({
      venue: 'TEST',
      symbol: 'BTC/USD',
      time: TIMES,
      rate: TIMES.map((_, i) => rate(i)),
      source: 'test',
      importedAt: 0,
      replace: false,
    });
    store.close();
  }

  function bars(): void {
    const store = openCandleStore(home);
    const key = { venue: 'TEST', symbol: 'BTC/USD', timeframe: '4h' } as const;
    store.write({ key, columns: BARS, priceDecimals: 2, volumeDecimals: 2, source: 'test', importedAt: 0, replace: false });
    store.close();
  }

  const start = (what: SearchStart['what'], jobs = 1): SearchStart => ({ home, marketSeed: 7, engine: '1.2.3', jobs, script: null, what });

  async function begun(id: string): Promise<readonly Trial[]> {
    const what = { kind: 'start', id, ask: ASK, costs: CONSERVATIVE } as const;
    const { handle, close } = openSearch(start(what), what);
    expect((await handle.finished).state).toBe('done');
    close();
    return kept(id);
  }

  function kept(id: string): readonly Trial[] {
    const store = openResearchStore(home);
    try {
      return store.trials(id);
    } finally {
      store.close();
    }
  }

  it('comes to what a run under the same conditions comes to; cut off, it goes on to the same on two threads, over the same rates alone', async () => {
    const trials = await begun('search0000000001');
    const { parameters, figures } = trials[2]!;
    const ground = researchBars({ request: RUN, marketSeed: 7, home });
    const parts = { backtest, depthBacktest, costs: CONSERVATIVE, engine: '1.2.3', strategyHash: null, tell: () => undefined };
    const { kept: run } = new ResearchRun({ ...RUN, parameters }, ground, parts).play(1);
    expect(figures).toEqual(run.figures);
    expect(figures['funding']).not.toBe(0);
    const store = openResearchStore(home);
    const search = store.search('search0000000001')!;
    // As a search is left by a program that ended before its first trial.
    store.addSearch({ ...search, id: 'search0000000002' });
    store.close();
    expect(search.conditions).toEqual(run.conditions);
    expect(storedRow(search)).toMatchObject({ instrument: 'BTC/USD.TEST', perpetual: RUN.perpetual, state: 'done', done: 4 });

    const what = { kind: 'resume', id: 'search0000000002' } as const;
    rates((i) => (i % 4) * -1e-4);
    expect(() => openSearch(start(what), what)).toThrow('the stored rates of funding are not those');
    rates((i) => (i % 4) * 1e-4);
    const { handle, close } = openSearch(start(what, 2), what);
    expect((await handle.finished).state).toBe('done');
    close();
    expect(kept('search0000000002')).toEqual(trials);

    const randomEntries = (): string | undefined =>
      judgeSearch(start({ kind: 'judge', id: what.id }), what.id).checks.find(({ name }) => name.includes('random'))?.outcome;
    expect(judgeSearch(start({ kind: 'judge', id: what.id }), what.id)).toMatchObject({ tries: 8, otherContracts: 0 });
    expect(randomEntries()).not.toBe('not-judged');
    rates(() => 0);
    expect(randomEntries()).toBe('not-judged');
  });
});
