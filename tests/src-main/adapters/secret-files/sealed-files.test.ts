import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FolderFiles } from '../../../../src-main/adapters/secret-files/record-files.ts';
import { SealedFiles } from '../../../../src-main/adapters/secret-files/sealed-files.ts';
import type { Access } from '../../../../src-main/ports/account-register.ts';
import type { SecretIdentity } from '../../../../src-main/ports/secret-store.ts';
import { Secret } from '../../../../src-shared/kernel/secret.ts';
import { MemoryFiles } from '../../../support/memory-files.ts';
import { MemoryKeychain } from '../../../support/memory-keychain.ts';

const ID: SecretIdentity = { id: '000000000000acc1', version: 1, kind: 'venue-credentials', venue: 'binance', sandbox: true };
const FILE = '000000000000acc1.v1.json';

function store(files = new MemoryFiles(), keychain = new MemoryKeychain()) {
  const accesses: Access[] = [];
  const log = { note: (access: Access) => void accesses.push(access) };
  return { files, keychain, accesses, store: new SealedFiles({ files, keychain, log }) };
}

const text = (files: MemoryFiles, name: string): string => Buffer.from(files.read(name)!).toString('utf8');
const put = (files: MemoryFiles, name: string, content: string): void => void files.content.set(name, Buffer.from(content));

describe('sealed files', () => {
  test('open what was sealed; every access is noted before it; the keychain holds one key', async () => {
    const { store: secrets, accesses, keychain, files } = store();
    await secrets.seal(ID, new Secret('very secret'));
    await secrets.seal({ ...ID, version: 2 }, new Secret('newer'));
    expect((await secrets.open(ID)).open()).toBe('very secret');
    expect(keychain.entries.size).toBe(1);
    await secrets.destroyOlder(ID.id, 2);
    await expect(secrets.open(ID)).rejects.toMatchObject({ code: 'secret.missing' });
    expect((await secrets.open({ ...ID, version: 2 })).open()).toBe('newer');
    await secrets.destroy({ ...ID, version: 2 });
    expect(files.names()).toEqual(['vault.json']);
    expect(accesses.map(({ kind, version }) => `${kind} ${String(version)}`)).toEqual([
      ...['seal 1', 'seal 2', 'open 1', 'destroy 1', 'open 2', 'destroy 2'],
    ]);
  });

  test('that they could be opened is proven by the keychain alone, and opens none', async () => {
    const { store: secrets, keychain, accesses } = store();
    await secrets.prove();
    await secrets.seal(ID, new Secret('very secret'));
    await secrets.prove();
    expect(accesses.map(({ kind }) => kind)).toEqual(['seal']);
    keychain.entries.clear();
    await expect(secrets.prove()).rejects.toMatchObject({ code: 'secret.key-missing' });
  });

  test('locked, none is opened by anybody, until the keychain has shown the key', async () => {
    const { store: secrets, keychain, files, accesses } = store();
    await secrets.seal(ID, new Secret('very secret'));
    await secrets.lock();
    await secrets.lock();
    const other = store(files, keychain);
    expect([secrets.locked, other.store.locked]).toEqual([true, true]);
    await expect(other.store.open(ID)).rejects.toMatchObject({ code: 'secret.locked' });
    const key = [...keychain.entries];
    keychain.entries.clear();
    await expect(other.store.unlock()).rejects.toMatchObject({ code: 'secret.key-missing' });
    expect(secrets.locked).toBe(true);
    for (const [name, bytes] of key) keychain.entries.set(name, bytes);
    await other.store.unlock();
    await other.store.unlock();
    expect((await secrets.open(ID)).open()).toBe('very secret');
    expect([...accesses, ...other.accesses].map(({ kind }) => kind)).toEqual(['seal', 'lock', 'open', 'unlock']);
  });

  test('what cannot be noted is not carried out', async () => {
    const { store: secrets, files, keychain } = store();
    await secrets.seal(ID, new Secret('first'));
    const mute = new SealedFiles({
      files,
      keychain,
      log: {
        note: () => {
          throw new Error('no log');
        },
      },
    });
    await expect(mute.open(ID)).rejects.toThrow('no log');
    await expect(mute.seal({ ...ID, version: 2 }, new Secret('second'))).rejects.toThrow('no log');
    await expect(mute.destroy(ID)).rejects.toThrow('no log');
    await expect(mute.destroyOlder(ID.id, null)).rejects.toThrow('no log');
    expect(files.names()).toEqual([FILE, 'vault.json']);
  });

  test('a record in the place of another one, of another venue or of the test network is named and left alone', async () => {
    const { store: secrets, files } = store();
    await secrets.seal(ID, new Secret('first'));
    const before = text(files, FILE);
    for (const other of [{ venue: 'kraken' }, { sandbox: false }]) {
      await expect(secrets.open({ ...ID, ...other })).rejects.toMatchObject({ code: 'secret.swapped' });
    }
    put(files, '000000000000acc2.v1.json', before);
    await expect(secrets.open({ ...ID, id: '000000000000acc2' })).rejects.toMatchObject({ code: 'secret.swapped' });
    // An older version put back under the newer one's name.
    put(files, '000000000000acc1.v2.json', before);
    await expect(secrets.open({ ...ID, version: 2 })).rejects.toMatchObject({ code: 'secret.swapped' });
    // The same with what stands in it readable made to fit.
    put(files, '000000000000acc1.v2.json', before.replace('"version": 1', '"version": 2'));
    await expect(secrets.open({ ...ID, version: 2 })).rejects.toMatchObject({ code: 'secret.damaged' });
    expect(text(files, FILE)).toBe(before);
  });

  test('another format, and what is none, have faults of their own', async () => {
    const { store: secrets, files } = store();
    await secrets.seal(ID, new Secret('first'));
    const before = text(files, FILE);
    put(files, FILE, before.replace('"format": 1', '"format": 2'));
    await expect(secrets.open(ID)).rejects.toMatchObject({ code: 'secret.version', details: { found: '2', known: 1 } });
    for (const broken of ['', 'null', '{}', before.slice(0, -20), `${before} `]) {
      put(files, FILE, broken);
      await expect(secrets.open(ID)).rejects.toMatchObject({ code: 'secret.damaged' });
    }
    const vault = text(files, 'vault.json');
    put(files, FILE, before);
    put(files, 'vault.json', vault.replace('"format": 1', '"format": 7'));
    await expect(secrets.open(ID)).rejects.toMatchObject({ code: 'secret.version' });
    for (const broken of ['no json', 'null', vault.replace('os-keychain', 'passphrase')]) {
      put(files, 'vault.json', broken);
      await expect(secrets.open(ID)).rejects.toMatchObject({ code: 'secret.damaged' });
    }
  });

  test('a key that is not there, or another one, is never replaced while something is sealed by it', async () => {
    const { store: secrets, files, keychain } = store();
    await secrets.seal(ID, new Secret('first'));
    const [[name, key]] = [...keychain.entries] as [[string, Uint8Array]];
    keychain.entries.clear();
    await expect(secrets.open(ID)).rejects.toMatchObject({ code: 'secret.key-missing' });
    await expect(secrets.seal({ ...ID, version: 2 }, new Secret('x'))).rejects.toMatchObject({ code: 'secret.key-missing' });
    for (const wrong of [new Uint8Array(32), new Uint8Array(3)]) {
      keychain.entries.set(name, wrong);
      await expect(secrets.open(ID)).rejects.toMatchObject({ code: 'secret.key-wrong' });
    }
    keychain.entries.set(name, key);
    const vault = files.read('vault.json')!;
    files.content.delete('vault.json');
    await expect(secrets.seal({ ...ID, version: 2 }, new Secret('x'))).rejects.toMatchObject({ code: 'secret.key-missing' });
    files.content.set('vault.json', vault);
    expect((await secrets.open(ID)).open()).toBe('first');
    // With nothing sealed any more a new set begins.
    await secrets.destroyOlder(ID.id, null);
    keychain.entries.clear();
    await secrets.seal(ID, new Secret('anew'));
    expect((await secrets.open(ID)).open()).toBe('anew');
  });

  test('a keychain that forgets what it took is found out before anything is sealed', async () => {
    const keychain = new MemoryKeychain();
    keychain.load = () => Promise.resolve(null);
    const { store: secrets, files } = store(new MemoryFiles(), keychain);
    await expect(secrets.seal(ID, new Secret('x'))).rejects.toMatchObject({ code: 'secret.key-wrong' });
    expect(files.names()).toEqual([]);
  });

  test('of two processes that begin at once the first one’s key stays', async () => {
    const files = new MemoryFiles();
    const keychain = new MemoryKeychain();
    const [one, two] = [store(files, keychain), store(files, keychain)];
    await Promise.all([one.store.seal(ID, new Secret('one')), two.store.seal({ ...ID, version: 2 }, new Secret('two'))]);
    expect(keychain.entries.size).toBe(1);
    expect((await two.store.open(ID)).open()).toBe('one');
    expect((await one.store.open({ ...ID, version: 2 })).open()).toBe('two');
  });

  test('a crash between any two steps loses nothing that was sealed, and is made good by doing it again', async () => {
    for (let steps = 0; steps < 6; steps += 1) {
      const { store: secrets, files } = store();
      files.left = steps;
      await secrets.seal(ID, new Secret('first')).catch(() => undefined);
      files.left = Infinity;
      await secrets.seal(ID, new Secret('first'));
      files.left = steps;
      await secrets.seal(ID, new Secret('second')).catch(() => undefined);
      expect(['first', 'second']).toContain((await secrets.open(ID)).open());
      files.left = Infinity;
      await secrets.destroyOlder(ID.id, null);
      // What was begun of the first file of all is nobody's, and harmless.
      expect(files.names().filter((name) => !name.startsWith('vault.json.'))).toEqual(['vault.json']);
    }
  });
});

describe('on a disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sealed-files-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('files are for their user alone, nothing half written stays, and a file is only begun once', async () => {
    const place = join(folder, 'secrets');
    const files = new FolderFiles(place);
    expect(files.names()).toEqual([]);
    expect(files.read('x')).toBeNull();
    const secrets = new SealedFiles({ files, keychain: new MemoryKeychain(), log: { note: () => undefined } });
    await secrets.seal(ID, new Secret('on disk'));
    expect((await secrets.open(ID)).open()).toBe('on disk');
    expect(readdirSync(place).sort()).toEqual([FILE, 'vault.json']);
    if (process.platform !== 'win32') for (const name of readdirSync(place)) expect(statSync(join(place, name)).mode & 0o777).toBe(0o600);
    expect(files.commitNew(files.stage('vault.json', Buffer.from('other')), 'vault.json')).toBe(false);
    expect((await secrets.open(ID)).open()).toBe('on disk');
    await secrets.destroy(ID);
    expect(existsSync(join(place, FILE))).toBe(false);
  });

  test('a folder that cannot be written is a fault that names the file', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expect(() => new FolderFiles(file).stage('x', new Uint8Array(1))).toThrow(expect.objectContaining({ code: 'disk.failed' }) as Error);
    expect(() => new FolderFiles(file).names()).toThrow(expect.objectContaining({ code: 'disk.failed' }) as Error);
    const files = new FolderFiles(join(folder, 'late'));
    files.stage('x', new Uint8Array(1));
    expect(() => {
      files.commit('gone', 'x');
    }).toThrow(expect.objectContaining({ code: 'disk.failed' }) as Error);
    expect(() => files.commitNew('gone', 'x')).toThrow(expect.objectContaining({ code: 'disk.failed' }) as Error);
  });
});
