import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqliteLedger } from '../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { ownFills } from '../../../src-main/command-services.ts';
import type { OwnFill } from '../../../src-shared/domain/cost-estimate.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { batch, deposit, Desk, order, sessionStart, StillClock, temporaryFolder } from '../../support/ledger-kit.ts';
import { callCli, type CliCall } from './call-cli.ts';

/** Orders of two fills each, of rising value: 2 bp, 0.01 bp more per root of the value, and a little noise. */
function history(count: number, more: Partial<OwnFill> = {}): readonly OwnFill[] {
  const random = new Sfc32(11);
  return Array.from({ length: count }, (_, i) => {
    const value = 500 * (i + 1);
    const slippageBps = 2 + 0.01 * Math.sqrt(value) + 0.1 * random.normal();
    const fill: OwnFill = {
      order: `o${i}`,
      type: 'market',
      instrument: 'BTC/USD.SIM',
      liquidity: 'taker',
      value,
      fee: value * 0.001,
      slippageBps,
      ...more,
    };
    // The two parts differ, and their mean by value is the order's.
    return [
      { ...fill, value: value / 4, fee: value * 0.00025, slippageBps: slippageBps + 3 },
      { ...fill, value: (3 * value) / 4, fee: value * 0.00075, slippageBps: slippageBps - 1 },
    ];
  }).flat();
}

const RESTED: OwnFill = {
  order: 'l',
  type: 'limit',
  instrument: 'BTC/USD.SIM',
  liquidity: 'maker',
  value: 1_000,
  fee: 0.8,
  slippageBps: -50,
};

async function estimate(fills: readonly OwnFill[], ...argv: string[]): Promise<CliCall> {
  return callCli(['costs', 'estimate', ...argv], { services: { ownFills: async () => fills } });
}

interface Answer {
  readonly slippage: { readonly orders: number; readonly mean: { readonly estimate: number } };
  readonly takerFeeBps: number | null;
  readonly makerFeeBps: number | null;
  readonly impact: { readonly estimate: number; readonly low: number; readonly high: number } | null;
  readonly profile: { readonly slippageBps: number; readonly impact: number };
  readonly cautious: { readonly slippageBps: number; readonly impact: number };
}

describe('costs estimate', () => {
  it('takes market orders as wholes, fees by kind, and leaves resting orders out of slippage', async () => {
    const call = await estimate([...history(100), RESTED], '--json');
    const answer = JSON.parse(call.stdout) as Answer;
    expect(answer.slippage.orders).toBe(100);
    const expected =
      Array.from({ length: 100 }, (_, i) => 2 + 0.01 * Math.sqrt(500 * (i + 1))).reduce((sum, value) => sum + value, 0) / 100;
    expect(answer.slippage.mean.estimate).toBeCloseTo(expected, 1);
    expect(answer.takerFeeBps).toBeCloseTo(10, 10);
    expect(answer.makerFeeBps).toBeCloseTo(8, 10);
    expect(answer.impact).toBeNull();
    expect(answer.profile).toMatchObject({ slippageBps: answer.slippage.mean.estimate, impact: 0 });
    expect(answer.cautious.slippageBps).toBeGreaterThan(answer.profile.slippageBps);
  });

  it('parts the impact from the slippage where the market is given', async () => {
    const market = ['--instrument', 'BTC/USD', '--daily-value', '900000000', '--daily-volatility', '0.03'];
    const answer = JSON.parse((await estimate(history(100), ...market, '--json')).stdout) as Answer;
    // 0.01 x 30,000 / 300 = 1.
    expect(Math.abs(answer.impact!.estimate - 1)).toBeLessThan(0.1);
    expect(answer.impact!.low).toBeLessThan(answer.impact!.estimate);
    expect(answer.impact!.high).toBeGreaterThan(answer.impact!.estimate);
    expect(answer.profile.slippageBps).toBeCloseTo(2, 0);
    const page = (await estimate(history(100), ...market)).stdout;
    expect(page).toContain('100 filled market orders of BTC/USD, measured from the price of the decision.');
    expect(page).toMatch(/Impact coefficient\s+(0\.9|1\.0)/u);
    expect(page).toMatch(/As measured: {2}--taker-fee-bps 10 --spread-bps 0 --slippage-bps [12]\.\d+ --impact [01]\.\d+ --latency-ms 0/u);
    expect(page).not.toContain('--maker-fee-bps');
  });

  it('names no impact where size makes no difference, and no fee that was paid in something else', async () => {
    const even = history(40, { slippageBps: 1, fee: null }).map((fill) => ({ ...fill, value: 1_000, fee: null, slippageBps: -1 }));
    const market = ['--instrument', 'BTC/USD.SIM', '--daily-value', '900000000', '--daily-volatility', '0.03'];
    const answer = JSON.parse((await estimate(even, ...market, '--json')).stdout) as Answer;
    expect([answer.impact, answer.takerFeeBps]).toEqual([null, null]);
    expect(answer.profile.slippageBps).toBe(0);
    expect((await estimate(even)).stdout).toMatch(/As measured: {2}--spread-bps 0 --slippage-bps 0 --impact off/u);
  });

  it('looks at the instrument that is named', async () => {
    const fills = [...history(100), ...history(31, { instrument: 'ETH/USD.SIM' }).map((fill) => ({ ...fill, order: `e${fill.order}` }))];
    const of = async (name: string): Promise<number> =>
      (JSON.parse((await estimate(fills, '--instrument', name, '--json')).stdout) as Answer).slippage.orders;
    expect([await of('ETH/USD'), await of('ETH/USD.SIM'), await of('BTC/USD')]).toEqual([31, 31, 100]);
    expect((await estimate(fills, '--instrument', 'ETH/USD.OTHER')).stderr).toContain(
      'It has 0 filled market orders of ETH/USD; 30 are needed.',
    );
  });

  it.each<[readonly OwnFill[], string[], string]>([
    [history(29), [], 'ledger: It has 29 filled market orders; 30 are needed.'],
    [history(40, { type: 'stop' }), [], 'It has 0 filled market orders'],
    [history(40), ['--daily-value', '5'], 'needs the other of --daily-value and --daily-volatility'],
    [history(40), ['--daily-volatility', '0.1'], 'needs the other of --daily-value and --daily-volatility'],
    [history(40), ['--daily-value', '5', '--daily-volatility', '0.1'], 'name it with --instrument'],
  ])('refuses what it cannot do', async (fills, argv, sentence) => {
    const call = await estimate(
      fills.map((fill) => (fill.type === 'stop' ? { ...fill } : fill)),
      ...argv,
    );
    expect(call.code).toBe(2);
    expect(call.stderr).toContain(sentence);
  });
});

describe('the fills of a ledger', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  beforeAll(async () => {
    const ledger = await SqliteLedger.open({ file: join(folder.path, 'ledger.db'), backups: folder.path, clock: new StillClock() });
    const desk = new Desk();
    ledger.begin(sessionStart());
    ledger.commit(
      batch([
        deposit('USD', '1000000'),
        { kind: 'order', order: order(1) },
        { kind: 'order', order: order(2, { type: 'market', limitTicks: null }) },
      ]),
    );
    ledger.commit(
      batch([
        desk.fill({ id: 'f1', order: 1, fee: '0.8' }),
        desk.fill({ id: 'f2', order: 2, fee: '1' }),
        desk.fill({ id: 'f3', order: 2, fee: '1' }),
      ]),
    );
    ledger.close();
  });

  it('come with the type of their order, their value and their fee', () => {
    const fills = ownFills(folder.path);
    expect(fills.map(({ type, fee }) => [type, fee])).toEqual([
      [order(1).type, 0.8],
      ['market', 1],
      ['market', 1],
    ]);
    expect(fills.every(({ value, instrument }) => value > 0 && instrument.includes('/'))).toBe(true);
  });

  it('are missing with the ledger, and that is said', () => {
    expect(() => ownFills(join(folder.path, 'nowhere'))).toThrow(/ledger\.db is missing/u);
  });
});
