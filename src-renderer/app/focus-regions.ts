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
