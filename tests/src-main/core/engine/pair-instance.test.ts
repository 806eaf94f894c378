import { describe, expect, it } from 'vitest';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import type { SizeRule } from '../../../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId, StrategyInstanceId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import type { PairDesk } from '../../../../src-main/core/strategies/building/pair-strategy.ts';
import type { StrategyDefinition } from '../../../../src-main/core/strategies/strategy.ts';
import type { StrategyRecord } from '../../../../src-main/ports/ledger.ts';
import { spec } from '../risk/desk-of-one.ts';
import { type Answer, EngineKit, type KitOptions, snapshot, strategyRecord } from './engine-kit.ts';

const SPECS = ['BTC', 'ETH', 'SOL'].map((base) => spec(base, { kind: base === 'SOL' ? 'spot' : 'perpetual', minNotional: '0.1' }));
const MINUTE = 60_000;

const RECORD: StrategyRecord = strategyRecord({
  strategy: 'both',
  instance: 'both-1' as StrategyInstanceId,
  instrument: SPECS[0]!.id,
  against: SPECS[1]!.id,
  size: { kind: 'base', amount: '1' },
});

/** A market with a pair that does at each instant what the test says. */
class Pair {
  readonly kit: EngineKit;
  asks: (desk: PairDesk, closes: Float64Array) => void = () => undefined;
  entered: boolean | null = null;
  readonly seen: string[] = [];
  readonly sent: { readonly id: ClientOrderId; readonly instrument: number; readonly side: string; readonly lots: number }[] = [];
  readonly signals: string[] = [];

  constructor(options: KitOptions = {}, record: Partial<StrategyRecord> = {}) {
    const definition: StrategyDefinition = {
      spec: { id: 'both', family: 'test', description: '', parameters: [], pair: true },
      warmupBars: () => 0,
      create: () => {
        throw new Error('not for one');
      },
      createPair: () => ({
        onPair: (closes, desk) => {
          this.seen.push(`${desk.phase} ${closes.join(' ')}`);
          this.asks(desk, closes);
        },
      }),
    };
    this.kit = new EngineKit({ specs: SPECS, find: (id) => (id === 'both' ? definition : undefined), ...options });
    this.kit.deposit('100000');
    expect(this.kit.command({ type: 'start-strategy', record: { ...RECORD, ...record }, history: candleColumns(0) }).fault).toBeNull();
  }

  get director() {
    return this.kit.engine.director;
  }
  get counts() {
    return this.director.pairCounts()[0]!;
  }
  /** Signed lots of both legs as the strategy's own fills say. */
  get legs(): readonly [number, number] {
    const own = (instrument: number): number => new Map(this.director.holdings(instrument)).get('both-1') ?? 0;
    return [own(0), own(1)];
  }

  /** The next instant, at which these instruments close. */
  instant(closes: readonly (number | null)[]): void {
    this.kit.now += MINUTE;
    closes.forEach((close, instrument) => {
      if (close !== null) this.hear(this.kit.bar(close, { instrument }));
    });
  }

  hear(answer: Answer): void {
    for (const { order } of answer.of('order'))
      this.sent.push({ id: order.id, instrument: order.instrument, side: order.side, lots: order.lots });
    for (const { code } of answer.of('signal')) this.signals.push(code);
  }

  enterAt(closes: readonly (number | null)[], way: 'long' | 'short' = 'long', ratio = 1): void {
    this.asks = (desk) => {
      this.entered = desk.enter(way, ratio);
    };
    this.instant(closes);
    this.asks = () => undefined;
  }

  /** Fills an order of the n-th so far, in full or with so many lots. */
  fill(n: number, lots = this.sent[n]!.lots, price = 100): void {
    const { id, lots: all } = this.sent[n]!;
    this.hear(this.kit.fill(id, lots, { price, remaining: all - lots }));
  }
}

const words = ({ sent }: Pair): readonly string[] => sent.map(({ instrument, side, lots }) => `${side} ${lots} of ${instrument}`);

describe('a pair', () => {
  it('is asked when both have closed the bar of an instant, and counts the instants at which one alone had', () => {
    const pair = new Pair();
    for (const closes of [
      [100, 50],
      [101, null],
      [null, 51],
      [102, null],
      [103, 52],
      [104, null],
    ])
      pair.instant(closes);
    expect(pair.seen).toEqual(['flat 100 50', 'flat 103 52']);
    expect(pair.counts).toEqual({ instance: 'both-1', asked: 2, missed: 4, unwound: 0 });
  });

  it('goes in on both legs by value and ratio, and out of both', () => {
    const pair = new Pair();
    pair.enterAt([100, 50], 'short', 0.5);
    expect(pair.entered).toBe(true);
    // One coin is worth 100; half of that is one coin at 50.
    expect(words(pair)).toEqual(['sell 100000 of 0', 'buy 100000 of 1']);
    pair.fill(0);
    pair.fill(1);
    pair.instant([100, 50]);
    expect(pair.seen.at(-1)).toBe('held 100 50');
    expect(pair.legs).toEqual([-100_000, 100_000]);
    pair.asks = (desk) => {
      desk.leave();
      desk.leave();
      expect(desk.enter('long', 1)).toBe(false);
      desk.signal('pairs.back', {});
    };
    pair.instant([100, 50]);
    expect(words(pair).slice(2)).toEqual(['buy 100000 of 0', 'sell 100000 of 1']);
    expect(pair.signals).toEqual(['pairs.back']);
    pair.fill(2);
    pair.fill(3);
    pair.asks = () => undefined;
    pair.instant([100, 50]);
    expect(pair.seen.at(-1)).toBe('flat 100 50');
    expect(pair.legs).toEqual([0, 0]);
    expect(pair.counts.unwound).toBe(0);
    expect(new Set(pair.sent.map(({ id }) => id)).size).toBe(4);
  });

  it.each([
    // Margin 1/5 and a fee of 0.1 % of each leg; prices are taken half a percent higher.
    ['quote', { kind: 'quote', amount: '1000' }, 1_000],
    ['equity', { kind: 'equity-fraction', fraction: 0.02 }, 2_000],
    ['all', { kind: 'all' }, 100_000],
  ] as const)('puts up for both legs together what %s says', (_, size: SizeRule, amount) => {
    const pair = new Pair({}, { size });
    pair.enterAt([100, 50], 'long', 1.5);
    const first = Math.floor((amount / ((0.2 + 0.001) * 2.5) / 100.5) * 100_000);
    expect(Math.abs(pair.sent[0]!.lots - first)).toBeLessThanOrEqual(1);
    expect(pair.sent[1]!.lots).toBe(Math.floor((1.5 * pair.sent[0]!.lots * 100) / 50));
  });

  it.each([
    ['the first', { maxPositionNotional: '99' }, 0],
    ['the second', { maxGrossExposure: '150' }, 1],
    ['both by their number', { maxOpenOrders: 1 }, 0],
    ['both by their rate', { maxOrdersPerMinute: 1 }, 0],
  ])('sends neither leg where the gate refuses %s', (_, limits, refused) => {
    const pair = new Pair({ limits: { ...NO_LIMITS, ...limits } });
    let refusal: readonly number[] = [];
    pair.asks = (desk) => {
      pair.entered = desk.enter('long', 1);
    };
    pair.kit.now += MINUTE;
    pair.hear(pair.kit.bar(100, { instrument: 0 }));
    const answer = pair.kit.bar(100, { instrument: 1 });
    refusal = answer.of('refusal').map(({ instrument }) => instrument);
    expect(pair.entered).toBe(false);
    expect(refusal).toEqual([refused]);
    expect(answer.of('order')).toEqual([]);
    expect(pair.kit.engine.account.orders.size).toBe(0);
    pair.asks = () => undefined;
    pair.instant([100, 100]);
    expect(pair.seen.at(-1)).toBe('flat 100 100');
  });

  it('sends neither leg where one of them would be nothing', () => {
    const pair = new Pair({}, { size: { kind: 'base', amount: '0.00001' } });
    pair.enterAt([100, 50_000], 'long', 1);
    expect(pair.entered).toBe(false);
    const none = new Pair({}, { size: { kind: 'base', amount: '0.000001' } });
    none.enterAt([100, 100]);
    expect(none.entered).toBe(false);
    expect([...pair.sent, ...none.sent]).toEqual([]);
  });

  it.each(['rejected', 'expired', 'cancelled'] as const)('closes the other leg at the next close where one is %s', (end) => {
    const pair = new Pair();
    pair.enterAt([100, 100]);
    pair.fill(0);
    pair.hear(pair.kit.end(end, pair.sent[1]!.id));
    pair.instant([100, null]);
    expect(words(pair).slice(2)).toEqual(['sell 100000 of 0']);
    expect(pair.signals).toEqual(['pairs.unwound']);
    pair.fill(2);
    pair.instant([100, 100]);
    expect(pair.legs).toEqual([0, 0]);
    expect(pair.seen.at(-1)).toBe('flat 100 100');
    expect(pair.counts.unwound).toBe(1);
  });

  it('holds nine tenths of a leg for the whole of it, and less for none', () => {
    const almost = new Pair();
    almost.enterAt([100, 100]);
    almost.fill(0);
    almost.fill(1, 90_000);
    almost.hear(almost.kit.end('cancelled', almost.sent[1]!.id));
    almost.instant([100, 100]);
    expect(almost.seen.at(-1)).toBe('held 100 100');
    const less = new Pair();
    less.enterAt([100, 100]);
    less.fill(0);
    less.fill(1, 89_999);
    less.hear(less.kit.end('cancelled', less.sent[1]!.id));
    less.instant([100, 100]);
    expect(words(less).slice(2)).toEqual(['sell 100000 of 0', 'buy 89999 of 1']);
  });

  it('waits three instants for an entry to fill, then ends it and closes what has', () => {
    const pair = new Pair();
    pair.enterAt([100, 100]);
    pair.fill(0);
    pair.fill(1, 10_000);
    pair.instant([100, 100]);
    pair.instant([100, null]);
    expect(pair.sent).toHaveLength(2);
    pair.instant([null, 100]);
    expect(words(pair).slice(2)).toEqual(['sell 100000 of 0', 'buy 10000 of 1']);
    // More of the entry fills before its end comes through: that is closed too.
    pair.fill(1, 40_000);
    pair.hear(pair.kit.end('cancelled', pair.sent[1]!.id));
    pair.fill(2);
    pair.fill(3);
    expect(pair.legs).toEqual([0, -40_000]);
    pair.instant([100, 100]);
    expect(words(pair).slice(4)).toEqual(['buy 40000 of 1']);
    pair.fill(4);
    pair.instant([100, 100]);
    expect(pair.seen.at(-1)).toBe('flat 100 100');
    expect(new Set(pair.sent.map(({ id }) => id)).size).toBe(5);
  });

  it('is flat with less of a leg than the venue takes an order for, which goes with the next closing', () => {
    const pair = new Pair();
    pair.enterAt([100, 100]);
    pair.fill(0);
    pair.fill(1, 10);
    pair.hear(pair.kit.end('cancelled', pair.sent[1]!.id));
    pair.instant([100, 100]);
    expect(words(pair).slice(2)).toEqual(['sell 100000 of 0']);
    pair.fill(2);
    pair.instant([100, 100]);
    expect(pair.seen.at(-1)).toBe('flat 100 100');
    expect(pair.legs).toEqual([0, -10]);
    pair.enterAt([100, 100]);
    pair.fill(3);
    pair.fill(4);
    pair.instant([100, 100]);
    pair.asks = (desk) => desk.leave();
    pair.instant([100, 100]);
    expect(words(pair).slice(5)).toEqual(['sell 100000 of 0', 'buy 100010 of 1']);
  });

  it('asks again at the next close where its closing order ended unfilled', () => {
    const pair = new Pair();
    pair.enterAt([100, 100]);
    pair.fill(0);
    pair.fill(1);
    pair.instant([100, 100]);
    pair.asks = (desk) => desk.leave();
    pair.instant([100, 100]);
    pair.hear(pair.kit.end('rejected', pair.sent[2]!.id));
    pair.fill(3);
    pair.instant([100, 100]);
    expect(words(pair).slice(4)).toEqual(['sell 100000 of 0']);
    expect(pair.legs).toEqual([100_000, 0]);
  });

  it('closes one leg where the venue has closed the other', () => {
    const pair = new Pair();
    pair.enterAt([100, 100]);
    pair.fill(0);
    pair.fill(1);
    pair.instant([100, 100]);
    const report = { side: 'buy', ticks: 12_000, lots: 100_000, fee: Decimal.ZERO, time: utcMs(pair.kit.now) } as const;
    pair.hear(pair.kit.step({ kind: 'margin', time: pair.kit.now, report: { kind: 'liquidated', instrument: 1, ...report } }));
    expect(pair.legs).toEqual([100_000, 0]);
    pair.instant([120, 120]);
    expect(pair.sent.at(-1)).toMatchObject({ instrument: 0, side: 'sell', lots: 100_000 });
    expect(pair.signals).toEqual(['strategy.liquidated', 'pairs.unwound']);
  });

  it('is stopped with both legs: their orders are ended, and closed where that is asked for', () => {
    const pair = new Pair();
    pair.enterAt([100, 100]);
    pair.fill(0);
    pair.fill(1, 50_000);
    const answer = pair.kit.command({ type: 'stop-strategy', instance: RECORD.instance, close: true });
    expect(answer.of('order').map(({ order }) => `${order.side} ${order.lots} of ${order.instrument}`)).toEqual([
      'sell 100000 of 0',
      'buy 50000 of 1',
    ]);
    expect(pair.director.running).toEqual([]);
    pair.instant([100, 100]);
    expect(pair.seen).toHaveLength(1);
    const left = new Pair();
    left.enterAt([100, 100]);
    expect(left.kit.command({ type: 'stop-strategy', instance: RECORD.instance, close: false }).of('order')).toEqual([]);
  });

  it('is refused on spot, with one instrument twice, with none beside the first, and beyond a run', () => {
    const pair = new Pair();
    const start = (record: Partial<StrategyRecord>) =>
      pair.kit.command({
        type: 'start-strategy',
        record: { ...RECORD, instance: 'other' as StrategyInstanceId, ...record },
        history: candleColumns(0),
      }).fault;
    expect(start({ against: SPECS[2]!.id })).toBe('strategy.pair');
    expect(start({ against: RECORD.instrument })).toBe('strategy.pair');
    expect(start({ against: 'NONE' })).toBe('instrument.unknown');
    const { against: _, ...alone } = RECORD;
    expect(pair.kit.command({ type: 'start-strategy', record: alone, history: candleColumns(0) }).fault).toBe('internal');
    const change = { parameters: {}, size: null, history: candleColumns(0) };
    expect(pair.kit.command({ type: 'change-strategy', instance: RECORD.instance, ...change }).fault).toBe('strategy.pair');
    expect(() => new EngineKit({ specs: SPECS }).restore(snapshot({ strategies: [RECORD] }))).toThrow(/runs in backtests alone/u);
  });

  it('is gone with a kill, and counts no more', () => {
    const pair = new Pair();
    pair.enterAt([100, 100]);
    pair.kit.command({ type: 'kill' });
    expect(pair.director.pairCounts()).toEqual([]);
    pair.instant([100, 100]);
    expect(pair.seen).toHaveLength(1);
  });

  it('says what is wrong with its parameters', () => {
    const kit = new EngineKit({ specs: SPECS });
    const record = { ...RECORD, strategy: 'pairs', parameters: { bars: 3 } };
    expect(kit.command({ type: 'start-strategy', record, history: candleColumns(0) }).fault).toBe('strategy.parameter');
  });
});
