/** What a restart goes on with: orders in doubt with the market time since when, and which of them each alert has told of. */
export interface KeptDoubts {
  readonly since: readonly (readonly [order: string, time: number])[];
  readonly told: readonly (readonly [alert: number, orders: readonly string[]])[];
}

/** Since when orders are in doubt, and which alert has spoken of which. */
export class DoubtClock {
  private readonly orders = new Map<string, number>();
  private readonly told = new Map<number, Set<string>>();

  /** Counts an order as in doubt from a time; false where it was already. */
  begin(order: string, time: number): boolean {
    if (this.orders.has(order)) return false;
    this.orders.set(order, time);
    return true;
  }

  /** An order's fate is known; false where it was not in doubt. */
  end(order: string): boolean {
    for (const orders of this.told.values()) orders.delete(order);
    return this.orders.delete(order);
  }

  /** Orders in doubt that an alert has not told of, with since when. */
  untold(alert: number): readonly (readonly [order: string, since: number])[] {
    return [...this.orders].filter(([order]) => this.told.get(alert)?.has(order) !== true);
  }

  tell(alert: number, order: string): void {
    const orders = this.told.get(alert) ?? new Set<string>();
    this.told.set(alert, orders.add(order));
  }

  /** What an alert has told of is forgotten with it. */
  forget(alert: number): void {
    this.told.delete(alert);
  }

  get kept(): KeptDoubts {
    return { since: [...this.orders], told: [...this.told].map(([alert, orders]) => [alert, [...orders]]) };
  }

  restore({ since, told }: KeptDoubts): void {
    for (const [order, time] of since) this.orders.set(order, time);
    for (const [alert, orders] of told) this.told.set(alert, new Set(orders));
  }
}
