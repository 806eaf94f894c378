import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homePaths, journalFolder, openHome } from '../../src-main/adapters/home/home.ts';
import { temporaryFolder } from '../support/ledger-kit.ts';

const child = resolve(import.meta.dirname, 'fixtures/home-child.ts');
let folder: ReturnType<typeof temporaryFolder>;
let home: string;
const running: ChildProcess[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
});
afterEach(() => {
  for (const each of running.splice(0)) each.kill('SIGKILL');
  folder.remove();
});

/** Starts a process that wants the folder, and gives what it says. */
async function contender(): Promise<{ process: ChildProcess; said: string }> {
  const process_ = spawn(process.execPath, [child, home], { stdio: ['pipe', 'pipe', 'inherit'] });
  running.push(process_);
  for await (const said of createInterface({ input: process_.stdout })) return { process: process_, said };
  return { process: process_, said: 'nothing' };
}

function gone(process_: ChildProcess): Promise<void> {
  return new Promise((done) => {
    process_.once('exit', () => done());
  });
}

test('a home folder is made for its user alone', () => {
  const open = openHome(home, 'test', 0);
  for (const place of [open.folder, open.backups, open.sessions, open.simVenue, open.logs, open.chromium]) {
    expect(statSync(place).isDirectory()).toBe(true);
    if (process.platform !== 'win32') expect(statSync(place).mode & 0o777).toBe(0o700);
  }
  expect(open).toMatchObject(homePaths(home));
  expect(journalFolder(open, 's-1')).toBe(join(home, 'sessions', 's-1', 'journal'));
  open.release();
});

test('a second holder is refused with the name of the first, in the same process too', async () => {
  const { process: holder, said } = await contender();
  expect(said).toBe('held');
  const locked = {
    code: 'home.locked',
    exitCode: 3,
    details: { home, holder: `CryptoOrchestrator (process ${holder.pid} on ${hostname()}, since 2026-01-05T00:00:00.000Z)` },
  };
  expect(() => openHome(home, 'test', 0)).toThrow(expect.objectContaining(locked));
  const end = gone(holder);
  holder.stdin?.end();
  await end;
  const open = openHome(home, 'test', 0);
  expect(() => openHome(home, 'test', 0)).toThrow(expect.objectContaining({ code: 'home.locked' }));
  open.release();
  openHome(home, 'test', 0).release();
});

test('the lock of a process that was killed is free at once', async () => {
  const { process: holder } = await contender();
  const end = gone(holder);
  holder.kill('SIGKILL');
  await end;
  openHome(home, 'test', 0).release();
});

test('of several processes that race for a folder one wins, and the others say who', async () => {
  const first = await contender();
  const end = gone(first.process);
  first.process.kill('SIGKILL');
  await end;
  const said = (await Promise.all(Array.from({ length: 6 }, contender))).map((each) => each.said);
  expect(said.filter((line) => line === 'held')).toHaveLength(1);
  expect(said.filter((line) => line.startsWith('fault home.locked: '))).toHaveLength(5);
});

test('a holder that has not yet said who it is, is another process', () => {
  const open = openHome(home, 'test', 0);
  writeFileSync(join(home, 'home.holder.json'), '{"program":"te');
  expect(() => openHome(home, 'test', 0)).toThrow(expect.objectContaining({ details: { home, holder: 'another process' } }));
  open.release();
});

test('a place where nothing can be made is home.unwritable', () => {
  writeFileSync(join(folder.path, 'plain'), '');
  expect(() => openHome(join(folder.path, 'plain', 'home'), 'test', 0)).toThrow(
    expect.objectContaining({ code: 'home.unwritable', exitCode: 3 }),
  );
  expect(existsSync(home)).toBe(false);
});
