import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { NO_WINDOW, temporaryFolder } from './program.ts';
import { SOON, expectAccessible, lastPrice, openTrade, panel, seriousFindings, tableRows, dockTab } from './trade-window.ts';
import type { TradeWindow } from './trade-window.ts';

const PAGES = ['Appearance', 'Trading', 'Keys', 'Notices', 'Data', 'About'] as const;

async function openSettings(page: Page, name: (typeof PAGES)[number]): Promise<void> {
  await page.keyboard.press('Control+,');
  await page.getByRole('dialog').getByRole('tab', { name, exact: true }).click();
}

/** Texts of an element's parts that are wider than the room they have. */
async function clippedTexts(page: Page, selector: string): Promise<readonly string[]> {
  return page.locator(selector).evaluateAll((roots) =>
    roots.flatMap((root) =>
      [...root.querySelectorAll<HTMLElement>('*')]
        .filter((part) => part.childElementCount === 0 && part.checkVisibility() && (part.textContent ?? '').trim() !== '')
        .filter((part) => {
          const box = part.getBoundingClientRect();
          const around = part.parentElement?.getBoundingClientRect() ?? box;
          const isHidden = part.closest('.ui-visually-hidden, [data-dropped]') !== null;
          return (
            !isHidden &&
            box.width > 1 &&
            (part.scrollWidth > part.clientWidth + 1 || box.right > around.right + 1) &&
            getComputedStyle(part).display !== 'inline'
          );
        })
        .map((part) => part.textContent ?? ''),
    ),
  );
}

describe.skipIf(NO_WINDOW !== null)('palette, keys and settings', () => {
  const folder = temporaryFolder();
  let trade: TradeWindow;
  let page: Page;

  async function start(): Promise<void> {
    trade = await openTrade(folder.path);
    page = trade.page;
    await page.setViewportSize({ width: 1440, height: 900 });
  }

  beforeAll(start);
  afterAll(async () => {
    await trade.stop();
    folder.remove();
  });

  test('an order in words is shown as a ticket; Enter fills the ticket and sends nothing', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('buy 0.05 btc limit 90k');
    const card = page.getByRole('dialog').getByRole('region', { name: /^Buy 0\.05 BTC/u });
    await card.getByText('0.05 BTC at 90,000.00 or lower').waitFor();
    await expectAccessible(page, 'an order in words');
    await page.keyboard.press('Enter');
    const ticket = panel(page, 'Order');
    await expect.poll(() => ticket.getByRole('textbox', { name: 'Price', exact: true }).inputValue(), { timeout: SOON }).toBe('90,000.00');
    expect(await ticket.getByRole('textbox', { name: 'Size', exact: true }).inputValue()).toBe('0.05');
    expect(await tableRows(await dockTab(page, 'Orders'))).toEqual([]);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('buy 0.05 btc lmit 90k');
    await page.getByRole('dialog').getByText('lmit').last().waitFor();
    await page.keyboard.press('Escape');
  });

  test('a locked window holds no figure, only stops, and opens when its button is held', async () => {
    const regions = (): Promise<readonly string[]> =>
      page.getByRole('region').evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? each.id));
    const figures = async (): Promise<readonly string[]> => {
      const account = await (await dockTab(page, 'Balances')).innerText();
      const watched = await panel(page, 'Watchlist').getByRole('row').count();
      return [account, `${String(watched)} watched`, ...(await regions()).toSorted()];
    };
    await dockTab(page, 'Balances');
    await expect.poll(figures, { timeout: SOON }).toContainEqual(expect.stringMatching(/\d,\d{3}/u));
    const whole = await figures();
    await page.keyboard.press('Control+Alt+l');
    const unlock = page.getByRole('button', { name: 'Hold to unlock' });
    await unlock.waitFor();
    expect(await unlock.evaluate((button) => button === document.activeElement)).toBe(true);
    const shown = await page.locator('body').innerText();
    expect(shown).toMatch(/Trading is ACTIVE\s+No strategy runs\s+No open orders\s+No positions/u);
    expect(shown).not.toMatch(/BTC|USD|\d,\d{3}|\d\.\d\d/u);
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+,');
    await page.keyboard.press('Enter');
    expect([await page.getByRole('dialog').count(), await unlock.count()]).toEqual([0, 1]);
    await page.getByRole('button', { name: 'Kill switch' }).click();
    await page.getByText('Trading is HALTED').waitFor();
    const open = async (): Promise<void> => {
      await unlock.focus();
      await page.keyboard.down('Enter');
      await page.getByRole('banner').waitFor({ timeout: SOON });
      await page.keyboard.up('Enter');
      await expect.poll(figures, { timeout: SOON }).toEqual(whole);
      expect(await lastPrice(page)).toBeGreaterThan(0);
    };
    await open();
    await page.keyboard.press('Control+Alt+l');
    await unlock.waitFor();
    // Whatever a page draws that is loaded while the window is locked, from its first frame on.
    await page.addInitScript(() => {
      const drawn = new Set<string>();
      Object.assign(globalThis, { drawn });
      new MutationObserver(() => {
        for (const { className } of document.querySelectorAll('#root > *')) drawn.add(className);
      }).observe(document, { childList: true, subtree: true });
    });
    const drawn = () => page.evaluate(() => [...(globalThis as unknown as { readonly drawn: ReadonlySet<string> }).drawn]);
    await page.reload();
    await unlock.waitFor();
    expect(await drawn()).toEqual(['app-lock']);
    await page.getByText('Trading is HALTED').waitFor();
    await open();
    await page.reload();
    await page.getByRole('banner').waitFor();
    expect(await drawn()).toContain('app-shell');
    expect(await drawn()).not.toContain('app-lock');
    await expect.poll(figures, { timeout: SOON }).toEqual(whole);
    expect(trade.problems).toEqual([]);
    await page.getByRole('button', { name: /^Trading state: HALTED/u }).click();
    await page.getByRole('menuitem', { name: 'Start trading again' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Start trading again' }).click();
    await page.getByRole('button', { name: /^Trading state: ACTIVE/u }).waitFor();
  });

  test('a key that is taken is named, and moves over when asked to; every page is accessible', async () => {
    await openSettings(page, 'Keys');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Change the key of: Left column' }).click();
    await page.keyboard.press('Control+j');
    await dialog.getByText('Ctrl+J is taken by: Dock.').waitFor();
    await dialog.getByRole('button', { name: 'Take it from there' }).click();
    await dialog.getByText('Changed keys: 2').waitFor();
    await page.keyboard.press('Escape');
    await panel(page, 'Watchlist').waitFor();
    await page.keyboard.press('Control+j');
    await panel(page, 'Watchlist').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+j');
    await panel(page, 'Watchlist').waitFor();
    for (const name of PAGES) {
      await openSettings(page, name);
      await expectAccessible(page, `settings, ${name}`);
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('?');
    await dialog.getByRole('heading', { name: 'Keys that work here' }).waitFor();
    await expectAccessible(page, 'keys');
    await page.keyboard.press('Escape');
  });

  test('forced colours keep edges and what is chosen; reduced motion takes transitions away', async () => {
    await openSettings(page, 'Appearance');
    await page.emulateMedia({ forcedColors: 'active' });
    const background = (name: string) =>
      page
        .getByRole('dialog')
        .getByRole('tab', { name, exact: true })
        .evaluate((tab) => getComputedStyle(tab).backgroundColor);
    expect(await background('Appearance')).not.toBe(await background('Keys'));
    const edge = await page.locator('.ui-dialog-frame').evaluate((frame) => getComputedStyle(frame).borderTopWidth);
    expect(edge).toBe('1px');
    await page.emulateMedia({ forcedColors: 'none' });
    await page.getByRole('radio', { name: 'Reduced' }).click();
    const times = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .map((part) => getComputedStyle(part).transitionDuration)
        .filter((time) => !/^(0s(, )?)+$/u.test(time)),
    );
    expect(times).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('what was chosen holds after a start, from the first frame on', async () => {
    await openSettings(page, 'Appearance');
    await page.getByRole('radio', { name: 'Light' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => readFileSync(join(folder.path, 'settings.json'), 'utf8'), { timeout: SOON }).toContain('light');
    await page.addInitScript(() => {
      document.addEventListener('readystatechange', () => {
        if (document.readyState === 'interactive') Object.assign(globalThis, { firstTheme: document.documentElement.dataset['theme'] });
      });
    });
    await page.reload();
    // The document is complete and no script of the window has run yet.
    expect(await page.evaluate(() => (globalThis as unknown as { firstTheme: string }).firstTheme)).toBe('light');
    await trade.stop();
    await start();
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light');
    await page.keyboard.press('Control+j');
    await panel(page, 'Watchlist').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+j');
  });

  test('bars, palette and settings have room for words that are 40 % longer', async () => {
    await page.goto(`${await page.evaluate(() => location.origin)}/?longer-words`);
    await page.getByRole('application').waitFor();
    expect(await clippedTexts(page, '.app-top, .app-foot')).toEqual([]);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    expect(await clippedTexts(page, '.app-palette')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+,');
    for (const tab of await page.getByRole('dialog').getByRole('tab').all()) {
      await tab.click();
      expect(await clippedTexts(page, '.app-settings')).toEqual([]);
    }
  });
});
