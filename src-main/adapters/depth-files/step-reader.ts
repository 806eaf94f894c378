const DECIMAL = /^\d{1,15}(?:\.\d{1,18})?$/u;
const MOST_DECIMALS = 12;
/** Every number of so many digits is a safe integer. */
const SAFE_DIGITS = 15;

/** Reads decimal text as whole steps, exactly. */
export class StepReader {
  /** The step as decimal text. */
  readonly step: string;
  private readonly decimals: number;
  private readonly units: number;

  /** `step` is a decimal above 0 with at most 12 digits after the point. */
  constructor(step: string) {
    this.step = step;
    this.decimals = decimalsOf(step);
    this.units = Number(step.replace('.', ''));
  }

  /** Whole steps of a text; NaN when it is no decimal, or does not lie on a step, or is too large to be counted exactly. */
  read(text: string): number {
    if (!DECIMAL.test(text)) return Number.NaN;
    const point = text.indexOf('.');
    const whole = point < 0 ? text : text.slice(0, point);
    const rest = point < 0 ? '' : trimmed(text.slice(point + 1));
    if (rest.length > this.decimals) return Number.NaN;
    const steps = Number(whole + rest.padEnd(this.decimals, '0')) / this.units;
    return Number.isSafeInteger(steps) ? steps : Number.NaN;
  }
}

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

function decimalsOf(step: string): number {
  return step.split('.')[1]?.length ?? 0;
}
