import { describe, expect, it } from 'vitest';
import { ELSEWHERE } from '../../../../src-shared/domain/order.ts';
import { type GapAttribution, GAP_CAUSES } from '../../../../src-shared/domain/attribution.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { findStrategy } from '../../../../src-main/core/strategies/catalog.ts';
import { decodeStart } from '../../../../src-main/sessions/journal-start.ts';
import { replaySession } from '../../../../src-main/sessions/replay-session.ts';
import { attributed, INSTANCE, sumOf } from '../../../support/attribution-kit.ts';
import { PLAIN_MANNER } from '../../../support/heard-venue.ts';
import { LiveAccount, type LiveLife } from '../../../support/live-attribution-kit.ts';
import { intent } from '../../../support/paper-kit.ts';
import { wanderingBars } from '../../../support/search-bars.ts';

const BARS = 300;
const FROM = 20;
const HOUR = 3_600_000;

function opened(seed = 2): { readonly account: LiveAccount; readonly life: LiveLife } {
  const account = new LiveAccount(wanderingBars(BARS, seed));
  return { account, life: account.open(FROM).to(FROM).start() };
}

/** Goes on to where the strategy has decided on a bar and the venue has not filled its order; the bar that runs then. */
function decided(life: LiveLife, from: number): number {
  for (let row = from; row < BARS; row += 1) if (life.to(row, 1_400).opened.engine.account.orders.size > 0) return row;
  throw new RangeError('the strategy decides');
}

/** The parts that are not zero, the residual among them. */
function partsOf({ parts, residual }: GapAttribution): Record<string, string> {
  const told = GAP_CAUSES.filter((cause) => !parts[cause].isZero()).map((cause) => [cause, parts[cause].toString()]);
  return Object.fromEntries(residual.isZero() ? told : [...told, ['residual', residual.toString()]]) as Record<string, string>;
}

describe('the profit of a session', () => {
  it('is that of its account, where fees are taken in the coins that were bought', () => {
    const { account, life } = opened();
    account.account.manner = { ...PLAIN_MANNER, feeIn: 'BTC' };
    life.to(BARS);
    const { gap, sessionFills } = attributed(life.frames, { costs: null });
    expect(sessionFills).toBeGreaterThan(3);
    const { account: books } = life.opened.engine;
    expect(gap.sessionProfit.toString()).toBe(books.exactEquity().sub(Decimal.of(1_000_000n)).toString());
    // The same rate in other coins: nothing but what the coins did until they would have been sold.
    expect(Object.keys(partsOf(gap))).toEqual(['fee']);
    expect(gap.parts.fee.toString()).toBe(gap.gap.toString());
    // Whoever holds fewer coins sells fewer: flat is flat all the same.
    expect(gap.trades.filter(({ to }) => to !== null).length).toBeGreaterThan(1);
    for (const split of [gap, ...gap.trades]) expect(sumOf(split).toString()).toBe(split.gap.toString());
  });

  it('has fees in a third coin as what they were worth', () => {
    const { account, life } = opened();
    account.account.manner = { ...PLAIN_MANNER, feeIn: 'BNB' };
    life.to(BARS);
    const { gap, sessionFills } = attributed(life.frames, { costs: null });
    expect(sessionFills).toBeGreaterThan(3);
    expect(partsOf(gap)).toEqual({});
    expect(gap.backtestProfit.isZero()).toBe(false);
  });
});

describe('a session that goes on where another one was killed', () => {
  it('has the order in both runs whose fill was not heard any more', () => {
    const { account, life } = opened();
    const row = decided(life, FROM + 1);
    // 100 ms later its process is dead, and 50 ms after that the venue fills.
    const again = account.open(row + 2).to(row + 60);
    const { gap } = attributed(again.frames, { costs: null });
    expect(partsOf(gap)).toEqual({});
    expect(gap.trades[0]).toMatchObject({ origin: INSTANCE, both: expect.any(Number) as number, sessionOnly: 0, backtestOnly: 0 });
    // All that the first one knows is that it was sent: its end came before the fill.
    expect(Object.keys(partsOf(attributed(life.frames, { costs: null }).gap))).toEqual(['timing']);
  });

  it('has no trade of its own where it was killed again before it heard a bar', () => {
    const { account, life } = opened();
    const row = decided(life, FROM + 1);
    const again = account.open(row + 2).to(row + 2, 40_000);
    const { gap, sessionFills, backtestFills } = attributed(again.frames, { costs: null });
    expect([sessionFills, backtestFills]).toEqual([1, 1]);
    expect(partsOf(gap)).toEqual({});
  });

  it('sells what it finds held as its backtest does', () => {
    const { account, life } = opened();
    let row = FROM;
    while (life.to((row += 1)).opened.engine.account.positions.lots(0) === 0);
    const again = account.open(row + 3).to(BARS);
    const { gap, from } = attributed(again.frames, { costs: null });
    expect(partsOf(gap)).toEqual({});
    expect(gap.trades[0]).toMatchObject({ side: 'buy', both: 1 });
    // Not from when its ledger ended.
    expect(from).toBe(account.account.candles.time[row + 3]! + 30_000);
  });

  it('has a fill as extra that came when its order had ended', () => {
    const { account, life } = opened();
    account.account.manner = { ...PLAIN_MANNER, filledPercent: 0 };
    const row = decided(life, FROM + 1);
    const [order] = life.opened.engine.account.orders.all();
    life.to(row + 1);
    account.account.manner = PLAIN_MANNER;
    const again = account.open(row + 2).to(row + 2);
    again.venue.fill(order!.order.id, again.opened.session.time + 1_000);
    const { gap } = attributed(again.to(row + 3).frames, { costs: null });
    expect(Object.keys(partsOf(gap))).toEqual(['extra']);
    expect(gap.trades).toMatchObject([{ origin: INSTANCE, sessionOnly: 1 }]);
  });

  it('has what fills of a person’s earlier orders as extra', () => {
    const { account, life } = opened();
    const [resting] = life.to(FROM + 1).place([intent({ type: 'limit', limitTicks: 100, lots: 1_000 })]);
    const again = account.open(life.to(FROM + 2).row + 1).to(FROM + 5);
    again.venue.fill(resting!, again.opened.session.time + 1_000);
    const { gap } = attributed(again.to(FROM + 8).frames, { costs: null });
    expect(partsOf(gap)).toEqual({ extra: gap.gap.toString() });
    expect(gap.trades.map(({ origin }) => origin)).toEqual(['you']);
  });
});

describe('what happens to an account', () => {
  it('is extra where it was traded elsewhere, and named so', () => {
    const { account, life } = opened();
    life.to(FROM + 5).venue.tradeElsewhere(life.opened.session.time + 1_000, 'buy', 2_000_000);
    const { gap } = attributed(life.to(BARS).frames, { costs: null });
    expect(partsOf(gap)).toEqual({ extra: gap.gap.toString() });
    expect(gap.trades.filter(({ gap: apart }) => !apart.isZero()).map(({ origin }) => origin)).toEqual([ELSEWHERE]);
    expect(account.account.orders.size).toBeGreaterThan(1);
  });

  it('is no gap where money was taken out and that was accepted: both runs have less to trade with', () => {
    const account = new LiveAccount(wanderingBars(BARS, 2));
    const session = account
      .open(FROM)
      .to(FROM)
      .start({ kind: 'equity-fraction', fraction: 0.2 })
      .to(FROM + 60);
    const { engine } = session.opened;
    account.account.move(session.opened.session.time, 'USD', Decimal.of(-400_000n));
    for (const ms of [1_000, 2_000]) session.venue.look(session.opened.session.time + ms);
    session.to(FROM + 60, 90_000);
    const differences = engine.reconciliation.differences.map(({ asset, booked, held }) => ({ asset, amount: held.sub(booked) }));
    session.command({ type: 'accept-differences', differences });
    const { gap, moved, sessionFills } = attributed(session.to(BARS).frames, { costs: null });
    expect(sessionFills).toBeGreaterThan(5);
    expect(partsOf(gap)).toEqual({});
    expect(moved.map(({ reason, asset, amount }) => [reason, asset, amount.toString()])).toEqual([
      ['deposit', 'BNB', '100'],
      ['deposit', 'USD', '1000000'],
      ['correction', 'USD', '-400000'],
    ]);
    const profit = engine.account.exactEquity().sub(Decimal.of(600_000n));
    expect(gap.sessionProfit.toString()).toBe(profit.toString());
  });

  it('takes no more out of the backtest than it has left', () => {
    const account = new LiveAccount(wanderingBars(BARS, 2));
    const life = account.open(FROM).to(FROM).start({ kind: 'all' });
    account.account.manner = { ...PLAIN_MANNER, rejects: () => true };
    life.to(FROM + 40);
    // The session has it all in money, the backtest in coins.
    account.account.move(life.opened.session.time, 'USD', Decimal.of(-900_000n));
    for (const ms of [1_000, 2_000]) life.venue.look(life.opened.session.time + ms);
    life.to(FROM + 40, 90_000);
    const differences = life.opened.engine.reconciliation.differences.map(({ asset, booked, held }) => ({
      asset,
      amount: held.sub(booked),
    }));
    life.command({ type: 'accept-differences', differences });
    const { gap } = attributed(life.to(FROM + 60).frames, { costs: null });
    expect(gap.sessionProfit.toString()).toBe('0');
    expect(partsOf(gap)).toEqual({ missed: gap.gap.toString() });
  });
});

describe('bars of a venue', () => {
  it('are known after they have closed: what is asked in between comes before them', () => {
    const account = new LiveAccount(wanderingBars(BARS, 2));
    // The bar before has closed and was not heard: it is history to the strategy or not, and the same in both runs.
    for (const ms of [0, 500, 1_299, 1_301]) {
      const life = new LiveAccount(account.account.candles)
        .open(FROM)
        .to(FROM + 2, ms)
        .start();
      expect(partsOf(attributed(life.to(FROM + 120).frames, { costs: null }).gap)).toEqual({});
    }
  });

  it('that were missed are decided on in neither run, and show as signal beside those that were published', () => {
    const candles = wanderingBars(BARS, 2);
    const { life: whole } = opened();
    const row = decided(whole, FROM + 1);
    // The bar that it decided on, and its neighbours.
    const lost = [row - 2, row - 1, row];
    const life = new LiveAccount(candles)
      .open(FROM, { lost })
      .to(FROM)
      .start()
      .to(row + 1, 30 * 60_000);
    life.warm(row + 1);
    life.to(BARS);
    expect(partsOf(attributed(life.frames, { costs: null }).gap)).toEqual({});
    const { gap } = attributed(life.frames, { costs: null, bars: [{ id: 'published', symbol: 'BTC/USD', timeframe: '4h', candles }] });
    expect(Object.keys(partsOf(gap))).toEqual(['signal']);
    expect(gap.trades[0]!.from).toBeLessThan(candles.time[row]! + HOUR);
  });

  it('that had closed when the session ended and were not heard are no matter', () => {
    const { life } = opened();
    const row = decided(life, FROM + 1);
    const { life: short } = opened();
    // The decision's bar has closed; its session is over before it is heard.
    const { gap, backtestFills } = attributed(short.to(row, 1_000).frames, { costs: null });
    expect([gap.gap.toString(), backtestFills]).toEqual(['0', 0]);
  });
});

it('a journal with real money of before sessions had to be armed is replayed as it was', () => {
  const { life } = opened();
  life.to(BARS);
  expect(decodeStart(life.frames[0]!.subarray(1))).toMatchObject({ scope: { book: 'live' }, reconciles: true });
  expect(decodeStart(life.frames[0]!.subarray(1)).needsArming).toBeUndefined();
  expect(replaySession(life.frames, findStrategy)).toMatchObject({ firstDifference: null, difference: '' });
});
