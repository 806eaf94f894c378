import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FillRow } from '../../../../src-shared/contract/rows.ts';
import type { StreamEvent } from '../../../../src-shared/contract/stream.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { StrategyInstanceId } from '../../../../src-shared/kernel/ids.ts';
import { DAY_MS, MINUTE_MS, utcMs } from '../../../../src-shared/kernel/time.ts';
import { SimView } from '../../../../src-main/adapters/exchange-sim/sim-view.ts';
import type { StrategyRecord } from '../../../../src-main/ports/ledger.ts';
import { AccountRows } from '../../../../src-main/sessions/desk/account-rows.ts';
import { LatencyTrack } from '../../../../src-main/sessions/desk/latency-track.ts';
import { MarketRows } from '../../../../src-main/sessions/desk/market-rows.ts';
import { askedTerms } from '../../../../src-shared/domain/shown-terms.ts';
import { fillRow, OrderRows, refusalRow } from '../../../../src-main/sessions/desk/order-rows.ts';
import { StrategyRows } from '../../../../src-main/sessions/desk/strategy-rows.ts';
import { Desk, INSTRUMENTS, order, orderId, START, temporaryFolder } from '../../../support/ledger-kit.ts';
import { PaperHome, SCOPE } from '../../../support/paper-kit.ts';

const [BTC] = INSTRUMENTS;
const BY_ID = new Map(INSTRUMENTS.map((instrument) => [instrument.id as string, instrument]));

function fill(side: 'buy' | 'sell', price: number, fields: Partial<FillRow> = {}): FillRow {
  return {
    id: 'f',
    order: orderId(1),
    instrument: BTC!.id,
    side,
    price: String(price),
    size: '0.1',
    value: String(price / 10),
    fee: '1',
    feeAsset: 'USD',
    liquidity: 'taker',
    slippageBps: null,
    realised: null,
    origin: 'sma-1',
    decidedAt: START,
    time: START,
    ...fields,
  };
}

describe('OrderRows', () => {
  it('follows an order from its record to its end, and keeps why it was asked to end', () => {
    const rows = new OrderRows();
    expect(rows.recorded(order(1), BTC!)).toMatchObject({
      state: 'submitted',
      size: '0.01000000',
      price: '100000.00',
      filled: '0.00000000',
    });
    const moved = (state: 'acknowledged' | 'cancelled', reason: 'user' | null) =>
      rows.moved({ kind: 'order-state', order: orderId(1), state, filledLots: 2_500, reason, time: utcMs(START + 5) }, BY_ID);
    expect(moved('acknowledged', null)).toMatchObject({ state: 'acknowledged', reason: null, filled: '0.00002500', updatedAt: START + 5 });
    expect(moved('acknowledged', 'user')).toMatchObject({ state: 'acknowledged', reason: 'user' });
    expect(rows.open()).toHaveLength(1);
    expect(moved('cancelled', null)).toMatchObject({ state: 'cancelled', reason: 'user' });
    expect(rows.open()).toEqual([]);
    expect(rows.all()).toHaveLength(1);
  });

  it('knows nothing of an order it was not told of', () => {
    expect(
      new OrderRows().moved(
        { kind: 'order-state', order: orderId(9), state: 'filled', filledLots: 1, reason: null, time: utcMs(0) },
        BY_ID,
      ),
    ).toBeNull();
  });

  it('lets go of the oldest ended orders, never of an open one', () => {
    const rows = new OrderRows();
    rows.recorded(order(0), BTC!);
    for (let number = 1; number <= 600; number += 1) {
      rows.recorded(order(number), BTC!);
      rows.moved({ kind: 'order-state', order: orderId(number), state: 'filled', filledLots: 1, reason: null, time: utcMs(number) }, BY_ID);
    }
    expect(rows.all()).toHaveLength(501);
    expect(rows.open().map(({ id }) => id)).toEqual([orderId(0)]);
    expect(rows.all().some(({ id }) => id === orderId(100))).toBe(false);
    expect(rows.all().some(({ id }) => id === orderId(101))).toBe(true);
  });
});

it('a refusal row says what was asked for, where it was told', () => {
  const instrument = INSTRUMENTS[0]!;
  const asked = { kind: 'refusal', code: 'risk.order-rate', instrument: 0, origin: 'you', side: 'buy', time: utcMs(START) } as const;
  const limit = askedTerms({ lots: 5_000, limitTicks: 10_423_150, triggerTicks: null });
  expect(refusalRow({ ...asked, details: limit }, instrument)).toMatchObject({ size: instrument.sizeText(5_000), price: '104231.50' });
  const byAmount = askedTerms({ lots: 0, limitTicks: null, triggerTicks: null });
  expect(refusalRow({ ...asked, details: byAmount }, instrument)).toMatchObject({ size: null, price: null });
});

it('a fill row says what was really taken for its fee, and what positions gave up for it', () => {
  const amount = Decimal.parse('0.00000001');
  const value = Decimal.parse('0.001');
  const desk = new Desk();
  const record = desk.fill({ id: 'f', order: 1, ticks: 10_000_000, lots: 1_000, fee: '0.001' });
  expect(fillRow(record, INSTRUMENTS, START)).not.toHaveProperty('paid');
  expect(fillRow(record, INSTRUMENTS, START)).not.toHaveProperty('feeLots');
  const paid = { ...record, fill: { ...record.fill, paid: [{ asset: 'BTC', amount }] } };
  const feeLots = [{ instrument: 1, origin: 'grid-1', lots: 2, value, realised: value.neg() }];
  expect(fillRow({ ...paid, feeLots }, INSTRUMENTS, START)).toMatchObject({
    fee: '0.001',
    paid: [{ asset: 'BTC', amount: '0.00000001', value: '0.001' }],
    feeLots: [{ instrument: 'SHIB/USD.SIM', origin: 'grid-1', lots: 2, value: '0.001', realised: '-0.001' }],
  });
});

it('a refusal row says its sentence', () => {
  const details = { actual: 61, limit: 60, window: '60 s' };
  const row = refusalRow(
    { kind: 'refusal', code: 'risk.order-rate', details, instrument: 0, origin: 'you', side: 'buy', time: utcMs(START) },
    BTC!,
  );
  expect(row).toMatchObject({ code: 'risk.order-rate', instrument: BTC!.id, details });
  expect(row.message).toMatch(/61.*60/u);
});

describe('LatencyTrack', () => {
  it('counts the first answer to each order', () => {
    const track = new LatencyTrack();
    expect([track.last, track.p95]).toEqual([null, null]);
    for (let number = 1; number <= 20; number += 1) {
      track.sent(`o${String(number)}`, 1_000);
      track.answered(`o${String(number)}`, 1_000 + number);
      track.answered(`o${String(number)}`, 9_999);
    }
    track.answered('unknown', 5);
    // Nearest rank: the 19th of twenty.
    expect([track.last, track.p95]).toEqual([20, 19]);
  });
});

describe('StrategyRows', () => {
  const record: StrategyRecord = {
    instance: 'sma-1' as StrategyInstanceId,
    strategy: 'sma-cross',
    instrument: BTC!.id,
    timeframe: '1m',
    parameters: { fast: 1, slow: 2 },
    size: { kind: 'all' },
    running: true,
    startedAt: utcMs(START),
    stopReason: null,
  };
  const markAt = (price: number) => () => price * 100;

  it('counts trades, wins and profit after fees by its own fills', () => {
    const rows = new StrategyRows(INSTRUMENTS);
    rows.placed(record, []);
    // Buys at 1,000 a tenth, sells at 1,030: 3 of profit, 2 of fees. Then buys at 1,000 and sells at 1,010: 1 less 2.
    for (const [side, price] of [
      ['buy', 1_000],
      ['sell', 1_030],
      ['buy', 1_000],
      ['sell', 1_010],
    ] as const)
      rows.booked(fill(side, price));
    rows.booked(fill('buy', 500, { origin: 'you' }));
    expect(rows.row('sma-1', markAt(1), START)).toMatchObject({ trades: 2, wins: 1, pnl: '0', position: '0', running: true });
  });

  it('marks what is held, from the midnight before', () => {
    const rows = new StrategyRows(INSTRUMENTS);
    rows.placed(record, [fill('buy', 1_000)]);
    expect(rows.row('sma-1', markAt(1_200), START)).toMatchObject({ position: '0.1', pnl: '19', drawdown: '0' });
    expect(rows.row('sma-1', markAt(1_100), START)).toMatchObject({ pnl: '9', drawdown: '10' });
    rows.booked(fill('sell', 1_100));
    expect(rows.row('sma-1', markAt(1), START + DAY_MS)).toMatchObject({ pnl: '8', pnlToday: '0' });
  });

  it('loses the lots that fees took, its own and those of others, for their value', () => {
    const rows = new StrategyRows(INSTRUMENTS);
    const given = { instrument: BTC!.id, origin: 'sma-1', lots: 1_000_000, value: '11', realised: '1' };
    // Bought 0.1 for 100, of which 0.01 pays a fee worth 11; then another 0.01 for somebody else's.
    rows.placed(record, [fill('buy', 1_000, { fee: '11', feeLots: [given] })]);
    expect(rows.row('sma-1', markAt(1_000), START)).toMatchObject({ position: '0.09', pnl: '-10' });
    rows.booked(fill('buy', 5, { instrument: 'ETH/USD.SIM', origin: 'you', feeLots: [given, { ...given, origin: 'you' }] }));
    expect(rows.row('sma-1', markAt(1_000), START)).toMatchObject({ position: '0.08', pnl: '-9', trades: 0 });
    rows.booked(fill('buy', 5, { origin: 'you', feeLots: [{ ...given, lots: 8_000_000, value: '100' }] }));
    expect(rows.row('sma-1', markAt(1_000), START)).toMatchObject({ position: '0', pnl: '11', trades: 1, wins: 1 });
    rows.booked(fill('buy', 5, { origin: 'you', feeLots: [{ ...given, instrument: 'ETH/USD.SIM' }] }));
    expect(rows.row('sma-1', markAt(1_000), START)).toMatchObject({ position: '0', pnl: '11', trades: 1 });
  });

  it('keeps its figures when it is stopped, and has no row for what it does not know', () => {
    const rows = new StrategyRows(INSTRUMENTS);
    rows.placed(record, [fill('buy', 1_000)]);
    rows.placed({ ...record, running: false, stopReason: 'you' }, []);
    rows.signalled({ instance: 'sma-1', code: 'sma-cross.above', details: {}, time: START });
    expect(rows.row('sma-1', markAt(1_000), START)).toMatchObject({
      running: false,
      stopReason: 'you',
      position: '0.1',
      lastSignal: { time: START },
    });
    expect(rows.row('none', markAt(1), START)).toBeNull();
    rows.placed({ ...record, instance: 'x' as StrategyInstanceId, instrument: 'NONE' }, []);
    expect(rows.instances()).toEqual(['sma-1']);
  });
});

describe('rows of a running account', () => {
  let folder: { readonly path: string; remove(): void };
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  it('cash, position and reserve are the engine’s exact figures', () => {
    const paper = new PaperHome(folder.path);
    const life = paper.open();
    const rows = new AccountRows(life.opened.engine, SCOPE);
    life.run(2_000);
    life.place('c1', { lots: 1_000 });
    life.run(2_000);
    const { bidTicks } = paper.market.quote(0, life.time);
    life.place('c2', { type: 'limit', limitTicks: Math.round(bidTicks * 0.97), lots: 1_000 });
    const account = rows.account();
    const [btc] = life.exchange.instruments;
    const position = rows.position(btc!, [], life.opened.engine.account.market.markTicks[0]!);
    expect(position.size).toBe('0.01');
    expect(account.openOrders).toBe(1);
    expect(Number(account.equity)).toBeCloseTo(Number(position.value) + Number(account.free) + Number(account.reserved), 6);
    expect(Number(account.reserved)).toBeGreaterThan(0.01 * 0.96 * btc!.toPrice(bidTicks));
    expect(Number(account.dayPnl)).toBeCloseTo(Number(account.equity) - 100_000, 6);
    expect(account.balances.map(({ asset, total }) => [asset, total])).toContainEqual(['BTC', '0.01']);
    expect(account.exposure).toBe(position.value);
    expect(Number(position.unrealised)).toBeCloseTo(Number(position.value) - Number(position.entry) * 0.01, 4);
  });

  it('what was realised today is of the trade’s instrument, and what a fee sold of the coin’s', () => {
    const paper = new PaperHome(folder.path);
    const life = paper.open();
    const rows = new AccountRows(life.opened.engine, SCOPE);
    const [btc, eth] = life.exchange.instruments;
    const given = { instrument: eth!.id, origin: 'you', lots: 1, value: '1', realised: '-0.25' };
    rows.booked(fill('sell', 5, { instrument: btc!.id, realised: '3', time: life.time, feeLots: [given, { ...given, realised: null }] }));
    expect(rows.position(btc!, [], 100).realisedToday).toBe('3');
    expect(rows.position(eth!, [], 100).realisedToday).toBe('-0.25');
    expect(rows.account().realisedToday).toBe('2.75');
  });

  it('the market as it is looked at: quotes, books, prints once, and each bar that closed', () => {
    const paper = new PaperHome(folder.path);
    const { exchange } = paper.open();
    const rows = new MarketRows(new SimView(paper.market), exchange.instruments);
    const from = utcMs(Math.ceil(exchange.quotesAt(0 + START)[0]!.time / MINUTE_MS) * MINUTE_MS);
    const told: StreamEvent[] = [];
    const tell = (event: StreamEvent): void => {
      told.push(event);
    };
    const id = exchange.instruments[2]!.id;
    const interest = { books: [id, 'NONE'], tapes: [id, 'NONE'], candles: [{ instrument: id, timeframe: '1m' as const }] };
    rows.looked(interest, from, tell);
    told.length = 0;
    rows.looked(interest, utcMs(from + 3 * MINUTE_MS + 500), tell);
    const candles = told.flatMap((event) => (event.kind === 'candle' ? [event.row] : []));
    expect(candles.filter(({ closed }) => closed).map(({ bar }) => bar[0])).toEqual([from, from + MINUTE_MS, from + 2 * MINUTE_MS]);
    const book = told.find((event) => event.kind === 'book');
    expect(book?.row).toMatchObject({ instrument: id });
    const first = rows.trades(2, utcMs(from + 4 * MINUTE_MS), null);
    const second = rows.trades(2, utcMs(from + 5 * MINUTE_MS), null);
    expect(first.prints.at(-1)![0]).toBeLessThanOrEqual(from + 4 * MINUTE_MS);
    expect(second.prints[0]![0]).toBeGreaterThan(from + 4 * MINUTE_MS);
    const quote = rows.quote(2, from);
    expect(quote.bid).toBeLessThan(quote.ask);
    expect(quote.low24h).toBeLessThanOrEqual(quote.high24h);
    expect(quote.direction).toBe('same');
    const { lastTicks } = paper.market.quote(2, from);
    const later = Array.from({ length: 600 }, (_, second) => utcMs(from + second * 1_000)).find(
      (time) => paper.market.quote(2, time).lastTicks > lastTicks,
    );
    expect(rows.quote(2, later!).direction).toBe('up');
  });
});
