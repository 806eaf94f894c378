import { expect, test } from 'vitest';
import { type KeychainEntry, OsKeychain } from '../../../../src-main/adapters/keychain-os/os-keychain.ts';

function keychain(entry: Partial<KeychainEntry>, platform: NodeJS.Platform = 'linux') {
  const names: string[] = [];
  const openEntry = (service: string, name: string): Promise<KeychainEntry> => {
    names.push(`${service}/${name}`);
    return Promise.resolve(entry as KeychainEntry);
  };
  return { names, keychain: new OsKeychain({ openEntry, platform }) };
}

const failing = (message: string) => ({ getSecret: () => Promise.reject(new Error(message)) });

test('bytes go in and come back under a name of ours', async () => {
  let kept: Uint8Array | null = null;
  const { names, keychain: keys } = keychain({
    getSecret: () => Promise.resolve(kept === null ? null : [...kept]),
    setSecret: (secret) => {
      kept = secret;
      return Promise.resolve();
    },
    deleteCredential: () => Promise.resolve(kept !== null),
  });
  expect(await keys.load('a')).toBeNull();
  await keys.save('a', Uint8Array.of(1, 2, 3));
  expect(await keys.load('a')).toEqual(Uint8Array.of(1, 2, 3));
  expect(await keys.remove('a')).toBe(true);
  expect(new Set(names)).toEqual(new Set(['CryptoOrchestrator/a']));
});

test('a keychain that is not there says what to do, by system', async () => {
  const missing = "Couldn't access platform storage: Secret Service: no result found";
  for (const [platform, remedy] of [
    ['linux', /Secret Service/u],
    ['darwin', /login keychain/u],
    ['win32', /Credential Manager/u],
    ['freebsd', /Install one/u],
  ] as const) {
    const failed = keychain(failing(missing), platform).keychain.load('a');
    await expect(failed).rejects.toMatchObject({ code: 'keychain.missing', details: { problem: `${missing}.` } });
    await expect(failed).rejects.toThrow(remedy);
  }
});

test('where no session bus is, that is said', async () => {
  const failed = keychain(failing('Platform failure: DBus error: nothing to connect to')).keychain.load('a');
  await expect(failed).rejects.toThrow(/there is no desktop session here/u);
});

test('one whose prompt was dismissed is locked, not missing', async () => {
  const failed = keychain(failing('Secret Service: unlock prompt was dismissed')).keychain.load('a');
  await expect(failed).rejects.toMatchObject({ code: 'keychain.locked' });
});
