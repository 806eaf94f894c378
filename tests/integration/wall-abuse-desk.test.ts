import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { afterAll, expect, test } from 'vitest';
import { temporaryFolder } from '../e2e/program.ts';
import { openRealWall } from '../support/real-wall.ts';
import { abuseWall } from './wall-abuse.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const folder = temporaryFolder();

afterAll(() => {
  folder.remove();
});

test('20,000 bad frames in front of the real desk leave ledger, limits and trading state byte-equal', async () => {
  const wall = await openRealWall(folder.path);
  const { client } = wall;
  let commands = 0;
  const command = () => `command-${String((commands += 1)).padStart(4, '0')}`;
  const plain = { instrument: 'BTC/USD.SIM', timeInForce: 'gtc', postOnly: false, reduceOnly: false } as const;

  // A desk with something to lose: a closed trade, a resting order far below, limits of its own, a halt, a kept setting.
  await client.orders.place({ command: command(), order: { ...plain, side: 'buy', type: 'market', quantity: { base: '0.05' } } });
  const until = async <T>(look: () => Promise<T>, wanted: T) => {
    const paced = () => {
      wall.advance(1_000);
      return look();
    };
    await expect.poll(paced, { timeout: 20_000 }).toBe(wanted);
  };
  const fills = (count: number) => until(async () => (await client.orders.fills({ count: 100 })).total, count);
  await fills(1);
  await client.orders.close({ command: command(), percent: 100 });
  await fills(2);
  const [quote] = (await client.stream.snapshot({})).quotes.filter(({ instrument }) => instrument === plain.instrument);
  const price = String(Math.round((quote?.bid ?? Number.NaN) * 0.97));
  const resting = await client.orders.place({
    command: command(),
    order: { ...plain, side: 'buy', type: 'limit', quantity: { base: '0.01' }, price },
  });
  const id = resting.outcome === 'recorded' ? resting.orders[0] : resting.message;
  const limits = {
    ...(await client.risk.state({})).limits,
    maxOrderNotional: '12345.67',
    allowedInstruments: [plain.instrument],
    protections: [],
    breakers: [],
  };
  await client.risk.setLimits({ command: command(), limits });
  await client.risk.reduce({ command: command() });
  await client.app.saveSetting({ key: 'abuse.kept', value: 'as it was' });
  const state = async () => {
    const { orders, positions, account, strategies } = await client.stream.snapshot({});
    const { state: trading, since, reason, limits: kept } = await client.risk.state({});
    // Marks move with the market, whatever a page does.
    const held = positions.map((position) => ({ ...position, mark: '' }));
    const owned = account.balances.map(({ asset, total, free, reserved, inDoubt }) => [asset, total, free, reserved, inDoubt]);
    return JSON.stringify([wall.rows(), orders, held, owned, strategies, trading, since, reason, kept]);
  };
  await until(async () => (await client.stream.snapshot({})).orders.find((order) => order.id === id)?.state, 'acknowledged');
  expect(await state()).toContain('12345.67');

  const died = wall.failed.then((fault) => {
    throw fault;
  });
  const abused = { connect: wall.connect, advance: wall.advance, state };
  await abuseWall(abused, { frames: 2_000, seed: 3, collect });
  const report = await Promise.race([abuseWall(abused, { frames: 20_000, seed: 4, collect }), died]);
  expect(report).toMatchObject({ unanswered: 0, answeredTwice: 0, notFaults: 0, stateUnchanged: true });
  expect(report.codes['internal']).toBeUndefined();
  expect(report.codes['input.invalid']).toBeGreaterThan(5_000);
  expect(report.heapGrowth).toBeLessThan(2_000_000);
  await wall.close();
}, 180_000);
