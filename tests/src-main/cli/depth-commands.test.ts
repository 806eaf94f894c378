import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callCli, type CliCall } from './call-cli.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'depth-commands-'));
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

async function call(line: string, signal = new AbortController().signal): Promise<CliCall> {
  return callCli(line.split(' '), { context: { home, cwd: home, signal } });
}

function answer({ lastLine }: CliCall): Record<string, never> {
  return JSON.parse(lastLine) as Record<string, never>;
}

const RECORD = 'depth record --instrument BTC/USD --seed 7 --from 2026-11-19T23:58:00Z';
const DAY = 'SIM/BTC-USD/2026-11-20';

describe('recording the simulated market', () => {
  it('nothing yet', async () => {
    for (const line of ['depth list', 'depth verify']) expect((await call(line)).stdout).toBe('Nothing is recorded yet.\n');
    expect((await call(`backtest --depth ${DAY} --timeframe 1m --strategy grid`)).stderr).toContain('Nothing was recorded yet.');
  });

  it('over midnight, a segment for each day', async () => {
    const recorded = await call(`${RECORD} --for 8m --json`);
    expect(recorded.code).toBe(0);
    expect(answer(recorded)).toMatchObject({ torn: [], pruned: [], days: [{ id: 'SIM/BTC-USD/2026-11-19' }, { id: DAY, segments: 1 }] });
    expect(recorded.stderr).toContain('recorded ');
    const listed = await call('depth list');
    expect(listed.stdout).toMatch(/SIM\/BTC-USD\/2026-11-20 +00:00:00 +00:06:00 +[\d,]+ +\d+ kB\n/u);
    expect(answer(await call('depth list --json'))).toMatchObject({ recordings: [{ damage: null }, { damage: null }] });
  });

  it('is whole, each day by itself and both together', async () => {
    const verified = await call('depth verify');
    expect(verified.stdout).toMatch(/SIM\/BTC-USD\/2026-11-20: [\d,]+ messages, whole\./u);
    const both = answer(await call('depth verify --id SIM/BTC-USD --json'));
    expect(both).toMatchObject({ damaged: 0, recordings: [{ gaps: 0, crossed: 0, snapshots: 2, damage: null }] });
  });

  it('is played: a strategy, its baseline and what was taken for granted', async () => {
    const run = await call(`backtest --depth ${DAY} --timeframe 10s --strategy grid --param spacing=0.05 --no-record --json`);
    expect(run.stderr).toBe('');
    expect(answer(run)).toMatchObject({
      bars: 36,
      depth: { gaps: 0, crossed: 0, turnedAway: 0 },
      sensitivity: [{ id: 'costs-as-run' }, { id: 'costs-double' }, { id: 'latency-1s' }],
      assumptions: { queue: 'conservative', costs: { takerFeeBps: 10, off: [] }, instrument: 'BTC/USD.SIM' },
    });
    const again = await call(`backtest --depth ${DAY} --timeframe 10s --strategy grid --param spacing=0.05 --no-record --json`);
    expect(again.stdout).toBe(run.stdout);
    const text = (await call(`backtest --depth SIM/BTC-USD --timeframe 1m --strategy buy-and-hold --queue proportional --costs ideal`))
      .stdout;
    expect(text).toContain('costs switched off: fee, latency');
    expect(text).toMatch(/Queue +proportional/u);
    expect(text).toMatch(/Book +[\d,]+ messages, no gaps; not known for 0\.0 s/u);
  });

  it('ends in order when it is asked to stop', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(answer(await call('depth record --instrument SOL/USD --for 1h --from 2026-11-20 --json', stop.signal))).toMatchObject({
      messages: 0,
      days: [],
    });
  });

  it('cuts off what a dead process left, and lets old days go', async () => {
    const folder = join(home, 'depth/SIM/BTC-USD');
    const file = join(folder, readdirSync(folder).at(-1)!);
    truncateSync(file, statSync(file).size - 5);
    expect((await call('depth list')).stdout).toContain('3 bytes torn');
    expect((await call('depth verify')).stdout).toContain('3 torn bytes at an end');
    const recorded = await call('depth record --instrument BTC/USD --for 20s --from 2026-11-20T12:00:00Z --keep-days 1');
    expect(recorded.stderr).toContain(`3 torn bytes of an earlier recording cut off its end.`);
    expect(recorded.stderr).toContain('BTC/USD, 2026-11-19: taken away, older than is kept.');
    expect(readdirSync(folder)).toHaveLength(2);
    // Between the two recordings of the day nothing is known; the second begins with a snapshot of its own.
    expect(answer(await call('depth verify --json'))).toMatchObject({ recordings: [{ id: DAY, snapshots: 2, gaps: 0 }] });
  });

  it('goes forward only, and goes on where it ended when no beginning is named', async () => {
    const back = await call('depth record --instrument BTC/USD --for 20s --from 2026-11-20T12:00:19Z');
    expect([back.code, back.stderr]).toEqual([2, expect.stringContaining('is recorded up to 2026-11-20T12:00:20.000Z already')]);
    expect((await call('depth record --instrument BTC/USD --for 20s')).stdout).toMatch(/00:00:00 +12:00:40/u);
    expect((await call('depth verify --id SIM/BTC-USD')).stdout).toContain('whole');
  });

  it('damage ends with 1, and says where', async () => {
    const folder = join(home, 'depth/SIM/BTC-USD');
    const file = join(folder, readdirSync(folder)[0]!);
    const whole = readFileSync(file);
    writeFileSync(file, Buffer.from(whole).fill(0, 300, 310));
    const verified = await call('depth verify --json');
    expect([verified.code, answer(verified)]).toMatchObject([1, { damaged: 1 }]);
    expect((await call('depth verify')).stdout).toContain('is damaged at byte');
    expect((await call('depth list')).stdout).toContain('damaged: depth verify says how');
    writeFileSync(file, whole);
  });
});

describe('a raw capture', () => {
  const NS = '000000';
  const START = 1_723_161_600_000;
  const trade = (at: number, id: number, price: number) =>
    `${START + at}${NS} {"e":"trade","E":1,"T":${START + at},"s":"BTCUSDT","t":${id},"p":"${price}","q":"0.5","m":true}`;
  const lines = [
    `${START}${NS} {"lastUpdateId":9,"bids":[["100","2"]],"asks":[["100.5","1.5"]]}`,
    trade(5, 1, 100),
    `${START + 10}${NS} {"e":"depthUpdate","E":1,"s":"BTCUSDT","U":10,"u":10,"b":[["99.5","1"]],"a":[]}`,
    `${START + 20}${NS} {"e":"kline"}`,
    trade(1_200, 2, 100),
    `${START + 1_300}${NS} {"e":"depthUpdate","E":1,"s":"BTCUSDT","U":13,"u":13,"b":[["99.5","1"]],"a":[]}`,
    trade(2_500, 9, 100),
    `${START + 3_500}${NS} {"e":"depthUpdate","E":1,"s":"BTCUSDT","U":14,"u":14,"b":[["99.5","1"]],"a":[]}`,
  ].join('\n');

  it('is imported once, and verified with what it lacks', async () => {
    writeFileSync(join(home, 'raw.txt'), lines);
    const imported = await call('depth import raw.txt --instrument BTC/USDT');
    expect(imported.stdout).toContain('BINANCE/BTC-USDT/2024-08-09');
    expect(imported.stderr).toBe('Not read: 1 frame of kind kline.\n');
    const again = await call('depth import raw.txt --instrument BTC/USDT');
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('holds a recording of 2024-08-09 already')]);
    expect((await call('depth verify --id BINANCE/BTC-USDT/2024-08-09')).stdout).toBe(
      'BINANCE/BTC-USDT/2024-08-09: 7 messages, 1 gap in the book, 6 trades missing.\n',
    );
    expect(answer(await call('depth import raw.txt --instrument BTC/USDT --venue TEST --tick 0.25 --lot 0.1 --json'))).toMatchObject({
      head: { venue: 'TEST', tick: '0.25', lot: '0.1' },
      days: [{ messages: 7 }],
    });
  });

  it('is played as it is; orders that come after the gap are turned away', async () => {
    const run = await call('backtest --depth raw.txt --instrument BTC/USDT --timeframe 1s --strategy buy-and-hold --latency-ms 500');
    expect(run.stdout).toContain('Nothing was traded');
    expect(run.stdout).toContain('1 gap; not known for 1.7 s; 2 orders ended because of it');
  });

  it.each([
    ['raw.txt --timeframe 1s --strategy grid', 'Option --instrument is needed'],
    ['raw.txt --timeframe 1m --strategy grid --instrument BTC/USDT', 'has 0 bars; 2 are needed'],
    ['raw.txt --timeframe 1s --strategy grid --instrument BTC/USDT --slippage-bps 2', '--slippage-bps: has no meaning with --depth'],
    ['raw.txt --timeframe 1s --strategy grid --instrument BTC/USDT --candles x.csv', '--depth: goes in place of --candles'],
    [`${DAY} --timeframe 1s --strategy grid --tick 1`, '--tick: stands in the recording already'],
    [`${DAY} --timeframe 1s --strategy grid --instrument ETH/USD`, 'the recording is of BTC/USD. Leave --instrument out.'],
    ['SIM/BTC-USD/2026-11-02 --timeframe 1s --strategy grid', `Did you mean ${DAY}?`],
    ['raw.txt --timeframe 1s --strategy grid --queue best', 'none of conservative, proportional'],
  ])('backtest --depth %s', async (options, sentence) => {
    const run = await call(`backtest --depth ${options}`);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining(sentence)]);
  });

  it.each([
    ['depth record --instrument BTC/EUR', 'BTC/EUR is not recorded here. There are BTC/USD'],
    ['depth record --instrument BTC/USD --from yesterday', 'is not a day or an instant'],
    ['depth record --instrument BTC/USD --from 2021-01-01', 'is not from 2022-01-02'],
    ['depth record --instrument BTC/USD --keep-days 0', 'not from 1'],
    ['depth import raw.txt --instrument ETH/USDT', 'it is of BTCUSDT, not of ETHUSDT'],
    ['depth import raw.txt --instrument BTC/USDT --venue b', 'is not a name of capitals'],
    ['depth import', 'Option --instrument is needed'],
    ['depth import --instrument BTC/USDT', 'Option FILE is needed'],
    ['depth recrod', 'Did you mean depth record?'],
  ])('%s', async (line, sentence) => {
    const run = await call(line);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining(sentence)]);
  });
});
