/** Where the window keeps what it tells of its own accord: a JSON object whose `system` says whether the operating system shows alerts as well. */
export const NOTICES_KEY = 'window.notices';

/** Whether alerts are shown by the operating system, as the kept text says; they are unless it says no, and where it cannot be read. */
export function showsSystemNotices(kept: string | null): boolean {
  if (kept === null) return true;
  try {
    const value: unknown = JSON.parse(kept);
    return !(typeof value === 'object' && value !== null && 'system' in value && value.system === false);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return true;
    throw thrown;
  }
}
