import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AlertFiring } from '../../src-shared/domain/alert.ts';
import { SettingsFile } from '../../src-main/adapters/settings-file/settings-file.ts';
import type { AwaySummary } from '../../src-main/away-services.ts';
import type { AccountAlerts } from '../../src-main/alert-services.ts';
import { askSession, checkLedger, systemIds } from '../../src-main/command-services.ts';
import { openHome } from '../../src-main/adapters/home/home.ts';
import { replayJournal, runPaper } from '../../src-main/run-paper.ts';
import { callCli, type CliCall } from '../src-main/cli/call-cli.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'cryptoorch-alerts-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function call(...argv: readonly string[]): Promise<CliCall> {
  const services = {
    paper: (folder: string, spec: Parameters<typeof runPaper>[1]) => runPaper(folder, spec, '1.2.3'),
    control: askSession,
    ids: systemIds(),
  };
  return callCli(argv, { context: { home }, services });
}

const ALERTS = ['BTC/USD moves 0.1% within 5m each', 'ETH/USD 1m rsi:3 above 60 each', 'feed BTC/USD 1h', 'pnl day below -1 each'];

test('a paper session tells what was reached as it happens, and its journal replays the same', async () => {
  const wanted = ALERTS.flatMap((alert) => ['--alert', alert]);
  const run = await call(
    'paper',
    '--for',
    '3s',
    '--speed',
    '600',
    '--instrument',
    'BTC/USD',
    '--instrument',
    'ETH/USD',
    ...wanted,
    '--json',
  );
  expect(run.stderr).toMatch(/UTC {2}BTC\/USD (rose|fell) 0\.\d+% from/u);
  const { session, alertsFired } = JSON.parse(run.lastLine) as { session: string; alertsFired: AlertFiring[] };
  expect(new Set(alertsFired.map(({ spec }) => spec.kind))).toContain('indicator');
  expect(replayJournal(home, session)).toMatchObject({ firstDifference: null });
  const listed = JSON.parse((await call('alerts', 'list', '--json')).lastLine) as AccountAlerts;
  expect(listed.alerts).toHaveLength(ALERTS.length);
  expect(listed.firings.map(({ firing }) => firing).reverse()).toEqual(alertsFired);
});

test('alerts of an account are set, armed again, removed and marked as seen while no session runs', async () => {
  const added = await call('alerts', 'add', 'BTC/USD', 'above', '62500', 'each', '50');
  expect(added.stdout).toMatch(/5 .*no value yet +each time, 50 back +0 {2}BTC\/USD above 62500/u);
  expect(added.stdout).toContain('Not seen yet:');
  expect((await call('alerts', 'remove', '5')).stdout).not.toContain('62500');
  expect((await call('alerts', 'rearm', '1')).stderr).toContain('Alert 1 is armed already.');
  const seen = JSON.parse((await call('alerts', 'seen', '--json')).lastLine) as AccountAlerts;
  expect(seen.firings.filter((firing) => firing.seen === null)).toEqual([]);
  expect(checkLedger(home)).toMatchObject({ balanced: true, problems: [] });
});

test('through a session that runs they are set, removed and marked as seen at once; what it cannot do is said', async () => {
  const end = new AbortController();
  let running = (): void => undefined;
  const begun = new Promise<void>((resolve) => (running = resolve));
  const paper = callCli(['paper', '--for', '1h', '--instrument', 'BTC/USD', '--json'], {
    context: { home, signal: end.signal },
    services: {
      paper: (folder, spec) => runPaper(folder, { ...spec, onProgress: () => running() }, '1.2.3'),
    },
  });
  await begun;
  const answers = [
    await call('alerts', 'add', 'BTC/USD above 1 each', '--json'),
    await call('alerts', 'add', 'BTC/USD', '1m', 'rsi:3', 'above', '99', '--json'),
    await call('alerts', 'remove', '1'),
    await call('alerts', 'seen'),
  ];
  expect(answers.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  const { account, alerts } = JSON.parse(answers[1]!.lastLine) as AccountAlerts;
  expect(alerts.map(({ spec }) => spec.kind)).toEqual(['price', 'indicator']);
  expect(answers[3]!.stdout).not.toContain('BTC/USD above 1.00');
  expect((await call('alerts', 'remove', '1')).stderr).toContain('There is no alert 1.');
  expect((await call('alerts', 'rearm', '9')).stderr).toContain('There is no alert 9.');
  expect((await call('alerts', 'add', 'DOGE/EUR above 1')).code).toBe(2);
  expect((await call('alerts', 'seen', '--account', 'another')).stderr).toContain(
    `Alerts of another cannot be changed while ${account} is traded with this home.`,
  );
  end.abort();
  const { session } = JSON.parse((await paper).lastLine) as { session: string };
  const since = JSON.parse((await call('away', '--json')).lastLine) as AwaySummary;
  expect(since).toMatchObject({ status: { account }, basis: 'day' });
  expect(since.alerts).toBe(since.alertRows.length);
  expect((await call('away', '--account', 'nobody')).code).toBe(2);
  new SettingsFile(join(home, 'settings.json')).save('away', JSON.stringify({ wall: 0, market: since.status.time, account }));
  expect(JSON.parse((await call('away', '--json')).lastLine)).toMatchObject({ basis: 'window', from: since.status.time, alerts: 0 });
  expect(JSON.parse((await call('away', '--since', '1h', '--json')).lastLine)).toMatchObject({
    basis: 'asked',
    from: since.status.time - 3_600_000,
  });
  // They are inputs of the session like any other.
  expect(replayJournal(home, session)).toMatchObject({ firstDifference: null });
  expect(checkLedger(home)).toMatchObject({ balanced: true, problems: [] });
}, 60_000);

test('what cannot be is refused in plain words', async () => {
  expect((await call('alerts', 'add', 'BTC/USD above nothing')).stderr).toContain('A level is a number; "nothing" is none.');
  expect((await call('alerts', 'remove', '77')).stderr).toContain('There is no alert 77.');
  expect((await call('alerts', 'remove', 'x')).code).toBe(2);
  expect((await call('alerts', 'list', '--account', 'nobody')).code).toBe(2);
  const lock = openHome(home, 'cryptoorch paper', 0);
  expect((await call('alerts', 'seen')).stderr).toContain('is in use by');
  lock.release();
  expect((await call('alerts', 'remove', '0')).code).toBe(2);
  const nowhere = await callCli(['alerts', 'list'], { context: { home: join(home, 'none') } });
  expect(nowhere.code).toBe(3);
  expect((await callCli(['away'], { context: { home: join(home, 'none') } })).code).toBe(3);
});
