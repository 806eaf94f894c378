/**
 * One side of a book as two columns, the best level last, so that what changes most moves least. A level is found by halving; nothing is
 * allocated but when the columns grow.
 */
export class BookSide {
  /** Levels that hold something. */
  length = 0;
  /** 1 where a higher price is better (bids), -1 where a lower one is (asks). */
  private readonly sign: 1 | -1;
  private ticks = new Float64Array(1_024);
  private lots = new Float64Array(1_024);

  constructor(sign: 1 | -1) {
    this.sign = sign;
  }

  /** Best price in ticks; 0 when nothing stands here. */
  get best(): number {
    return this.length === 0 ? 0 : this.ticks[this.length - 1]!;
  }

  /** Price of a level in ticks, counted from the best one at 0. */
  ticksOf(level: number): number {
    return this.ticks[this.length - 1 - level]!;
  }

  /** Lots of a level, counted likewise. */
  lotsOf(level: number): number {
    return this.lots[this.length - 1 - level]!;
  }

  /** Lots at a price; 0 where nothing stands. */
  at(ticks: number): number {
    const place = this.place(ticks);
    return place < this.length && this.ticks[place] === ticks ? this.lots[place]! : 0;
  }

  /** Sets what stands at a price; 0 takes the level away. */
  set(ticks: number, lots: number): void {
    const place = this.place(ticks);
    const stands = place < this.length && this.ticks[place] === ticks;
    if (lots > 0) {
      if (!stands) this.insert(place, ticks);
      this.lots[place] = lots;
    } else if (stands) this.remove(place);
  }

  /** Takes away every level that is better than a price. */
  cut(ticks: number): void {
    while (this.length > 0 && (this.ticks[this.length - 1]! - ticks) * this.sign > 0) this.length -= 1;
  }

  /** Keeps the best levels, at most so many. */
  keep(most: number): void {
    const over = this.length - most;
    if (over <= 0) return;
    this.ticks.copyWithin(0, over, this.length);
    this.lots.copyWithin(0, over, this.length);
    this.length = most;
  }

  clear(): void {
    this.length = 0;
  }

  /** Row of a price, or the row where it would be inserted. Most changes are near the best, so the search widens from there. */
  private place(ticks: number): number {
    const { sign, ticks: column } = this;
    let high = this.length;
    let low = high;
    for (let reach = 8; low > 0; reach *= 4) {
      low = Math.max(0, low - reach);
      if ((column[low]! - ticks) * sign <= 0) break;
      high = low;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((column[middle]! - ticks) * sign < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insert(place: number, ticks: number): void {
    if (this.length === this.ticks.length) this.grow();
    this.ticks.copyWithin(place + 1, place, this.length);
    this.lots.copyWithin(place + 1, place, this.length);
    this.ticks[place] = ticks;
    this.length += 1;
  }

  private remove(place: number): void {
    this.ticks.copyWithin(place, place + 1, this.length);
    this.lots.copyWithin(place, place + 1, this.length);
    this.length -= 1;
  }

  private grow(): void {
    const { ticks, lots } = this;
    this.ticks = new Float64Array(ticks.length * 2);
    this.lots = new Float64Array(lots.length * 2);
    this.ticks.set(ticks);
    this.lots.set(lots);
  }
}
