import type { Closable } from '../src-shared/kernel/close-all.ts';
import { openControlDoor } from './adapters/home/control-door.ts';
import type { HomePaths } from './adapters/home/home.ts';
import { openLedgerReader } from './adapters/ledger-sqlite/ledger-reader.ts';
import type { ClientOrderId } from '../src-shared/kernel/ids.ts';
import type { LedgerScope } from './ports/ledger.ts';
import type { MarketSource } from './ports/market-source.ts';
import type { OrderTrail } from './ports/venue-talk.ts';
import type { OpenedSession } from './sessions/open-session.ts';
import type { RunTally } from './sessions/paper.ts';
import { RunningControl } from './sessions/running-control.ts';
import { sessionCommands } from './sessions/session-commands.ts';

/** What the door of a session without a desk is made of. */
export interface SessionDoorParts {
  readonly opened: OpenedSession;
  readonly scope: LedgerScope;
  readonly source: MarketSource;
  /** Observes the session. */
  readonly tally: RunTally;
  /** What was asked and heard of an order at a real venue; absent where there is none. */
  readonly trail?: (order: ClientOrderId) => OrderTrail | null;
  /** Hears where the door could not be opened. */
  readonly onNote: ((sentence: string) => void) | undefined;
}

/** The door through which a session without a desk is looked at, stopped and flattened from outside, until it is closed. */
export function openSessionDoor(
  paths: HomePaths,
  { opened: { session }, scope, source, tally, trail, onNote }: SessionDoorParts,
): Closable {
  const reader = openLedgerReader(paths.ledger);
  const control = new RunningControl({
    session,
    scope,
    reader,
    ...(trail === undefined ? {} : { trail }),
    ...sessionCommands(session, { tally, source }),
  });
  const door = openControlDoor(paths.folder, control, (problem) => onNote?.(problem));
  return {
    close: () => {
      door.dispose();
      reader.close();
    },
  };
}
