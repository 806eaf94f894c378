import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { startProgram } from './program.ts';
import type { Program } from './program.ts';

const AXE = readFileSync(resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');

/** Slower machines get more time, as everywhere in the tests. */
const FACTOR = Number(process.env['CRYPTOORCH_TEST_BUDGET_FACTOR'] ?? 1);

/** Seconds of the clock, in milliseconds, on a machine of the usual kind. */
export const seconds = (count: number): number => count * 1_000 * FACTOR;

/** How long anything that must come may take. */
export const SOON = seconds(20);

/** The Trade workspace in a trader's hands. */
export interface TradeWindow extends Program {
  /** Errors of the page, failed loads and breaches of the content policy among them. */
  readonly problems: readonly string[];
}

/** Starts the program on a home and enters its window once the market moves in it. */
export async function openTrade(home: string): Promise<TradeWindow> {
  const program = await startProgram({ home });
  const problems: string[] = [];
  program.page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  program.page.on('pageerror', (error) => problems.push(error.message));
  program.page.setDefaultTimeout(SOON);
  await panel(program.page, 'Chart').getByRole('application').waitFor();
  return { ...program, problems };
}

/** A panel by its title. */
export function panel(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

/** Brings a tab of the dock to the front. */
export async function dockTab(page: Page, title: string): Promise<Locator> {
  await page
    .getByRole('main')
    .getByRole('tab', { name: new RegExp(`^${title}( |$)`, 'u') })
    .click();
  return panel(page, title);
}

/** The rows of a table, cell by cell as they read, keyed by the column heads. */
export async function tableRows(table: Locator): Promise<readonly Readonly<Record<string, string>>[]> {
  const heads = await table.getByRole('columnheader').allInnerTexts();
  const rows = await table.locator('[role="rowgroup"] [role="row"]').all();
  const cells = await Promise.all(rows.map((row) => row.getByRole('gridcell').allInnerTexts()));
  return cells.map((texts) =>
    Object.fromEntries(heads.map((head, index) => [head.trim(), (texts[index] ?? '').replaceAll(/\s+/gu, ' ').trim()])),
  );
}

/** A figure as the window writes it, as a number. */
export function figure(text: string): number {
  return Number(
    text
      .replaceAll(',', '')
      .replaceAll('−', '-')
      .replaceAll(/[^\d.-]/gu, ''),
  );
}

/** The last price in the instrument strip. */
export async function lastPrice(page: Page): Promise<number> {
  return figure(await panel(page, 'Chart').locator('.chart-last, .chart-strip-last').first().innerText());
}

/** Best bid and ask as the ticket offers them to a limit order. */
export async function bestPrices(page: Page): Promise<{ readonly bid: number; readonly ask: number }> {
  const ticket = panel(page, 'Order');
  await ticket.getByRole('radio', { name: 'Limit', exact: true }).check();
  const read = async (name: string) =>
    figure((await ticket.getByRole('button', { name: new RegExp(`^${name}`, 'u') }).innerText()).replace(name, ''));
  return { bid: await read('Bid'), ask: await read('Ask') };
}

/** What is to be typed into the ticket. */
export interface TicketEntry {
  readonly side: 'Buy' | 'Sell';
  readonly type: 'Limit' | 'Market';
  readonly price?: string;
  readonly size: string;
  readonly stop?: string;
  readonly target?: string;
}

/** Fills in the ticket as a person does. */
export async function fillTicket(page: Page, entry: TicketEntry): Promise<Locator> {
  const ticket = panel(page, 'Order');
  await ticket.getByRole('radio', { name: entry.side, exact: true }).check();
  await ticket.getByRole('radio', { name: entry.type, exact: true }).check();
  const bracket = ticket.getByRole('checkbox', { name: 'Stop and target' });
  await bracket.setChecked(entry.stop !== undefined);
  if (entry.price !== undefined) await ticket.getByRole('textbox', { name: 'Price', exact: true }).fill(entry.price);
  await ticket.getByRole('textbox', { name: 'Size', exact: true }).fill(entry.size);
  if (entry.stop !== undefined) await ticket.getByRole('textbox', { name: 'Stop', exact: true }).fill(entry.stop);
  if (entry.target !== undefined) await ticket.getByRole('textbox', { name: 'Target', exact: true }).fill(entry.target);
  await page.keyboard.press('Tab');
  return ticket;
}

/** The ticket takes no second press within half a second. */
const PRESS_MS = 550;
const pressedAt = new WeakMap<Page, number>();

/** Presses the ticket's one button. */
export async function pressSend(page: Page, title: string): Promise<void> {
  await page.waitForFunction((ready) => performance.now() > ready, (pressedAt.get(page) ?? -PRESS_MS) + PRESS_MS);
  await panel(page, 'Order').getByRole('button', { name: title }).last().click();
  pressedAt.set(page, await page.evaluate(() => performance.now()));
}

/** Sends what the ticket says; where the window asks, says yes and not to ask again. */
export async function sendTicket(page: Page, title: string): Promise<void> {
  await pressSend(page, title);
  const question = page.getByRole('alertdialog');
  const ticket = panel(page, 'Order');
  try {
    await question.or(ticket.getByText('recorded and on its way')).first().waitFor();
  } catch (thrown) {
    throw new Error(`the ticket says: ${await ticket.innerText()}`, { cause: thrown });
  }
  if (await question.isVisible()) await confirm(question, title);
}

/** Yes to the question, and not to ask again where that is offered. */
export async function confirm(question: Locator, title: string): Promise<void> {
  const again = question.getByRole('checkbox', { name: 'Do not ask again on paper' });
  // The box itself lies under the drawn one.
  if ((await again.count()) > 0) await again.check({ force: true });
  await question.getByRole('button', { name: title }).click();
  await question.waitFor({ state: 'detached' });
  const page = question.page();
  pressedAt.set(page, await page.evaluate(() => performance.now()));
}

/** Sets how fast the simulated market runs. */
export async function setSpeed(page: Page, speed: '1x' | '10x' | '60x' | '300x'): Promise<void> {
  await page.getByRole('button', { name: /^Speed of the simulated market/u }).click();
  await page.getByRole('option', { name: speed, exact: true }).click();
  await page.getByRole('button', { name: `Speed of the simulated market: ${speed}` }).waitFor();
}

/** From now on keeps the texts that the chart draws. */
export async function listenToChart(page: Page): Promise<void> {
  await page.evaluate(() => {
    const drawn = new Map<string, string>();
    const draw = CanvasRenderingContext2D.prototype.fillText;
    Object.assign(globalThis, { drawnTexts: drawn });
    CanvasRenderingContext2D.prototype.fillText = function fillText(this: CanvasRenderingContext2D, ...given) {
      drawn.set(given[0], this.font);
      draw.apply(this, given);
    };
  });
}

/** Texts that the chart drew since `listenToChart`, with their fonts. */
export async function drawnTexts(page: Page): Promise<ReadonlyMap<string, string>> {
  const entries = await page.evaluate(() => [...(globalThis as unknown as { drawnTexts: Map<string, string> }).drawnTexts]);
  return new Map(entries);
}

/** What axe finds that is serious or critical: rule, and where. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(`${AXE};undefined`);
  return page.evaluate(async () => {
    // What is still fading in has not its colours yet.
    const fading = document.getAnimations().filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.allSettled(fading.map(({ finished }) => finished));
    interface Violation {
      readonly id: string;
      readonly impact: string;
      readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
    }
    const { axe } = globalThis as unknown as { axe: { run(root: Document): Promise<{ violations: Violation[] }> } };
    const { violations } = await axe.run(document);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary.slice(0, 300)}`));
  });
}

/** Axe in both themes; the window is left in the dark one. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await setTheme(page, theme);
    expect(await seriousFindings(page), `${where}, ${theme}`).toEqual([]);
  }
  await setTheme(page, 'dark');
}

/** Switches the theme by its key. */
export async function setTheme(page: Page, theme: 'dark' | 'light'): Promise<void> {
  const shown = () => page.evaluate(() => document.documentElement.dataset['theme']);
  if ((await shown()) === theme) return;
  await page.keyboard.press('Control+Shift+L');
  await expect.poll(shown, { timeout: SOON }).toBe(theme);
}

/** Boxes of the Trade workspace: left, top, width, height. */
export type Boxes = Readonly<Record<string, readonly number[]>>;

/** In a window of 1440 x 900. */
export const AT_1440: Boxes = {
  Watchlist: [0, 36, 204, 400],
  Instrument: [0, 440, 204, 196],
  Chart: [208, 36, 692, 600],
  Book: [904, 36, 244, 404],
  Trades: [904, 444, 244, 192],
  Dock: [0, 640, 1148, 236],
  Order: [1152, 36, 288, 628],
  Account: [1152, 668, 288, 208],
};

/** In a window of 1920 x 1080. */
export const AT_1920: Boxes = {
  Watchlist: [0, 36, 248, 464],
  Instrument: [0, 504, 248, 264],
  Chart: [252, 36, 1052, 732],
  Book: [1308, 36, 288, 524],
  Trades: [1308, 564, 288, 204],
  Dock: [0, 772, 1596, 284],
  Order: [1600, 36, 320, 628],
  Account: [1600, 668, 320, 388],
};
const TOLERANCE = 4;

/** Holds the panels to their boxes; `dock` is the tab that the dock shows. */
export async function expectSizes(page: Page, expected: Boxes, dock: string): Promise<void> {
  const off = async () => {
    const boxes = await panelBoxes(page);
    return Object.entries(expected)
      .map(([title, box]) => ({ title, box, found: boxes[title === 'Dock' ? dock : title] ?? [] }))
      .filter(({ box, found }) => !box.every((wanted, index) => Math.abs((found[index] ?? Number.NaN) - wanted) <= TOLERANCE))
      .map(({ title, found }) => `${title} ${String(found)}`);
  };
  await expect.poll(off, { timeout: SOON }).toEqual([]);
}

/** The boxes of all panels in reading order, in pixels: left, top, width, height. */
async function panelBoxes(page: Page): Promise<Boxes> {
  const boxes = await page.evaluate(() =>
    [...document.querySelectorAll('.flexlayout__tabset')].map((set) => {
      const { left, top, width, height } = set.getBoundingClientRect();
      const title = set.querySelector('[aria-selected="true"] .app-tab-title')?.textContent ?? 'Chart';
      return [title, [left, top, width, height]] as const;
    }),
  );
  return Object.fromEntries(boxes);
}

/** What a reader would stumble over: texts that are cut off without an ellipsis, texts under 11 px; and the fonts in use. */
export interface TextFindings {
  readonly clipped: readonly string[];
  readonly small: readonly string[];
  readonly fonts: readonly string[];
}

/** Looks at every text on the screen where it stands. */
export function readTexts(page: Page): Promise<TextFindings> {
  return page.evaluate(() => {
    const texts: { readonly text: Text; readonly parent: HTMLElement }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!(node instanceof Text) || !parent || node.data.trim() === '') continue;
      if (!parent.checkVisibility({ visibilityProperty: true }) || parent.closest('.ui-visually-hidden, .app-skip, [data-dropped]'))
        continue;
      if (getComputedStyle(parent).clipPath === 'none') texts.push({ text: node, parent });
    }
    const name = ({ text, parent }: (typeof texts)[number]) =>
      `${parent.closest('section')?.ariaLabel ?? 'shell'}: ${text.data.slice(0, 60)}`;
    const cut = ({ text, parent }: (typeof texts)[number]) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      const { left, right } = range.getBoundingClientRect();
      for (let box: HTMLElement | null = parent; box && box !== document.body; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (style.textOverflow === 'ellipsis' && box.scrollWidth > box.clientWidth) return false;
        if (style.overflowX === 'visible' || style.overflowX === 'auto' || style.overflowX === 'scroll') continue;
        const bounds = box.getBoundingClientRect();
        if (right <= bounds.left || left >= bounds.right) return false;
        return left < bounds.left - 1 || right > bounds.right + 1;
      }
      return false;
    };
    return {
      clipped: texts.filter(cut).map(name),
      small: texts.filter(({ parent }) => Number.parseFloat(getComputedStyle(parent).fontSize) < 11).map(name),
      fonts: [...new Set(texts.map(({ parent }) => getComputedStyle(parent).fontFamily.split(',')[0]?.replaceAll('"', '') ?? ''))].sort(),
    };
  });
}
