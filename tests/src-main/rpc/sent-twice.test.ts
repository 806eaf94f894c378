import { afterEach, beforeEach, expect, test } from 'vitest';
import { CostProfiles } from '../../../src-main/services/cost-profiles.ts';
import type { SearchAsk } from '../../../src-shared/contract/searches.ts';
import { createRouter, type RouterParts } from '../../../src-main/rpc/router.ts';
import { PortfoliosService } from '../../../src-main/services/portfolios-service.ts';
import { ResearchService } from '../../../src-main/services/research-service.ts';
import { SearchesService } from '../../../src-main/services/searches-service.ts';
import { temporaryResearch } from '../../support/research-kit.ts';
import { HandClock, callFrame, settle, wall } from './wall-fixture.ts';

const RUN: SearchAsk['run'] = {
  source: { kind: 'simulated' },
  instrument: 'BTC/USD.SIM',
  timeframe: '1h',
  from: 0,
  to: 1,
  strategy: 'sma-cross',
  parameters: { fast: 5, slow: 50 },
  size: { kind: 'all' },
  cash: '100000',
  costs: 'conservative',
  limits: 'none',
  seed: 7,
};
const SEARCH: SearchAsk = {
  run: RUN,
  space: [{ name: 'fast', from: 5, to: 10, step: 1 }],
  method: 'grid',
  trials: 6,
  objectives: [{ figure: 'sharpe', direction: 'max' }],
  constraints: [],
  windows: null,
};

let place: ReturnType<typeof temporaryResearch>;
beforeEach(() => {
  place = temporaryResearch();
});
afterEach(() => {
  place.remove();
});

/** The wall over both services, and what they started. */
function open() {
  const clock = new HandClock();
  let ids = 0;
  const started: string[] = [];
  const thread = { post: () => undefined, onMessage: () => undefined, onEnd: () => undefined, end: () => undefined };
  const parts = {
    clock,
    ids: { next: () => `id${String((ids += 1)).padStart(14, '0')}` },
    store: place.store,
    publish: () => undefined,
    own: () => null,
    marketTime: () => Number.MAX_SAFE_INTEGER,
  };
  const research = new ResearchService({
    ...parts,
    costs: new CostProfiles(() => Promise.reject(new Error('no thread'))),
    openRun: ({ run }) => {
      started.push(`run ${String(run)}`);
      return thread;
    },
    readBars: () => Promise.reject(new Error('no thread')),
    sources: () => Promise.resolve([]),
    marketSeed: 7,
  });
  const searches = new SearchesService({
    ...parts,
    hold: () => Promise.reject(new Error('no thread')),
    costs: new CostProfiles(() => Promise.reject(new Error('no thread'))),
    open: ({ id }) => {
      started.push(`search ${id}`);
      return thread;
    },
  });
  const portfolios = new PortfoliosService({
    ...parts,
    costs: new CostProfiles(() => Promise.reject(new Error('no thread'))),
    open: ({ run }) => {
      started.push(`portfolio ${String(run)}`);
      return thread;
    },
  });
  const checks = {
    start: () => {
      started.push('check');
      return { accepted: true };
    },
  };
  const dataJobs = {
    start: () => {
      started.push('work on data');
      return { job: 1 };
    },
  };
  const { page } = wall(() => createRouter({ research, searches, portfolios, checks, dataJobs } as unknown as RouterParts));
  return { page, started };
}

test('a frame that a page sends twice begins the work once, and is answered twice the same', async () => {
  const { page, started } = open();
  for (const [id, path, asked] of [
    ['1', '/research/run', { request: RUN }],
    ['2', '/searches/start', { request: SEARCH }],
    ['3', '/portfolios/run', { request: { ...RUN, rows: [RUN] } }],
    ['4', '/checks/start', { check: { kind: 'leaks', run: 1, cuts: 40, bars: null } }],
    ['5', '/dataJobs/start', { work: { kind: 'verify', series: null } }],
  ] as const) {
    const frame = callFrame(id, path, { command: `press-of-button-${id}`, ...asked });
    page.send(frame);
    await settle();
    page.send(frame);
    await settle();
    const [first, second, ...more] = page.answers(id);
    expect(first?.status).toBe(200);
    expect(second).toEqual(first);
    expect(more).toEqual([]);
  }
  expect(started).toEqual(['run 1', 'search id00000000000002', 'portfolio 2', 'check', 'work on data']);
});
