import { expect, test } from 'vitest';
import { candidates } from '../../../src-main/hosts/choose-host.ts';

const machine = { wanted: null, electron: '/e', browser: '/usr/bin/chromium', display: true };

test('Electron first, then a browser, then the console', () => {
  expect(candidates(machine)).toEqual([
    { host: 'electron', why: "Electron's binary is here" },
    { host: 'chromium', why: 'Electron did not start; /usr/bin/chromium is' },
    { host: 'headless', why: 'Electron did not start and no browser started' },
  ]);
});

test('what is missing is said', () => {
  expect(candidates({ ...machine, electron: null })).toEqual([
    { host: 'chromium', why: "Electron's binary is not here; /usr/bin/chromium is" },
    { host: 'headless', why: "Electron's binary is not here and no browser started" },
  ]);
  expect(candidates({ ...machine, electron: null, browser: null })).toEqual([
    { host: 'headless', why: "Electron's binary is not here and no Chromium, Chrome or Edge is installed" },
  ]);
  expect(candidates({ ...machine, display: false })).toEqual([{ host: 'headless', why: 'there is no display' }]);
});

test('the host that is asked for is the only one', () => {
  expect(candidates({ ...machine, wanted: 'headless' })).toEqual([{ host: 'headless', why: 'CRYPTOORCH_HOST asks for it' }]);
  expect(candidates({ ...machine, wanted: 'toaster' })).toHaveLength(3);
});
