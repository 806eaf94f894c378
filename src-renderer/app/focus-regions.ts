import type { KeyPlace } from '../ui/key-map.ts';

const FOCUSABLE = 'input:not([disabled]), button:not([tabindex="-1"]), [tabindex="0"], select, textarea, a[href]';

function regions(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-region]')]
    .filter((region) => region.checkVisibility())
    .sort((a, b) => {
      const first = a.getBoundingClientRect();
      const second = b.getBoundingClientRect();
      return first.left - second.left || first.top - second.top;
    });
}

const FRAMES_TO_WAIT = 20;

/** Puts the focus on a region itself, from where Tab goes through it; a panel that is only just being shown gets some frames to appear. */
export function focusRegion(name: string, frames = FRAMES_TO_WAIT): void {
  const region = document.querySelector<HTMLElement>(`[data-region="${CSS.escape(name)}"]`);
  if (region?.checkVisibility() === true) region.focus();
  else if (frames > 0)
    requestAnimationFrame(() => {
      focusRegion(name, frames - 1);
    });
}

/** Puts the focus on the first control of a region. */
export function focusInto(name: string): void {
  const region = document.querySelector<HTMLElement>(`[data-region="${CSS.escape(name)}"]`);
  (region?.querySelector<HTMLElement>(FOCUSABLE) ?? region)?.focus();
}

/** F6 and Shift+F6: the next or previous region: the top bar, the panels column by column, the foot. */
export function stepRegion(by: 1 | -1): void {
  const all = [...regions()];
  const bar = all.filter((region) => region.dataset['region'] === 'top-bar');
  const foot = all.filter((region) => region.dataset['region'] === 'foot');
  const order = [...bar, ...all.filter((region) => !bar.includes(region) && !foot.includes(region)), ...foot];
  const here = order.findIndex((region) => region.contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : order.length - 1) : (here + by + order.length) % order.length;
  order[next]?.focus();
}

/** The place of the keyboard map that the focus is in. */
export function focusedPlace(): KeyPlace | null {
  const region = document.activeElement?.closest('[data-region]');
  if (!(region instanceof HTMLElement)) return null;
  const name = region.dataset['region'];
  if (name === 'chart' || name === 'ticket') return name;
  return document.activeElement?.closest('[role="grid"]') instanceof Element ? 'tables' : null;
}

type Side = 'left' | 'right' | 'up' | 'down';

/** A region's box, CSS pixels. */
export type RegionBox = Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>;

function overlap(fromA: number, toA: number, fromB: number, toB: number): number {
  return Math.min(toA, toB) - Math.max(fromA, fromB);
}

/** Which of the boxes lies next to another on a side: the nearest that shares an edge's stretch with it, of equals the one that shares most; -1 when none does. */
export function neighbourOf(here: RegionBox, boxes: readonly RegionBox[], side: Side): number {
  const sideways = side === 'left' || side === 'right';
  let best = { at: -1, gap: Infinity, shared: 0 };
  boxes.forEach((box, at) => {
    const gaps = { left: here.left - box.right, right: box.left - here.right, up: here.top - box.bottom, down: box.top - here.bottom };
    const shared = sideways ? overlap(here.top, here.bottom, box.top, box.bottom) : overlap(here.left, here.right, box.left, box.right);
    const gap = gaps[side];
    if (!(gap >= -1) || shared <= 0 || gap > best.gap || (gap === best.gap && shared <= best.shared)) return;
    best = { at, gap, shared };
  });
  return best.at;
}

/** Alt and an arrow: the panel on that side of the one with the focus; without one, the first. */
export function focusNeighbour(side: Side): void {
  const all = regions();
  const here = all.find((region) => region.contains(document.activeElement));
  if (here === undefined) {
    stepRegion(1);
    return;
  }
  const boxes = all.map((region) => (region === here ? { left: NaN, top: NaN, right: NaN, bottom: NaN } : region.getBoundingClientRect()));
  all[neighbourOf(here.getBoundingClientRect(), boxes, side)]?.focus();
}
