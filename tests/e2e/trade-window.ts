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
  await page.getByRole('tab', { name: new RegExp(`^${title}( |$)`, 'u') }).click();
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

/** Best bid and ask as the ticket offers them. */
export async function bestPrices(page: Page): Promise<{ readonly bid: number; readonly ask: number }> {
  const ticket = panel(page, 'Order');
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
  await page.keyboard.press('Tab');
  return ticket;
}

/** Presses the ticket's one button. */
export async function sendTicket(page: Page, title: string): Promise<void> {
  await panel(page, 'Order').getByRole('button', { name: title }).last().click();
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

/** The boxes of all panels in reading order, in pixels: left, top, width, height. */
export async function panelBoxes(page: Page): Promise<Readonly<Record<string, readonly number[]>>> {
  const boxes = await page.evaluate(() =>
    [...document.querySelectorAll('.flexlayout__tabset')].map((set) => {
      const { left, top, width, height } = set.getBoundingClientRect();
      const title = set.querySelector('[aria-selected="true"] .app-tab-title')?.textContent ?? 'Chart';
      return [title, [left, top, width, height]] as const;
    }),
  );
  return Object.fromEntries(boxes);
}
