import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { utcMs } from '../../src-shared/kernel/time.ts';
import type { LedgerBatch } from '../../src-main/ports/ledger.ts';
import { SqliteLedger } from '../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { Desk, START, StillClock, batch, deposit, order, orderId, sessionStart } from '../support/ledger-kit.ts';

/** Commits of one timed run, and pairs of runs. */
const COMMITS = 40;
const ROUNDS = 101;

/** Durable fills a second against bare durable rows a second, on the same disk. */
export interface LedgerBench {
  readonly fillsPerSecond: number;
  readonly bareCommitsPerSecond: number;
  /** Median over the rounds of fills per bare commit. */
  readonly ratio: number;
}

/** Times batches of one fill each (order state, fill, five postings, balances, positions, audit) against transactions that insert the fill's row alone, turn by turn. */
export async function benchLedger(): Promise<LedgerBench> {
  const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-bench-'));
  try {
    const bare = bareRun(folder);
    const ledger = await ledgerRun(folder);
    const rounds = Array.from({ length: ROUNDS }, () => ({ bare: timed(bare), ledger: timed(ledger) }));
    bare.close();
    ledger.close();
    return {
      fillsPerSecond: Math.round((COMMITS * 1_000) / median(rounds.map((round) => round.ledger))),
      bareCommitsPerSecond: Math.round((COMMITS * 1_000) / median(rounds.map((round) => round.bare))),
      ratio: median(rounds.map((round) => round.bare / round.ledger)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Run {
  /** What must be there before the clock runs. */
  prepare(): void;
  run(): void;
  close(): void;
}

function bareRun(folder: string): Run {
  const connection = new Database(join(folder, 'bare.db'));
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.exec(`CREATE TABLE fills (id INTEGER PRIMARY KEY, venue_fill TEXT, client_order TEXT, origin TEXT, side TEXT, ticks INTEGER, lots INTEGER,
    liquidity TEXT, notional TEXT, fee TEXT, time INTEGER) STRICT`);
  const insert = connection.prepare(
    'INSERT INTO fills (venue_fill, client_order, origin, side, ticks, lots, liquidity, notional, fee, time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  let number = 0;
  return {
    prepare: () => undefined,
    run: () => {
      for (let i = 0; i < COMMITS; i += 1) {
        number += 1;
        insert.run(`fill-${number}`, orderId(number), 'you', 'buy', 10_000_000, 1_000, 'taker', '1', '0.001', START + number);
      }
    },
    close: () => connection.close(),
  };
}

async function ledgerRun(folder: string): Promise<Run> {
  const ledger = await SqliteLedger.open({ file: join(folder, 'ledger.db'), backups: folder, clock: new StillClock() });
  const desk = new Desk();
  ledger.begin(sessionStart());
  ledger.commit(batch([deposit('USD', '1000000')]));
  let number = 0;
  let batches: readonly LedgerBatch[] = [];
  return {
    // Orders are recorded before they are sent, long before their fills; and a ledger is handed its batches ready made.
    prepare: () => {
      const numbers = Array.from({ length: COMMITS }, () => (number += 1));
      ledger.commit(batch(numbers.map((each) => ({ kind: 'order', order: order(each) }))));
      batches = numbers.map((each) => filled(desk, each));
    },
    run: () => {
      for (const each of batches) ledger.commit(each);
    },
    close: () => ledger.close(),
  };
}

function filled(desk: Desk, number: number): LedgerBatch {
  const time = utcMs(START + number);
  const fill = desk.fill({ id: `fill-${number}`, order: number, fee: '0.001', time });
  return batch([{ kind: 'order-state', order: orderId(number), state: 'filled', filledLots: 1_000, reason: null, time }, fill], {
    time,
    sequence: number,
  });
}

function timed({ prepare, run }: Run): number {
  prepare();
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
