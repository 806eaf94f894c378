/** Digits that are read before the point and behind it: more is no figure of a market. */
const MOST_WHOLES = 15;
const MOST_PARTS = 18;
const POINT = 46;
const ZERO = 48;

/** Reads decimal text as whole steps, exactly, and allocates nothing: figures of a market come by the thousand. */
export class StepReader {
  /** The step as decimal text. */
  readonly step: string;
  private readonly decimals: number;
  private readonly units: number;
  /** What the last text came to, in units of the step's last digit, and whether digits behind that were other than 0. */
  private value = 0;
  private finer = false;

  /** `step` is a decimal above 0 with at most 12 digits after the point. */
  constructor(step: string) {
    this.step = step;
    this.decimals = step.split('.')[1]?.length ?? 0;
    this.units = Number(step.replace('.', ''));
  }

  /** Whole steps of a text; NaN when it is no decimal, or does not lie on a step, or is too large to be counted exactly. */
  read(text: string): number {
    if (!this.scan(text) || this.finer) return Number.NaN;
    const steps = this.value / this.units;
    return Number.isSafeInteger(steps) ? steps : Number.NaN;
  }

  /** Whole steps that fit into a text; NaN when it is no decimal, or is too large to be counted exactly. */
  within(text: string): number {
    return this.scan(text) ? Math.floor(this.value / this.units) : Number.NaN;
  }

  private scan(text: string): boolean {
    const { decimals } = this;
    let value = 0;
    let point = -1;
    let finer = false;
    for (let at = 0; at < text.length; at += 1) {
      const digit = text.charCodeAt(at) - ZERO;
      if (digit + ZERO === POINT && point < 0) point = at;
      else if (digit < 0 || digit > 9) return false;
      else if (point < 0 || at - point <= decimals) value = value * 10 + digit;
      else if (digit > 0) finer = true;
    }
    const wholes = point < 0 ? text.length : point;
    const parts = point < 0 ? 0 : text.length - point - 1;
    if (wholes === 0 || wholes > MOST_WHOLES || parts > MOST_PARTS || (point >= 0 && parts === 0)) return false;
    for (let missing = parts; missing < decimals; missing += 1) value *= 10;
    this.value = value;
    this.finer = finer;
    return value <= Number.MAX_SAFE_INTEGER;
  }
}
