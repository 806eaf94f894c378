import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../../src-main/app.ts';
import { callControl } from '../../src-main/adapters/home/control-call.ts';
import { openHome } from '../../src-main/adapters/home/home.ts';
import { askSession, heldBooks } from '../../src-main/command-services.ts';
import { openDesk } from '../../src-main/open-desk.ts';
import type { ControlBook } from '../../src-main/ports/session-control.ts';
import { runPaper } from '../../src-main/run-paper.ts';
import type { PaperOutcome, PaperSpec } from '../../src-main/sessions/paper-types.ts';
import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../src-shared/domain/limits.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { callCli } from '../src-main/cli/call-cli.ts';

let home: string;
let stop: AbortController;
let running: Promise<PaperOutcome>[];
let notes: string[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'stop-everything-'));
  stop = new AbortController();
  [running, notes] = [[], []];
});
afterEach(async () => {
  stop.abort();
  await Promise.allSettled(running);
  rmSync(home, { recursive: true, force: true });
});

/** A paper session that goes on until it is stopped: one strategy that holds, one with orders that rest. */
function paper(): Promise<PaperOutcome> {
  const placement = { instrument: 0, timeframe: '1m', size: { kind: 'quote', amount: '1000' } } as const;
  const spec: PaperSpec = {
    market: { kind: 'simulated', seed: 7, speed: 600 },
    placements: [
      { ...placement, instance: 'buy-and-hold-1', strategy: 'buy-and-hold', parameters: {} },
      { ...placement, instance: 'grid-1', strategy: 'grid', parameters: {} },
    ],
    ...{ cash: Decimal.parse('100000'), costs: CONSERVATIVE, limits: NO_LIMITS, seed: 7, durationMs: 600_000, signal: stop.signal },
    onNote: (sentence) => notes.push(sentence),
  };
  const session = runPaper(home, spec, '1.2.3');
  running.push(session);
  session.catch(() => undefined);
  return session;
}

async function until(wanted: (book: ControlBook) => boolean): Promise<ControlBook> {
  let found: ControlBook | null = null;
  const look = async (): Promise<boolean> => {
    const book = await callControl(home, { kind: 'orders' }).catch(() => null);
    if (book !== null && wanted(book)) found = { status: book.status, orders: book.orders, positions: book.positions };
    return found !== null;
  };
  await expect.poll(look, { timeout: 20_000, interval: 20 }).toBe(true);
  return found!;
}

test('a paper session is stopped and flattened from outside; asked twice it is done once', async () => {
  const session = paper();
  const before = await until(({ orders, positions }) => orders.length > 0 && positions.length > 0);
  expect(before.status).toMatchObject({ book: 'paper', venue: 'SIM', state: 'ACTIVE', strategies: ['buy-and-hold-1', 'grid-1'] });
  expect(before.orders.every(({ state, asked }) => state !== 'filled' && asked === 'place')).toBe(true);

  const killed = await callControl(home, { kind: 'kill', command: 'k-1' });
  expect(killed.cancelled).toBeGreaterThan(0);
  expect(killed.status).toMatchObject({ state: 'HALTED', reason: 'kill-switch', strategies: [] });
  expect(await callControl(home, { kind: 'kill', command: 'k-1' })).toMatchObject({ cancelled: 0, kept: 0, status: { state: 'HALTED' } });
  const halted = await until(({ orders }) => orders.every(({ protective }) => protective));
  expect(halted.positions).toEqual(before.positions.length === 0 ? [] : expect.any(Array));

  const flat = await callControl(home, { kind: 'flatten', command: 'f-1', confirm: 'FLATTEN' });
  expect(flat).toMatchObject({ closing: 1, refused: [] });
  await until(({ positions }) => positions.length === 0);
  expect(await callControl(home, { kind: 'flatten', command: 'f-1', confirm: 'FLATTEN' })).toMatchObject({ closing: 0, refused: [] });

  stop.abort();
  const outcome = await session;
  expect(outcome.ledger).toMatchObject({ balanced: true, problems: [] });
  expect(outcome.stopped.map(({ reason }) => reason)).toEqual(['kill-switch', 'kill-switch']);
  expect(notes).toEqual([]);
  // Nobody runs any more: the ledger says the same.
  await expect(callControl(home, { kind: 'status' })).rejects.toMatchObject({ code: 'control.absent' });
  expect(heldBooks(home)[0]).toMatchObject({ status: { session: null, state: 'HALTED', openOrders: 0, positions: 0 }, positions: [] });
});

test('the window’s desk is stopped through the same door, on its own thread', async () => {
  const told: unknown[] = [];
  const held = openHome(home, 'CryptoOrchestrator', Date.now());
  const desk = await openDesk({
    ...{ home, version: '1.2.3', seed: 7, account: 'paper-1', cash: '100000' },
    tell: (event) => told.push(event),
  });
  try {
    desk.desk.run();
    const call = (...argv: string[]) =>
      callCli(argv, {
        context: { home },
        services: { control: askSession, ids: { next: () => 'cli-1' }, heldBooks: () => Promise.resolve(heldBooks(home)) },
      });
    const order = {
      instrument: 'BTC/USD.SIM',
      side: 'buy',
      type: 'market',
      timeInForce: 'gtc',
      postOnly: false,
      reduceOnly: false,
    } as const;
    desk.desk.place({ command: 'p-1', order: { ...order, quantity: { base: '0.01' } } });
    await until(({ positions }) => positions.length === 1);
    expect((await call('halt')).stdout).toContain('paper-1 (paper, SIM): trading is HALTED since ');
    expect(told).toContainEqual(
      expect.objectContaining({ kind: 'notice', row: expect.objectContaining({ code: 'desk.killed' }) as unknown }),
    );
    const flat = await call('flatten', '--confirm', 'FLATTEN', '--json');
    expect(JSON.parse(flat.lastLine)).toMatchObject({ command: 'cli-1', closing: 1, refused: [], state: 'HALTED' });
    await until(({ positions }) => positions.length === 0);
    expect((await call('orders')).stdout).toContain('No open orders.');
  } finally {
    await desk.close();
    held.release();
  }
});

test('of a home’s sessions there is one, of whatever kind; the second is refused with who has it', async () => {
  void paper();
  await until(() => true);
  const holder = (program: string) => `${home} is in use by ${program} (process ${String(process.pid)} on ${hostname()}, since `;
  await expect(paper()).rejects.toThrow(holder('cryptoorch paper'));
  process.env['CRYPTOORCH_HOME'] = home;
  try {
    const window = createApp({
      ...{ name: 'headless', sandbox: '', openFolder: null, startChild: null, notices: null, hostsContacted: () => [] },
      ...{ windowFigures: () => Promise.resolve(null), chooseFiles: () => Promise.resolve([]) },
    });
    await expect(window).rejects.toThrow(holder('cryptoorch paper'));
  } finally {
    delete process.env['CRYPTOORCH_HOME'];
  }
  stop.abort();
  await Promise.allSettled(running);
  const window = openHome(home, 'CryptoOrchestrator', Date.now());
  stop = new AbortController();
  await expect(paper()).rejects.toThrow(holder('CryptoOrchestrator'));
  window.release();
});
