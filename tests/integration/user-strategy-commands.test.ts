import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { attributeJournal } from '../../src-main/run-attribution.ts';
import { replayJournal, runPaper } from '../../src-main/run-paper.ts';
import type { FromGap } from '../../src-main/sessions/attribution/gap-view.ts';
import type { PaperSpec } from '../../src-main/sessions/paper-types.ts';
import { callCli } from '../src-main/cli/call-cli.ts';
import { scriptOf, StrategyFolder } from '../support/user-strategy-kit.ts';

const folder = new StrategyFolder();
afterAll(() => {
  folder.remove();
});

describe('strategies of the user on the command line', () => {
  const more = { context: { cwd: folder.path, home: join(folder.path, 'home') } };

  it('writes, checks and lists strategies', async () => {
    expect((await callCli(['strategy', 'new', 'my-cross'], more)).stdout).toContain(join('home', 'strategies', 'my-cross.ts'));
    expect((await callCli(['strategy', 'new', 'my-cross'], more)).stderr).toContain('is there already; nothing was written.');
    expect((await callCli(['strategy', 'new', 'grid'], more)).stderr).toContain('grid is a built-in strategy');
    expect((await callCli(['strategy', 'new', 'My Cross'], more)).code).toBe(2);
    const file = join(folder.path, 'home/strategies/my-cross.ts');
    const check = await callCli(['strategy', 'check', file, '--json'], more);
    expect(JSON.parse(check.lastLine)).toMatchObject({
      strategy: { id: 'my-cross' },
      files: ['my-cross.ts'],
      strategyHash: expect.stringMatching(/^[0-9a-f]{64}$/u) as string,
    });
    expect((await callCli(['strategy', 'check', file], more)).stdout).toContain('fast  Fast average, 1 to 500, default 20');
    folder.write('home/strategies/taken.ts', scriptOf('').replace("'mine'", "'grid'"));
    const list = await callCli(['strategy', 'list', '--json'], more);
    expect(list.code).toBe(1);
    expect(JSON.parse(list.lastLine)).toMatchObject({
      own: [
        { id: 'my-cross', problem: null },
        { id: null, problem: expect.stringContaining('built-in') as string },
      ],
    });
    expect((await callCli(['strategy', 'list', '--strategies', 'none'], more)).stdout).toContain('None of your own');
  });

  it('checks one again each time it is saved, or what it imports is', async () => {
    const tools = folder.write('watched/tools.ts', 'export const a = 1;');
    const file = folder.write('watched/main.ts', `import { a } from './tools';\n${scriptOf('bars.close(a);')}`);
    const stop = new AbortController();
    const said: string[] = [];
    const next = [
      () => folder.write('watched/main.ts', 'const a: = 1;'),
      () => folder.write('watched/main.ts', `import { a } from './tools';\n${scriptOf('')}`),
      () => folder.write('watched/tools.ts', 'export const b = 1;'),
    ];
    const stdout = {
      terminal: false,
      write: (text: string) => {
        // A file that is being written may be seen half done; what it is in the end is told last.
        if (said.at(-1) === text) return;
        const expected = [/^mine loads/u, /main\.ts:1:10: /u, /^mine loads/u, /main\.ts:1:19: .*'a'/u][said.length];
        if (expected?.test(text) !== true) return;
        said.push(text);
        const step = next[said.length - 1];
        // The watching begins after the first word.
        if (step === undefined) stop.abort();
        else setImmediate(step);
      },
    };
    const { code } = await callCli(['strategy', 'watch', file], { context: { ...more.context, stdout, signal: stop.signal } });
    expect([code, said.length, tools.endsWith('tools.ts')]).toEqual([0, 4, true]);
  });

  it('runs one in a backtest, with its hash in the answer', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, i) => `${String(1_699_999_980_000 + i * 60_000)},100,101,99,${(100 + Math.sin(i / 7)).toFixed(2)},1000`,
    );
    folder.write('bars.csv', `ts,open,high,low,close,volume\n${rows.join('\n')}\n`);
    const run = (strategy: string) =>
      callCli(
        [
          'backtest',
          '--candles',
          'bars.csv',
          '--instrument',
          'BTC/USD',
          '--timeframe',
          '1m',
          '--strategy',
          strategy,
          '--param',
          'fast=3',
          '--param',
          'slow=9',
          '--json',
        ],
        more,
      );
    const own = JSON.parse((await run('my-cross')).lastLine) as Record<string, unknown>;
    const builtIn = JSON.parse((await run('sma-cross')).lastLine) as Record<string, unknown>;
    expect(own['strategyHash']).toMatch(/^[0-9a-f]{64}$/u);
    expect(builtIn['strategyHash']).toBeUndefined();
    expect(own['trades']).toEqual(builtIn['trades']);
    expect((await run('./none.ts')).code).toBe(2);
    expect((await run('my-crosss')).stderr).toContain('There is no strategy my-crosss.');
  });

  it('trades one on paper as in a backtest, and replays it without its file', async () => {
    const services = { paper: async (home: string, spec: PaperSpec) => runPaper(home, spec, '1.2.3') };
    const options = [
      '--candles',
      'bars.csv',
      '--instrument',
      'BTC/USD',
      '--timeframe',
      '1m',
      '--param',
      'fast=3',
      '--param',
      'slow=9',
      '--json',
    ];
    const trades = async (command: string) => {
      const call = await callCli([command, ...options, '--strategy', 'my-cross'], { ...more, services });
      expect(call.code).toBe(0);
      return JSON.parse(call.lastLine) as { readonly session: string; readonly trades: readonly Record<string, unknown>[] };
    };
    const paper = await trades('paper');
    const stored = await trades('backtest');
    expect(stored.trades.length).toBeGreaterThan(3);
    expect(paper.trades.map(({ instrument, ...trade }) => (expect(instrument).toBe('BTC/USD.FILE'), trade))).toEqual(stored.trades);
    expect(replayJournal(more.context.home, paper.session)).toMatchObject({ firstDifference: null });
  });

  it('holds a session of one against its backtest as long as its file is what it was', async () => {
    const services = { paper: async (home: string, spec: PaperSpec) => runPaper(home, spec, '1.2.3'), attribute: attributeJournal };
    const options = ['--candles', 'bars.csv', '--instrument', 'BTC/USD', '--timeframe', '1m', '--param', 'fast=3', '--param', 'slow=9'];
    const paper = await callCli(['paper', ...options, '--strategy', 'my-cross'], { ...more, services });
    expect(paper.stdout).toContain('Against its backtest: 0.00 USD.');
    const [, session = ''] = /cryptoorch attribute (\w+)/u.exec(paper.stdout) ?? [];
    const dearer = await callCli(['attribute', session, '--fee-bps', '1', '--json'], { ...more, services });
    expect(JSON.parse(dearer.lastLine)).toMatchObject({ largest: 'fee', residual: '0' });
    // As the window asks for it: on a thread of its own.
    const workerData = { home: more.context.home, session };
    const worker = new Worker(new URL('../../src-main/workers/attribution.ts', import.meta.url), { workerData });
    const [told] = (await once(worker, 'message')) as [FromGap];
    expect(told).toMatchObject({ kind: 'gap', view: { session, gap: '0', quote: 'USD' } });
    const file = join(folder.path, 'home/strategies/my-cross.ts');
    const text = readFileSync(file, 'utf8');
    folder.write('home/strategies/my-cross.ts', `${text}\n// changed`);
    expect((await callCli(['attribute', session], { ...more, services })).stderr).toContain('my-cross has been changed since.');
    rmSync(file);
    expect((await callCli(['attribute', session], { ...more, services })).stderr).toContain('my-cross is not in');
    folder.write('home/strategies/my-cross.ts', text);
    expect((await callCli(['attribute', 'nosuch'], { ...more, services })).stderr).toContain('There is no session nosuch');
  });

  it('stops one that loops on paper, with the reason, and the session goes on to its end', async () => {
    const services = { paper: async (home: string, spec: PaperSpec) => runPaper(home, spec, '1.2.3') };
    folder.write('loops.ts', scriptOf('if (bars.length < 3) desk.enter(); else for (;;);'));
    const options = [
      '--for',
      '1s',
      '--speed',
      '1000',
      '--instrument',
      'BTC/USD',
      '--strategy',
      './loops.ts',
      '--strategy',
      'buy-and-hold',
      '--json',
    ];
    const call = await callCli(['paper', ...options], { ...more, services });
    expect(call.code).toBe(1);
    const answer = JSON.parse(call.lastLine) as Record<string, unknown>;
    expect(answer).toMatchObject({
      stopped: [{ instance: 'mine-1', reason: expect.stringContaining('it did not answer within 2000 ms') as string }],
      ledger: 'balanced',
      inDoubt: 0,
    });
    expect(new Set((answer['fillList'] as { readonly origin: string }[]).map(({ origin }) => origin))).toEqual(
      new Set(['mine-1', 'buy-and-hold-1']),
    );
    expect(replayJournal(more.context.home, String(answer['session']))).toMatchObject({ firstDifference: null });
  });

  // Skipped where the program has not been built: npm run build.
  const program = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));
  it.skipIf(!existsSync(join(program, '../workers/strategy-child.js')))('does the same from the built program', () => {
    const file = join(folder.path, 'home/strategies/my-cross.ts');
    const call = spawnSync(process.execPath, [program, 'strategy', 'check', file, '--json'], { encoding: 'utf8' });
    expect(call.stderr).toBe('');
    expect(JSON.parse(call.stdout)).toMatchObject({ strategy: { id: 'my-cross' } });
  });
});
