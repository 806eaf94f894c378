import fc from 'fast-check';
import { Model } from 'flexlayout-react';
import { describe, expect, it } from 'vitest';
import { fitLayout, panelsOf, withSelection, withoutPanels } from '../../../src-renderer/app/dock/fit-layout.ts';
import { DOCK_PANELS, TRADE_PANELS, tradeLayout } from '../../../src-renderer/app/dock/trade-layout.ts';
import { arrangementFor, tradeSizes } from '../../../src-renderer/app/dock/trade-sizes.ts';
import type { PanelCatalog } from '../../../src-renderer/features/catalog.ts';

const BARS = 36 + 24;
const ALL: PanelCatalog = Object.fromEntries(
  TRADE_PANELS.map((panel) => [panel, { title: panel, load: () => Promise.resolve({ default: () => null }) }]),
);

function sizesAt(width: number, height: number, ticketHeight?: number) {
  return tradeSizes({ width, height: height - BARS, density: 'dense', ticketHeight });
}

describe('the Trade workspace', () => {
  it('has the sizes of the design at 1440x900', () => {
    expect(sizesAt(1440, 900)).toEqual({
      left: 204,
      chart: 692,
      bookColumn: 244,
      ticketColumn: 288,
      upper: 600,
      dock: 236,
      watchlist: 400,
      instrument: 196,
      book: 404,
      trades: 192,
      ticket: 628,
      account: 208,
    });
  });

  it('has the sizes of the design at 1920x1080', () => {
    expect(sizesAt(1920, 1080)).toEqual({
      left: 248,
      chart: 1052,
      bookColumn: 288,
      ticketColumn: 320,
      upper: 732,
      dock: 284,
      watchlist: 464,
      instrument: 264,
      book: 524,
      trades: 204,
      ticket: 628,
      account: 388,
    });
  });

  it('has three dock rows under 760 high and a scrolling ticket under 800', () => {
    expect(sizesAt(1440, 759).dock).toBe(140);
    expect(sizesAt(1440, 760).dock).toBe(236);
    expect(sizesAt(1440, 700)).toMatchObject({ ticket: 552, account: 84 });
  });

  it('hides the left column under 1280 and joins book and trades under 1200', () => {
    expect(arrangementFor(1280)).toBe('wide');
    expect(arrangementFor(1279)).toBe('middle');
    expect(arrangementFor(1199)).toBe('narrow');
  });

  it('gives the ticket what its bracket needs and the account the rest', () => {
    expect(sizesAt(1440, 900, 716)).toMatchObject({ ticket: 716, account: 120 });
    expect(sizesAt(1440, 900, 752)).toMatchObject({ ticket: 752, account: 84 });
  });

  it('fills any window exactly, with the chart never under 560 wide', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1120, max: 5120 }),
        fc.integer({ min: 700, max: 2880 }),
        fc.constantFrom('dense' as const, 'compact' as const, 'comfortable' as const),
        (width, height, density) => {
          const inside = height - BARS;
          const sizes = tradeSizes({ width, height: inside, density });
          const wide = arrangementFor(width) === 'wide';
          expect((wide ? sizes.left + 4 : 0) + sizes.chart + 4 + sizes.bookColumn + 4 + sizes.ticketColumn).toBe(width);
          expect(sizes.upper + 4 + sizes.dock).toBe(inside);
          expect(sizes.watchlist + 4 + sizes.instrument).toBe(sizes.upper);
          expect(sizes.book + 4 + sizes.trades).toBe(sizes.upper);
          expect(sizes.ticket + 4 + sizes.account).toBe(inside);
          expect(sizes.chart).toBeGreaterThanOrEqual(560);
          for (const size of Object.values(sizes)) expect(Number.isInteger(size)).toBe(true);
        },
      ),
    );
  });
});

function layoutAt(width: number, height: number, catalog = ALL) {
  return tradeLayout({ sizes: sizesAt(width, height), arrangement: arrangementFor(width), catalog, dockOpen: true, leftOpen: true });
}

describe('layouts', () => {
  it('hold every panel once, in every arrangement', () => {
    expect([...panelsOf(layoutAt(1440, 900))].sort()).toEqual([...TRADE_PANELS].sort());
    expect(panelsOf(layoutAt(1250, 900))).not.toContain('watchlist');
    expect(panelsOf(layoutAt(1150, 900))).toContain('trades');
  });

  it('leave out panels that do not exist, and their places', () => {
    const few = layoutAt(1440, 900, { chart: ALL.chart!, positions: ALL.positions! });
    expect(panelsOf(few)).toEqual(['chart', 'positions']);
    expect(() => Model.fromJson(few)).not.toThrow();
  });

  it('open the dock on the strategies', () => {
    const chosen: string[] = [];
    Model.fromJson(layoutAt(1440, 900)).visitNodes((node) => {
      if (node.getId() === 'dock-set' && 'getSelectedNode' in node)
        chosen.push((node as unknown as { getSelectedNode(): { getId(): string } }).getSelectedNode().getId());
    });
    expect(chosen).toEqual(['strategies']);
  });

  it('made by hand keep their side columns when the window grows; the chart takes the spare width', () => {
    const wide = fitLayout(layoutAt(1440, 900), { width: 1440, height: 840 }, { width: 1700, height: 900 });
    const [main, ticket] = wide.layout.children ?? [];
    expect([main?.weight, ticket?.weight]).toEqual([1408, 288]);
    const upper = (main as { children: { weight: number; children: { weight: number }[] }[] }).children[0];
    expect(upper?.weight).toBe(660);
    expect(upper?.children.map((child) => child.weight)).toEqual([204, 952, 244]);
  });

  it('made by hand fill any space exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 900, max: 4000 }), fc.integer({ min: 500, max: 2400 }), (width, height) => {
        const fitted = fitLayout(layoutAt(1440, 900), { width: 1440, height: 840 }, { width, height });
        const sizes = (fitted.layout.children ?? []).map((child) => child.weight ?? 0);
        expect(sizes.reduce((sum, size) => sum + size, 0) + 4).toBe(width);
        expect([...panelsOf(fitted)].sort()).toEqual([...TRADE_PANELS].sort());
      }),
    );
  });

  it('can lose and choose panels', () => {
    const without = withoutPanels(layoutAt(1440, 900), DOCK_PANELS);
    expect(panelsOf(without)).not.toContain('positions');
    expect(panelsOf(without)).toContain('chart');
    const chosen = withSelection(layoutAt(1440, 900), ['fills']);
    expect(JSON.stringify(chosen)).toContain('"selected":2');
  });
});
