import type { AwayGap, AwayNote, AwayReason, AwayTrip } from '../../src-shared/contract/app.ts';
import type { RiskRow } from '../../src-shared/contract/rows.ts';
import type { StreamEvent } from '../../src-shared/contract/stream.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountScope } from '../ports/ledger.ts';
import type { LedgerReader } from '../ports/ledger-reader.ts';
import type { Settings } from '../ports/settings.ts';
import { type AwayMoment, type DeskFacts, readMoment } from './away-moment.ts';
import { ledgerSince } from './away-ledger.ts';

/** Under which the settings keep the moment at which the desk was followed last. */
export const AWAY_KEY = 'away';
/** How often that moment is taken anew while somebody looks, ms: so much of a run that was killed may be told although it was seen. */
const EVERY_MS = 30_000;
/** The same after something happened, ms: it was seen, and is not told again. */
const SOON_MS = 2_000;
/** A wall clock that went on by so much more than it should have: the machine slept, or the program was stopped. */
const SLEPT_MS = 60_000;
/** After a sleep or a lost venue the desk catches up for so long before it is told what happened, ms. */
const SETTLES_MS = 5_000;
/** A gap as long as this is told although nothing happened, where strategies ran, ms. */
const LONG_MS = 60_000;
/** Trips and gaps that are kept; of more the newest. */
const MOST_TRIPS = 50;
const MOST_GAPS = 50;

/** What the note is made of. */
export interface AwayParts {
  readonly reader: LedgerReader;
  readonly settings: Settings;
  readonly current: () => AccountScope;
  readonly clock: Clock;
  /** Market time. */
  readonly marketTime: () => number;
  /** The desk as it is; null while a replay is in its place. */
  readonly facts: () => Promise<DeskFacts | null>;
  /** When the program before this one ended, wall time, and whether it did without being asked; null on a first start. */
  readonly before: { readonly endedAt: number; readonly crashed: boolean } | null;
  /** There is a new note for those who look. */
  readonly told: () => void;
}

/** Remembers when the desk was followed last, and tells what happened since: after a time without a window, a restart, a sleep, or a venue that was not heard. */
export class Away {
  private readonly parts: AwayParts;
  private readonly startedAt: number;
  private pages = 0;
  private last: AwayNote | null = null;
  private facts: DeskFacts | null = null;
  /** When the venue was heard last, while it is not. */
  private unheard: AwayMoment | null = null;
  private tick: { readonly wall: number; readonly monotonic: number };
  /** Market time at the last look. */
  private seen = 0;
  private timer: Releasable | null = null;
  private readonly waiting = new Set<Releasable>();
  private soon: Releasable | null = null;

  constructor(parts: AwayParts) {
    const { clock } = parts;
    this.parts = parts;
    this.startedAt = clock.now();
    this.tick = { wall: clock.now(), monotonic: clock.monotonic() };
  }

  /** What happened when nobody could follow the desk last; null where there is nothing to tell. */
  get note(): AwayNote | null {
    return this.last;
  }

  /** Learns what the desk is like, and looks after it from now on. */
  async begin(): Promise<void> {
    await this.learn();
    this.again();
  }

  close(): void {
    this.timer?.dispose();
    this.soon?.dispose();
    for (const each of this.waiting) each.dispose();
    if (this.pages > 0) this.keep(this.moment());
  }

  pageCame(): void {
    this.pages += 1;
    if (this.pages > 1) return;
    const left = readMoment(this.parts.settings.load(AWAY_KEY));
    const why = left !== null && left.wall < this.startedAt ? 'program' : 'window';
    // A page that is loaded anew finds the note that it had.
    if (left !== null) this.last = this.noteSince(left, why) ?? this.last;
    this.keep(this.moment());
  }

  pageWent(): void {
    this.pages -= 1;
    if (this.pages > 0) return;
    if (this.last !== null) this.last = { ...this.last, isNew: false };
    this.keep(this.moment());
  }

  /** Something was told of the desk; not while a replay is in its place. */
  heard(event: StreamEvent): void {
    if (event.kind === 'account' && this.facts !== null) this.facts = { ...this.facts, equity: event.row.equity, quote: event.row.quote };
    else if (event.kind === 'risk') this.heardRisk(event.row);
    else if (event.kind === 'status') this.heardStatus(event.row.connected);
    else if (event.kind === 'fill' || event.kind === 'order' || event.kind === 'refusal' || event.kind === 'alerts') this.keepSoon();
  }

  /** What happens before somebody's eyes has been seen. */
  private keepSoon(): void {
    if (this.pages === 0) return;
    this.soon ??= this.parts.clock.after(SOON_MS, () => {
      this.soon = null;
      if (this.pages > 0) this.keep(this.moment());
    });
  }

  private heardStatus(connected: boolean): void {
    if (!connected) this.unheard ??= this.moment();
    else if (this.unheard !== null) {
      const { unheard } = this;
      this.unheard = null;
      this.tellLater(unheard, { what: 'feed', from: unheard.wall, to: this.parts.clock.now() });
    }
  }

  private heardRisk(risk: RiskRow): void {
    const before = this.facts;
    if (before === null) return;
    const locks = risk.locks.map(({ sentence }) => sentence);
    this.facts = { ...before, state: risk.state, locks };
    const time = this.parts.marketTime();
    const trips: AwayTrip[] = locks
      .filter((sentence) => !before.locks.includes(sentence))
      .map((sentence) => ({ time, state: risk.state, reason: '', sentence }));
    if (risk.state !== before.state) trips.push({ time: risk.since, state: risk.state, reason: risk.reason, sentence: risk.evidence });
    if (trips.length === 0) return;
    if (this.unheard !== null) this.unheard = tripped(this.unheard, trips);
    const left = this.pages > 0 ? null : readMoment(this.parts.settings.load(AWAY_KEY));
    if (left !== null) this.keep(tripped(left, trips));
  }

  /** Looks at both clocks now and then. */
  private again(): void {
    this.timer = this.parts.clock.after(EVERY_MS, () => {
      this.look();
      this.again();
    });
  }

  private look(): void {
    const { clock } = this.parts;
    const { wall, monotonic } = this.tick;
    this.tick = { wall: clock.now(), monotonic: clock.monotonic() };
    const passed = this.tick.wall - wall;
    const ran = this.tick.monotonic - monotonic;
    // Some systems stop the monotonic clock in a sleep, on others the timer itself comes late.
    const slept = Math.max(passed - ran, ran - EVERY_MS);
    if (slept > SLEPT_MS) {
      const left = { ...this.moment(), wall, market: this.seen };
      this.tellLater(left, { what: 'sleep', from: wall, to: this.tick.wall });
    } else if (this.pages > 0) this.keep(this.moment());
    void this.learn();
  }

  private async learn(): Promise<void> {
    const facts = await this.parts.facts();
    if (facts !== null) this.facts = facts;
    this.seen = this.parts.marketTime();
  }

  /** Tells when the desk has caught up. Where nobody looks it is kept as a part of what is told later. */
  private tellLater(left: AwayMoment, gap: AwayGap): void {
    if (this.pages === 0) {
      const kept = readMoment(this.parts.settings.load(AWAY_KEY));
      if (kept !== null) this.keep({ ...kept, gaps: [...kept.gaps, gap].slice(-MOST_GAPS) });
      return;
    }
    const wait = this.parts.clock.after(SETTLES_MS, () => {
      this.waiting.delete(wait);
      const note = this.noteSince({ ...left, gaps: [gap] }, gap.what);
      if (note === null) return;
      this.last = note;
      this.parts.told();
    });
    this.waiting.add(wait);
  }

  private moment(): AwayMoment {
    const { clock, marketTime, current } = this.parts;
    return { wall: clock.now(), market: marketTime(), account: current().account, facts: this.facts, trips: [], gaps: [] };
  }

  private keep(moment: AwayMoment): void {
    this.parts.settings.save(AWAY_KEY, JSON.stringify(moment));
  }

  private noteSince(left: AwayMoment, why: AwayReason): AwayNote | null {
    const { reader, clock, current, before } = this.parts;
    const account = current();
    if (left.account !== account.account) return null;
    const to = clock.now();
    const from = Math.max(left.wall, before?.endedAt ?? left.wall);
    const down: AwayGap = { what: 'program', from: Math.min(from, this.startedAt), to: this.startedAt };
    const gaps = why === 'program' ? [...left.gaps, down] : left.gaps;
    const happened = ledgerSince(reader, account, left);
    const trips = this.tripsSince(left);
    const running = left.facts?.running ?? [];
    const events =
      happened.fills +
      happened.refusals +
      happened.ended +
      happened.alerts +
      trips.length +
      happened.doubts.filter(({ state }) => state !== 'in-doubt').length;
    const missed = running.length > 0 && gaps.some((gap) => gap.to - gap.from >= LONG_MS);
    if (events === 0 && !missed) return null;
    return {
      ...{ isNew: true, why, from: left.wall, to, gaps, running, trips, ...happened },
      crashed: why === 'program' && before?.crashed === true,
      equityThen: left.facts?.equity ?? null,
      equityNow: this.facts?.equity ?? null,
      quote: this.facts?.quote ?? left.facts?.quote ?? '',
    };
  }

  /** What tripped; of what was not heard, such as before a kill, the state that came of it. */
  private tripsSince({ trips, facts }: AwayMoment): readonly AwayTrip[] {
    const was = trips.at(-1)?.state ?? facts?.state;
    const { facts: now } = this;
    if (was === undefined || now === null || was === now.state) return trips;
    return [...trips, { time: this.parts.marketTime(), state: now.state, reason: '', sentence: '' }];
  }
}

function tripped(left: AwayMoment, trips: readonly AwayTrip[]): AwayMoment {
  return { ...left, trips: [...left.trips, ...trips].slice(-MOST_TRIPS) };
}
