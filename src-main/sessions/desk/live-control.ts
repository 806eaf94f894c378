import type { LiveRow } from '../../../src-shared/contract/rows.ts';
import type { ArmedStrategy, Arming, JudgedStrategy } from '../../../src-shared/domain/arming.ts';
import type { CandleColumns, Timeframe } from '../../../src-shared/domain/candle.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { UtcMs } from '../../../src-shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LedgerScope } from '../../ports/ledger.ts';
import type { FeedHealth, MarketHeard } from '../../ports/market-feed.ts';
import type { AccountKeys, AccountWatch } from '../../ports/venue-orders.ts';
import type { VenueTalker } from '../../ports/venue-talk.ts';
import type { OrderCanceller } from '../last-cancels.ts';
import { LiveDuties } from '../live-duties.ts';
import { LiveKnowledge } from '../live-knowledge.ts';
import type { OpenedSession } from '../open-session.ts';
import type { DeskLive } from './desk-parts.ts';
import type { DeskPublisher } from './desk-publisher.ts';

/** Where bars of a venue come from. */
export interface VenueBars {
  past(instrument: number, timeframe: Timeframe, to: UtcMs, count: number): Promise<CandleColumns>;
}

/** How a venue's market is heard. */
export interface VenueHearing {
  readonly health: FeedHealth;
  readonly heard: MarketHeard;
  /** Keeps the books of what strategies trade. */
  turn(): void;
  /** Keeps the books that are looked at, by the instruments' ids. */
  show(books: readonly string[]): void;
  also(place: { readonly instrument: number; readonly timeframe: Timeframe }, warmup: number): Promise<void>;
}

/** What a desk's account is traded with. */
export interface LiveControlParts {
  readonly opened: OpenedSession;
  readonly scope: LedgerScope;
  readonly account: AccountWatch & VenueTalker & OrderCanceller;
  readonly hearing: VenueHearing;
  readonly view: VenueBars;
  readonly clock: Clock;
  /** The machine's own clock, which may be set. */
  readonly machine: Clock;
  readonly publisher: Pick<DeskPublisher, 'logLine' | 'notice'>;
  readonly deadMansSwitch: boolean;
  readonly keys: AccountKeys;
  readonly name: string;
  readonly venueName: string;
  /** Strategies may trade for which the overfit gate does not vouch: the account's name was typed, or the money is none. */
  readonly strategies: boolean;
  /** Real money's gate; null on a test network, which needs none. */
  readonly gate: LiveGate | null;
}

/** What the overfit gate says of a strategy, and the version of the program that asks. */
export interface LiveGate {
  readonly code: string;
  judge(strategy: ArmedStrategy): JudgedStrategy;
}

/** A desk's account at a venue: its duties are those of every live session, and what stands in the way of trading is told. */
export class LiveControl implements DeskLive {
  private readonly parts: LiveControlParts;
  private readonly duties: LiveDuties;
  readonly knowledge: LiveKnowledge;
  private ending: Promise<number> | null = null;
  private ended = false;

  constructor(parts: LiveControlParts) {
    this.parts = parts;
    const { opened, scope, account, hearing, clock, machine, deadMansSwitch, keys, publisher, name, venueName } = parts;
    this.duties = new LiveDuties({
      ...{ opened, account, clock, machine, deadMansSwitch, keys },
      onNote: (sentence) => {
        publisher.logLine('warn', 'account', sentence);
      },
      onLost: (problem) => {
        publisher.notice('live.lost', { account: name, problem }, 'assertive');
      },
    });
    const { duties } = this;
    this.knowledge = new LiveKnowledge({
      ...{ opened, scope, venue: account, duties, deadMansSwitch, clock },
      names: { account: name, venue: venueName },
      heard: () => hearing.heard,
    });
  }

  row(): LiveRow {
    const { name, venueName, strategies } = this.parts;
    return { name, venue: venueName, waits: this.waits(), problem: this.problem(), strategies };
  }

  heard(): boolean {
    return this.parts.hearing.health.state !== 'silent';
  }

  look(books: readonly string[]): void {
    this.parts.hearing.show(books);
  }

  turn(): void {
    this.parts.hearing.turn();
    // The sweep takes its own turns, and after it nothing is renewed.
    if (this.ending === null) this.duties.turn();
  }

  end(id: string): Promise<number> {
    this.ending ??= this.duties.stop(id).finally(() => {
      this.ended = true;
    });
    return this.ending;
  }

  check(strategy: ArmedStrategy): void {
    const { gate } = this.parts;
    if (gate !== null) this.judged(strategy, gate);
  }

  arm(strategy: ArmedStrategy, command: string): void {
    const { gate, name: account, opened } = this.parts;
    if (gate === null) return;
    const judged = this.judged(strategy, gate);
    const arming: Arming = { account, by: 'window', code: gate.code, override: judged.gate !== 'passed', strategies: [judged] };
    opened.session.command({ type: 'arm', id: `arm-${command}`, arming });
  }

  async ready(place: { readonly instrument: number; readonly timeframe: Timeframe }, warmup: number): Promise<void> {
    const { name, hearing } = this.parts;
    await hearing.also(place, warmup);
    if (this.ending !== null) throw new Fault('live.ending', { account: name });
  }

  past(instrument: number, timeframe: Timeframe, to: UtcMs, count: number): Promise<CandleColumns> {
    return this.ended ? Promise.reject(new Fault('live.off')) : this.parts.view.past(instrument, timeframe, to, count);
  }

  private judged(strategy: ArmedStrategy, gate: LiveGate): JudgedStrategy {
    const { strategies, name } = this.parts;
    const judged = gate.judge(strategy);
    if (judged.gate !== 'passed' && !strategies) throw new Fault('live.unarmed', { account: name, reason: judged.sentence });
    return judged;
  }

  private waits(): LiveRow['waits'] {
    const { gate } = this.parts.opened.engine;
    if (this.ending !== null) return 'ending';
    if (this.parts.account.link.ended !== null) return 'lost';
    if (gate.recovering) return 'recovering';
    return gate.differing ? 'differing' : null;
  }

  private problem(): string | null {
    const { health, ended } = this.parts.account.link;
    if (ended !== null) return ended;
    return health?.state === 'silent'
      ? health.problem
      : this.parts.hearing.health.state === 'silent'
        ? this.parts.hearing.health.problem
        : null;
  }
}
