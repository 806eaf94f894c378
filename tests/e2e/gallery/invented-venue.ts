import type { VenueRow } from '../../../src-shared/contract/venue.ts';
import { DEFAULT_LIMITS } from '../../../src-shared/domain/limits.ts';
import type { EvidenceCode, EvidenceLine, OrderEvidence } from '../../../src-shared/domain/order-evidence.ts';
import type { DeskState } from '../../../src-renderer/state/desk-store.ts';
import { NOW } from './ticket-states.ts';

// A session with an account at a venue on a bad day, and on a good one.

const GOOD: VenueRow = {
  ...{ environment: 'TESTNET', account: 'practice', venue: 'KRAKEN', session: '01J8Z0', time: NOW },
  ...{ standing: 'trading', waits: [], paused: null, deaths: 0, ended: null },
  user: { state: 'pushed', problem: null, reconnects: 0, garbled: 0, heardAt: NOW - 2_000 },
  market: { state: 'pushed', problem: null, reconnects: 0, garbled: 0, heardAt: NOW - 200 },
  times: {
    place: { count: 200, lastMs: 48, p50Ms: 52, p99Ms: 311 },
    cancel: { count: 37, lastMs: 41, p50Ms: 44, p99Ms: 97 },
    ask: null,
    look: { count: 200, lastMs: 182, p50Ms: 190, p99Ms: 1_204 },
  },
  ...{ clockOffsetMs: -34, roundTripMs: 47, limitUse: 0.184 },
  deadMansSwitch: { state: 'armed', until: NOW + 52_000, renewedAt: NOW - 8_000, problem: null },
  looks: { at: NOW - 4_000, everyMs: 10_000, problem: null },
  ...{ differences: [], uncertain: false, suspected: false, inDoubt: 0 },
  counts: {
    ...{
      placed: 412,
      refused: 0,
      unsent: 0,
      unknown: 0,
      cancelsRefused: 0,
      cancelsUnknown: 0,
      unanswered: 0,
      looks: 1_204,
      looksFailed: 0,
    },
  },
};

const BAD: VenueRow = {
  ...GOOD,
  ...{ environment: 'LIVE', account: 'main', standing: 'differing', deaths: 1, inDoubt: 1 },
  user: { state: 'asked', problem: 'The connection was closed by the venue: 1006.', reconnects: 3, garbled: 2, heardAt: NOW - 1_000 },
  market: { state: 'silent', problem: 'The venue could not be reached.', reconnects: 3, garbled: 0, heardAt: NOW - 41_000 },
  deadMansSwitch: { state: 'not-renewed', until: NOW + 21_000, renewedAt: NOW - 1_000, problem: 'The venue could not be reached.' },
  looks: { at: NOW - 2_000, everyMs: 2_000, problem: null },
  differences: [
    { asset: 'BTC', booked: '0.01000000', held: '0.00990001', amount: '-0.00009999' },
    { asset: 'USDT', booked: '100000', held: '100012.5', amount: '12.5' },
  ],
  counts: { ...GOOD.counts, refused: 2, unknown: 1, unanswered: 4, looksFailed: 1 },
};

const STATES: Readonly<Record<string, VenueRow | null>> = {
  good: GOOD,
  bad: BAD,
  recovering: {
    ...GOOD,
    ...{ standing: 'recovering', waits: ['orders', 'second-look'], suspected: true, uncertain: true },
    paused: { why: 'The clock moved by 3601.2 s beyond the time that passed: the machine slept, or its clock was set.', at: NOW - 3_000 },
    deadMansSwitch: { state: 'fallen', until: NOW - 3_540_000, renewedAt: NOW - 3_600_000, problem: null },
  },
};

/** The desk's venue, by `venue=`; the bad day unless told. A tripped breaker with it. */
export function inventedVenue(query: URLSearchParams): Partial<DeskState> {
  if (query.has('empty')) return { venue: null };
  const risk = {
    ...{
      state: 'REDUCING' as const,
      reason: 'breaker.unanswered',
      since: NOW - 60_000,
      limits: DEFAULT_LIMITS,
      locks: [],
      use: [],
      reducedUntil: null,
    },
    evidence: '3 of 4 orders within 10 min were not answered; 50% is the limit',
  };
  return { venue: STATES[query.get('venue') ?? 'bad'] ?? BAD, ...(query.get('panel') === 'trading-state' ? { risk } : {}) };
}

const line = (after: number, code: EvidenceCode, details = {}, venueTime: number | null = null): EvidenceLine => ({
  ...{ time: NOW - 244_000 + after, code, details, venueTime },
});

/** What is known of an order in doubt. */
export function inventedEvidence(order: string): OrderEvidence {
  return {
    ...{ order, venueId: order.endsWith('8') ? '7719341' : null, leftOut: 12 },
    lines: [
      line(0, 'ledger.recorded'),
      line(3, 'asked.place'),
      line(1_503, 'venue.unknown', { problem: 'The request timed out after 1.5 s.' }),
      line(1_504, 'ledger.in-doubt'),
      line(1_506, 'asked.ask'),
      line(1_590, 'venue.absent', { searched: 'its id, open orders, ended orders, trades' }, NOW - 244_000 + 1_561),
    ],
    outlook: { awaits: { kind: 'next', at: NOW - 244_000 + 8_504 }, neverSentFrom: NOW - 244_000 + 8_503, shown: false },
  };
}
