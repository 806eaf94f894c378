import { expect, test } from 'vitest';
import { credentialLabels } from '../../../src-main/cli/account-options.ts';

test('a key is asked for by the names that its exchange has for it', () => {
  expect(credentialLabels({ needsPassphrase: false })).toEqual(['API key', 'Secret']);
  expect(credentialLabels({ needsPassphrase: true })).toEqual(['API key', 'Secret', 'Passphrase']);
  const keyNames = { key: 'Wallet address', secret: 'Private key of an API wallet' };
  expect(credentialLabels({ needsPassphrase: false, keyNames })).toEqual(['Wallet address', 'Private key of an API wallet']);
});
