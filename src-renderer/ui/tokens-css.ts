import { DENSITIES, DIRECTIONS, DIRECTION_SCHEMES, FRAME, MOTION, THEMES, THEME_NAMES, tintsOf } from './tokens.ts';
import type { DensityName, DirectionScheme, ThemeName } from './tokens.ts';

function block(selector: string, lines: readonly string[]): string {
  return `${selector} {\n${lines.map((line) => `  ${line};`).join('\n')}\n}\n`;
}

function variables(values: Readonly<Record<string, string | number>>, prefix = '', unit = ''): string[] {
  return Object.entries(values).map(([name, value]) => `--${prefix}${name}: ${String(value)}${unit}`);
}

function themeLines(theme: ThemeName): string[] {
  return [
    `color-scheme: ${theme}`,
    ...variables(THEMES[theme]),
    `--pressed: color-mix(in srgb, var(--hover) 88%, #000000)`,
    `--scrim: ${theme === 'dark' ? 'rgba(7, 9, 13, 0.62)' : 'rgba(17, 22, 29, 0.42)'}`,
    `--shadow: 0 8px 24px ${theme === 'dark' ? 'rgba(0, 0, 0, 0.55)' : 'rgba(17, 22, 29, 0.22)'}`,
  ];
}

function directionBlocks(theme: ThemeName, scheme: DirectionScheme): string {
  const base = theme === 'dark' ? ':root' : `:root[data-theme='${theme}']`;
  const selector = scheme === 'blue-up' ? base : `${base}[data-direction='${scheme}']`;
  const { depth, flash } = tintsOf(theme, scheme);
  const tints = (['up', 'down'] as const).flatMap((side) => [
    `--${side}-depth: color-mix(in srgb, var(--${side}) ${String(depth)}%, transparent)`,
    `--${side}-flash: color-mix(in srgb, var(--${side}) ${String(flash)}%, transparent)`,
  ]);
  return block(selector, [...variables({ ...DIRECTIONS[scheme][theme] }), ...tints]);
}

function densityBlock(name: DensityName): string {
  const selector = name === 'dense' ? ':root' : `:root[data-density='${name}']`;
  return block(selector, variables(DENSITIES[name], 'h-', 'px'));
}

/** Before the window has asked the system, its document may already be served with `data-theme='system'`: the same lights as when it has. */
function systemBlock(): string {
  const light = themeLines('light').concat(variables({ ...DIRECTIONS['blue-up'].light }));
  return `@media (prefers-color-scheme: light) {\n${block(":root[data-theme='system']", light).replace(/^(?=.)/gmu, '  ')}}\n`;
}

/** The stylesheet of the tokens: dark, blue up and dense without attributes, the rest by `data-theme`, `data-direction`, `data-density` on the root. */
export function tokensCss(): string {
  return [
    '/* Generated from tokens.ts. Run `npx vitest run tests/src-renderer/ui/tokens-css.test.ts -u` after a change there. */\n',
    block(':root', [...variables(FRAME, 'size-', 'px'), ...variables(MOTION, 'ms-', 'ms')]),
    ...THEME_NAMES.map((theme) => block(theme === 'dark' ? ':root' : `:root[data-theme='${theme}']`, themeLines(theme))),
    ...THEME_NAMES.flatMap((theme) => DIRECTION_SCHEMES.map((scheme) => directionBlocks(theme, scheme))),
    systemBlock(),
    ...(['dense', 'compact', 'comfortable'] as const).map(densityBlock),
  ]
    .join('')
    .replace(/#[0-9A-F]{6}/gu, (hex) => hex.toLowerCase());
}
