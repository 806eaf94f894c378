import type { IJsonModel, IJsonRowNode, IJsonTabSetNode } from 'flexlayout-react';

type LayoutNode = IJsonRowNode | IJsonTabSetNode;

/** The space a layout fills, in pixels. */
export interface LayoutSpace {
  readonly width: number;
  readonly height: number;
}

const GAP = 4;
const LEAST = 60;
/** The panels that take what is spare, one in each workspace. */
const FLEXIBLE: ReadonlySet<string> = new Set(['chart', 'running', 'limits']);

function isRow(node: LayoutNode): node is IJsonRowNode {
  return node.type === 'row';
}

function panelsIn(node: LayoutNode): readonly string[] {
  if (isRow(node)) return (node.children ?? []).flatMap(panelsIn);
  return (node.children ?? []).flatMap((tab) => ('component' in tab && tab.component !== undefined ? [tab.component] : []));
}

/** The panels of a layout in reading order. */
export function panelsOf(json: IJsonModel): readonly string[] {
  return panelsIn(json.layout);
}

interface Fit {
  readonly from: LayoutSpace;
  readonly to: LayoutSpace;
}

function along(space: LayoutSpace, horizontal: boolean): number {
  return horizontal ? space.width : space.height;
}

function cut(space: LayoutSpace, size: number, horizontal: boolean): LayoutSpace {
  return horizontal ? { ...space, width: size } : { ...space, height: size };
}

/** Whole pixels that fill the room: the flexible child takes what the others leave, or all shrink alike where they leave too little. */
function fittedSizes(before: readonly number[], room: number, flexible: number): readonly number[] {
  const total = before.reduce((sum, size) => sum + size, 0);
  const fixed = before.map((size) => Math.round(size));
  const others = fixed.reduce((sum, size, index) => sum + (index === flexible ? 0 : size), 0);
  const sizes = room - others >= LEAST ? fixed : before.map((size) => Math.round((size / total) * room));
  const taken = sizes.reduce((sum, size, index) => sum + (index === flexible ? 0 : size), 0);
  return sizes.map((size, index) => (index === flexible ? room - taken : size));
}

function fitRow(row: IJsonRowNode, { from, to }: Fit, horizontal: boolean): IJsonRowNode {
  const children = row.children ?? [];
  const gaps = GAP * Math.max(0, children.length - 1);
  const total = children.reduce((sum, child) => sum + (child.weight ?? 100), 0);
  const before = children.map((child) => ((child.weight ?? 100) / total) * (along(from, horizontal) - gaps));
  const chart = children.findIndex((child) => panelsIn(child).some((panel) => FLEXIBLE.has(panel)));
  const sizes = fittedSizes(before, along(to, horizontal) - gaps, chart < 0 ? children.length - 1 : chart);
  return {
    ...row,
    children: children.map((child, index) => {
      const size = sizes[index] ?? LEAST;
      const sized = { ...child, weight: size };
      return isRow(sized)
        ? fitRow(sized, { from: cut(from, before[index] ?? LEAST, horizontal), to: cut(to, size, horizontal) }, !horizontal)
        : sized;
    }),
  };
}

/** A layout changed by hand, for a space of another size: the part with the chart takes or gives what is spare, in rows without it the last part. */
export function fitLayout(json: IJsonModel, from: LayoutSpace, to: LayoutSpace): IJsonModel {
  return { ...json, layout: fitRow(json.layout, { from, to }, true) };
}

function without(node: LayoutNode, panels: ReadonlySet<string>): LayoutNode[] {
  if (isRow(node)) {
    const children = (node.children ?? []).flatMap((child) => without(child, panels));
    return children.length === 0 ? [] : [{ ...node, children }];
  }
  const children = (node.children ?? []).filter((tab) => !('component' in tab && tab.component !== undefined && panels.has(tab.component)));
  return children.length === 0 ? [] : [{ ...node, children, selected: 0 }];
}

/** A layout without some panels; parts left empty go, the rest takes their place. */
export function withoutPanels(json: IJsonModel, panels: readonly string[]): IJsonModel {
  const [layout] = without(json.layout, new Set(panels));
  return layout !== undefined && isRow(layout) ? { ...json, layout } : json;
}

function select(node: LayoutNode, chosen: ReadonlySet<string>): LayoutNode {
  if (isRow(node)) return { ...node, children: (node.children ?? []).map((child) => select(child, chosen)) };
  const at = (node.children ?? []).findIndex((tab) => 'component' in tab && tab.component !== undefined && chosen.has(tab.component));
  return at < 0 ? node : { ...node, selected: at };
}

/** A layout in which the chosen panels are the selected tabs of their tab sets. */
export function withSelection(json: IJsonModel, chosen: readonly string[]): IJsonModel {
  const layout = select(json.layout, new Set(chosen));
  return isRow(layout) ? { ...json, layout } : json;
}
