import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { E2E_HOST, NO_WINDOW, startProgram, temporaryFolder } from './program.ts';
import type { TradeWindow } from './trade-window.ts';
import {
  SOON,
  AT_1440,
  AT_1920,
  dockTab,
  drawnTexts,
  expectAccessible,
  listenToChart,
  openTrade,
  panel,
  readTexts,
  expectSizes,
  seconds,
  seriousFindings,
  setTheme,
} from './trade-window.ts';

/** The picture of the chart, as text to compare. */
function chartPicture(page: Page): Promise<string> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLCanvasElement>('.chart-canvas canvas')]
      .filter(({ width, height }) => width > 0 && height > 0)
      .map((canvas) => canvas.toDataURL())
      .join(),
  );
}

/** Another first start on a home of its own, so that one hiccup of the machine is not taken for the program's pace. */
async function paintedElsewhere(): Promise<number> {
  const folder = temporaryFolder();
  const program = await startProgram({ home: folder.path });
  const painted = await program.painted();
  await program.stop();
  folder.remove();
  return painted;
}

describe.skipIf(NO_WINDOW !== null)('the first start', () => {
  const folder = temporaryFolder();
  let started = Number.NaN;
  let trade: TradeWindow;
  let page: Page;

  beforeAll(async () => {
    started = performance.now();
    trade = await openTrade(folder.path);
    page = trade.page;
  });
  afterEach(async () => {
    // What a failed test left open must not fail the next.
    for (let step = 0; step < 3 && (await page.locator('[role="dialog"], [role="alertdialog"]').count()) > 0; step += 1)
      await page.keyboard.press('Escape');
  });
  afterAll(async () => {
    await trade.stop();
    folder.remove();
  });

  test('is painted within 3 s and has a moving chart and a funded account within 10 s', async () => {
    let first = '';
    await expect
      .poll(
        async () => {
          const picture = await chartPicture(page);
          if (first === '' && picture !== '') first = picture;
          return first !== '' && picture !== first;
        },
        { timeout: SOON, interval: 100 },
      )
      .toBe(true);
    expect(await panel(page, 'Account').innerText()).toContain('100,000.00');
    expect(performance.now() - started).toBeLessThan(seconds(10));
    expect(Math.min(await trade.painted(), await paintedElsewhere())).toBeLessThan(seconds(3));
    expect(trade.lines[0]).toMatch(new RegExp(`^Host: ${E2E_HOST}`, 'u'));
  });

  test('asks nothing, reaches no host, says one line', async () => {
    expect(await page.getByRole('dialog').or(page.getByRole('alertdialog')).count()).toBe(0);
    expect(await page.getByRole('contentinfo').innerText()).toMatch(/hosts contacted\s+0/u);
    expect(await page.getByText('Paper money on a simulated market. B buys, S sells, Ctrl+K finds everything.').count()).toBe(1);
    expect(await page.getByRole('button', { name: /^Start (sma-cross|grid|dca|buy-and-hold)$/u }).count()).toBe(4);
    for (const place of [page.getByRole('banner'), page.getByRole('contentinfo')]) expect(await place.innerText()).toContain('PAPER');
  });

  test.each([
    [1440, 900, AT_1440],
    [1920, 1080, AT_1920],
  ] as const)('stands at its sizes at %ix%i, full and without a page scrollbar', async (width, height, expected) => {
    await page.setViewportSize({ width, height });
    await expectSizes(page, expected, 'Strategies');
    expect(await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])).toEqual([
      width,
      height,
    ]);
    const bars = async () =>
      Number(/, (\d+) bars/u.exec((await panel(page, 'Chart').getByRole('application').getAttribute('aria-label')) ?? '')?.[1]);
    await expect.poll(bars, { timeout: SOON }).toBeGreaterThanOrEqual(90);
    const levels = panel(page, 'Book').locator('[role="rowgroup"] [role="row"]:not([aria-hidden])');
    await expect.poll(() => levels.count(), { timeout: SOON }).toBeGreaterThanOrEqual(16);
    const trades = panel(page, 'Trades').locator('.trades-body [role="row"]');
    await expect.poll(() => trades.count(), { timeout: SOON }).toBeGreaterThanOrEqual(7);
    await expect
      .poll(() => panel(page, 'Watchlist').locator('.ui-sparkline path, .ui-sparkline polyline').count(), { timeout: SOON })
      .toBe(8);
  });

  test('shows its own font, on the chart too, and nothing under 11 px or cut off', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await listenToChart(page);
    await expect.poll(async () => (await drawnTexts(page)).size, { timeout: SOON }).toBeGreaterThan(5);
    expect(new Set([...(await drawnTexts(page)).values()].map((font) => /"?(Inter[^",]*)/u.exec(font)?.[1]))).toEqual(new Set(['Inter']));
    const { small, clipped, fonts } = await readTexts(page);
    expect(small).toEqual([]);
    expect(clipped).toEqual([]);
    expect(fonts).toEqual(['Inter']);
    expect(await page.locator('body').innerText()).not.toMatch(/\b(NaN|Infinity|undefined|null)\b|−0\.00\b/u);
  });

  test('axe finds nothing serious, in both themes, with dialogs and the palette open', async () => {
    await expectAccessible(page, 'first start');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    expect(await seriousFindings(page), 'palette').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Start sma-cross' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await seriousFindings(page), 'dialog').toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count(), { timeout: SOON }).toBe(0);
    await setTheme(page, 'light');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await seriousFindings(page), 'settings, light').toEqual([]);
    await page.keyboard.press('Escape');
    await setTheme(page, 'dark');
  });

  test('nothing shifts for ten seconds but the chart: figures change where they stand', async () => {
    const before = await panel(page, 'Trades').getByRole('table').innerText();
    const shifts = await page.evaluate(
      (milliseconds) =>
        new Promise<readonly string[]>((done) => {
          interface Shift extends PerformanceEntry {
            readonly sources: readonly { readonly node: Node | null }[];
          }
          const moved: string[] = [];
          const observer = new PerformanceObserver((list) => {
            for (const { sources } of list.getEntries() as Shift[])
              for (const { node } of sources) {
                const element = node instanceof Element ? node : node?.parentElement;
                // A tape runs, bars grow, and the digits of one figure take the room of others.
                if (element && element.closest('.chart-canvas, .trades, .book-imbalance-bar, .ui-figure, .ui-tail') === null)
                  moved.push(`${element.closest('section')?.ariaLabel ?? 'shell'}: ${element.outerHTML.slice(0, 120)}`);
              }
          });
          observer.observe({ type: 'layout-shift', buffered: false });
          setTimeout(() => {
            observer.disconnect();
            done(moved);
          }, milliseconds);
        }),
      10_000,
    );
    expect(shifts).toEqual([]);
    expect(await panel(page, 'Trades').getByRole('table').innerText()).not.toBe(before);
  });

  test('shows its focus at each of 30 Tabs and answers its keys', async () => {
    await page.getByRole('banner').click({ position: { x: 420, y: 2 } });
    const seen = new Set<string>();
    for (let tab = 0; tab < 30; tab += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const element = document.activeElement;
        if (!(element instanceof HTMLElement) || element === document.body) return null;
        const { width, height, top, left } = element.getBoundingClientRect();
        // A field or a row may wear the ring for what is inside it.
        const ringed = [
          element,
          element.parentElement,
          element.parentElement?.parentElement,
          ...(element.parentElement?.children ?? []),
        ].some((each) => {
          if (!(each instanceof Element)) return false;
          const { outlineStyle, outlineWidth } = getComputedStyle(each);
          return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
        });
        return {
          ringed,
          inside: width > 0 && height > 0 && top >= 0 && left >= 0,
          what: `${element.tagName} ${element.ariaLabel ?? element.textContent.slice(0, 30)}`,
        };
      });
      expect(focus, `Tab ${String(tab + 1)}`).toMatchObject({ ringed: true, inside: true });
      seen.add(focus?.what ?? '');
    }
    expect(seen.size).toBeGreaterThan(20);

    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Trade', exact: true }).focus();
    await page.keyboard.press('s');
    await expect
      .poll(() => panel(page, 'Order').getByRole('radio', { name: 'Sell', exact: true }).isChecked(), { timeout: SOON })
      .toBe(true);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region')), { timeout: SOON })
      .toBe('ticket');
    await page.getByRole('tab', { name: 'Trade', exact: true }).focus();
    await page.keyboard.press('b');
    await expect
      .poll(() => panel(page, 'Order').getByRole('radio', { name: 'Buy', exact: true }).isChecked(), { timeout: SOON })
      .toBe(true);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('eth');
    await page.keyboard.press('Enter');
    await expect.poll(() => panel(page, 'Chart').getByRole('heading').innerText(), { timeout: SOON }).toContain('ETH/USD');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('combobox').count(), { timeout: SOON }).toBe(0);
  });

  test('is loaded again as it was, without an error and without a breach of its policy', async () => {
    await page.addInitScript(() => {
      const breaches: string[] = [];
      Object.assign(globalThis, { breaches });
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        breaches.push(`${violatedDirective} ${blockedURI}`),
      );
    });
    await page.reload();
    await panel(page, 'Chart').getByRole('application').waitFor();
    await expect.poll(() => panel(page, 'Account').innerText(), { timeout: SOON }).toContain('100,000.00');
    await expect.poll(async () => (await chartPicture(page)).length, { timeout: SOON }).toBeGreaterThan(10_000);
    await dockTab(page, 'Log');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => (globalThis as unknown as { breaches: string[] }).breaches)).toEqual([]);
    expect(trade.problems).toEqual([]);
  });
});
