/** Something that holds a listener, timer or handle until it is let go. */
export interface Releasable {
  /** Lets go; a second call does nothing. */
  dispose(): void;
}

/** Holds releasables and lets go of all of them, newest first, even when one throws. */
export class DisposableStore implements Releasable {
  private held: Releasable[] = [];
  private disposed = false;

  /** Holds `releasable` (or a function) and returns it; after `dispose` it is let go at once. */
  add(releasable: Releasable | (() => void)): Releasable {
    const entry = typeof releasable === 'function' ? { dispose: releasable } : releasable;
    if (this.disposed) entry.dispose();
    else this.held.push(entry);
    return entry;
  }

  dispose(): void {
    this.disposed = true;
    const faults: unknown[] = [];
    for (const entry of this.held.splice(0).reverse()) {
      try {
        entry.dispose();
      } catch (thrown) {
        faults.push(thrown);
      }
    }
    if (faults.length > 0) throw new AggregateError(faults, 'could not let go of everything');
  }
}
