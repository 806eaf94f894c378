import { describe, expect, test } from 'vitest';
import { PaperVenue } from '../../../src-main/adapters/exchange-heard/paper-venue.ts';
import { findStrategy } from '../../../src-main/core/strategies/catalog.ts';
import type { LedgerRecord, LedgerBatch } from '../../../src-main/ports/ledger.ts';
import { openSession } from '../../../src-main/sessions/open-session.ts';
import { placeStrategies } from '../../../src-main/sessions/paper.ts';
import { IDEAL } from '../../../src-shared/domain/costs.ts';
import { DEFAULT_LIMITS } from '../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { MINUTE_MS, utcMs } from '../../../src-shared/kernel/time.ts';
import { RegisteredLedger, SCOPE } from '../../support/paper-kit.ts';
import { instrument, START } from '../core/matching/venue-fixture.ts';

/** A ledger that keeps what it was given. */
class ReadableLedger extends RegisteredLedger {
  readonly records: LedgerRecord[] = [];

  override commit(batch: LedgerBatch): void {
    this.records.push(...batch.records);
    super.commit(batch);
  }

  count(kind: 'order' | 'refusal', code?: string): number {
    return this.records.filter((record) => record.kind === kind && (code === undefined || ('code' in record && record.code === code)))
      .length;
  }
}

/** A session on a venue's market that is heard: its prices over one way, its bars over another. */
function heardSession() {
  const venue = new PaperVenue({ specs: [instrument().spec], costs: { ...IDEAL, name: 'test' }, startAt: utcMs(START) });
  const days = (value: number) => new Float64Array(31).fill(value);
  venue.evidence.learnDays(0, {
    time: days(0),
    open: days(100),
    high: days(101),
    low: days(99),
    close: days(100),
    volume: days(1_000_000),
    length: 31,
  });
  const ledger = new ReadableLedger();
  const opened = openSession({
    exchange: venue,
    ledger,
    scope: SCOPE,
    snapshot: ledger.snapshot(SCOPE, []),
    startAt: START,
    cash: Decimal.of(100_000n),
    limits: DEFAULT_LIMITS,
    costs: { ...IDEAL, name: 'test' },
    engineVersion: 'test',
    configuration: '{}',
    find: findStrategy,
    journal: null,
    observer: () => null,
  });
  const to = (ms: number): void => void opened.session.pump(utcMs(START + ms));
  const quote = (ms: number, bid = '100', ask = '101'): void => {
    venue.hear({ kind: 'quote', symbol: 'BTC/USD', bid, bidSize: '50', ask, askSize: '50' }, START + ms);
    to(ms);
  };
  /** The bar of a minute, asked for one second after it closed. */
  const bar = (minute: number): void => {
    const open = START + minute * MINUTE_MS;
    const at = open + MINUTE_MS + 1_000;
    venue.market.hearBars(
      { instrument: 0, timeframe: '1m' },
      { bars: [[open, '100', '102', '99', '101', '5']], time: at },
      { now: at, freshMs: 15_000 },
    );
    to(at - START);
  };
  bar(-1);
  placeStrategies(
    opened,
    [
      {
        instance: 'hold',
        strategy: 'buy-and-hold',
        instrument: 0,
        timeframe: '1m',
        parameters: {},
        size: { kind: 'equity-fraction', fraction: 0.05 },
      },
    ],
    { session: 'life', source: venue, find: findStrategy },
  );
  const book = (ms: number, stale: boolean): void => {
    venue.market.hearBook(0, stale, START + ms);
    to(ms);
  };
  return { opened, ledger, quote, bar, book, to };
}

describe('a session whose prices are not heard any more', () => {
  test('refuses what a strategy decides on bars that still come, and lets it in when prices are heard again', () => {
    const { ledger, quote, bar } = heardSession();
    quote(10);
    bar(0);
    expect(ledger.count('refusal', 'risk.stale-data')).toBe(1);
    expect(ledger.count('order')).toBe(0);
    bar(1);
    expect(ledger.count('refusal', 'risk.stale-data')).toBe(2);
    // Prices that stand where they stood are fresh once they were told again.
    quote(3 * MINUTE_MS + 500);
    bar(2);
    expect(ledger.count('order')).toBe(1);
    expect(ledger.count('refusal', 'risk.stale-data')).toBe(2);
  });

  test('still closes what is held', () => {
    const { opened, ledger, quote, bar, to } = heardSession();
    quote(MINUTE_MS + 500);
    bar(0);
    to(MINUTE_MS + 5_000);
    expect(opened.engine.account.grossExposure()).toBeGreaterThan(0);
    to(5 * MINUTE_MS);
    const outcome = opened.session.command({ type: 'close', id: 'out', instrument: null, percent: 100 });
    expect(outcome.ok).toBe(true);
    expect(ledger.count('order')).toBe(2);
    expect(ledger.count('refusal')).toBe(0);
  });
});

describe('a session whose book is stale', () => {
  test('refuses what a strategy decides until the book is known again', () => {
    const { ledger, quote, bar, book } = heardSession();
    quote(MINUTE_MS + 500);
    book(MINUTE_MS + 600, true);
    bar(0);
    expect([ledger.count('refusal', 'risk.stale-book'), ledger.count('order')]).toEqual([1, 0]);
    quote(2 * MINUTE_MS + 500);
    book(2 * MINUTE_MS + 600, false);
    bar(1);
    expect([ledger.count('refusal'), ledger.count('order')]).toEqual([1, 1]);
  });

  test('still closes what is held', () => {
    const { opened, ledger, quote, bar, book, to } = heardSession();
    quote(MINUTE_MS + 500);
    bar(0);
    to(MINUTE_MS + 5_000);
    expect(opened.engine.account.grossExposure()).toBeGreaterThan(0);
    book(MINUTE_MS + 6_000, true);
    expect(opened.session.command({ type: 'close', id: 'out', instrument: null, percent: 100 }).ok).toBe(true);
    expect([ledger.count('order'), ledger.count('refusal')]).toEqual([2, 0]);
  });
});
