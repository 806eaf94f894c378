import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader } from '../../src-main/adapters/depth-files/byte-reader.ts';
import { ByteWriter } from '../../src-main/adapters/depth-files/byte-writer.ts';
import { MemoryTape } from '../../src-main/adapters/depth-files/memory-tape.ts';
import { MessageDecoder } from '../../src-main/adapters/depth-files/message-codec.ts';
import { StepFinder } from '../../src-main/adapters/depth-files/step-finder.ts';
import { StepReader } from '../../src-shared/kernel/step-reader.ts';
import { DepthMessage } from '../../src-shared/domain/depth-message.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';

const RUNS = process.env['CRYPTOORCH_TEST_LONG'] === '1' ? 20_000 : 300;
const whole = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: 2 ** 31 + 5 }),
  fc.maxSafeNat().map((value) => Math.floor(value / 4)),
);
const levels = fc.array(fc.tuple(whole, whole), { maxLength: 40 });

const message = fc
  .record({
    kind: fc.constantFrom('snapshot' as const, 'diff' as const, 'ticker' as const, 'trade' as const),
    time: whole,
    venueTime: fc.option(whole, { nil: 0 }),
    first: whole,
    more: fc.integer({ min: 0, max: 90_000 }),
    previous: fc.option(whole, { nil: -1 }),
    checksum: fc.option(fc.integer({ min: 0, max: 0xffff_ffff }), { nil: -1 }),
    bids: levels,
    asks: levels,
    ticks: whole,
    lots: whole,
    side: fc.constantFrom(1 as const, -1 as const),
  })
  .map(({ kind, time, bids, asks, more, ...fields }) => {
    const made = new DepthMessage().begin(kind, time);
    made.venueTime = fields.venueTime;
    made.last = fields.first + (kind === 'diff' ? more : 0);
    if (kind === 'diff') Object.assign(made, { first: fields.first, previous: fields.previous, checksum: fields.checksum });
    if (kind === 'trade') Object.assign(made, { ticks: fields.ticks, lots: fields.lots, side: fields.side });
    else {
      for (const level of bids) made.bids.push(...level);
      for (const level of asks) made.asks.push(...level);
    }
    return made;
  });

function content(one: DepthMessage): unknown {
  const { bids, asks, ...fields } = { ...JSON.parse(JSON.stringify(one)) } as Record<string, unknown>;
  const list = ({ ticks, lots, length }: DepthMessage['bids']): number[][] => [
    Array.from(ticks.subarray(0, length)),
    Array.from(lots.subarray(0, length)),
  ];
  return [fields, bids === undefined, asks === undefined, list(one.bids), list(one.asks)];
}

test('messages are read as they were written', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 20 }), (written) => {
      const tape = new MemoryTape('test', { venue: 'V', symbol: 'A/B', tick: '1', lot: '1' });
      for (const [place, one] of written.entries()) {
        tape.append(one);
        if (place % 7 === 6) tape.flush();
      }
      tape.close();
      const cursor = tape.messages();
      const read = new DepthMessage();
      for (const one of written) {
        expect(cursor.next(read)).toBe(true);
        expect(content(read)).toEqual(content(one));
      }
      expect(cursor.next(read)).toBe(false);
    }),
    { numRuns: RUNS, seed: 21 },
  );
});

test('bytes that are no messages are refused, never run past', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const reader = new ByteReader();
      const decoder = new MessageDecoder();
      reader.open(bytes);
      const read = new DepthMessage();
      let count = 0;
      while (!reader.ended && decoder.read(reader, read)) count += 1;
      expect(count).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: RUNS * 3, seed: 22 },
  );
});

test('whole numbers survive their bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(whole, fc.boolean())), (numbers) => {
      const writer = new ByteWriter();
      for (const [value, isNegative] of numbers) writer.signed(isNegative ? -value : value);
      const reader = new ByteReader();
      reader.open(writer.written);
      // A negative zero is a zero.
      for (const [value, isNegative] of numbers) expect(reader.signed()).toBe(isNegative && value > 0 ? -value : value);
      expect([reader.ended, reader.overrun]).toEqual([true, false]);
    }),
    { numRuns: RUNS, seed: 23 },
  );
});

test('steps of decimal text are those of exact decimals', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 40 }),
      fc.integer({ min: 0, max: 8 }),
      fc.integer({ min: 0, max: 6 }),
      (units, decimals, zeros) => {
        const text = Decimal.of(BigInt(units), decimals).toFixed();
        const padded = decimals === 0 ? text : text + '0'.repeat(zeros);
        const finder = new StepFinder();
        expect(finder.look(padded)).toBe(true);
        const step = Decimal.parse(finder.step);
        const steps = new StepReader(finder.step).read(padded);
        expect(step.mul(Decimal.of(BigInt(steps))).equals(Decimal.parse(text))).toBe(true);
        expect(new StepReader('0.05').read(padded)).toSatisfy((found: number) => {
          const exact = Decimal.parse(text).mul(Decimal.of(20n));
          const isWhole = exact.quantize(0, 'down').equals(exact);
          return isWhole ? exact.equals(Decimal.of(BigInt(found))) : Number.isNaN(found);
        });
      },
    ),
    { numRuns: RUNS, seed: 24 },
  );
});

test.each(['', '-1', '1e3', '0x1', ' 1', '1,5', '.5', '9'.repeat(16), `0.${'1'.repeat(19)}`])('"%s" is no size', (text) => {
  expect(new StepReader('1').read(text)).toBeNaN();
  expect(new StepFinder().look(text)).toBe(false);
});
