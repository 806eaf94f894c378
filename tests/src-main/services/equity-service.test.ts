import { describe, expect, it } from 'vitest';
import type { FillRow } from '../../../src-shared/contract/rows.ts';
import { candleColumns, type CandleColumns } from '../../../src-shared/domain/candle.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import type { LedgerReader } from '../../../src-main/ports/ledger-reader.ts';
import type { DeskClient } from '../../../src-main/services/desk-client.ts';
import { EquityService } from '../../../src-main/services/equity-service.ts';
import { WINDOW_ACCOUNT } from '../../../src-main/window-account.ts';

const START = 1_000 * MINUTE_MS;

/** BTC closes at 100, 101, 102 … in the minutes from the start on. */
function bars(before: number, count: number): CandleColumns {
  const columns = candleColumns(count);
  for (let row = 0; row < count; row += 1) {
    const time = before - (count - row) * MINUTE_MS;
    columns.time[row] = time;
    columns.close[row] = 100 + (time + MINUTE_MS - START) / MINUTE_MS;
  }
  return columns;
}

function fill(minute: number, side: 'buy' | 'sell', price: number, origin: string): FillRow {
  const size = '2';
  return {
    id: `${origin}${String(minute)}`,
    order: 'o',
    instrument: 'BTC/USD.SIM',
    side,
    price: String(price),
    size,
    value: String(price * 2),
    fee: '1',
    feeAsset: 'USD',
    liquidity: 'taker',
    slippageBps: null,
    realised: null,
    origin,
    decidedAt: START,
    time: START + minute * MINUTE_MS - 1,
  };
}

/** Bought two at 102 in minute 2, sold two at 105 in minute 5; a fee of one each. A thousand dollars at the start. */
const FILLS = [fill(2, 'buy', 102, 'sma'), fill(5, 'sell', 105, 'sma')];

/** A position: lots of half a coin, and what they cost where it is of a contract. */
interface HeldLots {
  readonly lots: number;
  readonly cost?: string;
}

function service(balances: Record<string, string>, fills: readonly FillRow[], held: HeldLots | null = null) {
  const reader = {
    sessions: () => [{ account: WINDOW_ACCOUNT, startedAt: START }],
    snapshot: () => ({
      balances: new Map(Object.entries(balances).map(([asset, amount]) => [asset, Decimal.parse(amount)])),
      positions: held === null ? [] : [{ instrument: 0, lots: held.lots, cost: Decimal.parse(held.cost ?? '0') }],
    }),
    fillsSince: (_: unknown, time: number) => fills.filter((each) => each.time >= time),
    fillsOf: (_: unknown, origin: string, since: number) =>
      fills.filter(({ time, ...each }) => [each, ...(each.feeLots ?? [])].some((one) => one.origin === origin) && time >= since),
  } as unknown as LedgerReader;
  const desk = {
    call: (name: string, request: { readonly before: number; readonly count: number }) =>
      Promise.resolve(
        name === 'instruments'
          ? [{ id: 'BTC/USD.SIM', base: 'BTC', settle: 'USD', engineLot: '0.5', kind: held?.cost === undefined ? 'spot' : 'perpetual' }]
          : bars(request.before, request.count),
      ),
  } as unknown as DeskClient;
  return new EquityService(desk, () => ({ account: WINDOW_ACCOUNT, reader, timeframe: '1m' }));
}

describe('equity over time', () => {
  it('is cash and coins at each close, from what is held now and the fills that led there', async () => {
    const after = service({ USD: '1004' }, FILLS);
    const { times, equity } = await after.curve({ from: 0, to: START + 6 * MINUTE_MS, points: 100 });
    expect([...times].map((time) => (time - START) / MINUTE_MS)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    // 1000 until minute 2; then 1000 - 204 - 1 and two coins at 102, 103, 104; then 1004.
    expect([...equity]).toEqual([1_000, 1_000, 999, 1_001, 1_003, 1_004, 1_004]);
  });

  it('counts coins that are held still', async () => {
    const { equity } = await service({ USD: '795', BTC: '2' }, FILLS.slice(0, 1), { lots: 4 }).curve({
      from: START,
      to: START + 4 * MINUTE_MS,
      points: 10,
    });
    expect([...equity]).toEqual([1_000, 1_000, 999, 1_001, 1_003]);
  });

  it('counts no coins that were there before the account was opened, as the account itself does not', async () => {
    const { equity } = await service({ USD: '795', BTC: '9.5' }, FILLS.slice(0, 1), { lots: 4 }).curve({
      ...{ from: START, to: START + 4 * MINUTE_MS, points: 10 },
    });
    expect([...equity]).toEqual([1_000, 1_000, 999, 1_001, 1_003]);
  });

  it('of a contract is money and what its price has moved from what it cost, long or short', async () => {
    const short = [fill(2, 'sell', 102, 'sma')];
    const { equity } = await service({ USD: '999' }, short, { lots: -4, cost: '-204' }).curve({
      ...{ from: START, to: START + 4 * MINUTE_MS, points: 10 },
    });
    // 1000 until minute 2; then short of two at 102 for a fee of one, at 102, 103 and 104.
    expect([...equity]).toEqual([1_000, 1_000, 999, 997, 995]);
    const closed = await service({ USD: '992' }, [...short, fill(4, 'buy', 105, 'sma')], { lots: 0, cost: '0' }).curve({
      ...{ from: START + 3 * MINUTE_MS, to: START + 4 * MINUTE_MS, points: 10 },
    });
    expect([...closed.equity]).toEqual([997, 992]);
  });

  it('of an instance is its own profit, after fees', async () => {
    const others = [...FILLS, fill(3, 'buy', 103, 'you')].sort((a, b) => a.time - b.time);
    const { equity } = await service({ USD: '0' }, others).curve({ instance: 'sma', from: START, to: START + 6 * MINUTE_MS, points: 100 });
    expect([...equity]).toEqual([0, 0, -1, 1, 3, 4, 4]);
  });

  it('loses the coins that a fee took, and none that are no instrument’s', async () => {
    // The purchase's fee took a hundredth of a coin and some of a third one: two coins less that hundredth are sold, the rest stays.
    const paid = [
      { asset: 'BTC', amount: '0.01', value: '1.02' },
      { asset: 'BNB', amount: '0.001', value: '0.5' },
    ];
    const fills = [
      { ...FILLS[0]!, fee: '1.52', paid },
      { ...FILLS[1]!, size: '1.5', value: '157.5' },
    ];
    const { equity } = await service({ USD: '952.5', BTC: '0.49' }, fills).curve({ from: 0, to: START + 6 * MINUTE_MS, points: 100 });
    const held = [102, 103, 104].map((price) => 796 + 1.99 * price);
    expect([...equity].map((value) => Number(value.toFixed(6)))).toEqual([1_000, 1_000, ...held, 952.5 + 0.49 * 105, 952.5 + 0.49 * 106]);
  });

  it('of an instance counts fees by their value and lots that fees took as sold for it, whoever paid them', async () => {
    const given = { instrument: 'BTC/USD.SIM', origin: 'sma', lots: 1, value: '1.02', realised: '-49.98' };
    const paid = [{ asset: 'BTC', amount: '0.01', value: '1.02' }];
    const other = {
      ...fill(3, 'buy', 103, 'you'),
      paid,
      feeLots: [
        { ...given, value: '2' },
        { ...given, origin: 'you' },
      ],
    };
    const first = { ...FILLS[0]!, fee: '1.02', paid, feeLots: [given] };
    const { equity } = await service({ USD: '0' }, [first, other]).curve({
      instance: 'sma',
      from: START,
      to: START + 4 * MINUTE_MS,
      points: 100,
    });
    // -204 of money and one and a half coins; the fee's value is paid and received.
    expect([...equity]).toEqual([0, 0, -204 + 1.5 * 102, -202 + 103, -202 + 104]);
  });

  it('begins where it is asked to, with what was held then', async () => {
    const { times, equity } = await service({ USD: '1004' }, FILLS).curve({
      from: START + 3 * MINUTE_MS,
      to: START + 6 * MINUTE_MS,
      points: 9,
    });
    expect([times.length, [...equity]]).toEqual([4, [1_001, 1_003, 1_004, 1_004]]);
  });

  it('takes the finest step that the points allow, and is empty for no time at all', async () => {
    const wide = await service({ USD: '1000' }, []).curve({ from: START, to: START + 100 * MINUTE_MS, points: 25 });
    expect(wide.times[1]! - wide.times[0]!).toBe(5 * MINUTE_MS);
    expect((await service({ USD: '1000' }, []).curve({ from: START, to: START, points: 9 })).times).toHaveLength(0);
  });
});
