import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callControl } from '../../src-main/adapters/home/control-call.ts';
import { controlAddress, openControlDoor } from '../../src-main/adapters/home/control-door.ts';
import { HomeLock } from '../../src-main/adapters/home/home-lock.ts';
import type { ControlRequest, ControlStatus, SessionControl } from '../../src-main/ports/session-control.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';

const STATUS: ControlStatus = {
  ...{ book: 'paper', account: 'paper-1', venue: 'SIM', session: 's1', time: 5, state: 'HALTED', reason: 'kill-switch', since: 4 },
  ...{ recovering: false, reducedUntil: null, openOrders: 1, inDoubt: 0, positions: 0, strategies: [] },
};

let home: string;
let asked: ControlRequest[];
let doors: Releasable[];
let problems: string[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'control-door-'));
  [asked, doors, problems] = [[], [], []];
});
afterEach(() => {
  for (const each of doors) each.dispose();
  rmSync(home, { recursive: true, force: true });
});

const answering: SessionControl = {
  answer: (request) => {
    asked.push(request);
    if (request.kind === 'kill') return { kind: 'killed', cancelled: 2, kept: 1, status: STATUS };
    if (request.kind === 'flatten') throw new Fault('desk.stopped', { problem: 'the disk is full' });
    return { kind: 'status', status: STATUS };
  },
};

function open(control: SessionControl = answering): Releasable {
  const door = openControlDoor(home, control, (problem) => problems.push(problem));
  doors.push(door);
  return door;
}

/** What comes back for bytes as they are, until the other side ends or there are so many lines. */
function raw(bytes: string, lines: number): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    let said = '';
    const socket = createConnection(controlAddress(home, process.platform) ?? '');
    const done = (): void => {
      socket.destroy();
      resolve(
        said
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown),
      );
    };
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.split('\n').length > lines) done();
    });
    socket.on('end', done).on('error', reject);
    socket.write(bytes);
  });
}

test('a request is answered once, with what came of it or with its fault', async () => {
  open();
  expect(await callControl(home, { kind: 'kill', command: 'c-1' })).toEqual({ kind: 'killed', cancelled: 2, kept: 1, status: STATUS });
  expect(await callControl(home, { kind: 'status' })).toEqual({ kind: 'status', status: STATUS });
  await expect(callControl(home, { kind: 'flatten', command: 'c-2', confirm: 'FLATTEN' })).rejects.toThrow(
    'The trading desk has stopped: the disk is full',
  );
  expect(asked.map(({ kind }) => kind)).toEqual(['kill', 'status', 'flatten']);
  // An answer to something else is none.
  await expect(callControl(home, { kind: 'orders' })).rejects.toMatchObject({ code: 'control.garbled' });
});

test('it lies where nobody else comes, and what a killed process left is in nobody’s way', () => {
  open().dispose();
  open();
  if (process.platform === 'win32') return;
  const address = controlAddress(home, process.platform) ?? '';
  expect(statSync(address).mode & 0o777).toBe(0o600);
  expect(statSync(join(home, 'control')).mode & 0o777).toBe(0o700);
  expect(problems).toEqual([]);
});

test('what is no request is carried out by nobody', async () => {
  open();
  const flatten = { kind: 'flatten', command: 'c' };
  const wrong = [
    'nonsense',
    '{"kind":"kill"}',
    '{"kind":"kill","command":"a b"}',
    JSON.stringify(flatten),
    JSON.stringify({ ...flatten, confirm: 'yes' }),
  ];
  const replies = await raw(`${wrong.join('\n')}\n`, wrong.length);
  expect(replies).toEqual(wrong.map(() => ({ fault: { code: 'call.malformed', details: {} } })));
  const long = await raw(`{"kind":"${'x'.repeat(5_000)}`, 1);
  expect(long).toMatchObject([{ fault: { code: 'call.too-large' } }]);
  expect(await raw(`{"kind":"${'x'.repeat(5_000)}"}\n`, 1)).toMatchObject([{ fault: { code: 'call.too-large' } }]);
  expect(asked).toEqual([]);
});

test('a request may come in pieces, and several at once', async () => {
  open();
  const line = JSON.stringify({ kind: 'status' });
  expect(await raw(`${line}\n${line}\n`, 2)).toHaveLength(2);
  const socket = createConnection(controlAddress(home, process.platform) ?? '');
  socket.write(line.slice(0, 5));
  await expect.poll(() => socket.readyState).toBe('open');
  socket.write(`${line.slice(5)}\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  expect(asked).toHaveLength(3);
  socket.destroy();
});

test('a door that is opened before the one in its place is closed stays open', async () => {
  const first = open({ answer: () => ({ kind: 'status', status: { ...STATUS, account: 'first' } }) });
  expect((await callControl(home, { kind: 'status' })).status.account).toBe('first');
  const second = open();
  first.dispose();
  expect((await callControl(home, { kind: 'status' })).status.account).toBe('paper-1');
  second.dispose();
  await expect(callControl(home, { kind: 'status' })).rejects.toMatchObject({ code: 'control.absent' });
  if (process.platform !== 'win32') expect(readdirSync(join(home, 'control'))).toEqual([]);
});

describe('where no session answers', () => {
  const kill: ControlRequest = { kind: 'kill', command: 'c' };

  test('nobody holds the home: nothing is written', async () => {
    await expect(callControl(home, kill)).rejects.toMatchObject({ code: 'control.absent', exitCode: 3 });
    HomeLock.take(home, 'test', 0).release();
    const before = readdirSync(home);
    await expect(callControl(home, kill)).rejects.toMatchObject({ code: 'control.absent' });
    expect(readdirSync(home)).toEqual(before);
  });

  test('a program holds the home that has no session', async () => {
    const lock = HomeLock.take(home, 'cryptoorch depth record', 0);
    await expect(callControl(home, kill)).rejects.toThrow(
      `${home} is in use by cryptoorch depth record (process ${String(process.pid)} on `,
    );
    lock.release();
  });

  test('a session that hangs, or says what is no answer, is named', async () => {
    const lock = HomeLock.take(home, 'cryptoorch paper', 0);
    open().dispose();
    const replies: (string | null)[] = [null, 'nonsense\n', '', '{"answer":'];
    const server = createServer((socket) => {
      const reply = replies.shift();
      if (typeof reply === 'string') socket.end(reply);
    }).listen(controlAddress(home, process.platform) ?? '');
    await expect(callControl(home, kill, 20)).rejects.toThrow(
      /^cryptoorch paper \(process \d+ on .+\) did not answer within 0\.02 s\. What was asked may still be carried out\./u,
    );
    for (let left = replies.length; left > 0; left -= 1)
      await expect(callControl(home, kill)).rejects.toMatchObject({ code: 'control.garbled' });
    server.close();
    lock.release();
  });

  test('a home whose name is too long for a socket says so', () => {
    const long = join(home, 'x'.repeat(100));
    const told: string[] = [];
    openControlDoor(long, answering, (problem) => told.push(problem)).dispose();
    expect(told).toEqual([`The name of ${long} is too long for a local socket: halt, flatten and orders cannot reach this session.`]);
    expect(controlAddress('C:\\Users\\a', 'win32')).toMatch(/^\\\\\.\\pipe\\cryptoorchestrator-control-[0-9a-f]{24}$/u);
  });

  test('a door that cannot be opened says so and is in nobody’s way', () => {
    const told: string[] = [];
    rmSync(home, { recursive: true });
    const file = join(home, 'none', 'x');
    openControlDoor(`${file}\0`, answering, (problem) => told.push(problem)).dispose();
    expect(told[0]).toMatch(/^The control door: .* halt, flatten and orders cannot reach this session\.$/u);
  });
});
