import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, galleryPage } from '../support/gallery-page.ts';
import type { GalleryPage } from '../support/gallery-page.ts';

const AXE = readFileSync(resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');
const SIZE = { width: 1160, height: 600 };

/** What axe calls serious or critical; it must have been loaded. */
async function seriousOnes(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const axe = (window as unknown as { axe: { run(root: Document): Promise<{ violations: { id: string; impact: string }[] }> } }).axe;
    return (await axe.run(document)).violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
  });
}

async function asked(page: Page): Promise<readonly (readonly [string, unknown])[]> {
  return page.evaluate(() => (window as unknown as { asked: (readonly [string, unknown])[] }).asked);
}

describe.skipIf(CHROMIUM === undefined)('what a live session knows, over invented rows', () => {
  let gallery: GalleryPage;
  beforeAll(async () => {
    gallery = await galleryPage('tables.html');
  });
  afterAll(async () => {
    await gallery.close();
  });

  it('says in words how the session stands, what is wrong with the way, and what the switch does', async () => {
    const page = await gallery.open('panel=venue', SIZE);
    const text = (await page.locator('.venue').innerText()).replaceAll('\n', ' ');
    for (const words of ['LIVE', 'differs', 'asked for', 'not heard', 'heard 41 s ago', '34 ms behind', 'not renewed', '18.4'])
      expect(text).toContain(words);
    await page.close();
    const slept = await gallery.open('panel=venue&venue=recovering&theme=light', SIZE);
    const body = slept.locator('.venue');
    await body.getByText('Waits for orders whose fate is not known and a second look that shows the same.').waitFor();
    await body.getByText('the venue has cancelled every order of the account', { exact: false }).waitFor();
    expect(await seriousOnes(slept)).toEqual([]);
    await slept.close();
  });

  it('books exactly what is shown, once the button was held with the keyboard', async () => {
    const page = await gallery.open('panel=venue', SIZE);
    await page.getByRole('button', { name: 'Accept what is shown' }).press('Enter');
    const dialog = page.getByRole('alertdialog');
    expect(await dialog.getByRole('row').allInnerTexts()).toEqual([
      expect.stringContaining('To book'),
      expect.stringMatching(/^BTC\s0\.01000000\s0\.00990001\s−0\.00009999$/u),
      expect.stringMatching(/^USDT\s100000\s100012\.5\s\+12\.5$/u),
    ]);
    expect(await seriousOnes(page)).toEqual([]);
    const hold = dialog.getByRole('button', { name: 'Hold to book' });
    await hold.press('Enter');
    expect((await asked(page)).filter(([name]) => name === 'accept')).toEqual([]);
    await hold.focus();
    await page.keyboard.down('Enter');
    await expect.poll(async () => (await asked(page)).filter(([name]) => name === 'accept'), { timeout: 10_000 }).toHaveLength(1);
    await page.keyboard.up('Enter');
    expect((await asked(page)).find(([name]) => name === 'accept')?.[1]).toMatchObject({
      confirmed: true,
      differences: [
        { asset: 'BTC', amount: '-0.00009999' },
        { asset: 'USDT', amount: '12.5' },
      ],
    });
    await dialog.waitFor({ state: 'detached' });
    await page.close();
  });

  it('opens the evidence of an order in doubt from its line, and says of one that was made elsewhere that it was', async () => {
    const page = await gallery.open('panel=orders', SIZE);
    await page.locator('[data-row="1"][data-column="1"]').click();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('No answer that proves anything: The request timed out after 1.5 s.').waitFor();
    await dialog.getByText('it can no longer arrive', { exact: false }).waitFor();
    expect(await seriousOnes(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('elsewhere', { exact: true }).dblclick();
    await dialog.getByText('Made elsewhere, not by this program', { exact: false }).waitFor();
    await dialog.getByText('Number 7719341 at the venue.', { exact: false }).waitFor();
    await page.close();
  });

  it('a breaker that tripped says what it saw, and a person starts again from there', async () => {
    const page = await gallery.open('panel=trading-state', SIZE);
    await page.getByText('3 of 4 orders within 10 min were not answered; 50% is the limit.').waitFor();
    await page.getByText('not renewed', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Start trading again' }).press('Enter');
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('3 of 4 orders within 10 min were not answered', { exact: false }).waitFor();
    await dialog.getByText('Ledger and venue do not agree yet', { exact: false }).waitFor();
    await dialog.getByRole('button', { name: 'Start trading again' }).press('Enter');
    await expect.poll(async () => (await asked(page)).map(([name]) => name)).toContain('rearm');
    await page.close();
  });
});
