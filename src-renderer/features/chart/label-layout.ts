/** A label on an axis: its price's coordinate, and how far it reaches over and under it, pixels. */
export interface PlacedLabel {
  readonly y: number;
  readonly above: number;
  readonly below: number;
  /** Keeps its place; the others move. */
  readonly fixed?: boolean;
}

/** Where a label came to stand: its centre line, or null when there was no room. */
export type LabelPlace = number | null;

/** Between a tag and what it moved clear of. */
const GAP = 2;

interface Moving {
  readonly index: number;
  readonly label: PlacedLabel;
  y: number;
}

function clampTo(label: PlacedLabel, y: number, height: number): number {
  return Math.max(label.above, Math.min(height - label.below, y));
}

/** Pushes labels away from a border line in one direction, nearest first; those that no longer fit are dropped. */
function push(moving: readonly Moving[], start: number, direction: 1 | -1, height: number): void {
  let border = start;
  for (const each of moving) {
    const { above, below } = each.label;
    each.y = direction > 0 ? Math.max(each.y, border + above) : Math.min(each.y, border - below);
    border = direction > 0 ? each.y + below : each.y - above;
  }
  // Those pushed over the edge go back, and push the ones before them.
  let edge = direction > 0 ? height : 0;
  for (const each of [...moving].reverse()) {
    const { above, below } = each.label;
    each.y = direction > 0 ? Math.min(each.y, edge - below) : Math.max(each.y, edge + above);
    edge = direction > 0 ? each.y - above : each.y + below;
  }
}

/** The place of a label that stands between two borders, else null. */
function within({ label, y }: Moving, top: number, bottom: number): LabelPlace {
  return y - label.above >= top && y + label.below <= bottom ? y : null;
}

/** Moves labels apart so that none overlaps, in the order of their prices. A fixed one stays; those with no room left at all are left out. */
export function placeLabels(labels: readonly PlacedLabel[], height: number): readonly LabelPlace[] {
  const places: LabelPlace[] = labels.map(() => null);
  const moving: Moving[] = labels.map((label, index) => ({ index, label, y: clampTo(label, label.y, height) }));
  const anchor = moving.find((each) => each.label.fixed === true);
  const rest = moving.filter((each) => each !== anchor).sort((a, b) => a.y - b.y || a.index - b.index);
  const over = anchor === undefined ? [] : rest.filter((each) => each.label.y < anchor.label.y).reverse();
  const under = anchor === undefined ? rest : rest.filter((each) => each.label.y >= anchor.label.y);
  const top = anchor === undefined ? 0 : anchor.y + anchor.label.below;
  const bottom = anchor === undefined ? height : anchor.y - anchor.label.above;
  push(over, bottom, -1, height);
  push(under, top, 1, height);
  for (const each of over) places[each.index] = within(each, 0, bottom);
  for (const each of under) places[each.index] = within(each, top, height);
  if (anchor) places[anchor.index] = anchor.y;
  return places;
}

/** Whether a figure of some height at `y` stands clear of all labels and of both ends of the axis. */
export function standsClear(y: number, half: number, height: number, taken: readonly (readonly [top: number, bottom: number])[]): boolean {
  if (y - half < 0 || y + half > height) return false;
  return taken.every(([top, bottom]) => y + half <= top || y - half >= bottom);
}

/** How far a tag at the right edge moves to the left so that it covers none of the boxes, pixels; nowhere free is no move at all. */
export function clearOf(
  tag: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
  boxes: readonly { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }[],
): number {
  const beside = boxes.filter(({ top, bottom }) => top < tag.bottom && bottom > tag.top).sort((a, b) => b.right - a.right);
  let move = 0;
  for (const { left, right } of beside) if (left < tag.right - move && right > tag.left - move) move = tag.right - left + GAP;
  return tag.left - move < 0 ? 0 : move;
}
