import { useCallback, useEffect, useRef, useState } from 'react';
import type { GapView, SessionRow } from '../../../src-shared/contract/attribution.ts';
import { callMain } from '../../state/call-main.ts';
import { useDeskLink } from '../../state/desk-link.ts';

/** Sessions that are listed, newest first. */
const MOST_SESSIONS = 200;

/** The session that is held against its backtest, and how far that is. */
export type Compared =
  | { readonly kind: 'working'; readonly session: string }
  | { readonly kind: 'done'; readonly session: string; readonly view: GapView }
  | { readonly kind: 'failed'; readonly session: string; readonly why: string };

/** The sessions with what can be done with them. */
export interface SessionsModel {
  readonly sessions: readonly SessionRow[] | null;
  readonly failure: string | null;
  readonly compared: Compared | null;
  readAgain(): Promise<void>;
  compare(session: string): Promise<void>;
}

/** Reads the sessions when the panel opens, and one beside its backtest when that is asked for. */
export function useSessions(): SessionsModel {
  const [sessions, setSessions] = useState<readonly SessionRow[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [compared, setCompared] = useState<Compared | null>(null);
  const asked = useRef('');
  const connected = useDeskLink((link) => link.client !== null);
  const readAgain = useCallback(async (): Promise<void> => {
    const result = await callMain((client) => client.attribution.sessions({ count: MOST_SESSIONS }));
    if (result.ok) setSessions(result.value.sessions);
    setFailure(result.ok ? null : result.fault.message);
  }, []);
  useEffect(() => {
    if (connected) void readAgain();
  }, [connected, readAgain]);
  const compare = useCallback(async (session: string): Promise<void> => {
    asked.current = session;
    setCompared({ kind: 'working', session });
    const result = await callMain((client) => client.attribution.split({ session }));
    // Another one was asked for since.
    if (asked.current !== session) return;
    setCompared(result.ok ? { kind: 'done', session, view: result.value } : { kind: 'failed', session, why: result.fault.message });
  }, []);
  return { sessions, failure, compared, readAgain, compare };
}
