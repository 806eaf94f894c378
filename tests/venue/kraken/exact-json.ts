const MARK = '\u0001';

/** A number that is written with exactly these digits, as the protocol does where a double would lose them. */
export function digits(text: string): string {
  return MARK + text + MARK;
}

/** JSON in which what `digits` made stands as a number. */
export function exactJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/"\\u0001([-0-9.]+)\\u0001"/gu, '$1');
}
