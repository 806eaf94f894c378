import type { IJsonModel, IJsonRowNode, IJsonTabNode, IJsonTabSetNode } from 'flexlayout-react';
import type { PanelCatalog, PanelId } from '../../features/catalog.ts';
import type { Arrangement, TradeSizes } from './trade-sizes.ts';

type LayoutNode = IJsonRowNode | IJsonTabSetNode;

/** The tabs of the dock in their order; Alt+1 to Alt+8 choose them. */
export const DOCK_PANELS: readonly PanelId[] = ['positions', 'orders', 'fills', 'balances', 'strategies', 'risk', 'log', 'alerts'];
export const LEFT_PANELS: readonly PanelId[] = ['watchlist', 'instrument'];
/** The panels of the Trade workspace. */
export const TRADE_PANELS: readonly PanelId[] = [...LEFT_PANELS, 'chart', 'book', 'depth', 'trades', 'ticket', 'account', ...DOCK_PANELS];
/** Which dock tab a first start shows. */
const FIRST_DOCK_PANEL: PanelId = 'strategies';

/** What may be dragged where, and what the dock offers at all: no closing, renaming or floating. */
export const LAYOUT_RULES: NonNullable<IJsonModel['global']> = {
  tabEnableClose: false,
  tabEnableRename: false,
  tabEnableScrollbars: false,
  tabSetEnableMaximize: false,
  tabSetEnableClose: false,
  tabSetMinWidth: 160,
  tabSetMinHeight: 56,
  enableEdgeDockIndicators: false,
};

export interface TradeLayoutInput {
  readonly sizes: TradeSizes;
  readonly arrangement: Arrangement;
  readonly catalog: PanelCatalog;
  readonly dockOpen: boolean;
  readonly leftOpen: boolean;
}

/** Makes the parts of a layout from the panels that exist; parts without any are left out. */
export function partsFor(catalog: PanelCatalog) {
  const tabSet = (id: string, weight: number, panels: readonly PanelId[], extra: Partial<IJsonTabSetNode> = {}): LayoutNode[] => {
    const children: IJsonTabNode[] = panels.flatMap((panel) => {
      const entry = catalog[panel];
      return entry === undefined ? [] : [{ type: 'tab', id: panel, name: entry.title, component: panel }];
    });
    return children.length === 0 ? [] : [{ type: 'tabset', id, weight, children, ...extra }];
  };
  const row = (id: string, weight: number, children: readonly LayoutNode[]): LayoutNode[] =>
    children.length === 0 ? [] : [{ type: 'row', id, weight, children: [...children] }];
  return { tabSet, row };
}

/** The Trade workspace as designed, for the panels that exist. Weights are pixels, so that the sizes come out exactly. */
export function tradeLayout({ sizes, arrangement, catalog, dockOpen, leftOpen }: TradeLayoutInput): IJsonModel {
  const { tabSet, row } = partsFor(catalog);
  const wide = arrangement === 'wide';
  const present = DOCK_PANELS.filter((panel) => catalog[panel] !== undefined);
  const left =
    wide && leftOpen
      ? row('left', sizes.left, [
          ...tabSet('watchlist-set', sizes.watchlist, ['watchlist']),
          ...tabSet('instrument-set', sizes.instrument, ['instrument']),
        ])
      : [];
  const chartWidth = sizes.chart + (wide && !leftOpen ? sizes.left + 4 : 0);
  const chart = tabSet('chart-set', chartWidth, ['chart'], { enableTabStrip: false, enableDrop: false });
  const book =
    arrangement === 'narrow'
      ? tabSet('book-set', sizes.bookColumn, ['book', 'depth', 'trades'])
      : row('book-column', sizes.bookColumn, [
          ...tabSet('book-set', sizes.book, ['book', 'depth']),
          ...tabSet('trades-set', sizes.trades, ['trades']),
        ]);
  const dock = dockOpen ? tabSet('dock-set', sizes.dock, DOCK_PANELS, { selected: Math.max(0, present.indexOf(FIRST_DOCK_PANEL)) }) : [];
  const ticket = row('ticket-column', sizes.ticketColumn, [
    ...tabSet('ticket-set', sizes.ticket, ['ticket']),
    ...tabSet('account-set', sizes.account, ['account']),
  ]);
  const mainWidth = (wide ? sizes.left + 4 : 0) + sizes.chart + 4 + sizes.bookColumn;
  const upper = row('upper', dockOpen ? sizes.upper : sizes.upper + 4 + sizes.dock, [...left, ...chart, ...book]);
  const main = row('main', mainWidth, [...upper, ...dock]);
  return { global: LAYOUT_RULES, borders: [], layout: { type: 'row', id: 'root', children: [...main, ...ticket] } };
}
