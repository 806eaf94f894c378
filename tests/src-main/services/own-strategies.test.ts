import { beforeEach, expect, test } from 'vitest';
import { OwnStrategies, type FromOwn } from '../../../src-main/services/own-strategies.ts';
import { findStrategy } from '../../../src-main/core/strategies/catalog.ts';
import { specOnly } from '../../../src-main/core/user-strategies/spec-only.ts';
import type { OwnStrategiesRow } from '../../../src-shared/contract/strategies.ts';

const SPEC = { ...findStrategy('sma-cross')!.spec, id: 'mine' };
const MINE = { file: 'mine.ts', spec: SPEC, hash: 'aa', problem: '' };
const SLIP = { file: 'slip.ts', spec: null, hash: '', problem: 'slip.ts:2:5: no' };

let say: (message: FromOwn) => void = () => undefined;
let die: (problem: string) => void = () => undefined;
let told: OwnStrategiesRow[] = [];
let written: string[][] = [];
let ended = false;
let users: OwnStrategies;

beforeEach(() => {
  told = [];
  written = [];
  ended = false;
  users = new OwnStrategies({
    folder: '/home/strategies',
    open: () => ({
      onMessage: (listener) => (say = listener),
      onEnd: (listener) => (die = listener),
      end: () => (ended = true),
    }),
    files: {
      read: (file) => ({ entry: file, files: { [file]: 'now' } }),
      write: (folder, name, _text, mode) => {
        written.push([folder, name, mode]);
        return `${folder}/${name}`;
      },
    },
    taken: ['sma-cross'],
    publish: (event) => {
      if (event.kind === 'own') told.push(event.row);
    },
  });
});

test('is listed as it was read last, and told of whenever it is read again', () => {
  expect(users.list()).toEqual({ folder: '/home/strategies', strategies: [], problem: '' });
  say({ strategies: [MINE, SLIP], problem: '' });
  expect(told).toEqual([{ folder: '/home/strategies', strategies: [MINE, SLIP], problem: '' }]);
  die('it fell over');
  expect(users.list()).toMatchObject({ strategies: [MINE, SLIP], problem: expect.stringContaining('it fell over') as string });
  users.close();
  expect(ended).toBe(true);
  die('it was ended');
  expect(told).toHaveLength(2);
});

test('gives the files of one that loads as they are now', () => {
  say({ strategies: [MINE, SLIP], problem: '' });
  expect(users.source('mine')).toEqual({
    spec: SPEC,
    script: { entry: '/home/strategies/mine.ts', files: { '/home/strategies/mine.ts': 'now' } },
  });
  expect(users.source('slip')).toBeNull();
});

test('begins one with what an editor needs, under a name that is free', () => {
  expect(users.create('my-cross')).toEqual({ file: '/home/strategies/my-cross.ts' });
  expect(written.map(([, name, mode]) => [name, mode])).toEqual([
    ['my-cross.ts', 'new'],
    ['cryptoorch.d.ts', 'replace'],
    ['tsconfig.json', 'keep'],
  ]);
  for (const name of ['sma-cross', 'My Cross', '../out', 'a'.repeat(41), '']) expect(() => users.create(name)).toThrow(/NAME/u);
  expect(written).toHaveLength(3);
});

test('what is known without its process can be checked, not run', () => {
  const definition = specOnly(SPEC);
  expect(definition.warmupBars({})).toBe(0);
  expect(() => definition.create({}, undefined as never)).toThrow('a process of its own');
});
