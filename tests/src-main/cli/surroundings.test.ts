import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { environmentProbes } from '../../../src-main/cli/environment-probes.ts';
import { failureLog } from '../../../src-main/cli/failure-log.ts';
import { Progress } from '../../../src-main/cli/progress.ts';
import { checkLedger, probeDatabase, systemClock } from '../../../src-main/command-services.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { CliContext, Probe } from '../../../src-main/cli/context.ts';

function unused(): never {
  throw new Error('this test does not use it');
}

const folder = mkdtempSync(join(tmpdir(), 'surroundings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const parts = {
  nodeVersion: '24.1.0',
  platform: 'linux' as NodeJS.Platform,
  database: () => 'opens',
  keychain: () => Promise.resolve(),
  program: import.meta.filename,
};
const of = (probes: readonly Probe[], name: string): Probe => probes.find((probe) => probe.name === name)!;

describe('doctor looks', () => {
  it('and changes nothing', async () => {
    const home = join(folder, 'not', 'yet');
    const probes = await environmentProbes(home, { PATH: '' }, parts);
    expect(of(probes, 'Node').state).toBe('ok');
    expect(of(probes, 'Home folder')).toMatchObject({ state: 'ok', detail: `${home} is made at the first start.` });
    expect(of(probes, 'Disk').detail).toMatch(/GiB are free/u);
    expect(of(probes, 'Chromium')).toMatchObject({ state: 'absent' });
    expect(existsSync(home)).toBe(false);
  });

  it('names a remedy for what is missing', async () => {
    const broken = (): string => {
      throw new Error('invalid ELF header\nand more');
    };
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const probes = await environmentProbes(
      join('/proc', 'nothing'),
      { CRYPTOORCH_CHROMIUM: file },
      { ...parts, nodeVersion: '20.9.0', database: broken },
    );
    expect(of(probes, 'Node')).toMatchObject({ state: 'missing', remedy: expect.stringContaining('22') as string });
    expect(of(probes, 'SQLite')).toMatchObject({ state: 'missing', detail: 'The database does not load: invalid ELF header.' });
    for (const probe of probes) if (probe.state === 'missing') expect(probe.remedy).not.toBe('');
  });

  it('opens a real database and takes it away again', () => {
    expect(probeDatabase()).toContain('synchronous=FULL');
    expect(() => checkLedger(folder)).toThrow(/ledger\.db is missing/u);
  });
});

it('our own failures go to the log of the home folder, lesser ones nowhere', () => {
  const said: string[] = [];
  const log = failureLog(folder, { monotonic: () => 0, after: unused, now: () => utcMs(0) }, (line) => said.push(line));
  log.write({ level: 'info', area: 'cli', event: 'command.failed', fields: {} });
  expect(existsSync(join(folder, 'logs'))).toBe(false);
  log.write({ level: 'error', area: 'cli', event: 'command.failed', fields: { code: 'internal' }, correlationId: 'c-1' });
  expect(JSON.parse(readFileSync(join(folder, 'logs/cli.log'), 'utf8'))).toMatchObject({
    time: '1970-01-01T00:00:00.000Z',
    correlationId: 'c-1',
  });
  failureLog('/dev/null', systemClock(), (line) => said.push(line)).write({ level: 'error', area: 'cli', event: 'x', fields: {} });
  expect(said).toHaveLength(1);
});

it('progress is silent for a second, renews its line on a terminal and takes it away', () => {
  const shown = (terminal: boolean): string => {
    let text = '';
    let now = 0;
    const stderr = { write: (more: string) => void (text += more), terminal };
    const clock = { now: () => utcMs(0), after: unused, monotonic: () => now };
    const progress = new Progress({ stderr, clock } as unknown as CliContext);
    for (now = 100; now <= 3_000; now += 100) progress.tell(() => `at ${now}`);
    progress.end();
    return text;
  };
  expect(shown(false)).toBe('at 1000\n');
  expect(shown(true)).toBe('\r\u001b[Kat 1000\r\u001b[Kat 1500\r\u001b[Kat 2000\r\u001b[Kat 2500\r\u001b[Kat 3000\r\u001b[K');
});
