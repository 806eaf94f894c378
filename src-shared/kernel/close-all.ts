/** Something that is closed once. */
export interface Closable {
  close(): void;
}

/** Closes all in their order, whatever becomes of one; then throws what failed first. */
export function closeAll(parts: readonly Closable[]): void {
  const failures = closed(parts);
  if (failures.length > 0) throw failures[0];
}

/** Does some work and closes all in their order, also when it fails. What failed first is thrown: a disk that fails in the work fails in closing, too. */
export async function thenClose<Value>(work: () => Promise<Value>, parts: readonly Closable[]): Promise<Value> {
  let value: Value;
  try {
    value = await work();
  } catch (thrown) {
    closed(parts);
    throw thrown;
  }
  closeAll(parts);
  return value;
}

function closed(parts: readonly Closable[]): readonly unknown[] {
  const failures: unknown[] = [];
  for (const part of parts) {
    try {
      part.close();
    } catch (thrown) {
      failures.push(thrown);
    }
  }
  return failures;
}
