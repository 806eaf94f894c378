import { describe, expect, it } from 'vitest';
import type { BarSpan, StrategyDesk } from '../../../../src-main/core/strategies/strategy.ts';
import { loadStrategy } from '../../../../src-main/core/user-strategies/remote-strategy.ts';
import type { BarRows, StrategyRequest } from '../../../../src-main/ports/strategy-process.ts';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { SIM_PROFILES } from '../../../../src-main/adapters/exchange-sim/market/sim-instruments.ts';

const SCRIPT = { entry: 'my.ts', files: { 'my.ts': '', 'tools.ts': '' } };
const SPEC = { id: 'mine', description: 'It holds.', parameters: { fast: { default: 2, min: 1, max: 9 } } };
const instrument = new Instrument(SIM_PROFILES[0]!.spec, 0);

type Answers = Partial<Record<StrategyRequest['kind'], unknown>>;

/** A strategy whose process answers as it is told. */
function remote(answers: Answers = {}) {
  const asked: { readonly request: StrategyRequest; readonly bars: readonly number[] | undefined }[] = [];
  const process = {
    call: (request: StrategyRequest, bars?: BarRows) => {
      asked.push({ request, bars: bars && Array.from(bars.columns.time.subarray(bars.from, bars.to)) });
      const loaded = { kind: 'loaded', spec: SPEC, files: ['my.ts'] };
      if (request.kind in answers) return answers[request.kind];
      return request.kind === 'load' ? loaded : { kind: 'done' };
    },
    callLater: () => Promise.reject(new Error('a backtest waits')),
    end: () => undefined,
    close: () => undefined,
  };
  const load = () => loadStrategy(process, SCRIPT, 7);
  return { asked, load, strategy: () => load().definition.create({ fast: 2 }, instrument) };
}

function columns(times: readonly number[]) {
  const made = candleColumns(times.length);
  made.time.set(times);
  return made;
}

function deskOf(calls: unknown[], time = 60_000): StrategyDesk {
  return {
    instrument,
    time,
    positionLots: 50,
    outstandingLots: (side) => (side === 'buy' ? 20 : 10),
    enter: () => calls.push('enter'),
    exit: () => calls.push('exit'),
    capital: 0,
    canShort: false,
    ways: 'long',
    fundingRate: () => Number.NaN,
    spend: () => calls.push('spend'),
    sell: () => calls.push('sell'),
    limit: () => calls.push('limit'),
    cancel: () => calls.push('cancel'),
    workingTags: () => ['t'],
    sizeAt: () => 0,
    signal: () => calls.push('signal'),
  };
}

describe('a strategy of the user', () => {
  it('is loaded from its files, and says which of them take part', () => {
    const { load, asked } = remote();
    const { definition, files } = load();
    expect([definition.spec.id, files]).toEqual(['mine', ['my.ts']]);
    expect(asked[0]?.request).toEqual({ kind: 'load', ...SCRIPT });
  });

  it.each([
    [{ kind: 'fault', place: 'my.ts:3:8', problem: 'So it is.' }, 'my.ts:3:8: So it is.'],
    [{ kind: 'fault', place: '', problem: 'So it is.' }, 'my.ts: So it is.'],
    [{ kind: 'fault' }, 'my.ts: something was thrown.'],
    [null, 'my.ts: export default is no object'],
    [7, 'my.ts: export default is no object'],
    [{ spec: { ...SPEC, id: 'No' }, files: [] }, 'my.ts: id must be'],
    [{ spec: SPEC, files: ['passwd'] }, 'named no files of its own'],
    [{ spec: SPEC, files: 'my.ts' }, 'named no files of its own'],
  ])('is refused where loading answers %j', (answer, words) => {
    expect(() => remote({ load: answer }).load()).toThrow(words);
  });

  it('says how many bars it wants, and whether its parameters fit together', () => {
    const { definition } = remote({ measure: { warmup: 3, conflict: null } }).load();
    expect([definition.warmupBars({ fast: 2 }), definition.conflict?.({ fast: 2 })]).toEqual([3, null]);
    const other = remote({ measure: { warmup: -1, conflict: 'too fast' } }).load().definition;
    expect(() => other.warmupBars({ fast: 2 })).toThrow('warmup gave no whole number');
    expect(other.conflict?.({ fast: 2 })).toEqual({ parameter: 'fast', problem: 'too fast' });
    for (const warmup of [1.5, 1e9, 'x']) expect(() => remote({ measure: { warmup } }).load().definition.warmupBars({})).toThrow('warmup');
  });

  it('lets go of its instances after a run', () => {
    const { load, asked } = remote();
    load().definition.release?.();
    expect(asked.at(-1)?.request).toEqual({ kind: 'forget' });
  });

  it('is warmed in calls of bounded length', () => {
    const { strategy, asked } = remote();
    strategy().warm(columns(Array.from({ length: 5_000 }, (_, i) => i)));
    expect(asked.filter(({ request }) => request.kind === 'warm').map(({ bars }) => bars?.length)).toEqual([4_096, 904]);
  });

  it('sees its account in base units, and has its wishes carried out', () => {
    const { strategy, asked } = remote({ bars: { rows: 1, wishes: [{ kind: 'enter' }] }, fill: { wishes: [{ kind: 'exit' }] } });
    const running = strategy();
    const calls: unknown[] = [];
    running.onBar(columns([0, 60_000]), 0, deskOf(calls));
    running.onFill({ side: 'buy', ticks: 100, lots: 5, tag: null, complete: true }, deskOf(calls));
    running.onLiquidation?.({ side: 'sell', ticks: 90, lots: 5, tag: 'venue:liquidation', complete: true }, deskOf(calls));
    expect(calls).toEqual(['enter', 'exit', 'exit']);
    const lot = instrument.lotSize;
    const view = { time: 60_000, position: 50 * lot, buying: 20 * lot, selling: 10 * lot, tags: ['t'] };
    expect(asked.slice(2)).toMatchObject([
      { request: { kind: 'bars', instance: 1, barMs: 60_000, view }, bars: [0] },
      { request: { kind: 'fill', view, fill: { side: 'buy', price: instrument.toPrice(100), tag: null, complete: true } } },
      { request: { kind: 'fill', view, fill: { side: 'sell', price: instrument.toPrice(90), tag: 'venue:liquidation' } } },
    ]);
    expect(running.memory()).toBe('');
    running.restore('');
  });

  it('goes over several bars up to the first at which it asks for something', () => {
    const reached: number[] = [];
    const calls: unknown[] = [];
    const span: BarSpan = { columns: columns([0, 60_000, 120_000, 180_000]), from: 0, to: 4, reach: (row) => reached.push(row) };
    const asking = remote({ bars: { rows: 2, wishes: [{ kind: 'enter' }] } }).strategy();
    expect(asking.onBars?.(span, deskOf(calls))).toBe(2);
    expect([reached, calls]).toEqual([[0, 1], ['enter']]);
    const silent = remote({ bars: { rows: 3, wishes: [] } }).strategy();
    expect(silent.onBars?.(span, deskOf(calls))).toBe(3);
    expect(silent.onBars?.(span, deskOf(calls))).toBe(3);
    expect([reached, calls]).toEqual([[0, 1, 0], ['enter']]);
  });

  it.each([{ rows: 0 }, { rows: 2 }, { rows: 0.5 }, {}, null, { rows: 'all' }])('is stopped where it took %j bars of one', (answer) => {
    const running = remote({ bars: answer }).strategy();
    expect(() => {
      running.onBar(columns([0]), 0, deskOf([]));
    }).toThrow('Strategy mine was stopped: it did not say how many bars it took.');
  });

  it('is stopped by name where it asks for rubbish', () => {
    const running = remote({ bars: { rows: 1, wishes: [{ kind: 'limit', side: 'buy', price: 1, size: null, tag: 'a' }] } }).strategy();
    expect(() => {
      running.onBar(columns([0]), 0, deskOf([]));
    }).toThrow('Strategy mine was stopped: order "a": its size is no number above zero.');
  });
});
