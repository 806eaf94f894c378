import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openResearchStore } from '../../src-main/research-bars.ts';
import { TrialPool, type TrialThread } from '../../src-main/sessions/research/trial-pool.ts';
import { sharedCandles } from '../../src-main/sessions/research/shared-columns.ts';
import { trialThread } from '../../src-main/trial-threads.ts';
import { smaSearch, wanderingBars } from '../support/search-bars.ts';

const program = join(import.meta.dirname, '../../dist/main/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-searching-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('threads for trials', () => {
  const candles = sharedCandles(wanderingBars(20_000));
  const base = { conditions: smaSearch(candles).conditions, candles };
  const task = (fast: number) => ({ parameters: { fast, slow: 60 }, from: 0, to: candles.length });

  it('come to the same as each other, and one that is ended takes only its own trial with it', async () => {
    const threads: TrialThread[] = [];
    const busy: TrialThread[] = [];
    const pool = new TrialPool(() => {
      const thread = trialThread(base);
      threads.push(thread);
      return {
        ...thread,
        post: (message) => {
          busy.push(thread);
          thread.post(message);
        },
      };
    }, 2);
    const [first, second] = await Promise.all([pool.run(task(5)), pool.run(task(5))]);
    expect(first.state).toBe('ok');
    expect(second).toEqual(first);
    busy.length = 0;
    const lost = pool.run(task(7));
    const others = [pool.run(task(9)), pool.run(task(11)), pool.run(task(5))];
    busy[0]!.stop();
    expect(await lost).toMatchObject({ state: 'failed', problem: 'The thread that ran it ended: it ended with 1' });
    expect((await Promise.all(others)).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
    expect(await others[2]).toEqual(first);
    expect(threads).toHaveLength(3);
    expect(pool.jobs).toBe(2);
    pool.close();
  });
});

// Skipped where the program has not been built: npm run build.
describe.skipIf(!existsSync(program))('a search as a process', () => {
  const bars = wanderingBars(40_000);
  const rows = Array.from(bars.time, (time, i) => `${time},${bars.open[i]!},${bars.high[i]!},${bars.low[i]!},${bars.close[i]!},1000.00001`);
  writeFileSync(join(folder, 'bars.csv'), `ts,open,high,low,close,volume\n${rows.join('\n')}\n`);
  const ground = ['--candles', 'bars.csv', '--instrument', 'BTC/USD', '--timeframe', '4h', '--strategy', 'sma-cross'];
  const search = ['optimise', ...ground, '--range', 'fast=2:100', '--range', 'slow=101:1000', '--method', 'random', '--trials', '50000'];
  const home = join(folder, 'home');
  const env = { PATH: process.env['PATH'] ?? '', CRYPTOORCH_HOME: home };

  function call(...argv: string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, [program, ...argv], { cwd: folder, env, encoding: 'utf8', maxBuffer: 1e9 });
  }

  /** Lets a call run until it tells of trials, then sends it a signal; gives what it left behind. */
  async function interrupted(signal: NodeJS.Signals, ...argv: string[]): Promise<{ status: number | null; stderr: string }> {
    const child: ChildProcess = spawn(process.execPath, [program, ...argv], { cwd: folder, env });
    let stderr = '';
    let sent = false;
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (!sent && /[1-9]\d* of 50000 trials/u.test(stderr)) sent = child.kill(signal);
    });
    child.stdout!.resume();
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { status, stderr };
  }

  it('is gone on with after it was killed, and again after Ctrl+C, without a hole and without running anything twice', async () => {
    const killed = await interrupted('SIGKILL', ...search, '--jobs', '2');
    expect(killed.status).toBeNull();
    const listed = JSON.parse(call('searches', 'list', '--json').stdout) as { searches: { id: string; recorded: number; state: string }[] };
    const [{ id, recorded, state }] = listed.searches as [{ id: string; recorded: number; state: string }];
    expect(state).toBe('running');
    expect(recorded).toBeGreaterThan(0);
    const stopped = await interrupted('SIGINT', 'optimise', '--resume', id, '--jobs', '1');
    expect(stopped.status).toBe(0);
    expect(stopped.stderr).toContain(`Paused. Go on with: cryptoorch optimise --resume ${id}\n`);
    const store = openResearchStore(home);
    const trials = store.trials(id);
    expect(store.search(id)!.state).toBe('paused');
    store.close();
    expect(trials.length).toBeGreaterThan(recorded);
    expect(trials.map(({ number }) => number)).toEqual(trials.map((_, i) => i));
    expect(trials.every((trial) => trial.state === 'ok')).toBe(true);
    const { parameters, figures } = trials.at(-1)!;
    const one = call('backtest', ...ground, '--param', `fast=${parameters['fast']!}`, '--param', `slow=${parameters['slow']!}`, '--json');
    expect(JSON.parse(one.stdout)).toMatchObject({ sharpe: figures['sharpe'], finalEquity: figures['finalEquity'] });
    expect(one.stderr).toContain(`Kept as trial ${trials.length + 1} of sma-cross`);
  });
});
