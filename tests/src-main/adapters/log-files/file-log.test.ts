import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileLog } from '../../../../src-main/adapters/log-files/file-log.ts';
import { StillClock, temporaryFolder } from '../../../support/ledger-kit.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const event = { level: 'info', area: 'session', event: 'session.started', fields: { seed: 7 } } as const;
const lines = (name: string) =>
  readFileSync(join(folder.path, 'logs', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

function log(limits: { fileBytes?: number; files?: number } = {}): FileLog {
  return new FileLog({ folder: join(folder.path, 'logs'), name: 'main', clock: new StillClock(), ...limits });
}

test('an event is one line of JSON with its time', () => {
  const file = log();
  file.write(event);
  file.write({ ...event, level: 'error', correlationId: 'c-1' });
  expect(lines('main.log')).toEqual([
    { time: '2027-01-15T08:00:00.000Z', ...event },
    { time: '2027-01-15T08:00:00.000Z', ...event, level: 'error', correlationId: 'c-1' },
  ]);
  log().write(event);
  expect(lines('main.log')).toHaveLength(3);
});

test('files are turned over, and only so many are kept', () => {
  const file = log({ fileBytes: 300, files: 3 });
  for (let seed = 0; seed < 20; seed += 1) file.write({ ...event, fields: { seed } });
  expect(readdirSync(join(folder.path, 'logs')).sort()).toEqual(['main.1.log', 'main.2.log', 'main.log']);
  const seeds = ['main.2.log', 'main.1.log', 'main.log'].flatMap(lines).map(({ fields }) => (fields as { seed: number }).seed);
  expect(seeds).toEqual(seeds.map((_, i) => 20 - seeds.length + i));
});

test('an event without measure keeps its name', () => {
  log().write({ ...event, fields: { text: 'x'.repeat(20_000) } });
  expect(lines('main.log')).toEqual([
    { time: '2027-01-15T08:00:00.000Z', level: 'info', area: 'session', event: 'session.started', tooLong: 20_114 },
  ]);
});

test('a log that cannot be written throws nothing and counts what it lost', () => {
  writeFileSync(join(folder.path, 'logs'), '');
  const file = log();
  file.write(event);
  file.write(event);
  expect(file.lostEvents).toBe(2);
});
