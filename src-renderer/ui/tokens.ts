/**
 * The design tokens: the one source of every colour, tint, size and density of the window.
 * `tokens.css` is generated from this file (see `tokens-css.ts`); canvases read it through `paletteOf`.
 */

export type ThemeName = 'dark' | 'light';
export type DirectionScheme = 'blue-up' | 'green-up' | 'red-up' | 'mono';
export type DensityName = 'dense' | 'compact' | 'comfortable';

export const THEME_NAMES: readonly ThemeName[] = ['dark', 'light'];
export const DIRECTION_SCHEMES: readonly DirectionScheme[] = ['blue-up', 'green-up', 'red-up', 'mono'];
export const DENSITY_NAMES: readonly DensityName[] = ['dense', 'compact', 'comfortable'];

/** The surfaces that text may stand on. */
export type SurfaceToken = 'canvas' | 'panel' | 'raised' | 'overlay' | 'hover' | 'selected';
/** Every colour of a theme except the pair of the direction scheme. */
export type ColourToken =
  | SurfaceToken
  | 'border'
  | 'control'
  | 'text'
  | 'text2'
  | 'text3'
  | 'disabled'
  | 'warn'
  | 'on-warn'
  | 'danger'
  | 'on-danger'
  | 'ok'
  | 'on-side'
  | 'line1'
  | 'line2'
  | 'line3'
  | 'line4';

export interface DirectionPair {
  readonly up: string;
  readonly down: string;
}

/** What a canvas needs: every colour of the theme with the direction pair in it. */
export type Palette = Readonly<Record<ColourToken, string>> & DirectionPair;

export const THEMES: Readonly<Record<ThemeName, Readonly<Record<ColourToken, string>>>> = {
  dark: {
    canvas: '#07090D',
    panel: '#0D1117',
    raised: '#151B24',
    overlay: '#1B222D',
    hover: '#1C2531',
    selected: '#232B37',
    border: '#232C38',
    control: '#6C7889',
    text: '#E6EAF0',
    text2: '#AAB4C2',
    text3: '#8893A3',
    disabled: '#5C6675',
    warn: '#F2E05A',
    'on-warn': '#11161D',
    danger: '#CF2F3B',
    'on-danger': '#FFFFFF',
    ok: '#5CC8B0',
    'on-side': '#07090D',
    line1: '#C9A7F5',
    line2: '#7FD8C4',
    line3: '#F29BB8',
    line4: '#B8C0CC',
  },
  light: {
    canvas: '#DDE2E9',
    panel: '#FFFFFF',
    raised: '#F4F6F9',
    overlay: '#FFFFFF',
    hover: '#EDF1F6',
    selected: '#E2E7ED',
    border: '#D3DAE3',
    control: '#76818F',
    text: '#11161D',
    text2: '#45505E',
    text3: '#5A6573',
    disabled: '#98A2AF',
    warn: '#F2E05A',
    'on-warn': '#11161D',
    danger: '#C4232F',
    'on-danger': '#FFFFFF',
    ok: '#0A6F5A',
    'on-side': '#FFFFFF',
    line1: '#7E3FB0',
    line2: '#0E7C6B',
    line3: '#B03A67',
    line4: '#5A6573',
  },
};

/** The colours of up and down; `mono` draws up hollow in `text` and down filled in `text2`. */
export const DIRECTIONS: Readonly<Record<DirectionScheme, Readonly<Record<ThemeName, DirectionPair>>>> = {
  'blue-up': { dark: { up: '#58A6FF', down: '#F0A030' }, light: { up: '#0B63CE', down: '#A34A06' } },
  'green-up': { dark: { up: '#2EBD85', down: '#FF6478' }, light: { up: '#087050', down: '#BE2337' } },
  'red-up': { dark: { up: '#FF6478', down: '#2EBD85' }, light: { up: '#BE2337', down: '#087050' } },
  mono: {
    dark: { up: THEMES.dark.text, down: THEMES.dark.text2 },
    light: { up: THEMES.light.text, down: THEMES.light.text2 },
  },
};

/** Shares of the direction colour in depth bars and in a price cell's flash, in percent. */
export interface Tints {
  readonly depth: number;
  readonly flash: number;
}

export const TINTS: Readonly<Record<ThemeName, Tints>> = {
  dark: { depth: 14, flash: 16 },
  light: { depth: 12, flash: 14 },
};

const MONO_TINTS: Tints = { depth: 10, flash: 14 };

/** The tints of a scheme; `mono` has brighter colours and so takes less of them, or `text3` on a depth bar would fall under 4.5. */
export function tintsOf(theme: ThemeName, direction: DirectionScheme): Tints {
  return direction === 'mono' ? MONO_TINTS : TINTS[theme];
}

/** Heights in pixels that change with the density. */
export const DENSITIES = {
  dense: { row: 24, 'table-head': 20, 'book-row': 20, control: 28, 'panel-head': 28 },
  compact: { row: 28, 'table-head': 24, 'book-row': 22, control: 32, 'panel-head': 32 },
  comfortable: { row: 34, 'table-head': 28, 'book-row': 26, control: 36, 'panel-head': 36 },
} as const satisfies Record<DensityName, Record<string, number>>;

/** Fixed sizes in pixels. */
export const FRAME = {
  'top-bar': 36,
  foot: 24,
  gap: 4,
  'book-head': 16,
  'radius-panel': 4,
  'radius-control': 3,
  'radius-overlay': 6,
} as const;

/** Durations in milliseconds. */
export const MOTION = { hover: 80, menu: 120, panel: 160, flash: 250 } as const;

/** Indicator lines: the n-th line's colour token and whether it is dashed; 1.5 px wide. */
export const LINE_STYLES = [
  { token: 'line1', dashed: false },
  { token: 'line2', dashed: true },
  { token: 'line3', dashed: false },
  { token: 'line4', dashed: true },
] as const;

/** The width of an indicator line in pixels. */
export const LINE_WIDTH = 1.5;

/** Every colour of a theme and direction scheme, for canvases. */
export function paletteOf(theme: ThemeName, direction: DirectionScheme): Palette {
  return { ...THEMES[theme], ...DIRECTIONS[direction][theme] };
}

/** A colour `#RRGGBB` with an opacity of 0 to 1, as a canvas or CSS colour. */
export function withAlpha(hex: string, alpha: number): string {
  const part = (from: number): number => Number.parseInt(hex.slice(from, from + 2), 16);
  return `rgba(${String(part(1))}, ${String(part(3))}, ${String(part(5))}, ${String(alpha)})`;
}
