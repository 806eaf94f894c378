import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CONSERVATIVE } from '../../../../src-shared/domain/costs.ts';
import { largestCause } from '../../../../src-shared/domain/attribution.ts';
import { fundingSums } from '../../../../src-main/sessions/attribution/read-session.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { candleColumns, sliceCandles } from '../../../../src-shared/domain/candle.ts';
import { encodeStart, type JournalStart, decodeStart } from '../../../../src-main/sessions/journal-start.ts';
import { attributed, COSTS, INSTANCE, MemoryJournal, playSession, sumOf } from '../../../support/attribution-kit.ts';
import { orderOf, PaperHome } from '../../../support/paper-kit.ts';
import { wanderingBars } from '../../../support/search-bars.ts';

const HOUR = 3_600_000;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function home(): PaperHome {
  const folder = mkdtempSync(join(tmpdir(), 'attribution-'));
  folders.push(folder);
  return new PaperHome(folder);
}

describe('a session on quotes', () => {
  it('has the profit that its account says, and the same decisions as its backtest', () => {
    const journal = new MemoryJournal();
    const life = home().open(journal);
    life.start('cross', 'sma-cross', { instrument: 0, parameters: { fast: 3, slow: 8 } });
    life.start('break', 'donchian-breakout', { instrument: 1, parameters: { entry: 8, exit: 4 } });
    life.run(HOUR);
    const { gap, sessionFills, backtestFills } = attributed(journal.frames, { costs: null });
    expect(sessionFills).toBeGreaterThan(10);
    expect(backtestFills).toBeGreaterThan(10);
    expect(gap.sessionProfit.toString()).toBe(life.opened.engine.account.exactEquity().sub(Decimal.of(100_000n)).toString());
    // One 250 ms after the close at a quote, the other at the open of a bar: nothing else lies between them.
    for (const cause of ['signal', 'missed', 'extra', 'fee'] as const)
      expect([cause, gap.parts[cause].quantize(9, 'down').isZero()]).toEqual([cause, true]);
    expect(gap.residual.toString()).toBe('0');
    expect(sumOf(gap).toString()).toBe(gap.gap.toString());
  });

  it('goes on from what an earlier one held; what fills of a person’s orders is extra', () => {
    const place = home();
    const first = place.open();
    first.start('hold', 'buy-and-hold', { instrument: 0 });
    first.run(HOUR / 6);
    const { bidTicks } = first.opened.engine.account.market;
    // By hand: something held, and something that rests just below the market.
    first.place('held', { instrument: 1, lots: 1_000 });
    const resting = orderOf(
      first.place('rests', { instrument: 2, type: 'limit', lots: 1_000, limitTicks: Math.round(bidTicks[2]! * 0.9995) }),
    );
    first.run(5_000);
    expect(first.stateOf(resting)).toBe('acknowledged');
    const journal = new MemoryJournal();
    const second = place.open(journal);
    const { account } = second.opened.engine;
    const before = account.exactEquity();
    second.run(HOUR / 2);
    const { gap } = attributed(journal.frames);
    expect(gap.sessionProfit.toString()).toBe(account.exactEquity().sub(before).toString());
    expect(gap.parts.extra.isZero()).toBe(false);
    expect(gap.residual.toString()).toBe('0');
    // A restart asks for no bar again: what it holds was bought before.
    expect(gap.gap.toString()).toBe(gap.parts.extra.toString());
    expect(gap.trades.map(({ origin, instrument, parts }) => [origin, instrument, parts.extra.isZero()])).toEqual([['you', 2, false]]);
  });
});

describe('what makes the run what it is', () => {
  const candles = wanderingBars(300, 2);

  it('is its strategies: other parameters and stops are followed, a halt is not', () => {
    const deeds = [
      {
        bar: 40,
        command: {
          type: 'change-strategy',
          id: 'change',
          instance: INSTANCE,
          parameters: { entry: 20, exit: 4 },
          size: null,
          history: sliceCandles(candles, 10, 40),
        },
      },
      { bar: 200, command: { type: 'stop-strategy', id: 'stop', instance: INSTANCE, close: true } },
      { bar: 210, command: { type: 'kill', id: 'kill' } },
    ] as const;
    const { gap, sessionFills } = attributed(playSession(candles, { deeds }).frames);
    expect(sessionFills).toBeGreaterThan(2);
    expect(gap.gap.toString()).toBe('0');
    // The kill switch ends the strategy; trading that only reduces refuses its entries.
    for (const [type, cause] of [
      ['kill', 'signal'],
      ['reduce', 'missed'],
    ] as const) {
      const held = attributed(playSession(candles, { deeds: [{ bar: 100, command: { type, id: type } }] }).frames).gap;
      expect(held.gap.isZero()).toBe(false);
      expect(held.parts[cause].toString()).toBe(held.gap.toString());
      expect(held.trades.some(({ reasons }) => reasons.includes('risk.reducing'))).toBe(type === 'reduce');
    }
  });

  it('has the costs of its journal, of the options, or the conservative ones', () => {
    const { frames } = playSession(candles);
    expect(attributed(frames, { costs: null }).costs).toBe(CONSERVATIVE);
    const told = withStart(frames, (start) => ({ ...start, configuration: JSON.stringify({ costs: { ...COSTS, name: 'mine' } }) }));
    expect(attributed(told, { costs: null }).costs).toMatchObject({ name: 'mine', latencyMs: 0 });
    expect(attributed(told, { costs: COSTS }).costs).toBe(COSTS);
  });

  it('needs bars of the session where others stand in', () => {
    const { frames } = playSession(candles);
    const standIn = { id: 'X', symbol: 'BTC/USD', timeframe: '4h', candles } as const;
    expect(attributed(frames, { bars: [standIn] }).gap.gap.toString()).toBe('0');
    expect(() => attributed(frames, { bars: [{ ...standIn, symbol: 'ETH/USD' }] })).toThrow('X has no bars for this session');
    expect(() => attributed(frames, { bars: [{ ...standIn, timeframe: '1m' }] })).toThrow('it heard none of BTC/USD in 1m');
    expect(() => attributed(frames, { bars: [{ ...standIn, candles: candleColumns(0) }] })).toThrow('X has no bars');
  });

  it('of contracts is of their trades, long and short: funding is told beside them', () => {
    const played = playSession(candles, { funding: { kind: 'against', bps: 3 } });
    const { gap, moved, sessionFills } = attributed(played.frames);
    const carry = played.opened.engine.account;
    const paid = fundingSums(moved);
    expect([gap.gap.toString(), sessionFills > 10, paid.length, paid[0]!.amount.sign()]).toEqual(['0', true, 1, -1]);
    expect(new Set(gap.trades.map(({ side }) => side))).toEqual(new Set(['buy', 'sell']));
    // Flat at the end or not: money is what was brought, what was gained, and what was paid.
    const worth = carry.exactEquity().sub(Decimal.of(1_000_000n));
    expect(worth.sub(paid[0]!.amount).equals(gap.sessionProfit)).toBe(true);
  });

  it('of contracts at other costs is fee, exactly', () => {
    const { frames } = playSession(candles, { costs: { ...COSTS, takerFeeBps: 20 }, funding: { kind: 'against', bps: 3 } });
    const { gap } = attributed(frames, { costs: { ...COSTS, takerFeeBps: 10 } });
    expect([largestCause(gap.parts), gap.residual.toString(), gap.gap.sign()]).toEqual(['fee', '0', -1]);
    expect(sumOf(gap).equals(gap.gap)).toBe(true);
  });

  it('is nothing where no bar was heard', () => {
    const journal = new MemoryJournal();
    const life = home().open(journal);
    life.place('mine', { lots: 1_000 });
    life.run(5_000);
    const { gap, backtestFills } = attributed(journal.frames);
    expect(backtestFills).toBe(0);
    expect(gap.parts.extra.toString()).toBe(gap.gap.toString());
    expect(gap.gap.isZero()).toBe(false);
    life.start('late', 'buy-and-hold', { instrument: 0 });
    expect(attributed(journal.frames).backtestFills).toBe(0);
  });
});

it('a journal without a start is refused', () => {
  const { frames } = playSession(wanderingBars(20));
  expect(() => attributed([])).toThrow('does not begin with a start');
  expect(() => attributed(frames.slice(1))).toThrow('does not begin with a start');
});

/** The frames with another start. */
function withStart(frames: readonly Uint8Array[], change: (start: JournalStart) => JournalStart): readonly Uint8Array[] {
  const [first, ...rest] = frames;
  const bytes = encodeStart(change(decodeStart(first!.subarray(1))));
  return [Uint8Array.from([first![0]!, ...bytes]), ...rest];
}
