import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { CliContext, CliServices } from '../../../src-main/cli/context.ts';
import type { PaperSpec } from '../../../src-main/sessions/paper-types.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { openResearchStore } from '../../../src-main/research-bars.ts';
import { rowsOf } from '../../support/candle-kit.ts';
import { localThread } from '../../support/local-trials.ts';
import { wanderingBars } from '../../support/search-bars.ts';
import { callCli } from './call-cli.ts';
import { bring, csv, file, freshHome, removeFiles } from './data-kit.ts';

afterAll(removeFiles);

/** Bars of four hours under the name that the kit imports hourly ones by: one after another all the same. */
const FIRST = Date.UTC(2024, 0, 1);
const BARS = rowsOf(wanderingBars(900)).map(([time, open, high, low, close, volume]) => [
  FIRST + (time! - FIRST) / 4,
  ...[open!, high!, low!, close!],
  `${String(volume)}.00001`,
]);
const ID = 'BTC/USD.TEST:1h';
const PART = ['--data', ID, '--from', '2024-01-03', '--to', '2024-02-05T12:00'];
const STRATEGY = ['--strategy', 'sma-cross'];
const GRID = [...STRATEGY, '--range', 'fast=2:20:2', '--range', 'slow=10:60:10', '--json'];

let home = '';
let ids = 0;
let path = '';
beforeEach(async () => {
  home = freshHome();
  path = file(csv(BARS));
  await bring(path);
});

function call(argv: readonly string[], context: Partial<CliContext> = {}) {
  const services: Partial<CliServices> = {
    research: openResearchStore,
    trialThread: (base) => localThread(base),
    ids: { next: () => `id${String((ids += 1)).padStart(14, '0')}` },
  };
  return callCli(argv, { services, context: { home, ...context } });
}

const json = (line: string): Record<string, unknown> => JSON.parse(line) as Record<string, unknown>;

describe('searches over a stored series', () => {
  test('come to what the backtest of a part comes to, and name the series', async () => {
    const answer = json((await call(['optimise', ...PART, ...GRID])).lastLine);
    expect(answer).toMatchObject({ state: 'done', trials: 53, data: { id: ID, label: ID, bars: 33.5 * 24, from: Date.UTC(2024, 0, 3) } });
    const [best] = answer['leading'] as { parameters: Record<string, number>; figures: Record<string, number> }[];
    const params = Object.entries(best!.parameters).flatMap(([name, value]) => ['--param', `${name}=${String(value)}`]);
    const one = await call(['backtest', ...PART, ...STRATEGY, ...params, '--json']);
    const figures = json(one.lastLine);
    for (const figure of ['sharpe', 'totalReturn', 'maxDrawdown', 'fees']) expect(best!.figures[figure]).toBe(figures[figure]);
    // The same bars make the same family: the backtest counts beside the trials of the search.
    expect(one.stderr).toContain('Kept as trial 54');
  });

  test('are gone on with and judged over the part that they were begun over', async () => {
    const stop = new AbortController();
    stop.abort();
    const paused = json((await call(['optimise', ...PART, ...GRID], { signal: stop.signal })).lastLine);
    expect(paused['state']).toBe('paused');
    const resumed = await call(['optimise', '--resume', String(paused['search']), '--json']);
    expect(json(resumed.lastLine)).toMatchObject({ state: 'done', trials: 53 });
    const judged = await call(['overfit', '--data', ID, '--resamples', '100', '--json']);
    expect(json(judged.lastLine)).toMatchObject({ family: { instrument: 'BTC/USD.TEST' }, tries: { trials: 53 } });
    expect(judged.stderr).not.toContain('Entries are not held');
    expect((await call(['overfit', '--data', 'ETH/USD.TEST:1h'])).stderr).toContain('search over ETH/USD.TEST:1h');
    expect((await call(['overfit', '--data', ID, '--of', 'x'])).stderr).toContain('goes without --of');
  });

  test('walk forward over longer bars of it', async () => {
    const argv = ['walk-forward', '--data', ID, '--timeframe', '4h', ...STRATEGY, '--range', 'fast=2:6:2', '--windows', '2', '--json'];
    expect(json((await call(argv)).lastLine)).toMatchObject({ state: 'done', family: { timeframe: '4h' }, data: { id: ID } });
  });

  test('are what a paper session can be played over too', async () => {
    const specs: PaperSpec[] = [];
    const paper: CliServices['paper'] = (_home, spec) => {
      specs.push(spec);
      return Promise.reject(new Fault('call.cancelled', {}));
    };
    await callCli(['paper', ...PART, ...STRATEGY], { services: { paper }, context: { home } });
    const market = specs[0]?.market;
    expect(market?.kind === 'candles' && [market.instruments[0]?.id, market.series[0]?.candles.length]).toEqual([
      'BTC/USD.TEST',
      33.5 * 24,
    ]);
    expect((await callCli(['paper', '--data', ID], { services: { paper }, context: { home } })).stderr).toContain('--strategy');
  });

  test('say what is missing or too much', async () => {
    expect((await call(['optimise', '--data', ID])).stderr).toContain('--strategy');
    expect((await call(['optimise', '--data', ID, '--candles', path, ...GRID])).stderr).toContain('not from both');
    expect((await call(['optimise', '--candles', path, '--from', '2024-01-02', ...GRID])).stderr).toContain('--instrument');
  });
});
