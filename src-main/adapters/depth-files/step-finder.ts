const DECIMAL = /^\d{1,15}(?:\.\d{1,18})?$/u;
const MOST_DECIMALS = 12;
/** Every number of so many digits is a safe integer. */
const SAFE_DIGITS = 15;

/** Finds the digits that decimal texts have after the point, zeros at the end left aside. */
export class StepFinder {
  private decimals = 0;
  private wholes = 0;

  /** Looks at a text; false when it is no decimal, or has more digits than can be counted with. */
  look(text: string): boolean {
    if (!DECIMAL.test(text)) return false;
    const point = text.indexOf('.');
    this.wholes = Math.max(this.wholes, point < 0 ? text.length : point);
    if (point >= 0 && text.length - point - 1 > this.decimals)
      this.decimals = Math.max(this.decimals, trimmed(text.slice(point + 1)).length);
    return this.decimals <= MOST_DECIMALS;
  }

  /** Whether every one of them is a safe number of such steps. */
  get fits(): boolean {
    return this.wholes + this.decimals <= SAFE_DIGITS;
  }

  /** The step that all of them lie on, `0.01`. */
  get step(): string {
    return this.decimals === 0 ? '1' : `0.${'1'.padStart(this.decimals, '0')}`;
  }
}

function trimmed(digits: string): string {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 48) end -= 1;
  return digits.slice(0, end);
}
