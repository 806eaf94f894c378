import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const program = join(import.meta.dirname, '../../dist/main/cli.js');
const folder = mkdtempSync(join(tmpdir(), 'cli-process-'));
const home = join(folder, 'home');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = join(folder, 'bars.csv');
const rows = Array.from({ length: 40_000 }, (_, i) => {
  const close = Math.round((100 + 20 * Math.sin(i / 7)) * 100) / 100;
  return `${1_699_999_980_000 + i * 60_000},${close},${close + 1},${close - 1},${close},1000.5`;
});
writeFileSync(file, `ts,open,high,low,close,volume\n${rows.join('\n')}\n`);

const env = { PATH: process.env['PATH'] ?? '', CRYPTOORCH_HOME: home };
const BACKTEST = [
  'backtest',
  '--candles',
  'bars.csv',
  '--instrument',
  'BTC/USD',
  '--timeframe',
  '1m',
  '--strategy',
  'sma-cross',
  '--param',
  'fast=3',
  '--param',
  'slow=9',
  '--no-record',
];

function call(...argv: string[]) {
  return spawnSync(process.execPath, [program, ...argv], { cwd: folder, env, encoding: 'utf8', maxBuffer: 1e9 });
}

// Skipped where the program has not been built: npm run build.
describe.skipIf(!existsSync(program))('the built command line as a process', () => {
  it('answers on stdout alone, twice with the same bytes', () => {
    const first = call(...BACKTEST, '--json');
    expect(first.status).toBe(0);
    expect(first.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(first.stdout)).toMatchObject({ bars: 40_000 });
    expect(call(...BACKTEST, '--json').stdout).toBe(first.stdout);
  });

  it('exits with 2 and one sentence for wrong input, and leaves no home folder', () => {
    const wrong = call(...BACKTEST, '--fee', '3');
    expect([wrong.status, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toBe('Unknown option --fee. Did you mean --fee-bps?\n');
    expect(call('backtest', '--candles', 'none.csv').status).toBe(2);
    expect(readdirSync(folder)).toEqual(['bars.csv']);
  });

  it('exits with 3 for a ledger that is not there', () => {
    const none = call('ledger', 'verify', '--json');
    expect(none.status).toBe(3);
    expect(JSON.parse(none.stdout)).toMatchObject({ error: { code: 'environment.missing' } });
  });

  it('knows itself and its surroundings', () => {
    expect(call('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
    expect(call('--help').stdout).toContain('Exit codes');
    const doctor = call('doctor', '--json');
    expect(JSON.parse(doctor.stdout)).toMatchObject({ healthy: true, home });
    expect(doctor.status).toBe(0);
    expect(readdirSync(folder)).toEqual(['bars.csv']);
  });

  it('ends quietly when its reader goes away', async () => {
    const child = spawn(process.execPath, [program, ...BACKTEST, '--json'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.on('close', resolve));
    // On a slow machine it says how far it has come; it complains of nothing.
    const complaints = said.split('\n').filter((line) => line !== '' && !/% of [\d,]+ bars$/u.test(line));
    expect([code, complaints]).toEqual([0, []]);
  });
});
