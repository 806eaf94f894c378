import type { Locator, Page } from 'playwright-core';
import { SHELL_SENTENCES } from '../../src-renderer/app/sentences.ts';
import { SOON, dockTab, panel, setSpeed } from './trade-window.ts';

/** How a trader works the window: every step of the story is done once with the mouse and once without it. */
export interface Hand {
  readonly name: 'mouse and keys' | 'keyboard alone';
  /** Puts the focus into the chart. */
  toChart(page: Page): Promise<void>;
  /** Types into a field of a panel or dialog and leaves the focus in it. */
  type(page: Page, field: Locator, text: string): Promise<void>;
  /** Presses a button, or switches a box. */
  press(page: Page, button: Locator): Promise<void>;
  /** Opens a list by its button and takes an entry. */
  choose(page: Page, button: Locator, option: string): Promise<void>;
  /** Moves the stop of the order in the ticket down on the chart, by some way. */
  lowerStop(page: Page): Promise<void>;
  /** Sends what the ticket says, answers its question with yes, and tells the words of the button that sent it. */
  send(page: Page, title: RegExp): Promise<string>;
  /** Opens a cell of a table for changing and types into the field that comes. */
  change(page: Page, cell: Locator, field: Locator, text: string): Promise<void>;
  /** Brings a tab of the dock to the front. */
  tab(page: Page, title: string): Promise<Locator>;
  speed(page: Page, speed: '1x' | '10x' | '60x'): Promise<void>;
  kill(page: Page): Promise<void>;
}

type Press = (control: Locator) => Promise<void>;

/** Further Tabs than this lie in no window. */
const TABS = 150;
const DOCK_TABS = ['Positions', 'Orders', 'Fills', 'Balances', 'Strategies', 'Risk', 'Log'];

function focused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}

/** Goes on with Tab until a control has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let pressed = 0; pressed < TABS; pressed += 1) {
    if (await focused(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab reaches ${String(target)}`);
}

async function toRegion(page: Page, region: Locator): Promise<void> {
  const holds = () => region.evaluate((element) => element.contains(document.activeElement));
  for (let pressed = 0; pressed < TABS && !(await holds()); pressed += 1) await page.keyboard.press('F6');
}

function plot(page: Page): Locator {
  return panel(page, 'Chart').getByRole('application');
}

/** Answers the question of an order, where one is asked, and tells what was said yes to; the market moves a size that follows from it. */
async function answer(page: Page, title: RegExp, by: { readonly check: Press; readonly send: Press }): Promise<string> {
  const question = page.getByRole('alertdialog');
  const ticket = panel(page, 'Order');
  await question.or(ticket.getByText('recorded and on its way')).first().waitFor();
  if (!(await question.isVisible())) return ticket.getByRole('button', { name: title }).last().innerText();
  const again = question.getByRole('checkbox', { name: 'Do not ask again on paper' });
  if ((await again.count()) > 0) await by.check(again);
  const send = question.getByRole('button', { name: title });
  const words = await send.innerText();
  await by.send(send);
  await question.waitFor({ state: 'detached', timeout: SOON });
  return words;
}

/** Runs the palette's first finding for some words. */
export async function runInPalette(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: SHELL_SENTENCES.search });
  await palette.getByRole('combobox').waitFor();
  await page.keyboard.type(words);
  // Of half of the words another may be the first.
  await palette
    .getByRole('option')
    .first()
    .and(palette.getByRole('option', { name: new RegExp(words, 'iu') }))
    .waitFor();
  await page.keyboard.press('Enter');
  // It stays where what was found cannot be run, and keeps every key that comes.
  await palette.waitFor({ state: 'detached' });
}

/** Goes with Tab into the table of a cell and with the arrows to the cell. */
async function arrowsTo(page: Page, cell: Locator): Promise<void> {
  const table = cell.locator('xpath=ancestor::*[@role="grid"]');
  const place = (target: Locator) =>
    target.evaluate((element) => {
      const at = element.closest<HTMLElement>('[data-row][data-column]');
      return at === null ? null : ([Number(at.dataset['row']), Number(at.dataset['column'])] as const);
    });
  const within = table.locator('[data-row][data-column]:focus, [data-row][data-column] :focus');
  for (let pressed = 0; pressed < TABS && (await within.count()) === 0; pressed += 1) await page.keyboard.press('Tab');
  for (let pressed = 0; pressed < TABS; pressed += 1) {
    const [wanted, now] = [await place(cell), await place(within)];
    if (wanted === null || now === null) break;
    if (now[0] === wanted[0] && now[1] === wanted[1]) return;
    const vertical = now[0] < wanted[0] ? 'ArrowDown' : 'ArrowUp';
    const across = now[1] < wanted[1] ? 'ArrowRight' : 'ArrowLeft';
    await page.keyboard.press(now[0] === wanted[0] ? across : vertical);
  }
  throw new Error(`no arrow reaches ${String(cell)}`);
}

const KEYBOARD: Hand = {
  name: 'keyboard alone',
  toChart: async (page) => {
    await toRegion(page, panel(page, 'Chart'));
    await tabTo(page, plot(page));
  },
  type: async (page, field, text) => {
    await tabTo(page, field);
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
  },
  press: async (page, button) => {
    await tabTo(page, button);
    await page.keyboard.press('Space');
  },
  choose: async (page, button, option) => {
    await tabTo(page, button);
    await page.keyboard.press('Enter');
    const entry = page.getByRole('option', { name: option, exact: true });
    await entry.waitFor();
    for (let pressed = 0; pressed < TABS && !(await focused(entry)); pressed += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  },
  lowerStop: async (page) => {
    await KEYBOARD.toChart(page);
    const note = page.locator('.chart-keys-note');
    for (let pressed = 0; pressed < TABS; pressed += 1) {
      await page.keyboard.press('ArrowUp');
      if ((await note.allInnerTexts()).join().startsWith('Stop')) break;
    }
    for (let pressed = 0; pressed < 40; pressed += 1) await page.keyboard.press('Control+Shift+ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
  },
  send: async (page, title) => {
    await toRegion(page, panel(page, 'Order'));
    await page.keyboard.press('Control+Enter');
    const press = (key: string) => async (control: Locator) => {
      await tabTo(page, control);
      await page.keyboard.press(key);
    };
    return answer(page, title, { check: press('Space'), send: press('Enter') });
  },
  change: async (page, cell, field, text) => {
    await arrowsTo(page, cell);
    await page.keyboard.press('Enter');
    await field.waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  },
  tab: async (page, title) => {
    await page.keyboard.press(`Alt+${String(DOCK_TABS.indexOf(title) + 1)}`);
    await panel(page, title).waitFor();
    return panel(page, title);
  },
  speed: async (page, speed) => {
    const button = page.getByRole('button', { name: `Speed of the simulated market: ${speed}`, exact: true });
    // The palette does not run a speed that the market has.
    if ((await button.count()) > 0) return;
    await runInPalette(page, `Simulated market at ${speed}`);
    await button.waitFor();
  },
  kill: async (page) => {
    await page.keyboard.press('Control+Alt+k');
    await page.keyboard.press('Control+Alt+k');
  },
};

const MOUSE: Hand = {
  name: 'mouse and keys',
  toChart: async (page) => {
    // Where no line or mark lies that a press would take hold of.
    const box = (await plot(page).boundingBox())!;
    await page.mouse.click(box.x + box.width / 3, box.y + box.height - 60);
  },
  type: async (_, field, text) => {
    await field.fill(text);
  },
  press: async (_, button) => {
    if ((await button.getAttribute('type')) === 'checkbox') await button.setChecked(!(await button.isChecked()), { force: true });
    else await button.click();
  },
  choose: async (page, button, option) => {
    await button.click();
    await page.getByRole('option', { name: option, exact: true }).click();
  },
  lowerStop: async (page) => {
    // The stop lies below what is in view: the price axis is pulled together until it is there.
    const chart = (await plot(page).boundingBox())!;
    const axis = chart.x + chart.width - 30;
    await page.mouse.move(axis, chart.y + 60);
    await page.mouse.down();
    await page.mouse.move(axis, chart.y + chart.height - 120, { steps: 8 });
    await page.mouse.up();
    const tag = panel(page, 'Chart')
      .getByRole('list', { name: 'Orders and position on the chart' })
      .getByRole('listitem')
      .filter({ hasText: /^Stop/u });
    await tag.waitFor();
    const box = (await tag.boundingBox())!;
    const from = { x: box.x + 20, y: box.y + box.height / 2 };
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x, from.y + 24, { steps: 6 });
    await page.mouse.up();
    await page.mouse.dblclick(axis, chart.y + 60);
  },
  send: async (page, title) => {
    await panel(page, 'Order').getByRole('button', { name: title }).last().click();
    return answer(page, title, { check: (again) => again.check({ force: true }), send: (send) => send.click() });
  },
  change: async (page, cell, field, text) => {
    await cell.dblclick();
    await field.fill(text);
    await page.keyboard.press('Enter');
  },
  tab: dockTab,
  speed: setSpeed,
  kill: async (page) => {
    await page.getByRole('banner').getByRole('button', { name: 'Kill switch' }).click();
  },
};

/** Both ways to work the window. */
export const HANDS: readonly Hand[] = [MOUSE, KEYBOARD];
