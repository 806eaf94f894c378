import { type DiskCall, type Failure, fileKind, type Strike } from './failing-disk.ts';

interface Way {
  readonly how: Failure;
  readonly lasts: boolean;
}

/** In what ways a write fails. A sync does not fail by half. */
const WAYS: readonly Way[] = [
  { how: 'full', lasts: true },
  { how: 'failed', lasts: false },
  { how: 'torn', lasts: true },
  { how: 'failed', lasts: true },
  { how: 'short', lasts: false },
  { how: 'full', lasts: false },
];
const SYNC_WAYS = WAYS.filter(({ how }) => how === 'full' || how === 'failed');

/** Every call in every way. */
export function everyStrike(calls: readonly DiskCall[]): readonly Strike[] {
  return calls.flatMap(({ number, kind }) => waysOf(kind).map((way) => ({ at: number, ...way })));
}

/** About so many calls: each kind of file and call has its share, spread over its whole course, and the ways take turns. */
export function spreadStrikes(calls: readonly DiskCall[], count: number): readonly Strike[] {
  const groups = Map.groupBy(calls, ({ path, kind }) => `${fileKind(path)} ${kind}`);
  let left = count;
  let open = groups.size;
  const strikes: Strike[] = [];
  // The small ones first: what they leave over goes to the large ones.
  for (const group of [...groups.values()].sort((a, b) => a.length - b.length)) {
    const ways = waysOf(group[0]!.kind);
    const taken = Math.min(group.length, Math.ceil(left / open));
    for (let i = 0; i < taken; i += 1) {
      const place = taken === 1 ? 0 : Math.round((i * (group.length - 1)) / (taken - 1));
      strikes.push({ at: group[place]!.number, ...turnOf(ways, strikes.length + i) });
    }
    left -= taken;
    open -= 1;
  }
  return strikes;
}

/** The ways take turns, one further along each time round: calls that come in pairs meet all of them. */
function turnOf(ways: readonly Way[], number: number): Way {
  return ways[(number + Math.floor(number / ways.length)) % ways.length]!;
}

function waysOf(kind: DiskCall['kind']): readonly Way[] {
  return kind === 'write' ? WAYS : SYNC_WAYS;
}
