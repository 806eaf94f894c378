import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { electronChildren } from '../../../src-main/hosts/electron/electron-child.ts';
import type { Electron } from '../../../src-main/hosts/electron/electron-host.ts';

test('a process of Electron’s is told, heard and ended; nobody reads what it prints', () => {
  const did: unknown[] = [];
  const child = Object.assign(new EventEmitter(), {
    postMessage: (message: unknown) => did.push(['told', message]),
    kill: () => did.push('killed'),
  });
  const fork = (file: string, words: readonly string[], options: unknown) => {
    did.push([file, words, options]);
    return child;
  };
  const link = electronChildren({ utilityProcess: { fork } } as unknown as Electron)('/app/venue.js', { PATH: '/bin' });
  link.onMessage((message) => did.push(['heard', message]));
  link.onEnd((problem) => did.push(problem));
  link.send({ kind: 'read' });
  child.emit('message', 'answer');
  child.emit('message', 'another');
  child.emit('exit', 9);
  link.kill();
  expect(did).toEqual([
    ['/app/venue.js', [], { env: { PATH: '/bin' }, stdio: 'ignore', serviceName: 'CryptoOrchestrator venue' }],
    ['told', { kind: 'read' }],
    ['heard', 'answer'],
    ['heard', 'another'],
    'it ended with code 9.',
    'killed',
  ]);
});
