import { existsSync } from 'node:fs';
import { Fault } from '../src-shared/kernel/fault.ts';
import { DAY_MS } from '../src-shared/kernel/time.ts';
import { homePaths } from './adapters/home/home.ts';
import { openLedgerReader } from './adapters/ledger-sqlite/ledger-reader.ts';
import { readSetting } from './adapters/settings-file/settings-file.ts';
import type { ControlStatus } from './ports/session-control.ts';
import { AWAY_KEY } from './services/away.ts';
import { ledgerSince, type SinceMoment } from './services/away-ledger.ts';
import { readMoment } from './services/away-moment.ts';
import { controlBook } from './sessions/control-book.ts';

/** What happened on an account since a market time. */
export interface AwaySummary extends SinceMoment {
  /** How it stands by now. */
  readonly status: ControlStatus;
  readonly from: number;
  /** Why from then: it was asked for, the window was followed last, or else a day. */
  readonly basis: 'asked' | 'window' | 'day';
}

/** Reads what happened on an account (the one used last where null) within a span before its newest market time, else since somebody looked. Fails with `environment.missing`, `book.unknown`. */
export function awaySince(
  home: string,
  { account: name, spanMs }: { readonly account: string | null; readonly spanMs: number | null },
): AwaySummary {
  const { ledger, settings } = homePaths(home);
  if (!existsSync(ledger)) {
    const remedy = 'It is made by the first session; CRYPTOORCH_HOME names another folder.';
    throw new Fault('environment.missing', { what: `The ledger ${ledger}`, remedy });
  }
  const reader = openLedgerReader(ledger);
  try {
    const known = [...reader.accounts()].sort((a, b) => b.usedWall - a.usedWall);
    const account = (name === null ? known[0] : known.find((each) => each.account.account === name))?.account;
    if (account === undefined) throw new Fault('book.unknown', { book: name ?? '' });
    const holding = reader.holding(account);
    const { status } = controlBook(account, holding, null, () => null);
    const left = spanMs === null ? readMoment(readSetting(settings, AWAY_KEY)) : null;
    const looked = left?.account === account.account ? left : null;
    const from = looked?.market ?? status.time - (spanMs ?? DAY_MS);
    const basis = spanMs !== null ? 'asked' : looked === null ? 'day' : 'window';
    return { status, from, basis, ...ledgerSince(reader, account, { market: from, facts: looked?.facts ?? null }) };
  } finally {
    reader.close();
  }
}
