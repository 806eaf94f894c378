import type { StreamEvent } from '../../src-shared/contract/stream.ts';

/** Notices that main itself tells its pages; the desk numbers its own upwards, these go downwards. */
export function mainNotices(
  publish: (event: StreamEvent) => void,
): (code: 'window.closing' | 'window.away', urgency: 'polite' | 'assertive') => void {
  let told = 0;
  return (code, urgency) => {
    told -= 1;
    publish({ kind: 'notice', row: { id: told, time: 0, urgency, code, details: {} } });
  };
}
