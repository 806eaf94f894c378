import { describe, expect, it } from 'vitest';
import { contrast } from '../../../src-renderer/ui/contrast.ts';
import { DENSITIES, DIRECTIONS, DIRECTION_SCHEMES, THEMES, THEME_NAMES, tintsOf, withAlpha } from '../../../src-renderer/ui/tokens.ts';
import type { ColourToken, SurfaceToken, ThemeName } from '../../../src-renderer/ui/tokens.ts';

type Rgb = readonly [number, number, number];

const SURFACES: readonly SurfaceToken[] = ['panel', 'raised', 'overlay', 'hover', 'selected'];
const WITH_CANVAS: readonly SurfaceToken[] = ['canvas', ...SURFACES];

/** The table of the design: colour, surfaces it stands on, lowest contrast dark and light. */
const TABLE: readonly (readonly [ColourToken, readonly SurfaceToken[], number, number])[] = [
  ['control', WITH_CANVAS, 3.15, 3.0],
  ['text', WITH_CANVAS, 11.8, 13.9],
  ['text', SURFACES, 11.8, 14.6],
  ['text2', SURFACES, 6.8, 6.55],
  ['text2', ['canvas'], 9, 6.25],
  ['text3', SURFACES, 4.55, 4.75],
  ['ok', WITH_CANVAS, 7.0, 4.65],
  ['line1', ['panel', 'raised'], 7, 6],
  ['line2', ['panel', 'raised'], 7, 4.7],
  ['line3', ['panel', 'raised'], 6.9, 5.3],
  ['line4', ['panel', 'raised'], 7.7, 5.4],
];

function lowest(theme: ThemeName, colour: string, surfaces: readonly SurfaceToken[]): number {
  return Math.min(...surfaces.map((surface) => contrast(colour, THEMES[theme][surface])));
}

function rgbOf(hex: string): Rgb {
  return [1, 3, 5].map((from) => Number.parseInt(hex.slice(from, from + 2), 16)) as unknown as Rgb;
}

function hexOf(rgb: readonly number[]): string {
  return `#${rgb
    .map((value) =>
      Math.round(Math.min(255, Math.max(0, value)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function tinted(colour: string, surface: string, percent: number): string {
  const above = rgbOf(colour);
  const below = rgbOf(surface);
  return hexOf(above.map((value, index) => value * (percent / 100) + (below[index] ?? 0) * (1 - percent / 100)));
}

/** Colour vision deficiencies at full strength: Machado, Oliveira, Fernandes 2009, on linear RGB. */
const BLINDNESS = {
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

function seenAs(hex: string, matrix: readonly number[]): Rgb {
  const linear = rgbOf(hex).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return [0, 1, 2].map((row) => {
    const mixed = [0, 1, 2].reduce((sum, column) => sum + (matrix[row * 3 + column] ?? 0) * (linear[column] ?? 0), 0);
    const clipped = Math.min(1, Math.max(0, mixed));
    return 255 * (clipped <= 0.0031308 ? clipped * 12.92 : 1.055 * clipped ** (1 / 2.4) - 0.055);
  }) as unknown as Rgb;
}

function distance(a: Rgb, b: Rgb): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

describe.each(THEME_NAMES)('tokens, %s', (theme) => {
  const colours = THEMES[theme];

  it.each(TABLE)('%s stands on its surfaces', (token, surfaces, dark, light) => {
    expect(lowest(theme, colours[token], surfaces)).toBeGreaterThanOrEqual(theme === 'dark' ? dark : light);
  });

  it('filled chips carry their words', () => {
    expect(contrast(colours['on-warn'], colours.warn)).toBeGreaterThanOrEqual(13.4);
    expect(contrast(colours['on-danger'], colours.danger)).toBeGreaterThanOrEqual(theme === 'dark' ? 5.05 : 5.75);
    expect(contrast(colours.text, colours.canvas)).toBeGreaterThanOrEqual(7);
    for (const surface of WITH_CANVAS) expect(contrast(colours.danger, colours[surface])).toBeGreaterThanOrEqual(2.8);
  });

  it.each(DIRECTION_SCHEMES)('the pair %s is readable as figures, in depth bars and on buttons', (scheme) => {
    const tint = tintsOf(theme, scheme);
    const { up, down } = DIRECTIONS[scheme][theme];
    for (const colour of [up, down]) {
      expect(lowest(theme, colour, SURFACES)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colour, tinted(colour, colours.panel, tint.depth))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colour, tinted(colour, colours.panel, tint.flash))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colours.text3, tinted(colour, colours.panel, tint.depth))).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colours.text, tinted(colour, colours.selected, tint.flash))).toBeGreaterThanOrEqual(7);
      expect(contrast(colours['on-side'], colour)).toBeGreaterThanOrEqual(5);
    }
  });

  it('the standard pair has the contrast the design measured', () => {
    const { up, down } = DIRECTIONS['blue-up'][theme];
    expect(lowest(theme, up, SURFACES)).toBeGreaterThanOrEqual(theme === 'dark' ? 5.6 : 4.55);
    expect(lowest(theme, down, SURFACES)).toBeGreaterThanOrEqual(theme === 'dark' ? 6.6 : 4.75);
  });

  it.each(Object.entries(BLINDNESS))('up and down stay apart for a %s eye', (_, matrix) => {
    const { up, down } = DIRECTIONS['blue-up'][theme];
    expect(distance(seenAs(up, matrix), seenAs(down, matrix))).toBeGreaterThanOrEqual(85);
  });
});

describe('tokens', () => {
  it('red up is green up turned round, and mono uses the text colours', () => {
    for (const theme of THEME_NAMES) {
      expect(DIRECTIONS['red-up'][theme]).toEqual({ up: DIRECTIONS['green-up'][theme].down, down: DIRECTIONS['green-up'][theme].up });
      expect(DIRECTIONS.mono[theme]).toEqual({ up: THEMES[theme].text, down: THEMES[theme].text2 });
    }
  });

  it('densities are those of the design', () => {
    expect(DENSITIES.dense).toEqual({ row: 24, 'table-head': 20, 'book-row': 20, control: 28, 'panel-head': 28 });
    expect(DENSITIES.compact).toEqual({ row: 28, 'table-head': 24, 'book-row': 22, control: 32, 'panel-head': 32 });
    expect(DENSITIES.comfortable).toEqual({ row: 34, 'table-head': 28, 'book-row': 26, control: 36, 'panel-head': 36 });
  });

  it('gives a canvas a colour with opacity', () => {
    expect(withAlpha('#58A6FF', 0.22)).toBe('rgba(88, 166, 255, 0.22)');
  });

  it('contrast is that of WCAG', () => {
    expect(contrast('#FFFFFF', '#000000')).toBeCloseTo(21, 10);
    expect(contrast('#777777', '#FFFFFF')).toBeCloseTo(4.48, 2);
  });
});
