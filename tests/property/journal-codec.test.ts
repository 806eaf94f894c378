import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { TIMEFRAMES, type Timeframe, candleColumns } from '../../src-shared/domain/candle.ts';
import { DEFAULT_LIMITS } from '../../src-shared/domain/limits.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { Effects } from '../../src-main/core/engine/effects.ts';
import type { EngineEvent } from '../../src-main/core/engine/engine-event.ts';
import { decodeEvent, encodeEffects, encodeEvent } from '../../src-main/sessions/journal-codec.ts';
import { Desk, order } from '../support/ledger-kit.ts';

const whole = fc.integer({ min: 0, max: 0xffff_ffff });
const double = fc.double();
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.integer({ min: 0, max: 30 }))
  .map(([digits, scale]) => Decimal.of(digits, scale));
const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed());

const bar = fc
  .record({
    instrument: whole,
    timeframe: fc.constantFrom(...(Object.keys(TIMEFRAMES) as Timeframe[])),
    time: double,
    received: double,
    place: whole,
    last: fc.boolean(),
    row: fc.nat(4),
    values: fc.array(double, { minLength: 6, maxLength: 6 }),
  })
  .map(({ values, row, ...fields }): EngineEvent => {
    const columns = candleColumns(5);
    [columns.time, columns.open, columns.high, columns.low, columns.close, columns.volume].forEach(
      (column, i) => (column[row] = values[i]!),
    );
    return { kind: 'bar', ...fields, columns, row };
  });
const quote = fc.record({
  kind: fc.constant('quote' as const),
  instrument: whole,
  time: double,
  received: double,
  bidTicks: double,
  askTicks: double,
  lastTicks: double,
});
const history = fc.array(double, { minLength: 2, maxLength: 2 }).map((values) => {
  const columns = candleColumns(2);
  columns.close.set(values);
  return columns;
});
const command = fc.oneof(
  fc.record({ type: fc.constant('deposit' as const), id: text, asset: text, amount: decimal, note: text }),
  fc.record({ type: fc.constant('close' as const), id: text, instrument: fc.option(whole), percent: fc.nat(100) }),
  fc.record({ type: fc.constant('set-limits' as const), id: text, limits: fc.constant(DEFAULT_LIMITS) }),
  fc.record({
    type: fc.constant('place' as const),
    id: text,
    intents: fc.array(decimal.map((amount) => order(1, { quoteAmount: amount }))),
  }),
  fc.record({
    type: fc.constant('start-strategy' as const),
    id: text,
    record: fc.record({ parameters: fc.dictionary(text, double) }),
    history,
  }),
);
const other = fc.oneof(
  fc.record({ kind: fc.constant('command' as const), time: fc.nat(), command }),
  fc.record({ kind: fc.constant('timer' as const), time: fc.nat(), timer: text }),
  fc.record({
    kind: fc.constant('execution' as const),
    time: fc.nat(),
    report: decimal.map((fee) => ({ kind: 'fill', fill: { fee, lots: 1 }, remaining: 0 })),
  }),
) as unknown as fc.Arbitrary<EngineEvent>;

test('an event comes back as it was, byte for byte', () => {
  fc.assert(
    fc.property(fc.oneof(bar, quote, other), (event) => {
      const bytes = encodeEvent(event);
      const back = decodeEvent(bytes);
      expect([...encodeEvent(back)]).toEqual([...bytes]);
      if (event.kind !== 'bar' || back.kind !== 'bar') {
        expect(back).toEqual(event);
        return;
      }
      const { columns, row, ...fields } = event;
      expect(back).toMatchObject(fields);
      for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const)
        expect(back.columns[name][0]).toBe(columns[name][row]);
    }),
    { numRuns: 1_000, seed: 3 },
  );
});

test('bytes that are no event are a fault', () => {
  const [aBar] = fc.sample(bar, { numRuns: 1, seed: 1 });
  const bytes = encodeEvent(aBar!);
  expect(() => decodeEvent(bytes.subarray(1))).toThrow(Fault);
  expect(() => decodeEvent(Uint8Array.of(9))).toThrow(Fault);
  bytes[2] = 99;
  expect(() => decodeEvent(bytes)).toThrow(expect.objectContaining({ code: 'journal.corrupt' }));
});

test('effects are bytes of everything they ask for', () => {
  const effects = new Effects();
  effects.records.push(new Desk().fill({ id: 'f', order: 1, lots: 5, fee: '0.10' }), { kind: 'order', order: order(1) });
  effects.timers.push({ timer: 'answer', at: 5 });
  effects.outcome = { ok: false, fault: new Fault('order.unknown', { order: 'x' }) };
  const decoded = JSON.parse(new TextDecoder().decode(encodeEffects(effects))) as Record<string, unknown>;
  expect(decoded).toMatchObject({
    records: [{ kind: 'fill', fill: { fee: { $decimal: '0.10' } }, postings: { length: 5 } }, { kind: 'order' }],
    actions: [],
    timers: [{ timer: 'answer', at: 5 }],
    outcome: { ok: false, code: 'order.unknown', details: { order: 'x' } },
  });
});
