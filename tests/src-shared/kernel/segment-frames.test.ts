import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lengthOf, lengthWord, LONGEST_FRAME, SEGMENT_PREFIX, segmentFrames } from '../../../src-shared/kernel/segment-frames.ts';

const { frameChecksum, headChecksum, segmentHead } = segmentFrames(crc32);

test('a length comes back, and any one changed byte of its word is seen', () => {
  const changed = fc.record({ length: fc.integer({ min: 0, max: LONGEST_FRAME }), byte: fc.nat(3), to: fc.integer({ min: 1, max: 255 }) });
  fc.assert(
    fc.property(changed, ({ length, byte, to }) => {
      const word = lengthWord(length);
      expect(lengthOf(word)).toBe(length);
      expect(lengthOf((word ^ (to << (8 * byte))) >>> 0)).toBeNull();
    }),
  );
});

test('a head is laid out as it is read: magic, version, length, checksum, words', () => {
  const magic = Buffer.from('CRYPTOORCH TEST\n', 'latin1');
  const text = Buffer.from('{"a":1}');
  const head = Buffer.from(segmentHead({ magic, version: 3 }, text));
  expect(head.subarray(0, 16).equals(magic)).toBe(true);
  expect([head.readUInt32LE(16), lengthOf(head.readUInt32LE(20)), head.toString('utf8', SEGMENT_PREFIX)]).toEqual([3, 7, '{"a":1}']);
  expect(head.readUInt32LE(24)).toBe(crc32(Buffer.concat([head.subarray(0, 24), text])));
  expect(headChecksum(head)).toBe(head.readUInt32LE(24));
});

test('the same bytes at another place have another checksum', () => {
  const bytes = Buffer.from('frame');
  expect(frameChecksum(28, bytes)).not.toBe(frameChecksum(64, bytes));
});
