import type { VenueAccountRow } from '../../src-shared/contract/accounts.ts';
import type { LiveFacts } from '../../src-shared/contract/live.ts';
import { DEFAULT_LIMITS } from '../../src-shared/domain/limits.ts';
import type { ArmedStrategy, Arming } from '../../src-shared/domain/arming.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { DAY_MS, HOUR_MS } from '../../src-shared/kernel/time.ts';
import type { ReadAccount } from '../ports/account-reader.ts';
import type { AccountScope, LedgerSnapshot } from '../ports/ledger.ts';
import type { LedgerReader } from '../ports/ledger-reader.ts';
import type { Settings } from '../ports/settings.ts';
import type { VenueProfile } from '../ports/venue-accounts.ts';
import type { AccountsService } from './accounts-service.ts';
import type { DeskClient } from './desk-client.ts';
import type { GateKept } from './gate-word.ts';
import { armLive, liveWord, type TypedForLive } from './live-arming.ts';
import type { OpenBook } from './open-book.ts';

/** What a session with an account is opened with. */
export interface LiveOpening {
  readonly account: ReadAccount;
  readonly name: string;
  readonly profile: VenueProfile;
  readonly symbols: readonly string[];
  /** Of the perpetuals among them. */
  readonly leverage: number;
  /** Strategies may be started for which the overfit gate does not vouch: it was overridden, or it is a test network. */
  readonly strategies: boolean;
  /** What lets it trade with real money; null on a test network. */
  readonly arming: Arming | null;
}

/** What arming an account stands on. */
export interface LiveParts {
  readonly accounts: Pick<AccountsService, 'find' | 'check' | 'tradable'>;
  readonly desk: DeskClient;
  /** The ledger that paper and every account are in. */
  readonly reader: LedgerReader;
  readonly settings: Settings;
  /** The overfit gate's verdicts. */
  readonly gate: GateKept;
  readonly replaying: () => boolean;
  /** Wall time, ms UTC. */
  readonly now: () => number;
  /** The account as the ledger knows it. */
  readonly scopeOf: (account: ReadAccount) => AccountScope;
  /** Ends the desk that runs in order and goes on with the account; goes back and fails where that cannot be opened. */
  readonly open: (opening: LiveOpening) => Promise<void>;
  /** Ends the desk that runs in order and goes on with paper. */
  readonly leave: () => Promise<void>;
}

/** What is asked for when an account is armed. */
export interface AskedArming extends TypedForLive {
  readonly command: string;
  readonly name: string;
  readonly symbols: readonly string[];
  readonly leverage: number;
}

/** Orders that ended within so long are looked through; the venue watches their fills for a day, and clocks may differ. */
const LATE_FILLS_MS = DAY_MS + HOUR_MS;
const LATE_ORDERS = 1_000;

/** Under which the symbols that an account traded last are kept, and their leverage. */
const SYMBOLS_KEY = 'live.symbols.';
const LEVERAGE_KEY = 'live.leverage.';

/** The one account at a venue that the window may trade with, in the place of the paper desk. */
export class LiveService {
  private readonly parts: LiveParts;
  private open: OpenBook | null = null;
  private busy = false;

  constructor(parts: LiveParts) {
    this.parts = parts;
  }

  /** The account's book while it trades, else null. */
  get book(): OpenBook | null {
    return this.open;
  }

  about(name: string): LiveFacts {
    const { accounts, reader } = this.parts;
    const account = accounts.find(name);
    const scope = this.parts.scopeOf({ ...account, sandbox: account.mode === 'testnet', version: account.keyVersion });
    const { limits, time } = this.snapshotOf(scope);
    const { strategies } = reader.holding(scope);
    const held = this.heldOf(scope);
    return {
      account,
      word: account.mode === 'live' ? liveWord(account) : null,
      limits: limits ?? DEFAULT_LIMITS,
      known: time !== null,
      symbols: [...new Set([...held, ...this.lastOf(account)])],
      leverage: Number(this.parts.settings.load(`${LEVERAGE_KEY}${account.id}`) ?? '1'),
      ...{ held, strategies },
    };
  }

  /** The venue is asked first what the key may do: what stands here may be old, and where it cannot be asked nothing is ended. */
  async arm(asked: AskedArming): Promise<{ readonly account: string }> {
    if (this.parts.replaying()) throw new Fault('replay.on');
    if (this.open !== null || this.busy) throw new Fault('live.on');
    this.busy = true;
    try {
      const { accounts, settings } = this.parts;
      const { account: row } = await accounts.check(asked.name);
      const { account, profile } = accounts.tradable(asked.name);
      const scope = this.parts.scopeOf(account);
      const arming = armLive(
        { account: row, strategies: this.goingOn(scope, asked.leverage), typed: asked, by: 'window' },
        this.parts.gate,
      );
      const symbols = [...new Set([...this.heldOf(scope), ...asked.symbols])];
      const strategies = row.mode === 'testnet' || asked.withoutGate === row.name;
      await this.parts.open({ account, name: row.name, profile, symbols, leverage: asked.leverage, strategies, arming });
      this.open = { account: scope, reader: this.parts.reader, timeframe: '1m' };
      settings.save(`${SYMBOLS_KEY}${account.id}`, asked.symbols.join(' '));
      settings.save(`${LEVERAGE_KEY}${account.id}`, String(asked.leverage));
      return { account: row.name };
    } finally {
      this.busy = false;
    }
  }

  /** The fence and the sweep, then paper. */
  async end(command: string): Promise<{ readonly leftOpen: number }> {
    if (this.open === null || this.busy) throw new Fault('live.off');
    this.busy = true;
    try {
      const leftOpen = await this.parts.desk.call('endLive', { command });
      this.open = null;
      await this.parts.leave();
      return { leftOpen };
    } finally {
      this.busy = false;
    }
  }

  private snapshotOf(scope: AccountScope): LedgerSnapshot {
    return this.parts.reader.snapshot(
      scope,
      this.touched(scope).map((id) => ({ id })),
    );
  }

  /** The strategies of an account that go on with its next session, exactly as they were placed. */
  private goingOn(scope: AccountScope, leverage: number): readonly ArmedStrategy[] {
    return this.snapshotOf(scope)
      .strategies.filter(({ running }) => running)
      .map(({ instance, strategy, instrument, timeframe, parameters, script, ways = 'long' }) => ({
        ...{ instance, strategy, instrument, timeframe, parameters, hash: script?.hash ?? null },
        ...(instrument.includes(':') ? { held: { leverage, direction: ways } } : {}),
      }));
  }

  /** Instruments that no session may be without: what the account holds, has orders of or a strategy on, and those of orders that ended so lately that a fill may still come. */
  private touched(scope: AccountScope): readonly string[] {
    const { reader, now } = this.parts;
    const { positions, orders } = reader.holding(scope);
    const late = reader.orderHistory(scope, { count: LATE_ORDERS }).filter(({ updatedAt }) => updatedAt > now() - LATE_FILLS_MS);
    return [...new Set([...positions, ...orders, ...late].map(({ instrument }) => instrument))].sort();
  }

  private heldOf(scope: AccountScope): readonly string[] {
    return this.touched(scope).map((instrument) => instrument.slice(0, instrument.lastIndexOf('.')));
  }

  private lastOf({ id }: VenueAccountRow): readonly string[] {
    const kept = this.parts.settings.load(`${SYMBOLS_KEY}${id}`) ?? '';
    return kept === '' ? [] : kept.split(' ');
  }
}
