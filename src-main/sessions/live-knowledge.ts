import type { DifferenceRow, StreamHealthRow, SwitchRow, VenueRow, VenueStanding, VenueWait } from '../../src-shared/contract/venue.ts';
import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';
import type { Difference } from '../core/engine/reconciliation.ts';
import type { Clock } from '../ports/clock.ts';
import type { LedgerScope } from '../ports/ledger.ts';
import type { MarketHeard } from '../ports/market-feed.ts';
import type { AccountWatch } from '../ports/venue-orders.ts';
import type { OrderTrail, VenueTalker } from '../ports/venue-talk.ts';
import type { LiveDuties } from './live-duties.ts';
import type { OpenedSession } from './open-session.ts';

/** What a live session's knowledge is read from. */
export interface LiveKnowledgeParts {
  readonly opened: OpenedSession;
  readonly scope: LedgerScope;
  /** What a person calls the account and its venue. */
  readonly names: { readonly account: string; readonly venue: string };
  readonly venue: AccountWatch & VenueTalker;
  readonly duties: LiveDuties;
  readonly heard: () => MarketHeard;
  readonly deadMansSwitch: boolean;
  readonly clock: Clock;
}

/** What a live session knows of its account, its venue and the way there. It looks, and changes nothing. */
export class LiveKnowledge {
  private readonly parts: LiveKnowledgeParts;

  constructor(parts: LiveKnowledgeParts) {
    this.parts = parts;
  }

  row(): VenueRow {
    const { opened, scope, names, venue, duties, clock } = this.parts;
    const { reconciliation, account } = opened.engine;
    const { link, talk } = venue;
    const { health } = link;
    return {
      environment: scope.book === 'testnet' ? 'TESTNET' : 'LIVE',
      ...{ ...names, session: scope.session, time: clock.now() },
      standing: this.standing(),
      waits: this.waits(),
      paused: duties.paused,
      deaths: link.deaths,
      ended: link.ended,
      user: { ...streamRow(health), heardAt: talk.heardAt },
      market: marketRow(this.parts.heard()),
      times: talk.times,
      clockOffsetMs: health?.clockOffsetMs ?? null,
      roundTripMs: health?.roundTripMs ?? null,
      limitUse: health?.limitUse ?? null,
      deadMansSwitch: this.switchRow(),
      looks: { at: link.lookedAt, everyMs: duties.lookEveryMs, problem: talk.lookProblem },
      differences: shownDifferences(reconciliation.differences),
      uncertain: reconciliation.uncertain,
      suspected: reconciliation.suspects,
      counts: talk.counts,
      inDoubt: account.orders.all().filter(({ state }) => state === 'in-doubt').length,
    };
  }

  /** What was asked and heard of an order since the session began; null where nothing was. */
  trail(order: ClientOrderId): OrderTrail | null {
    return this.parts.venue.trail(order);
  }

  look(): void {
    this.parts.duties.look();
  }

  private standing(): VenueStanding {
    const { opened, venue, duties } = this.parts;
    const { gate } = opened.engine;
    if (venue.link.ended !== null) return 'lost';
    if (duties.stopping) return 'stopping';
    if (gate.recovering) return 'recovering';
    return gate.differing ? 'differing' : 'trading';
  }

  private waits(): readonly VenueWait[] {
    const { reconciliation, account, gate } = this.parts.opened.engine;
    if (this.standing() !== 'recovering') return [];
    const waits: VenueWait[] = [];
    if (reconciliation.looks === 0) waits.push('look');
    if (account.orders.all().some(({ state }) => state === 'in-doubt')) waits.push('orders');
    if (reconciliation.suspects) waits.push('second-look');
    return waits.length === 0 || gate.differing ? [...waits, 'agreement'] : waits;
  }

  private switchRow(): SwitchRow {
    const { venue, deadMansSwitch, clock } = this.parts;
    const { askedAt, answeredAt, until, problem } = venue.talk.deadMansSwitch;
    // It is told in the venue's time.
    const ends = until === null ? null : until - (venue.link.health?.clockOffsetMs ?? 0);
    const row = { until: ends, renewedAt: answeredAt, problem };
    if (!deadMansSwitch) return { ...row, state: 'none' };
    if (ends === null) return { ...row, state: askedAt !== null && answeredAt === null ? 'waiting' : 'off' };
    if (ends <= clock.now()) return { ...row, state: 'fallen' };
    return { ...row, state: problem === null ? 'armed' : 'not-renewed' };
  }
}

/** What stands between ledger and venue as it is shown: held less booked is what accepting it books. */
export function shownDifferences(differences: readonly Difference[]): readonly DifferenceRow[] {
  return differences.map(({ asset, booked, held }) => ({
    ...{ asset, booked: booked.toString(), held: held.toString() },
    amount: held.sub(booked).toString(),
  }));
}

type SaidHealth = Pick<StreamHealthRow, 'problem' | 'reconnects' | 'garbled'> & { readonly state: 'pushed' | 'asked' | 'silent' };

/** A stream by what it said of itself. One that has said nothing of itself yet is being opened. */
function streamRow(health: SaidHealth | null): Omit<StreamHealthRow, 'heardAt'> {
  if (health === null) return { state: 'opening', problem: null, reconnects: 0, garbled: 0 };
  const { state, problem, reconnects, garbled } = health;
  return { state: state === 'silent' && problem === null ? 'opening' : state, problem, reconnects, garbled };
}

/** A feed says something of itself only when that changes: one that is heard is pushed until it says otherwise. */
function marketRow({ health, at }: MarketHeard): StreamHealthRow {
  if (health === null && at !== null) return { ...streamRow(null), state: 'pushed', heardAt: at };
  return { ...streamRow(health), heardAt: at };
}
