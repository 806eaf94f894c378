import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NO_WINDOW, startProgram, temporaryFolder } from './program.ts';
import type { Program } from './program.ts';
import { SOON, expectAccessible, panel } from './trade-window.ts';

describe.skipIf(NO_WINDOW !== null)('a session beside its backtest, in the program as it is shipped', () => {
  const folder = temporaryFolder();
  let program: Program;
  beforeAll(async () => {
    program = await startProgram({ home: folder.path });
    program.page.setDefaultTimeout(SOON);
    await panel(program.page, 'Chart').getByRole('application').waitFor();
  });
  afterAll(() => {
    folder.remove();
  });

  test('the session that runs is compared as far as it has come', async () => {
    const { page } = program;
    await page.keyboard.press('Control+2');
    await page.getByRole('tab', { name: 'Sessions' }).click();
    const sessions = panel(page, 'Sessions');
    await sessions.getByText('not ended').waitFor();
    await sessions.getByRole('button', { name: /^Compare session/u }).click();
    const causes = sessions.getByRole('grid', { name: 'Causes' });
    await causes.getByText('Exactly the sum').waitFor();
    expect(await causes.getByText('0.00').count()).toBe(9);
    await expectAccessible(page, 'a session beside its backtest');
    expect(await program.stop()).toBe(0);
  });
});
