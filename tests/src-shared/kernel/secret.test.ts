import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { Secret } from '../../../src-shared/kernel/secret.ts';

test('no way of turning it into text shows it', () => {
  const secret = new Secret('hunter2-hunter2');
  const texts = [
    String(secret),
    `a ${secret as unknown as string}`,
    'a ' + (secret as unknown as string),
    JSON.stringify({ secret, in: [secret] }),
    inspect(secret, { showHidden: true, depth: 5 }),
    inspect(new Map([['secret', secret]])),
    JSON.stringify(structuredClone({ secret: Object.assign({}, secret) })),
    JSON.stringify(Object.getOwnPropertyNames(secret)),
    new Fault('input.invalid', { field: 'key', problem: String(secret) }).message,
  ];
  for (const text of texts) expect(text).not.toContain('hunter2');
  expect(texts.slice(0, 4).every((text) => text.includes('[redacted]'))).toBe(true);
  expect(secret.open()).toBe('hunter2-hunter2');
});
