import type { VenueMessage, VenueRequest } from '../../ports/venue-orders.ts';

/** The answer to a request that never left this program. */
export function neverLeft(request: VenueRequest, problem: string): VenueMessage {
  switch (request.kind) {
    case 'place':
    case 'replace':
      return { kind: 'unsent', id: request.order.id, problem };
    case 'place-pair':
      return { kind: 'unsent', id: request.pair.stop.id, problem };
    case 'amend':
      return { kind: 'amend-refused', id: request.id, problem };
    default:
      return unproven(request, problem);
  }
}

/** The answer to a request of which nothing is proven. */
export function unproven(request: VenueRequest, problem: string): VenueMessage {
  switch (request.kind) {
    case 'place':
    case 'replace':
      return { kind: 'unknown', id: request.order.id, problem };
    case 'place-pair':
      return { kind: 'unknown', id: request.pair.stop.id, problem };
    case 'amend':
      return { kind: 'amend-unknown', id: request.id, problem };
    case 'list':
      return { kind: 'list-failed', number: request.number, problem };
    case 'cancel':
      return { kind: 'cancel-unknown', id: request.id, problem };
    case 'ask':
      return { kind: 'unanswered', id: request.id, problem };
    case 'look':
      return { kind: 'look-failed', number: request.number, problem };
    case 'identify':
      return { kind: 'unidentified', venueId: request.venueId, problem };
    case 'keep-alive':
      return { kind: 'kept-alive', until: null, problem };
  }
}

/** Which requests a kind of message answers; what is told without being asked is not here. A pair and a replacement are answered as a placing. */
const ANSWERS: Readonly<Record<string, Exclude<VenueRequest['kind'], 'place-pair' | 'replace'>>> = {
  ...{ placed: 'place', refused: 'place', unsent: 'place', unknown: 'place' },
  ...{ 'cancel-taken': 'cancel', 'cancel-refused': 'cancel', 'cancel-unknown': 'cancel' },
  ...{ 'amend-taken': 'amend', 'amend-refused': 'amend', 'amend-unknown': 'amend' },
  ...{ listed: 'list', 'list-failed': 'list' },
  ...{ found: 'ask', absent: 'ask', unanswered: 'ask' },
  ...{ looked: 'look', 'look-failed': 'look' },
  ...{ identified: 'identify', unidentified: 'identify' },
  'kept-alive': 'keep-alive',
};

/** A message as it may have come: read as far as it can be, since it may be damaged. */
interface Said {
  readonly kind?: unknown;
  readonly id?: unknown;
  readonly number?: unknown;
  readonly venueId?: unknown;
  readonly order?: { readonly id?: unknown; readonly venueId?: unknown } | null;
}

/** The requests that were handed on and have no answer yet. */
export class UnansweredRequests {
  private readonly requests = new Map<string, VenueRequest[]>();

  add(request: VenueRequest): void {
    const key = requestKey(request);
    const waiting = this.requests.get(key);
    if (waiting === undefined) this.requests.set(key, [request]);
    else waiting.push(request);
  }

  /** The oldest request that this answers is answered; null where it answers none. */
  answered(message: unknown): VenueRequest | null {
    const key = answerKey(message);
    const waiting = key === null ? undefined : this.requests.get(key);
    if (key === null || waiting === undefined) return null;
    const request = waiting.shift() ?? null;
    if (waiting.length === 0) this.requests.delete(key);
    return request;
  }

  /** All of them, which are none afterwards. */
  takeAll(): readonly VenueRequest[] {
    const all = [...this.requests.values()].flat();
    this.requests.clear();
    return all;
  }
}

function requestKey(request: VenueRequest): string {
  if (request.kind === 'place' || request.kind === 'replace') return `place ${request.order.id}`;
  if (request.kind === 'place-pair') return `place ${request.pair.stop.id}`;
  if (request.kind === 'look' || request.kind === 'list') return `${request.kind} ${String(request.number)}`;
  if (request.kind === 'identify') return `identify ${request.venueId}`;
  return request.kind === 'keep-alive' ? request.kind : `${request.kind} ${request.id}`;
}

function answerKey(message: unknown): string | null {
  if (typeof message !== 'object' || message === null) return null;
  const { kind, id, number, venueId, order }: Said = message;
  const answers = typeof kind === 'string' ? ANSWERS[kind] : undefined;
  if (answers === undefined || answers === 'keep-alive') return answers ?? null;
  const named = {
    look: number,
    list: number,
    identify: kind === 'identified' ? order?.venueId : venueId,
    ask: kind === 'found' ? order?.id : id,
    place: id,
    cancel: id,
    amend: id,
  }[answers];
  return typeof named === 'string' || typeof named === 'number' ? `${answers} ${String(named)}` : null;
}
