/** The marks between digits. */
export interface NumberStyle {
  readonly group: string;
  readonly decimal: string;
}

/** The marks of exports, and of the window until a locale is chosen. */
export const PLAIN_STYLE: NumberStyle = { group: ',', decimal: '.' };

/** The locale if this machine knows it. A text that is no language tag at all makes Intl throw, and means the same as an unknown one. */
function supported(locale: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf([locale])[0];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The marks a locale uses, `de-CH` giving `104’231.50`; an unknown locale gives the plain ones. */
export function numberStyleOf(locale: string): NumberStyle {
  const known = supported(locale);
  if (known === undefined) return PLAIN_STYLE;
  const parts = new Intl.NumberFormat(known, { useGrouping: 'always', minimumFractionDigits: 1, numberingSystem: 'latn' }).formatToParts(
    1234567.5,
  );
  const group = parts.find((part) => part.type === 'group')?.value ?? PLAIN_STYLE.group;
  const decimal = parts.find((part) => part.type === 'decimal')?.value ?? PLAIN_STYLE.decimal;
  return { group, decimal };
}

/** Plain digits such as `-1234.50` with the style's marks; the sign stays as it is. */
export function withMarks(plain: string, style: NumberStyle): string {
  const [whole = '', fraction] = plain.split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/gu, style.group);
  return fraction === undefined ? grouped : `${grouped}${style.decimal}${fraction}`;
}
