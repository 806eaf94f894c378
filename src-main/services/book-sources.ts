import type { BookSource } from '../../src-shared/contract/research.ts';
import { TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import type { DepthDay, DepthHead } from '../ports/depth.ts';

/** The timeframes that bars of a recording may have, shortest first. */
const BOOK_TIMEFRAMES = ['1s', '5s', '10s', '1m', '5m', '15m', '1h', '4h', '1d'] as const;

interface ReadableDay extends DepthDay {
  readonly head: DepthHead;
}

/** The recordings that a run can go over: every readable day that is long enough for two bars, and all days of an instrument together. */
export function bookSources(days: readonly DepthDay[]): readonly BookSource[] {
  const readable = days.filter((day): day is ReadableDay => day.head !== null && day.damage === null && day.messages > 0);
  const byInstrument = Map.groupBy(readable, ({ id }) => id.slice(0, id.lastIndexOf('/')));
  return [...byInstrument].flatMap(([id, own]) => [
    ...(own.length > 1 && haveOneStep(own) && own.length === days.filter((day) => day.id.startsWith(`${id}/`)).length
      ? sourceOf(id, own)
      : []),
    ...own.flatMap((day) => sourceOf(day.id, [day])),
  ]);
}

/** Days whose prices and sizes are counted in other steps cannot be played on from one another. */
function haveOneStep(days: readonly ReadableDay[]): boolean {
  return days.every(({ head }) => head.tick === days[0]!.head.tick && head.lot === days[0]!.head.lot);
}

function sourceOf(recording: string, days: readonly ReadableDay[]): readonly BookSource[] {
  const { symbol, venue } = days[0]!.head;
  const [from, to] = [days[0]!.from, days.at(-1)!.to];
  const timeframes = BOOK_TIMEFRAMES.filter((each) => Math.floor(to / TIMEFRAMES[each]) - Math.ceil(from / TIMEFRAMES[each]) >= 2);
  if (timeframes.length === 0) return [];
  return [{ source: { kind: 'recorded', recording }, instrument: `${symbol}.${venue}`, timeframes, from, to, gaps: 0 }];
}
