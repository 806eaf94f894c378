import type { IJsonModel } from 'flexlayout-react';
import type { PanelCatalog, PanelId } from '../../features/catalog.ts';
import type { DensityName } from '../../ui/tokens.ts';
import type { WorkspaceId } from '../shell/workspaces.ts';
import type { LayoutSpace } from './fit-layout.ts';
import { DOCK_PANELS, LAYOUT_RULES, LEFT_PANELS, partsFor, TRADE_PANELS, tradeLayout } from './trade-layout.ts';
import { arrangementFor, tradeSizes } from './trade-sizes.ts';

/** What a design is drawn for. */
export interface DesignInput extends LayoutSpace {
  readonly density: DensityName;
  readonly catalog: PanelCatalog;
  readonly leftOpen: boolean;
  readonly dockOpen: boolean;
  /** What the ticket needs for its present form. */
  readonly ticketHeight?: number | undefined;
}

/** A workspace as designed. */
export interface WorkspaceDesign {
  readonly panels: readonly PanelId[];
  /** The panels of the left column, which can be put away. */
  readonly left: readonly PanelId[];
  /** Whether the left column has room at a width; without it slides over the rest. */
  hasLeft(width: number): boolean;
  layout(input: DesignInput): IJsonModel;
}

const GAP = 4;

/** A workspace of three columns: the outer ones as wide as they need, the right one at full height, the dock below the first two. */
interface ThreeColumns {
  readonly left: PanelId;
  readonly leftWidth: number;
  readonly middle: PanelId;
  /** Panels behind the middle one, as tabs. */
  readonly beside?: readonly PanelId[];
  readonly right: PanelId;
  readonly rightWidth: number;
  /** The dock tab that is shown first. */
  readonly dock: PanelId;
}

function threeColumns({ left, leftWidth, middle, beside = [], right, rightWidth, dock }: ThreeColumns): WorkspaceDesign {
  return {
    panels: [left, middle, ...beside, right, ...DOCK_PANELS],
    left: [left],
    hasLeft: () => true,
    layout: ({ width, height, density, catalog, leftOpen, dockOpen }) => {
      const { tabSet, row } = partsFor(catalog);
      const sizes = tradeSizes({ width, height, density });
      const main = width - GAP - rightWidth;
      const present = DOCK_PANELS.filter((panel) => catalog[panel] !== undefined);
      const middleWidth = main - (leftOpen ? leftWidth + GAP : 0);
      const upper = row(`${middle}-upper`, dockOpen ? sizes.upper : sizes.upper + GAP + sizes.dock, [
        ...(leftOpen ? tabSet(`${left}-set`, leftWidth, [left]) : []),
        ...tabSet(`${middle}-set`, middleWidth, [middle, ...beside]),
      ]);
      const below = dockOpen ? tabSet('dock-set', sizes.dock, DOCK_PANELS, { selected: Math.max(0, present.indexOf(dock)) }) : [];
      const children = [
        ...row(`${middle}-main`, main, [...upper, ...below]),
        ...row(`${right}-column`, rightWidth, tabSet(`${right}-set`, height, [right])),
      ];
      return { global: LAYOUT_RULES, borders: [], layout: { type: 'row', id: `${middle}-root`, children } };
    },
  };
}

/** Every workspace that works, as designed. */
export const WORKSPACE_DESIGNS: Readonly<Record<WorkspaceId, WorkspaceDesign>> = {
  trade: {
    panels: TRADE_PANELS,
    left: LEFT_PANELS,
    hasLeft: (width) => arrangementFor(width) === 'wide',
    layout: (input) => tradeLayout({ ...input, sizes: tradeSizes(input), arrangement: arrangementFor(input.width) }),
  },
  research: threeColumns({
    left: 'new-run',
    leftWidth: 300,
    middle: 'report',
    beside: ['search', 'walk-forward', 'portfolio', 'data', 'sessions'],
    right: 'runs',
    rightWidth: 280,
    dock: 'log',
  }),
  strategies: threeColumns({ left: 'gallery', leftWidth: 240, middle: 'running', right: 'strategy', rightWidth: 360, dock: 'fills' }),
  risk: threeColumns({
    left: 'trading-state',
    leftWidth: 300,
    middle: 'limits',
    beside: ['accounts', 'venue'],
    right: 'refusals',
    rightWidth: 340,
    dock: 'orders',
  }),
};
