import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CostProfile } from '../src-shared/domain/costs.ts';
import { Fault } from '../src-shared/kernel/fault.ts';
import { CandleReplay } from './adapters/candle-replay/candle-replay.ts';
import { type HomePaths, homePaths, journalFolder } from './adapters/home/home.ts';
import { JournalReader } from './adapters/journal-files/journal-reader.ts';
import { findStrategy } from './core/strategies/catalog.ts';
import type { FindStrategy } from './core/strategies/strategy.ts';
import type { ScriptMark } from './ports/ledger.ts';
import { attributeSession, type SessionAttribution, type StandInBars } from './sessions/attribution/attribute-session.ts';
import type { RecordedSession } from './sessions/attribution/read-session.ts';
import { USER_STRATEGIES, type UserStrategy } from './user-strategies.ts';

/** What of a home's sessions is held against its backtest, and how. */
export interface AttributionRequest {
  readonly session: string;
  /** Costs of the backtest; null takes the session's own. */
  readonly costs: CostProfile | null;
  /** Bars in place of those that the session heard. */
  readonly bars: readonly StandInBars[];
}

/** Whether a session's journal is there. */
export function hasJournal(home: string, session: string): boolean {
  return /^[0-9a-z]+$/u.test(session) && existsSync(journalFolder(homePaths(home), session));
}

/** Holds a session of a home folder against its backtest. Fails with `session.unknown`, the faults of a journal, and `attribution.strategy`. */
export function attributeJournal(home: string, { session, costs, bars }: AttributionRequest): SessionAttribution {
  const paths = homePaths(home);
  const folder = journalFolder(paths, session);
  if (!hasJournal(home, session)) throw new Fault('session.unknown', { session, home });
  const own = new OwnVersions(session, paths);
  try {
    return attributeSession({
      session,
      frames: new JournalReader(folder),
      costs,
      bars,
      market: ({ series, ...parts }) =>
        new CandleReplay({ ...parts, series: series.map(({ candles, ...one }) => ({ ...one, columns: candles })) }),
      strategies: (recorded) => own.finder(recorded),
    });
  } finally {
    own.close();
  }
}

/** A strategy of the user that a session ran: its version on a desk, or the hash of its files on the command line. */
interface OwnRun {
  readonly strategy: string;
  readonly script: ScriptMark | undefined;
}

/** The user's strategies as a session ran them, each in a process that must be closed. */
class OwnVersions {
  private readonly session: string;
  private readonly paths: HomePaths;
  private readonly opened = new Map<string, UserStrategy>();

  constructor(session: string, paths: HomePaths) {
    this.session = session;
    this.paths = paths;
  }

  finder(recorded: RecordedSession): FindStrategy {
    const { seed = 0, strategyHashes = {} } = JSON.parse(recorded.start.configuration) as {
      readonly seed?: number;
      readonly strategyHashes?: Readonly<Record<string, string>>;
    };
    for (const { strategy, script } of ownRuns(recorded)) {
      const hash = script?.hash ?? strategyHashes[strategy];
      const before = this.opened.get(strategy);
      if (before !== undefined && before.hash !== hash) throw this.gone(strategy, 'was loaded anew during it, so it is two strategies.');
      if (before === undefined) this.opened.set(strategy, this.open({ strategy, script }, { hash, seed }));
    }
    return (id) => this.opened.get(id)?.definition ?? findStrategy(id);
  }

  close(): void {
    for (const own of this.opened.values()) own.close();
  }

  private open({ strategy, script }: OwnRun, { hash, seed }: { readonly hash: string | undefined; readonly seed: number }): UserStrategy {
    const own = script === undefined ? this.openFile(strategy, seed) : this.openVersion(script, seed);
    if (own.hash === hash) return own;
    own.close();
    throw this.gone(strategy, 'has been changed since. Put back the file that ran, and ask again.');
  }

  private openFile(strategy: string, seed: number): UserStrategy {
    const file = join(this.paths.strategies, `${strategy}.ts`);
    if (!existsSync(file)) throw this.gone(strategy, `is not in ${this.paths.strategies} (any more). Put its file there, and ask again.`);
    return USER_STRATEGIES.open(file, seed);
  }

  private openVersion(script: ScriptMark, seed: number): UserStrategy {
    return USER_STRATEGIES.openScript(USER_STRATEGIES.versionsIn(this.paths).read(script), seed);
  }

  private gone(strategy: string, problem: string): Fault {
    return new Fault('attribution.strategy', { session: this.session, strategy, problem });
  }
}

/** Everything of the user's own that was started, or changed to another version. */
function ownRuns({ start, commands }: RecordedSession): readonly OwnRun[] {
  const runs: OwnRun[] = [];
  const names = new Map<string, string>();
  for (const { running, instance, strategy, script } of start.snapshot?.strategies ?? [])
    if (running) {
      names.set(instance, strategy);
      runs.push({ strategy, script });
    }
  for (const { command } of commands) {
    if (command.type === 'start-strategy') {
      names.set(command.record.instance, command.record.strategy);
      runs.push({ strategy: command.record.strategy, script: command.record.script });
    } else if (command.type === 'change-strategy' && command.script !== undefined)
      runs.push({ strategy: names.get(command.instance) ?? '', script: command.script });
  }
  return runs.filter(({ strategy }) => findStrategy(strategy) === undefined);
}
