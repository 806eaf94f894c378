import { expect, test } from 'vitest';
import { runFirstHost } from '../../../src-main/hosts/run-first-host.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';

const machine = { wanted: null, electron: '/e', browser: '/c', display: true };
const missing = () => Promise.reject(new Fault('environment.missing', { what: 'Something', remedy: 'Find it.' }));

function run(runners: Partial<Record<'electron' | 'chromium' | 'headless', () => Promise<number>>>) {
  const said: string[] = [];
  const none = () => Promise.reject(new Error('not its turn'));
  const code = runFirstHost(machine, { electron: none, chromium: none, headless: none, ...runners }, (line) => said.push(line));
  return { said, code };
}

test('the first host that works is the one', async () => {
  const { said, code } = run({ electron: missing, chromium: () => Promise.resolve(0) });
  expect(await code).toBe(0);
  expect(said).toEqual([
    "Host: electron, because Electron's binary is here.",
    'Something is missing. Find it.',
    'Host: chromium, because Electron did not start; /c is.',
  ]);
});

test('none that works is exit 3', async () => {
  expect(await run({ electron: missing, chromium: missing, headless: missing }).code).toBe(3);
});

test('another fault ends the search with its own exit code', async () => {
  const { said, code } = run({ electron: () => Promise.reject(new Fault('home.locked', { home: '/h', holder: 'pid 7' })) });
  expect(await code).toBe(3);
  expect(said.at(-1)).toContain('/h is in use by pid 7');
});

test('what is no fault is not hidden', async () => {
  await expect(run({ electron: () => Promise.reject(new TypeError('ours')) }).code).rejects.toThrow('ours');
});
