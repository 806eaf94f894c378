import type { RecordingRow } from '../../src-shared/contract/data.ts';
import type { DataResult, DataWork } from '../../src-shared/contract/data-jobs.ts';
import { MINUTE_MS } from '../../src-shared/kernel/time.ts';
import type { CaptureRequest, DepthCheck, DepthDay } from '../ports/depth.ts';
import type { DataProgress } from './data-messages.ts';

/** The recorded order books of the home folder, as work on them needs them. */
export interface Recordings {
  /** Records the simulated market; told how much of it is done, 0 to 1. */
  record(
    ask: { readonly symbol: string; readonly durationMs: number; readonly keepDays: number | null },
    onProgress: (done: number) => void,
  ): Promise<{ readonly messages: number; readonly days: readonly DepthDay[]; readonly pruned: readonly string[] }>;
  /** Takes a raw capture in, all of it or nothing. */
  capture(
    request: CaptureRequest,
    onProgress: (lines: number) => void,
  ): Promise<{ readonly messages: number; readonly days: readonly DepthDay[]; readonly ignored: Readonly<Record<string, number>> }>;
  check(id: string | null): readonly DepthCheck[];
}

/** Work on recordings. */
export type RecordingWork = Extract<DataWork, { kind: 'record' | 'check' | 'capture' }>;

/** A recorded day as the list shows it. */
export function recordingRow({ id, head, messages, from, to, bytes, tornBytes, damage }: DepthDay): RecordingRow {
  const [venue = '', market = ''] = id.split('/');
  return {
    id,
    symbol: head?.symbol ?? market.replace('-', '/'),
    venue: head?.venue ?? venue,
    messages,
    from: Number.isFinite(from) ? from : null,
    to: Number.isFinite(to) ? to : null,
    bytes,
    tornBytes,
    damage,
  };
}

/** Does one piece of work on recordings. `file` is the capture that is read. Fails as the recordings do. */
export async function doRecordingWork(
  work: RecordingWork,
  file: string,
  { recordings, tell }: { readonly recordings: Recordings; readonly tell: (progress: DataProgress) => void },
): Promise<DataResult> {
  if (work.kind === 'check') return { kind: 'check', checks: recordings.check(work.recording) };
  if (work.kind === 'record') {
    const { symbol, minutes, keepDays } = work;
    const { messages, days, pruned } = await recordings.record({ symbol, durationMs: minutes * MINUTE_MS, keepDays }, (done) => {
      tell({ rows: 0, share: done, waits: '' });
    });
    return { kind: 'record', messages, days: days.map(recordingRow), pruned };
  }
  const { symbol, venue, tick, lot } = work;
  const { messages, days, ignored } = await recordings.capture({ file, symbol, venue, tick, lot }, (lines) => {
    tell({ rows: lines, share: null, waits: '' });
  });
  return { kind: 'capture', messages, days: days.map(recordingRow), ignored };
}
