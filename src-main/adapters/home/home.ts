import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { HomeLock } from './home-lock.ts';

/** Where everything lies in a home folder. */
export interface HomePaths {
  readonly folder: string;
  readonly ledger: string;
  /** The ledger of practice books, which no other book is in. */
  readonly practice: string;
  /** Every run, search and trial. */
  readonly research: string;
  readonly backups: string;
  /** One folder per session, each with its journal. */
  readonly sessions: string;
  /** What the simulated venue keeps on its own side. */
  readonly simVenue: string;
  readonly logs: string;
  /** Profile of the browser that shows the window. */
  readonly chromium: string;
  readonly settings: string;
  /** The markets of venues, a file each. */
  readonly markets: string;
  /** The user's own strategies, a file each. */
  readonly strategies: string;
  /** The versions of them that ran on a desk. */
  readonly strategyVersions: string;
}

/** The places in a home folder; nothing is made. */
export function homePaths(folder: string): HomePaths {
  return {
    folder,
    ledger: join(folder, 'ledger.db'),
    practice: join(folder, 'practice.db'),
    research: join(folder, 'research.db'),
    backups: join(folder, 'backups'),
    sessions: join(folder, 'sessions'),
    simVenue: join(folder, 'sim-venue'),
    logs: join(folder, 'logs'),
    chromium: join(folder, 'chromium'),
    settings: join(folder, 'settings.json'),
    markets: join(folder, 'markets'),
    strategies: join(folder, 'strategies'),
    strategyVersions: join(folder, 'strategy-versions'),
  };
}

/** The folder of a session's journal. */
export function journalFolder(home: HomePaths, session: string): string {
  return join(home.sessions, session, 'journal');
}

/** A home folder that this process alone writes in. */
export interface OpenHome extends HomePaths {
  /** Lets go of the folder; another process may take it. */
  release(): void;
}

/** Makes a home folder where there is none, for its user's eyes only, and takes its lock. Fails with `home.locked` or `home.unwritable`. */
export function openHome(folder: string, program: string, wall: number): OpenHome {
  const paths = homePaths(folder);
  try {
    for (const path of [folder, paths.backups, paths.sessions, paths.simVenue, paths.logs, paths.chromium]) {
      mkdirSync(path, { recursive: true, mode: 0o700 });
    }
  } catch (thrown) {
    throw new Fault(
      'home.unwritable',
      { home: folder, problem: thrown instanceof Error ? thrown.message : String(thrown) },
      { cause: thrown },
    );
  }
  const lock = HomeLock.take(folder, program, wall);
  return { ...paths, release: () => lock.release() };
}
