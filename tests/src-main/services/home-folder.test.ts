import { expect, it } from 'vitest';
import { homeFolder } from '../../../src-main/services/home-folder.ts';

const base = { env: {}, platform: 'linux' as NodeJS.Platform, userFolder: '/home/ann', cwd: '/work' };

it('is CRYPTOORCH_HOME, else the place of the platform', () => {
  expect(homeFolder(base)).toBe('/home/ann/.local/share/cryptoorch');
  expect(homeFolder({ ...base, env: { XDG_DATA_HOME: '/data' } })).toBe('/data/cryptoorch');
  expect(homeFolder({ ...base, env: { XDG_DATA_HOME: 'relative' } })).toBe('/home/ann/.local/share/cryptoorch');
  expect(homeFolder({ ...base, env: { CRYPTOORCH_HOME: '/elsewhere' } })).toBe('/elsewhere');
  expect(homeFolder({ ...base, env: { CRYPTOORCH_HOME: 'here' } })).toBe('/work/here');
  expect(homeFolder({ ...base, env: { CRYPTOORCH_HOME: '' } })).toBe('/home/ann/.local/share/cryptoorch');
  expect(homeFolder({ ...base, platform: 'darwin', userFolder: '/Users/ann' })).toBe(
    '/Users/ann/Library/Application Support/CryptoOrchestrator',
  );
  expect(homeFolder({ ...base, platform: 'win32', userFolder: 'C:\\Users\\ann' })).toBe(
    'C:\\Users\\ann\\AppData\\Local\\CryptoOrchestrator',
  );
  expect(homeFolder({ ...base, platform: 'win32', env: { LOCALAPPDATA: 'D:\\Local' } })).toBe('D:\\Local\\CryptoOrchestrator');
});
