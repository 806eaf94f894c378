import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { openBenchWindow } from './open-window.ts';
import { rounded } from './timing.ts';

const PRESSES = 400;
/** Between two presses, ms: twice as fast as a fast typist. */
const PACE_MS = 50;

/** From the press of a key in the ticket to the frame that shows it, ms. */
export interface KeyPressBench {
  readonly presses: number;
  readonly median: number;
  readonly p99: number;
}

/** Notes when every key arrives and when the frame after it has been handed over. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const noted = globalThis as unknown as { pressed: number[] };
    noted.pressed = [];
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          // The task after a frame's callbacks comes when the frame has been drawn.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            noted.pressed.push(performance.now() - timeStamp);
            port1.close();
          };
          port2.postMessage(null);
        });
      },
      { capture: true },
    );
  });
}

/** Types into the ticket of the Trade workspace while its market moves; null where there is no browser. */
export async function benchKeyPress(): Promise<KeyPressBench | null> {
  const window = await openBenchWindow('terminal');
  if (window === null) return null;
  try {
    const { page } = window;
    const ticket = page.getByRole('region', { name: 'Order', exact: true });
    await ticket.getByRole('textbox', { name: 'Price', exact: true }).fill('100000');
    await ticket.getByRole('textbox', { name: 'Size', exact: true }).focus();
    await listen(page);
    for (let press = 0; press < PRESSES; press += 1) {
      if (press % 8 === 0) await page.keyboard.press('Control+a');
      await page.keyboard.press(press % 8 === 1 ? '.' : String(press % 10));
      await wait(PACE_MS);
    }
    const pressed = await page.evaluate(() => (globalThis as unknown as { pressed: number[] }).pressed);
    pressed.sort((a, b) => a - b);
    return {
      presses: pressed.length,
      median: rounded(pressed[pressed.length >> 1] ?? Number.NaN, 1),
      p99: rounded(pressed[Math.floor(pressed.length * 0.99)] ?? Number.NaN, 1),
    };
  } finally {
    await window.close();
  }
}
