/** Timers in market time, earliest first; those of one instant in the order they were armed. */
export class TimerQueue {
  private readonly heap: { readonly timer: string; readonly at: number; readonly order: number }[] = [];
  private armed = 0;

  /** Market time of the earliest timer, or Infinity. */
  get next(): number {
    return this.heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  arm(timer: string, at: number): void {
    this.armed += 1;
    this.heap.push({ timer, at, order: this.armed });
    for (let child = this.heap.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!this.swapIfEarlier(child, parent)) return;
      child = parent;
    }
  }

  /** Takes the earliest timer out. */
  take(): { readonly timer: string; readonly at: number } | null {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (first === undefined || last === undefined) return null;
    if (this.heap.length === 0) return first;
    this.heap[0] = last;
    for (let parent = 0; ;) {
      const left = parent * 2 + 1;
      const child = left + 1 < this.heap.length && this.earlier(left + 1, left) ? left + 1 : left;
      if (child >= this.heap.length || !this.swapIfEarlier(child, parent)) return first;
      parent = child;
    }
  }

  private earlier(a: number, b: number): boolean {
    const one = this.heap[a];
    const other = this.heap[b];
    if (one === undefined || other === undefined) return false;
    return one.at < other.at || (one.at === other.at && one.order < other.order);
  }

  private swapIfEarlier(child: number, parent: number): boolean {
    const one = this.heap[child];
    const other = this.heap[parent];
    if (one === undefined || other === undefined || !this.earlier(child, parent)) return false;
    this.heap[child] = other;
    this.heap[parent] = one;
    return true;
  }
}
