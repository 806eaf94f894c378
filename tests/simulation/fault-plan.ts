import type { Random } from '../../src-shared/kernel/random.ts';
import type { MessageFault, RequestFault } from '../venue/faults/fault-rules.ts';
import type { CommitFault } from './faulty-ledger.ts';
import type { FaultPlaces } from './protocols/world-protocol.ts';

/** Something that goes wrong at an instant of a world's active time. */
export type PlannedFault =
  | { readonly kind: 'request'; readonly name: string; readonly endpoint: string; readonly times: number; readonly fault: RequestFault }
  | { readonly kind: 'message'; readonly name: string; readonly endpoint: string; readonly times: number; readonly fault: MessageFault }
  | { readonly kind: 'venue clock'; readonly offsetMs: number }
  | { readonly kind: 'our clock'; readonly offsetMs: number }
  | { readonly kind: 'connection cut' }
  | { readonly kind: 'no way to the venue'; readonly ms: number }
  | { readonly kind: 'venue frozen'; readonly ms: number }
  | { readonly kind: 'program stopped' | 'machine suspended'; readonly ms: number }
  | { readonly kind: 'feed silent'; readonly ms: number }
  | { readonly kind: 'account process dies' }
  | { readonly kind: 'program dies' }
  | { readonly kind: 'trade elsewhere' }
  | { readonly kind: 'cancel elsewhere' }
  | { readonly kind: 'transfer' }
  | { readonly kind: 'listening ended'; readonly told: boolean };

/** When and what. */
export interface Planned {
  readonly at: number;
  readonly what: PlannedFault;
}

/** What goes wrong with the lives of a program, by their order: where each dies, and what becomes of its commits. */
export interface LifeFault {
  readonly dieAt: number | null;
  readonly commit: CommitFault | null;
}

const PAGE = '<html><body><h1>503 Service Unavailable</h1></body></html>';
const HOUR_MS = 3_600_000;
const LONGEST_DELAYS = [200, 2_000, 8_000, 70_000, HOUR_MS];

/** What strikes an order strikes one of another kind too, and where there are brackets a pair of them and other terms. */
export function endpointsLike(endpoint: string, places: FaultPlaces, brackets: boolean): readonly string[] {
  const { place, placeMore, cancel } = places;
  if (place.includes(endpoint)) return brackets ? [...place, ...placeMore] : place;
  return cancel.includes(endpoint) ? cancel : [endpoint];
}

/** What goes wrong in a world, from its chance alone. */
export function planFaults(random: Random, activeMs: number, places: FaultPlaces): readonly Planned[] {
  const count = random.below(8);
  return Array.from({ length: count }, () => ({ at: 5_000 + random.below(activeMs - 15_000), what: oneFault(random, places) })).sort(
    (a, b) => a.at - b.at,
  );
}

/** What goes wrong with the next life of the program. */
export function planLife(random: Random): LifeFault {
  const dieAt = random.below(5) === 0 ? 1 + random.below(random.below(2) === 0 ? 40 : 400) : null;
  const kinds = ['fails', 'lost before', 'unknown after'] as const;
  const commit = random.below(5) === 0 ? { nth: 1 + random.below(30), kind: kinds[random.below(3)]! } : null;
  return { dieAt, commit };
}

function oneFault(random: Random, places: FaultPlaces): PlannedFault {
  const pick = <Value>(values: readonly Value[]): Value => values[random.below(values.length)]!;
  switch (random.below(places.endListening === undefined ? 20 : 22)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
      return requestFault(random, places);
    case 5:
    case 6:
    case 7:
      return messageFault(random, places);
    case 8:
      return { kind: 'venue clock', offsetMs: pick([-60_000, -1_500, 1_500, 60_000]) };
    case 9:
      return { kind: 'our clock', offsetMs: pick([-60_000, -1_500, 1_500, 60_000]) };
    case 10:
      return { kind: 'connection cut' };
    case 11:
      return { kind: 'no way to the venue', ms: pick([500, 5_000, 40_000]) };
    case 12:
      return { kind: 'venue frozen', ms: pick([1_000, 12_000, 30_000]) };
    case 13:
      return { kind: pick(['program stopped', 'machine suspended']), ms: pick([3_000, 45_000, 10 * 60_000, 3 * HOUR_MS]) };
    case 14:
      return { kind: 'feed silent', ms: pick([3_000, 20_000]) };
    case 15:
      return { kind: 'account process dies' };
    case 16:
      return { kind: 'program dies' };
    case 17:
      return { kind: 'trade elsewhere' };
    case 18:
      return { kind: 'cancel elsewhere' };
    case 19:
      return { kind: 'transfer' };
    default:
      return { kind: 'listening ended', told: random.below(2) === 0 };
  }
}

function requestFault(random: Random, places: FaultPlaces): PlannedFault {
  const pick = <Value>(values: readonly Value[]): Value => values[random.below(values.length)]!;
  const [place, cancel] = [places.place[0]!, places.cancel[0]!];
  const endpoint = pick([place, place, place, cancel, pick(places.questions)]);
  const answered = (status: number, carriedOut: boolean, headers?: Readonly<Record<string, string>>): RequestFault => ({
    kind: 'answer',
    status,
    body: status < 500 ? places.busy : PAGE,
    carriedOut,
    ...(headers === undefined ? {} : { headers }),
  });
  const silent = random.below(2) === 0;
  const faults: readonly (readonly [string, RequestFault])[] = [
    ['lost request', { kind: 'lose request', silent }],
    ['lost reply', { kind: 'lose reply', silent }],
    ['delayed request', { kind: 'delay request', ms: pick(LONGEST_DELAYS) }],
    ['delayed reply', { kind: 'delay reply', ms: pick(LONGEST_DELAYS) }],
    ['429', answered(429, false, { 'retry-after': '3' })],
    ['418', answered(418, false, { 'retry-after': '12' })],
    ['5xx', answered(503, random.below(2) === 0)],
    ['page in place of an answer', { ...answered(200, random.below(2) === 0), body: PAGE } as RequestFault],
    ...places.doubts,
    ...(endpoint === place
      ? ([
          ['duplicate request', { kind: 'duplicate request', afterMs: pick([1, 300, 3_000]) }],
          ['partial fill', { kind: 'partial fill', percent: 10 + random.below(80) }],
          ['fill before acknowledgement', { kind: 'delay reply', ms: 1_500 }],
        ] as const)
      : []),
    ...(endpoint === cancel ? ([['cancel race', { kind: 'cancel race' }]] as const) : []),
  ];
  const [name, fault] = pick(faults);
  return { kind: 'request', name, endpoint, times: 1 + random.below(3), fault };
}

function messageFault(random: Random, places: FaultPlaces): PlannedFault {
  const pick = <Value>(values: readonly Value[]): Value => values[random.below(values.length)]!;
  const [name, fault] = pick<readonly [string, MessageFault]>([
    ['stream message lost', { kind: 'drop' }],
    ['stream message twice', { kind: 'duplicate' }],
    ['stream messages out of order', { kind: 'reorder' }],
    ['stream message late', { kind: 'delay', ms: pick([300, 5_000, 90_000]) }],
    ['stream cut in place of a message', { kind: 'cut' }],
  ]);
  const endpoint = pick(places.messages);
  return { kind: 'message', name, endpoint, times: 1 + random.below(3), fault };
}
