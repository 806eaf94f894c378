/** What our own orders took from levels that still show what they showed then: the recording knows nothing of it. */
export class TakenLevels {
  private readonly levels = new Map<number, { shown: number; lots: number }>();

  /** Lots that are left of a level. Once it shows another size, what was taken from it is forgotten. */
  left(ticks: number, shown: number): number {
    if (this.levels.size === 0) return shown;
    const level = this.levels.get(ticks);
    if (level === undefined) return shown;
    if (level.shown === shown) return shown - level.lots;
    this.levels.delete(ticks);
    return shown;
  }

  /** Takes lots of a level that `left` was asked about just before. */
  take(ticks: number, shown: number, lots: number): void {
    if (lots === 0) return;
    const level = this.levels.get(ticks);
    if (level === undefined) this.levels.set(ticks, { shown, lots });
    else level.lots += lots;
  }
}
