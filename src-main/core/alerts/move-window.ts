import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';

/** The window is kept in so many parts: what is looked back on is never longer than the minutes that were named, and shorter by less than one part. */
const PARTS = 60;

/** What a restart goes on with: the number of the newest part, then lowest and highest price of each, oldest first; null where nothing was heard. */
export interface KeptWindow {
  readonly part: number;
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** Lowest and highest price of the last minutes. Taking a price allocates nothing. */
export class MoveWindow {
  /** Lowest and highest price of the window, NaN before the first. */
  lowest = Number.NaN;
  highest = Number.NaN;
  private readonly partMs: number;
  private readonly low = new Float64Array(PARTS).fill(Number.POSITIVE_INFINITY);
  private readonly high = new Float64Array(PARTS).fill(Number.NEGATIVE_INFINITY);
  private part = Number.NEGATIVE_INFINITY;

  constructor(minutes: number) {
    this.partMs = (minutes * MINUTE_MS) / PARTS;
  }

  /** Takes a price at a market time; afterwards `lowest` and `highest` are those of the window that ends with it. */
  take(time: number, price: number): void {
    const part = Math.floor(time / this.partMs);
    this.goTo(part);
    const at = part % PARTS;
    if (price < this.low[at]!) this.low[at] = price;
    if (price > this.high[at]!) this.high[at] = price;
    this.look();
  }

  /** Forgets what was heard. */
  clear(): void {
    this.low.fill(Number.POSITIVE_INFINITY);
    this.high.fill(Number.NEGATIVE_INFINITY);
    this.part = Number.NEGATIVE_INFINITY;
  }

  get kept(): KeptWindow {
    return { part: Number.isFinite(this.part) ? this.part : 0, low: finite(this.low), high: finite(this.high) };
  }

  restore({ part, low, high }: KeptWindow): void {
    this.part = part;
    this.low.set(low.map((price) => price ?? Number.POSITIVE_INFINITY));
    this.high.set(high.map((price) => price ?? Number.NEGATIVE_INFINITY));
  }

  private goTo(part: number): void {
    const from = Math.max(this.part, part - PARTS);
    for (let passed = from + 1; passed <= part; passed += 1) {
      this.low[passed % PARTS] = Number.POSITIVE_INFINITY;
      this.high[passed % PARTS] = Number.NEGATIVE_INFINITY;
    }
    this.part = part;
  }

  private look(): void {
    let lowest = Number.POSITIVE_INFINITY;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < PARTS; i += 1) {
      if (this.low[i]! < lowest) lowest = this.low[i]!;
      if (this.high[i]! > highest) highest = this.high[i]!;
    }
    this.lowest = lowest;
    this.highest = highest;
  }
}

function finite(column: Float64Array): (number | null)[] {
  return [...column].map((price) => (Number.isFinite(price) ? price : null));
}
