import { describe, expect, it } from 'vitest';
import type { CliServices } from '../../../src-main/cli/context.ts';
import { simulatedInstruments } from '../../../src-main/command-services.ts';
import type { PaperOutcome, PaperSpec } from '../../../src-main/sessions/paper-types.ts';
import type { LedgerCheck } from '../../../src-shared/contract/ledger.ts';
import { DEFAULT_LIMITS, NO_LIMITS } from '../../../src-shared/domain/limits.ts';
import { CONSERVATIVE } from '../../../src-shared/domain/costs.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { attributed, playSession } from '../../support/attribution-kit.ts';
import { wanderingBars } from '../../support/search-bars.ts';
import { callCli } from './call-cli.ts';

const CHECK: LedgerCheck = { balanced: true, transactions: 3, postings: 9, fills: 2, orders: 2, auditEntries: 5, missing: 0, problems: [] };

function paper(more: Partial<PaperOutcome> = {}): { readonly services: Partial<CliServices>; readonly specs: PaperSpec[] } {
  const specs: PaperSpec[] = [];
  const outcome: PaperOutcome = {
    session: 'session-1',
    instruments: simulatedInstruments(),
    from: 0,
    to: 60_000,
    fills: [
      { time: 1, instrument: 0, origin: 'sma-cross-1', side: 'buy', ticks: 10_000_000, lots: 1_000, fee: Decimal.parse('1') },
      { time: 2, instrument: 0, origin: 'sma-cross-1', side: 'sell', ticks: 10_010_000, lots: 1_000, fee: Decimal.parse('1.001') },
    ],
    orders: 2,
    refusals: { 'risk.max-position': 3, 'risk.halted': 1 },
    equity: Decimal.parse('99998.999'),
    cash: Decimal.parse('99998.999'),
    inDoubt: 0,
    stopped: [],
    ledger: CHECK,
    ...more,
  };
  const services: Partial<CliServices> = {
    paper: async (_home, spec) => {
      specs.push(spec);
      spec.onProgress?.(0.5);
      return outcome;
    },
    attribute: () => {
      throw new Fault('session.unknown', { session: 'session-1', home: '/nowhere' });
    },
  };
  return { services, specs };
}

describe('paper', () => {
  it('places sma-cross on all instruments with default limits and a tenth of equity', async () => {
    const { services, specs } = paper();
    const call = await callCli(['paper', '--for', '20s', '--speed', '200', '--strategy', 'sma-cross', '--seed', '9', '--json'], {
      services,
    });
    expect(call.code).toBe(0);
    expect(specs[0]).toMatchObject({
      market: { kind: 'simulated', seed: 9, speed: 200 },
      durationMs: 20_000,
      seed: 9,
      limits: DEFAULT_LIMITS,
    });
    expect(specs[0]!.cash.toString()).toBe('100000');
    expect(specs[0]!.placements).toHaveLength(simulatedInstruments().length);
    expect(specs[0]!.placements[7]).toEqual({
      instance: 'sma-cross-8',
      strategy: 'sma-cross',
      instrument: 7,
      timeframe: '1m',
      parameters: { fast: 20, slow: 50 },
      size: { kind: 'equity-fraction', fraction: 0.1 },
    });
    expect(call.stdout.trimEnd()).toMatch(/"fills":2,"orders":2,"refusals":4,"equity":99998\.999,"ledger":"balanced"\}$/u);
    expect(JSON.parse(call.lastLine)).toMatchObject({
      session: 'session-1',
      closedTrades: 1,
      refusalCodes: { 'risk.halted': 1 },
      trades: [{ pnl: -1.001, entryPrice: 100_000 }],
    });
  });

  it('exits with 1 when the ledger does not balance or an order is lost', async () => {
    const unbalanced = paper({ ledger: { ...CHECK, balanced: false, problems: ['Transaction 3 does not sum to zero.'] } });
    const call = await callCli(['paper', '--json'], unbalanced);
    expect(call.code).toBe(1);
    expect(JSON.parse(call.lastLine)).toMatchObject({ ledger: 'unbalanced' });
    const lost = await callCli(['paper'], paper({ inDoubt: 1 }));
    expect(lost.code).toBe(1);
    expect(lost.stdout).toContain('1 orders are in doubt');
  });

  it('reads for a person', async () => {
    const call = await callCli(['paper', '--instrument', 'ETH/USD', '--instrument', 'BTC/USD.SIM', '--limits', 'none'], paper());
    expect(call.stdout).toContain('Equity 99,999.00 USD');
    expect(call.stdout).toContain('3 by risk.max-position');
    expect(call.stdout).toContain('cryptoorch replay session-1');
  });

  it('says at its end what it came to beside its backtest, or why there is none', async () => {
    const { services } = paper();
    const attribute = (): ReturnType<CliServices['attribute']> =>
      attributed(playSession(wanderingBars(300)).frames, { costs: CONSERVATIVE });
    const told = (await callCli(['paper'], { services: { ...services, attribute } })).stdout;
    expect(told).toMatch(/\nAgainst its backtest: [-+][\d,.]+ USD, mostly price \([-+][\d,.]+\): /u);
    expect(told).toContain('cryptoorch attribute session-1');
    expect((await callCli(['paper'], { services })).stdout).toContain('There is no session session-1');
    expect((await callCli(['paper', '--no-attribution'], { services })).stdout).not.toContain('backtest');
    const broken = (): never => {
      throw new RangeError('a fault of the program');
    };
    expect((await callCli(['paper'], { services: { ...services, attribute: broken } })).code).toBe(70);
  });

  it('takes chosen instruments and no limits', async () => {
    const { services, specs } = paper();
    await callCli(['paper', '--instrument', 'ETH/USD', '--instrument', 'BTC/USD.SIM', '--limits', 'none', '--size', 'quote:100'], {
      services,
    });
    expect(specs[0]!.limits).toEqual(NO_LIMITS);
    expect(specs[0]!.placements.map((placement) => [placement.instrument, placement.size])).toEqual([
      [1, { kind: 'quote', amount: '100' }],
      [0, { kind: 'quote', amount: '100' }],
    ]);
  });
});

describe('replay', () => {
  const outcome = { session: 's', inputs: 10, firstDifference: null, difference: '' };
  it('matched', async () => {
    const services: Partial<CliServices> = { replay: async () => outcome };
    const call = await callCli(['replay', 's', '--json'], { services });
    expect([call.code, JSON.parse(call.lastLine)]).toEqual([0, { ...outcome, matched: true }]);
    expect((await callCli(['replay', 's'], { services })).stdout).toContain('matched: 10 inputs');
  });

  it('different', async () => {
    const services: Partial<CliServices> = { replay: async () => ({ ...outcome, firstDifference: 4, difference: 'Written was x.' }) };
    const call = await callCli(['replay', 's'], { services });
    expect(call.code).toBe(1);
    expect(call.stdout).toContain('differs first at input 4 of 10');
  });

  it('unknown', async () => {
    const services: Partial<CliServices> = {
      replay: async () => {
        throw new Fault('session.unknown', { session: 's', home: '/nowhere' });
      },
    };
    expect(await callCli(['replay', 's'], { services })).toMatchObject({ code: 2, stderr: 'There is no session s in /nowhere.\n' });
  });
});

describe('ledger verify', () => {
  it('balanced', async () => {
    const services: Partial<CliServices> = { verifyLedger: async () => CHECK };
    const call = await callCli(['ledger', 'verify', '--json'], { services });
    expect([call.code, JSON.parse(call.lastLine)]).toEqual([0, { ...CHECK, ledger: 'balanced' }]);
    expect((await callCli(['ledger', 'verify'], { services })).stdout).toContain('The ledger balances.');
  });

  it('unbalanced', async () => {
    const services: Partial<CliServices> = { verifyLedger: async () => ({ ...CHECK, balanced: false, problems: ['Transaction 3.'] }) };
    const call = await callCli(['ledger', 'verify'], { services });
    expect(call.code).toBe(1);
    expect(call.stdout).toContain('Transaction 3.');
  });
});

describe('doctor', () => {
  it('well, and lacking something', async () => {
    const ok = { name: 'Node', state: 'ok', detail: '24.', remedy: '' } as const;
    const missing = { name: 'SQLite', state: 'missing', detail: 'It does not load.', remedy: 'Run npm ci again.' } as const;
    const well = await callCli(['doctor', '--json'], { services: { probes: async () => [ok] } });
    expect([well.code, JSON.parse(well.lastLine)]).toEqual([0, { healthy: true, version: '1.2.3', home: '/nowhere', checks: [ok] }]);
    const ill = await callCli(['doctor'], { services: { probes: async () => [ok, missing] } });
    expect(ill.code).toBe(3);
    expect(ill.stdout).toContain('MISSING  SQLite');
    expect(ill.stderr).toContain('SQLite is missing. Run npm ci again.');
    const illJson = await callCli(['doctor', '--json'], { services: { probes: async () => [missing] } });
    expect(illJson.stdout.match(/\n/gu)).toHaveLength(1);
    expect(JSON.parse(illJson.lastLine)).toMatchObject({ healthy: false });
  });
});
