import { useMemo } from 'react';
import { createFormat } from '../format/format.ts';
import type { Format } from '../format/format.ts';
import { numberStyleOf } from '../format/number-style.ts';
import { shownTheme, useAppearance } from './appearance.ts';
import { paletteOf } from './tokens.ts';
import type { Palette } from './tokens.ts';

/** The rules for figures, bound to the chosen separators and zone; changes identity only with them. */
export function useFormat(): Format {
  const locale = useAppearance((store) => store.locale);
  const zone = useAppearance((store) => store.zone);
  return useMemo(() => createFormat(numberStyleOf(locale), zone), [locale, zone]);
}

/** The colours on screen, for canvases; changes identity only with theme or direction scheme. */
export function usePalette(): Palette {
  const theme = useAppearance(shownTheme);
  const direction = useAppearance((store) => store.direction);
  return useMemo(() => paletteOf(theme, direction), [theme, direction]);
}
