import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { secretPlaces } from '../support/secret-search.ts';
import { NO_WINDOW, startProgram, temporaryFolder } from './program.ts';
import type { Program } from './program.ts';
import { SOON, expectAccessible, panel } from './trade-window.ts';

const KEY = 'kEyOfTheWindow0123456789abcdefghijklmnop';
const SECRET = 'sEcretOfTheWindow+/=0123456789abcdefghij';

describe.skipIf(NO_WINDOW !== null || process.platform !== 'linux')('a key typed into the window, on a machine without a keychain', () => {
  const folder = temporaryFolder();
  let program: Program;
  beforeAll(async () => {
    program = await startProgram({ home: folder.path, env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder.path, 'no-bus')}` } });
    program.page.setDefaultTimeout(SOON);
    await panel(program.page, 'Chart').getByRole('application').waitFor();
  });
  afterAll(() => {
    folder.remove();
  });

  test('is refused with what to do, and stands nowhere afterwards, the browser’s own files among them', async () => {
    const { page } = program;
    await page.keyboard.press('Control+4');
    await page.getByRole('tab', { name: 'Accounts' }).click();
    const accounts = panel(page, 'Accounts');
    await accounts.getByText('No exchange accounts.').waitFor();
    await expectAccessible(page, 'accounts');
    await accounts.getByRole('button', { name: 'Add account' }).last().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('main');
    await dialog.getByLabel('API key').pressSequentially(KEY);
    await dialog.getByLabel('Secret').pressSequentially(SECRET);
    await expectAccessible(page, 'the form of a key');
    await dialog.getByRole('button', { name: 'Seal and check' }).click();
    await dialog.getByText('there is no desktop session here').waitFor();
    expect(await dialog.getByLabel('Secret').inputValue()).toBe('');
    expect(secretPlaces([KEY, SECRET], { folder: folder.path, texts: [await page.content()] })).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await program.stop()).toBe(0);
    expect(existsSync(join(folder.path, 'secrets'))).toBe(false);
    expect(secretPlaces([KEY, SECRET], { folder: folder.path, texts: program.lines })).toEqual([]);
  });
});
