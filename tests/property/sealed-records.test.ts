import { createDecipheriv, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { NONCE_BYTES, openRecord, sealRecord } from '../../src-main/adapters/secret-files/sealed-record.ts';
import { SealedFiles } from '../../src-main/adapters/secret-files/sealed-files.ts';
import { Secret } from '../../src-shared/kernel/secret.ts';
import { MemoryFiles } from '../support/memory-files.ts';
import { MemoryKeychain } from '../support/memory-keychain.ts';

const LONG = process.env['CRYPTOORCH_TEST_LONG'] === '1';
const runs = LONG ? 50_000 : 1_000;

const identity = fc.record({
  vault: fc.stringMatching(/^[0-9a-f]{20}$/u),
  id: fc.stringMatching(/^[0-9a-z]{16}$/u),
  version: fc.integer({ min: 1, max: 1_000 }),
  kind: fc.constant('venue-credentials' as const),
  venue: fc.constantFrom('binance', 'kraken', 'okx'),
  sandbox: fc.boolean(),
});
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test('a record opens for its own identity, and is what AES-256-GCM makes of it', () => {
  fc.assert(
    fc.property(identity, fc.uint8Array({ maxLength: 300 }), bytes(32), bytes(NONCE_BYTES), (who, plain, key, nonce) => {
      const record = sealRecord(who, plain, key, nonce);
      const opened = openRecord(record, who, key);
      expect('plain' in opened && Buffer.from(opened.plain)).toEqual(Buffer.from(plain));
      // Opened again by hand, from what stands in the file alone.
      const fields = JSON.parse(Buffer.from(record).toString('utf8')) as Record<string, string>;
      const sealed = Buffer.from(fields['sealed']!, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(fields['nonce']!, 'base64'));
      decipher.setAAD(Buffer.from(JSON.stringify([1, 'aes-256-gcm', who.vault, who.id, who.version, who.kind, who.venue, who.sandbox])));
      decipher.setAuthTag(sealed.subarray(-16));
      expect(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])).toEqual(Buffer.from(plain));
    }),
    { numRuns: runs / 5 },
  );
});

test('any bit that is flipped anywhere in a record is noticed', () => {
  fc.assert(
    fc.property(identity, fc.uint8Array({ maxLength: 60 }), bytes(32), fc.nat(), (who, plain, key, at) => {
      const record = Buffer.from(sealRecord(who, plain, key, randomBytes(NONCE_BYTES)));
      const bit = at % (record.length * 8);
      record[bit >> 3]! ^= 1 << (bit & 7);
      expect('problem' in openRecord(record, who, key)).toBe(true);
    }),
    { numRuns: runs },
  );
  const who = { vault: '0'.repeat(20), id: 'a'.repeat(16), version: 1, kind: 'venue-credentials', venue: 'okx', sandbox: true } as const;
  const key = randomBytes(32);
  const record = Buffer.from(sealRecord(who, Buffer.from('every single one'), key, randomBytes(NONCE_BYTES)));
  for (let bit = 0; bit < record.length * 8; bit += 1) {
    record[bit >> 3]! ^= 1 << (bit & 7);
    expect('problem' in openRecord(record, who, key)).toBe(true);
    record[bit >> 3]! ^= 1 << (bit & 7);
  }
  expect('plain' in openRecord(record, who, key)).toBe(true);
});

test('a record never opens for another identity or with another key, also with its readable part rewritten', () => {
  fc.assert(
    fc.property(identity, identity, bytes(32), bytes(32), (one, other, key, otherKey) => {
      const record = sealRecord(one, Buffer.from('secret'), key, randomBytes(NONCE_BYTES));
      const same = JSON.stringify(one) === JSON.stringify(other);
      expect('plain' in openRecord(record, other, key)).toBe(same);
      const fields = { ...(JSON.parse(Buffer.from(record).toString('utf8')) as Record<string, unknown>), ...other };
      const order = ['format', 'vault', 'id', 'version', 'kind', 'venue', 'sandbox', 'nonce', 'sealed'];
      const rewritten = Buffer.from(
        `${JSON.stringify(Object.fromEntries(order.map((name) => [name, (fields as Record<string, unknown>)[name]])), null, 1)}\n`,
      );
      expect('plain' in openRecord(rewritten, other, key)).toBe(same);
      if (!Buffer.from(key).equals(otherKey)) expect('plain' in openRecord(record, one, otherKey)).toBe(false);
    }),
    { numRuns: runs / 5 },
  );
});

test('no nonce is used twice, however often the same secret is sealed', async () => {
  const files = new MemoryFiles();
  const nonces = new Set<string>();
  const store = new SealedFiles({ files, keychain: new MemoryKeychain(), log: { note: () => undefined } });
  const times = LONG ? 20_000 : 500;
  for (let i = 0; i < times; i += 1) {
    await store.seal({ id: 'a'.repeat(16), version: 1, kind: 'venue-credentials', venue: 'okx', sandbox: true }, new Secret('same'));
    nonces.add((JSON.parse(Buffer.from(files.read(`${'a'.repeat(16)}.v1.json`)!).toString('utf8')) as { nonce: string }).nonce);
  }
  expect(nonces.size).toBe(times);
});
