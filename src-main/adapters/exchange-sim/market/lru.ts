/** Keeps the values used last, at most `capacity` of them; whatever is dropped can be computed again. */
export class Lru<Value extends object> {
  private readonly capacity: number;
  private readonly entries = new Map<number, Value>();

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.entries.size;
  }

  /** The value under `key`, made by `make` when it is not here. */
  get(key: number, make: (key: number) => Value): Value {
    let value = this.entries.get(key);
    if (value === undefined) value = make(key);
    else this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size > this.capacity) this.dropOldest();
    return value;
  }

  private dropOldest(): void {
    for (const key of this.entries.keys()) {
      this.entries.delete(key);
      return;
    }
  }
}
