import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { call, ccxtAt } from '../venue/ccxt-at.ts';

const VENUE = join(import.meta.dirname, '..', 'venue');

interface Opened {
  readonly address: string;
  readonly control: string;
  readonly account: string;
  readonly key: string;
  readonly secret: string;
}

let child: ChildProcess | null = null;
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
});

async function start(...options: readonly string[]): Promise<Opened> {
  child = spawn(process.execPath, [join(VENUE, 'main.ts'), '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  return JSON.parse(line) as Opened;
}

async function command(control: string, body: unknown): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> {
  const response = await fetch(control, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

test('a process of its own: says where it is, trades with ccxt, obeys its other door, and ends when asked', async () => {
  const opened = await start('--seed', '3', '--symbols', '12', '--step-ms', '0');
  const binance = await ccxtAt(opened.address, { key: opened.key, secret: opened.secret });
  await binance.loadMarkets();
  expect(Object.keys(binance.markets)).toHaveLength(12);
  const placed = await call<{ id: string }>(binance, 'createOrder', 'BTC/USDT', 'limit', 'buy', 0.01, 59_000);
  expect((await command(opened.control, { do: 'fill', orderId: Number(placed.id), quantity: '0.003' })).status).toBe(200);
  expect(await call(binance, 'fetchOrder', placed.id, 'BTC/USDT')).toMatchObject({ filled: 0.003 });
  expect(await command(opened.control, { do: 'fill', orderId: 1 })).toMatchObject({
    status: 400,
    json: { error: expect.stringMatching(/rests nowhere/u) },
  });
  expect((await command(opened.control, { do: 'fly' })).status).toBe(400);
  const { result } = (await command(opened.control, { do: 'look' })).json as { result: { accounts: { name: string; fills: unknown[] }[] } };
  expect(result.accounts).toMatchObject([{ name: opened.account, fills: [{ quantity: '0.00300000' }] }]);
  await binance.close();
  child!.kill('SIGTERM');
  expect(await once(child!, 'exit')).toEqual([0, null]);
});

test('what decides at the venue touches no clock, chance, socket or file of its own', () => {
  const files = ['core', 'faults'].flatMap((folder) => readdirSync(join(VENUE, folder)).map((name) => join(VENUE, folder, name)));
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    expect(text, file).not.toMatch(/from 'node:|Date\.now|new Date|Math\.random|setTimeout|setInterval|process\./u);
  }
});
