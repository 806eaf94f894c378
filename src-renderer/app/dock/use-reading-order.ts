import { useEffect } from 'react';
import type { RefObject } from 'react';

const TABBABLE = 'a[href], button, input, select, textarea, [tabindex]';

function tabbableIn(root: ParentNode): readonly HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(TABBABLE)].filter(
    (element) =>
      element.tabIndex >= 0 &&
      !element.hasAttribute('disabled') &&
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.closest('.flexlayout__layout_tab_stamps'),
  );
}

/** Which tab set an element belongs to: the one whose box holds the middle of its panel. */
function boxOf(element: HTMLElement, boxes: readonly DOMRect[]): number {
  const part = element.closest<HTMLElement>('.flexlayout__tab, .flexlayout__tabset, .app-drawer') ?? element;
  const { left, top, width, height } = part.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const at = boxes.findIndex((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom);
  return at < 0 ? boxes.length : at;
}

/** The tab stops of the dock as they are read: column by column, each panel's head before its content, splitters last. */
export function readingOrder(dock: HTMLElement): readonly HTMLElement[] {
  const boxes = [...dock.querySelectorAll('.flexlayout__tabset')]
    .map((tabset) => tabset.getBoundingClientRect())
    .filter((box) => box.width > 0)
    .sort((a, b) => a.left - b.left || a.top - b.top);
  const placed = tabbableIn(dock).map((element, index) => {
    const splitter = element.classList.contains('flexlayout__splitter');
    return {
      element,
      index,
      box: splitter ? boxes.length + 1 : boxOf(element, boxes),
      inHead: element.closest('.flexlayout__tabset') === null ? 1 : 0,
    };
  });
  placed.sort((a, b) => a.box - b.box || a.inHead - b.inHead || a.index - b.index);
  return placed.map(({ element }) => element);
}

/** The docking library keeps all heads before all contents; this makes Tab and Shift+Tab follow the eye instead. */
export function useReadingOrder(dock: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const root = dock.current;
      const target = event.target;
      if (event.key !== 'Tab' || event.defaultPrevented || event.ctrlKey || event.altKey || !root || !(target instanceof HTMLElement))
        return;
      const shell = root.closest('.app-shell');
      if (!shell?.contains(target)) return;
      const inside = readingOrder(root);
      const all = tabbableIn(shell);
      const before = all.filter(
        (element) => !root.contains(element) && (root.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0,
      );
      const after = all.filter((element) => !root.contains(element) && !before.includes(element));
      const order = [...before, ...inside, ...after];
      const next = order[nextIndex(order, target, event.shiftKey ? -1 : 1)];
      if (next === undefined || (!root.contains(next) && !root.contains(target))) return;
      event.preventDefault();
      next.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [dock]);
}

/** The stop after a place that may itself be no stop, such as a region: then the first stop inside it, or the last before it. */
function nextIndex(order: readonly HTMLElement[], target: HTMLElement, by: 1 | -1): number {
  const at = order.indexOf(target);
  if (at >= 0) return at + by;
  const inside = order.findIndex((element) => target.contains(element));
  if (inside >= 0) return by > 0 ? inside : inside - 1;
  const following = order.findIndex((element) => (target.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0);
  return by > 0 ? following : following - 1;
}
