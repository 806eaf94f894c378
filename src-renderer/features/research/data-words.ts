import type { DataJobRow, DataResult } from '../../../src-shared/contract/data-jobs.ts';
import type { RecordingRow } from '../../../src-shared/contract/data.ts';
import type { Format } from '../../format/format.ts';
import { age } from '../../format/times.ts';
import { DATA_SENTENCES as WORDS } from './data-sentences.ts';
import { checkWords } from './recording-words.ts';

const SECOND = 1_000;
const MEGABYTE = 1e6;

function recorded({ messages, days }: { readonly messages: number; readonly days: readonly RecordingRow[] }, format: Format): string {
  return WORDS.recorded(format.count(messages), days.map(({ id }) => id).join(', '));
}

/** What work came to, in words. */
export function resultWords(result: DataResult, format: Format): string {
  switch (result.kind) {
    case 'look':
      return '';
    case 'import':
      return WORDS.added(format.count(result.added), format.count(result.unchanged), format.count(result.replaced));
    case 'funding':
      return WORDS.ratesAdded(format.count(result.added), result.series.id);
    case 'verify':
      return result.problems.length === 0 ? WORDS.sound(format.count(result.bars)) : WORDS.damaged(result.problems.join(' '));
    case 'export':
      return WORDS.exported(format.count(result.bars), result.file);
    case 'compact':
      return WORDS.compacted(format.count(result.bars), format.ratio(result.bytes / MEGABYTE));
    case 'download':
      return WORDS.downloaded(format.count(result.added), format.count(result.requests));
    case 'capsule':
      return result.same ? WORDS.capsuleSame(result.bars ?? '') : WORDS.capsuleDiffers(result.differences.join(' '));
    case 'check':
      return checkWords(result.checks, format);
    case 'record':
      return recorded(result, format) + (result.pruned.length === 0 ? '' : WORDS.pruned(result.pruned.join(', ')));
    case 'capture': {
      const kinds = Object.entries(result.ignored).map(([kind, count]) => `${format.count(count)} ${kind}`);
      return recorded(result, format) + (kinds.length === 0 ? '' : WORDS.ignored(kinds.join(', ')));
    }
  }
}

function progressWords({ kind, state, rows, share, left, waits }: DataJobRow, format: Format): string {
  if (state === 'waiting') return WORDS.states.waiting;
  const parts = [
    ...(rows === 0 ? [] : [kind === 'download' ? WORDS.barsStored(format.count(rows)) : WORDS.rowsRead(format.count(rows))]),
    ...(share === null ? [] : [format.percent(share)]),
    ...(left === null ? [] : [WORDS.left(age(left * SECOND))]),
  ];
  const words = parts.length === 0 ? WORDS.states.running : parts.join(', ');
  return waits === '' ? words : `${words}. ${WORDS.waits(waits)}`;
}

/** What work has come to, or how far it is, in words. */
export function workWords(row: DataJobRow, format: Format): string {
  if (row.state === 'cancelled') return row.kind === 'download' || row.kind === 'record' ? WORDS.cancelled.kept : WORDS.cancelled.other;
  if (row.fault !== null) return row.fault.code === 'venue.unreachable' ? WORDS.offline(row.fault.message) : row.fault.message;
  return row.result === null ? progressWords(row, format) : resultWords(row.result, format);
}
