import { describe, expect, test } from 'vitest';
import { emptyForm, keyProblems, keyWords } from '../../../../src-renderer/features/accounts/key-form.ts';

describe('what is missing of a key', () => {
  const form = { ...emptyForm([]), name: 'main' };

  test('is named as the exchange names it', () => {
    expect(keyProblems(form, { name: true, passphrase: true })).toEqual({
      ...{ key: 'API key is needed.', secret: 'Secret is needed.', passphrase: 'Passphrase is needed.' },
    });
    const keyNames = { key: 'Wallet address', secret: 'Private key of an API wallet' };
    expect(keyWords(keyNames)).toEqual(keyNames);
    expect(keyProblems({ ...form, key: '0x1' }, { name: true, passphrase: false, keyNames })).toEqual({
      secret: 'Private key of an API wallet is needed.',
    });
  });
});
