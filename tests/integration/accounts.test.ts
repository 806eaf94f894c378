import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAccounts } from '../../src-main/account-services.ts';
import { forkChild } from '../../src-main/adapters/venue-process/fork-child.ts';
import { ProcessAccountReader } from '../../src-main/adapters/venue-process/process-account-reader.ts';
import { Secret } from '../../src-shared/kernel/secret.ts';
import { PROFILES } from '../support/account-kit.ts';
import { FileKeychain } from '../support/file-keychain.ts';
import { secretPlaces } from '../support/secret-search.ts';
import { callCli, type CliCall } from '../src-main/cli/call-cli.ts';

const CHILD = join(import.meta.dirname, 'fixtures', 'venue-child.ts');
const SECRET = 'sEcret+/with=odd&signs~0123456789';

const folder = mkdtempSync(join(tmpdir(), 'accounts-commands-'));
const home = join(folder, 'home');
const written: string[] = [];
const keys: string[] = [SECRET];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command line in this process, with venue processes that are real and venues that are not. */
async function call(key: string, ...argv: string[]): Promise<CliCall> {
  keys.push(key);
  const made = await callCli(argv, {
    context: { home, clock: { now: () => 1_700_000_000_000 as never, monotonic: () => 0, after: () => ({ dispose: () => undefined }) } },
    services: {
      accounts: (place) =>
        openAccounts({
          ...{
            home: place,
            by: 'command line',
            profiles: PROFILES,
            keychain: new FileKeychain(join(folder, 'keychain.json')),
            venueProcess: CHILD,
          },
        }),
      askSecrets: (labels) => Promise.resolve(labels.map((label) => new Secret(label === 'API key' ? key : SECRET))),
    },
  });
  written.push(made.stdout, made.stderr, JSON.stringify(made.log));
  return made;
}

describe('accounts with processes of their own', () => {
  beforeAll(() => {
    mkdirSync(home);
    writeFileSync(join(folder, 'keychain.json'), '{}');
  });

  test('an account is added, checked, rotated, disabled, and removed', async () => {
    const added = await call('key-one-1', 'accounts', 'add', 'main', '--venue', 'binance');
    expect(added).toMatchObject({ code: 0, stderr: '' });
    expect(added.stdout).toContain('main: Binance, TESTNET, key 1.');
    expect(added.stdout).toContain('Rights: read, trade.');
    expect(added.stdout).toContain('Clock of the venue: 3 ms ahead of ours, known to 11 ms.');
    const checked = await call('', 'accounts', 'check', 'main', '--json');
    expect(JSON.parse(checked.lastLine)).toMatchObject({
      account: { mode: 'testnet' },
      reading: { balances: [{ asset: 'BTC', free: '0.5', used: '0.00000001' }] },
    });
    expect((await call('key-two-2', 'accounts', 'rotate', 'main', '--json')).code).toBe(0);
    expect((await call('', 'accounts', 'disable', 'main')).stdout).toBe('main is disabled; its key stays sealed.\n');
    expect(await call('', 'accounts', 'check', 'main')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Enable it first') as string,
    });
    expect((await call('', 'accounts', 'list')).stdout).toMatch(/^main\s+Binance\s+TESTNET\s+disabled\s+read, trade/mu);
    expect(JSON.parse((await call('', 'accounts', 'enable', 'main', '--json')).lastLine)).toMatchObject({
      account: { disabled: null, keyVersion: 2 },
    });
    expect((await call('', 'accounts', 'lock')).stdout).toContain('none is opened until cryptoorch accounts unlock');
    expect(JSON.parse((await call('', 'accounts', 'lock', '--json')).lastLine)).toEqual({ locked: true });
    expect(await call('', 'accounts', 'check', 'main')).toMatchObject({ stderr: expect.stringContaining('are locked') as string });
    expect((await call('', 'live', '--account', 'main', '--instrument', 'BTC/USDT')).stderr).toContain('are locked');
    expect((await call('', 'accounts', 'unlock')).stdout).toBe('Keys are unlocked.\n');
    expect(JSON.parse((await call('', 'accounts', 'unlock', '--json')).lastLine)).toEqual({ locked: false });
    expect((await call('', 'accounts', 'remove', 'main')).code).toBe(2);
    expect(await call('', 'accounts', 'remove', 'main', '--confirm', 'other')).toMatchObject({ code: 2 });
    expect((await call('', 'accounts', 'remove', 'main', '--confirm', 'main')).stdout).toContain('was taken away with its sealed key');
    expect((await call('', 'accounts', 'list')).stdout).toContain('There are no accounts yet');
    const log = JSON.parse((await call('', 'accounts', 'log', '--json', '--count', '100')).lastLine) as {
      lines: { kind: string; by: string }[];
      brokenAt: null;
    };
    expect(log.brokenAt).toBeNull();
    expect(log.lines.filter(({ kind }) => kind === 'open').every(({ by }) => by === 'venue process')).toBe(true);
    expect(log.lines.filter(({ kind }) => kind !== 'open').every(({ by }) => by === 'command line')).toBe(true);
    expect((await call('', 'accounts', 'log', '--count', '1')).stdout).toContain('every one follows from the one before it');
  });

  test('what can go wrong is a sentence, and the account is not there', async () => {
    const add = (key: string, ...more: string[]) => call(key, 'accounts', 'add', 'other', '--venue', 'binance', ...more);
    expect(await add('key-refused')).toMatchObject({ code: 2, stderr: 'BINANCE refused: bad [redacted] [redacted] null\n' });

    expect(await add('key-withdraws')).toMatchObject({ code: 2, stderr: expect.stringContaining('may withdraw') as string });
    expect((await add('key-withdraws', '--accept-withdrawal-rights', 'other', '--live-key')).stdout).toContain('LIVE');
    expect((await call('', 'accounts', 'remove', 'other', '--confirm', 'other')).code).toBe(0);
    expect(await call('', 'accounts', 'add', 'x', '--venue', 'binanse')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean binance?') as string,
    });
    expect(await call('', 'accounts', 'add', '*', '--venue', 'binance')).toMatchObject({ code: 2 });
    const unproven = await call('key-three', 'accounts', 'add', 'ku', '--venue', 'kucoin', '--live-key');
    expect(unproven.stderr).toContain('KuCoin is not proven yet');
    expect(JSON.parse((await call('', 'accounts', 'list', '--json')).lastLine)).toMatchObject({
      accounts: [{ name: 'ku', mode: 'live', proven: false, keyAgeDays: 0 }],
    });
  });

  test('a process that ends, stays silent or answers nonsense leaves the account unchecked', async () => {
    const dies = await call('key-dies', 'accounts', 'add', 'mortal', '--venue', 'binance');
    expect(dies).toMatchObject({ code: 3, stdout: expect.stringContaining('it ended with code 9') as string });
    const broken = await call('key-broken', 'accounts', 'add', 'broken', '--venue', 'binance');
    expect(broken.stdout).toContain('Error: [redacted] [redacted]');
    const odd = await call('key-odd', 'accounts', 'add', 'strange', '--venue', 'binance');
    expect(odd.stdout).toContain('it wrote what is no answer');
    const reader = new ProcessAccountReader({
      home,
      childFile: join(import.meta.dirname, 'none.ts'),
      start: forkChild,
      env: {},
      deadlineMs: 30_000,
    });
    const account = { id: '0000000000000000', venue: 'binance', sandbox: true, version: 1 };
    await expect(reader.read(account)).rejects.toMatchObject({ code: 'account.process' });
    const hasty = new ProcessAccountReader({ home, childFile: CHILD, start: forkChild, env: process.env, deadlineMs: 1 });
    await expect(hasty.read(account)).rejects.toThrow('it took longer than 0.001 s');
  });

  test('nothing of any key stands in what was written', () => {
    const texts = [...written, process.argv.join(' ')];
    expect(
      secretPlaces(
        keys.filter((key) => key !== ''),
        { folder: home, texts },
      ),
    ).toEqual([]);
    // The search finds what is there.
    writeFileSync(join(folder, 'found.txt'), `xy${Buffer.from(`a${SECRET}b`).toString('base64')}`);
    expect(secretPlaces([SECRET], { folder, texts: [`ha${Buffer.from(SECRET).toString('hex')}`] })).toEqual([
      join(folder, 'found.txt'),
      'text 0',
    ]);
  });
});

/** Why the real keychain cannot be tried here; null where it can. */
function noKeyring(): string | null {
  if (process.platform !== 'linux') return 'the keychain test starts a gnome-keyring of its own, which only Linux has';
  const missing = ['dbus-run-session', 'gnome-keyring-daemon'].filter(
    (name) => !['/usr/bin', '/usr/local/bin'].some((place) => existsSync(join(place, name))),
  );
  return missing.length === 0 ? null : `${missing.join(' and ')} is missing: npm run setup`;
}

const reason = noKeyring();
if (reason !== null) process.stderr.write(`SKIPPED the operating system's keychain: ${reason}\n`);

describe.skipIf(reason !== null)('the operating system’s keychain', () => {
  // Not beside the other test's keychain, which the venue process would take.
  const place = join(folder, 'sessions', 'real');
  const session = (name: string, unlock: boolean): { readonly status: number | null; readonly lines: readonly string[] } => {
    const start = unlock
      ? 'printf pw | gnome-keyring-daemon --unlock --components=secrets'
      : 'gnome-keyring-daemon --start --components=secrets';
    const script = join(import.meta.dirname, 'fixtures', 'keychain-session.ts');
    const command = `${start} >/dev/null 2>&1; exec "${process.execPath}" "${script}" ${name} "${place}"`;
    const { status, stdout } = spawnSync('dbus-run-session', ['--', 'sh', '-c', command], {
      env: { PATH: process.env['PATH'] ?? '', HOME: join(folder, 'user'), XDG_RUNTIME_DIR: join(folder, 'runtime') },
      encoding: 'utf8',
      timeout: 50_000,
    });
    return { status, lines: stdout.trim().split('\n') };
  };

  test('a key is sealed in one session, opened by another process in the next, and by none while it is locked', () => {
    for (const name of ['user', 'runtime', 'sessions']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
    expect(session('add', true)).toEqual({ status: 0, lines: ['read, trade'] });
    expect(session('check', true)).toEqual({ status: 0, lines: ['0.5 BTC'] });
    expect(session('check', false)).toEqual({ status: 0, lines: ['keychain.locked'] });
    expect(secretPlaces(['real-key-real', SECRET], { folder: place, texts: [] })).toEqual([]);
  });

  test('without a keychain nothing is written, and the remedy is named', () => {
    const script = join(import.meta.dirname, 'fixtures', 'keychain-session.ts');
    const bare = join(folder, 'sessions', 'bare');
    const { stdout } = spawnSync(process.execPath, [script, 'add', bare], { env: { HOME: folder }, encoding: 'utf8' });
    expect(stdout).toBe('keychain.missing\n');
    expect(existsSync(join(bare, 'secrets'))).toBe(false);
  });
});
