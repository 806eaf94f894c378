import { describe, expect, it } from 'vitest';
import type { CliServices } from '../../../src-main/cli/context.ts';
import type { AttributionRequest } from '../../../src-main/run-attribution.ts';
import { CONSERVATIVE } from '../../../src-shared/domain/costs.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { SessionAttribution } from '../../../src-main/sessions/attribution/attribute-session.ts';
import { attributed, COSTS, playSession } from '../../support/attribution-kit.ts';
import { intent } from '../../support/paper-kit.ts';
import { wanderingBars } from '../../support/search-bars.ts';
import { callCli } from './call-cli.ts';

const CANDLES = wanderingBars(300, 6);
/** A person bought beside the strategy, and limits kept it from some of its entries. */
const FOUND = attributed(
  playSession(CANDLES, { deeds: [{ bar: 50, command: { type: 'place', id: 'mine', intents: [intent({ lots: 9_000_000 })] } }] }).frames,
);

function answering(found: SessionAttribution = FOUND): { readonly services: Partial<CliServices>; readonly asked: AttributionRequest[] } {
  const asked: AttributionRequest[] = [];
  const services: Partial<CliServices> = {
    attribute: (_home, request) => {
      asked.push(request);
      return found;
    },
  };
  return { services, asked };
}

describe('attribute', () => {
  it('names the largest cause first, then the others, the residual and the sum', async () => {
    const { services, asked } = answering();
    const { code, stdout } = await callCli(['attribute', 'life1'], { services });
    expect(code).toBe(0);
    expect(asked).toEqual([{ session: 'life1', costs: null, bars: [] }]);
    const causes = stdout.slice(stdout.indexOf('Cause'), stdout.indexOf('trades,'));
    expect(causes).toMatch(/^Cause +Part\nextra .* by hand, made elsewhere, or left from before\nsignal +0\.00 /u);
    expect(causes).toMatch(/\nresidual +0\.00 .*\ngap +[-+][\d,.]+ +exactly the sum\n/u);
    expect(stdout).toMatch(/you +BTC\/USD +buy +.* extra, open\n/u);
    expect(stdout).toContain('costs conservative: fee 10 bp taking, slippage 1 bp, latency 0 ms');
  });

  it('says what was corrected, which is no profit of either', async () => {
    const moved = [
      { reason: 'deposit', asset: 'USD', amount: Decimal.of(5n), note: '', time: 0 },
      { reason: 'correction', asset: 'USD', amount: Decimal.parse('-250.5'), note: '', time: 90_000 },
    ] as const;
    const { stdout } = await callCli(['attribute', 'life1'], answering({ ...FOUND, moved }));
    expect(stdout).toContain('in neither profit and in both accounts:\n  1970-01-01 00:01  -250.5 USD\n');
    expect((await callCli(['attribute', 'life1'], answering())).stdout).not.toContain('orrections');
  });

  it('gives a machine amounts that add up', async () => {
    const { stdout } = await callCli(['attribute', 'life1', '--json'], answering());
    const told = JSON.parse(stdout) as Record<string, unknown>;
    expect(told).toMatchObject({
      session: 'life1',
      quote: 'USD',
      largest: 'extra',
      residual: '0',
      gap: FOUND.gap.gap.toString(),
      bars: [],
    });
    expect(told['trades']).toHaveLength(FOUND.gap.trades.length);
  });

  it('says why trades are missing, and shows the widest of many', async () => {
    const trade = { ...FOUND.gap.trades[0]!, reasons: ['risk.funds'], parts: FOUND.gap.parts };
    const many = {
      ...FOUND,
      standIns: ['X:1m'],
      costs: { ...COSTS, takerFeeBps: null },
      gap: { ...FOUND.gap, trades: Array(30).fill(trade) },
    };
    const { stdout } = await callCli(['attribute', 'life1'], answering(many));
    expect(stdout).toContain('The 20 widest of 30 trades');
    expect(stdout).toContain('extra (risk.funds)');
    expect(stdout).toContain("Backtest over X:1m, without limits; costs conservative: the venue's fee");
  });

  it('takes other costs and stored bars, and closes the store', async () => {
    const { services, asked } = answering();
    let closed = 0;
    const candleStore = ((): unknown => ({
      read: (id: string) => ({ info: { id, symbol: 'BTC/USD', timeframe: '4h' }, columns: CANDLES }),
      close: () => (closed += 1),
    })) as CliServices['candleStore'];
    await callCli(['attribute', 'life1', '--data', 'BTC/USD.FILE:4h', '--slippage-bps', '4'], { services: { ...services, candleStore } });
    expect(asked[0]!.costs).toMatchObject({ ...CONSERVATIVE, slippageBps: 4 });
    expect(asked[0]!.bars).toEqual([{ id: 'BTC/USD.FILE:4h', symbol: 'BTC/USD', timeframe: '4h', candles: CANDLES }]);
    expect(closed).toBe(1);
  });

  it('says in a sentence why there is no backtest', async () => {
    const services: Partial<CliServices> = {
      attribute: () => {
        throw new Fault('attribution.strategy', { session: 'life1', strategy: 'mine', problem: 'has been changed since.' });
      },
    };
    const call = await callCli(['attribute', 'life1'], { services });
    expect(call).toMatchObject({ code: 2, stderr: 'There is no backtest to hold session life1 against: mine has been changed since.\n' });
  });
});
