import type { InstrumentSpec } from '../src-shared/domain/instrument.ts';
import type { Arming } from '../src-shared/domain/arming.ts';
import type { SessionId } from '../src-shared/kernel/ids.ts';
import { DAY_MS, MINUTE_MS, utcMs } from '../src-shared/kernel/time.ts';
import type { MarketMeeting } from './adapters/exchange-heard/heard-market.ts';
import { LiveVenue } from './adapters/exchange-heard/live-venue.ts';
import { type HomePaths, journalFolder } from './adapters/home/home.ts';
import { FileJournal } from './adapters/journal-files/file-journal.ts';
import { openedAtOf, RECONCILIATION_MEMORY } from './core/engine/reconciliation.ts';
import { MarketHearing } from './market-hearing.ts';
import type { Clock } from './ports/clock.ts';
import type { BookedTrades, Ledger, LedgerScope, LedgerSnapshot } from './ports/ledger.ts';
import type { SessionRegister } from './ports/session-register.ts';
import type { LiveSpec } from './sessions/live-types.ts';
import { openSession, type OpenedSession, type OpenParts } from './sessions/open-session.ts';
import { Rest } from './sessions/rest.ts';
import { SteadyClock } from './sessions/steady-clock.ts';

/** A request of ours may be on its way for so long before it is known to have failed, ms; then an order is in doubt. */
const ANSWER_MS = 15_000;
/** How far two clocks may be apart when one's word is held against the other's, ms. */
const CLOCK_BOUND_MS = 2_000;
/** How long an ended order is watched for a fill that comes late. */
const LATE_FILLS_MS = DAY_MS;

/** What a live session runs on. */
export interface LiveGround {
  readonly paths: HomePaths;
  readonly ledger: Ledger & BookedTrades & SessionRegister;
  /** The machine's own. */
  readonly clock: Clock;
  readonly specs: readonly InstrumentSpec[];
  readonly scope: LedgerScope;
  /** By the clock's count of time: when the home was taken. */
  readonly heldSince: number;
}

/** What the way to an account and its market is opened with. */
export type LiveMarketSpec = Pick<
  LiveSpec,
  'feed' | 'orders' | 'venue' | 'receiveWindowMs' | 'purpose' | 'placements' | 'own' | 'seed' | 'onNote'
>;

/** A live venue with what the ledger knows of its account, and how its market is heard; whoever opens them closes both. */
export interface LiveMarket {
  readonly venue: LiveVenue;
  readonly hearing: MarketHearing;
  /** The session's time, which always goes on. */
  readonly clock: Clock;
  /** Woken by what is heard. */
  readonly rest: Rest;
  readonly snapshot: LedgerSnapshot;
  /** From when on ended orders are watched, ms UTC. */
  readonly since: number;
}

/** The venue of an account with its market, not listened to yet. `meeting` meets prices and trades before the engine does. */
export function openLiveMarket(spec: LiveMarketSpec, ground: LiveGround, meeting: MarketMeeting | null = null): LiveMarket {
  const { ledger, specs, scope, heldSince } = ground;
  const { feed, orders, onNote, placements, seed } = spec;
  const since = ground.clock.now() - LATE_FILLS_MS;
  const known = ledger.snapshot(scope, specs, utcMs(since));
  const snapshot = spec.purpose === 'trade' ? known : { ...known, strategies: [] };
  const clock = new SteadyClock(ground.clock, (snapshot.time ?? 0) + 1);
  const rest = new Rest(clock);
  const venue = new LiveVenue({
    ...{ specs, startAt: clock.now(), orders, clock, machine: ground.clock, account: scope, booked: ledger, heldSince, meeting, onNote },
    receiveWindowMs: spec.receiveWindowMs + CLOCK_BOUND_MS,
    looksOnly: spec.purpose !== 'trade',
    onHeard: () => rest.ring(),
  });
  const hearing = new MarketHearing({
    ...{ feed, market: venue.market, learnDays: null, venue: spec.venue, placements, seed, clock, onNote },
    keepsBooks: spec.purpose === 'trade',
    ...(spec.own === undefined ? {} : { own: spec.own }),
  });
  return { venue, hearing, clock, rest, snapshot, since };
}

/** What a live session is opened with beside its market. */
export interface LiveSessionParts extends Pick<OpenParts, 'engineVersion' | 'find' | 'observer'> {
  readonly live: LiveMarket;
  /** What the ledger keeps of how the session was configured, beside seed and costs. */
  readonly configuration: object;
}

/** Opens the session: what the ledger knows is asked of the venue, and until both agree nothing is sent that could enlarge a position. */
export function openLiveSession(
  spec: Pick<LiveSpec, 'receiveWindowMs' | 'limits' | 'costs' | 'seed'>,
  { ledger, scope, paths }: LiveGround,
  { live, configuration, engineVersion, find, observer }: LiveSessionParts,
): OpenedSession {
  const { venue, snapshot, since, clock } = live;
  // What was traded or paid since the last session is news, however long ago that was.
  const heardUntil = snapshot.time ?? since;
  venue.resume(snapshot, { since: Math.min(since, heardUntil), openedAt: openedAtOf(snapshot.memories.get(RECONCILIATION_MEMORY)) });
  return openSession({
    ...{ exchange: venue, ledger, scope, snapshot, startAt: clock.now(), cash: null, limits: spec.limits, costs: spec.costs },
    needsArming: scope.book === 'live',
    patience: { answerMs: ANSWER_MS, receiveWindowMs: spec.receiveWindowMs + CLOCK_BOUND_MS },
    configuration: JSON.stringify({ market: 'live', seed: spec.seed, costs: spec.costs, ...configuration }),
    journal: new FileJournal({ folder: journalFolder(paths, scope.session), session: scope.session, engineVersion }),
    ...{ engineVersion, find, observer },
  });
}

/** Puts into ledger and journal who armed what, and says how long limits are reduced. */
export function armSession({ session, engine }: OpenedSession, arming: Arming, id: SessionId): string {
  session.command({ type: 'arm', id: `${id}-arm`, arming });
  const { until } = engine.firstHour;
  if (until === null) return 'The first hour with real money is over: limits hold whole.';
  const minutes = Math.ceil((until - session.time) / MINUTE_MS);
  return `The first hour with real money: limits are reduced to a quarter for ${String(minutes)} minutes of running time.`;
}
