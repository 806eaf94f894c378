import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedgerReader } from '../../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from '../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { SettingsFile } from '../../../src-main/adapters/settings-file/settings-file.ts';
import type { AccountScope } from '../../../src-main/ports/ledger.ts';
import type { LedgerReader } from '../../../src-main/ports/ledger-reader.ts';
import { Away, type AwayParts } from '../../../src-main/services/away.ts';
import { type DeskFacts, factsOf } from '../../../src-main/services/away-moment.ts';
import type { AccountRow, FillRow, OrderRow, RiskRow, StatusRow, StrategyRow } from '../../../src-shared/contract/rows.ts';
import type { DeskSnapshot } from '../../../src-shared/contract/stream.ts';
import type { AccountId, SessionId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import { Desk, SCOPE, START, StillClock, batch, deposit, order, orderId, sessionStart, temporaryFolder } from '../../support/ledger-kit.ts';
import { SteppedClock } from '../../support/stepped-clock.ts';

const FIRST: AccountScope = { book: SCOPE.book, venue: SCOPE.venue, account: 'paper-1' as AccountId };
const WALL = 1_800_000_000_000;

let folder: ReturnType<typeof temporaryFolder>;
let ledger: SqliteLedger;
let reader: LedgerReader;
let clock: SteppedClock;
let market: number;
let account: AccountScope;
let facts: DeskFacts | null;
let told: number;
let desk: Desk;
let orders: number;

beforeEach(async () => {
  folder = temporaryFolder();
  const file = join(folder.path, 'ledger.db');
  ledger = await SqliteLedger.open({ file, backups: join(folder.path, 'backups'), clock: new StillClock() });
  const scope = { ...SCOPE, account: FIRST.account, session: 'session' as SessionId };
  ledger.begin(sessionStart(scope));
  ledger.commit({ ...batch([deposit('USD', '100000')]), scope });
  reader = openLedgerReader(file);
  clock = new SteppedClock(WALL);
  market = START;
  account = FIRST;
  facts = { equity: '100000', quote: 'USD', state: 'ACTIVE', locks: [], doubts: [], running: [] };
  told = 0;
  orders = 0;
  desk = new Desk();
});

afterEach(() => {
  reader.close();
  ledger.close();
  folder.remove();
});

async function away(more: Partial<AwayParts> = {}): Promise<Away> {
  const opened = new Away({
    ...{ reader, clock, before: null },
    settings: new SettingsFile(join(folder.path, 'settings.json')),
    current: () => account,
    marketTime: () => market,
    facts: () => Promise.resolve(facts),
    told: () => void (told += 1),
    ...more,
  });
  await opened.begin();
  return opened;
}

/** Time passes for the market and for the program. */
function pass(ms: number): void {
  market += ms;
  clock.pass(ms);
}

/** A fill, a refusal and an order that was cancelled, now. */
function happens(): void {
  const scope = { ...SCOPE, account: FIRST.account, session: 'session' as SessionId };
  const time = utcMs(market);
  const [filled, cancelled] = [orders + 1, orders + 2];
  orders += 2;
  const say = (...records: Parameters<typeof batch>[0]) => {
    ledger.commit({ ...batch(records), scope });
  };
  say({ kind: 'order', order: order(filled, { lots: 100 }) }, { kind: 'order', order: order(cancelled) });
  say(desk.fill({ id: `f-${String(market)}`, order: filled, lots: 100, fee: '0.25', time }));
  say({ kind: 'order-state', order: orderId(filled), state: 'filled', filledLots: 100, reason: null, time });
  say({ kind: 'order-state', order: orderId(cancelled), state: 'cancelled', filledLots: 0, reason: 'user', time });
  const spec = { kind: 'price', instrument: 'BTC/USD.SIM', level: '62500', side: 'above', repeat: 'each', rearm: 0 };
  say({ kind: 'alert-fired', firing: { alert: 1, number: orders, time, late: false, spec, value: 62_501, line: null } as never });
  say({ kind: 'refusal', code: 'risk.halted', details: {}, instrument: 0, origin: 'you', side: 'buy', time });
}

const risk = (change: Partial<RiskRow>) => ({
  kind: 'risk' as const,
  row: { state: 'ACTIVE', reason: '', since: market, evidence: '', locks: [], ...change } as unknown as RiskRow,
});
const status = (connected: boolean) => ({ kind: 'status' as const, row: { connected } as StatusRow });
const equity = (value: string) => ({ kind: 'account' as const, row: { equity: value, quote: 'USD' } as AccountRow });

describe('after a time without a window', () => {
  it('the next page is told what happened, with equity then and now, and what tripped; a page that is loaded anew is not told again', async () => {
    const here = await away();
    here.pageCame();
    expect(here.note).toBeNull();
    here.pageWent();
    pass(5_000);
    happens();
    here.heard(risk({ locks: [{ sentence: 'No entries: three stops.', until: 9 }] }));
    here.heard(risk({ state: 'HALTED', reason: 'drawdown', evidence: 'Fell by 9%.' }));
    here.heard(equity('99000'));
    pass(4_000);
    here.pageCame();
    expect(here.note).toMatchObject({
      ...{ isNew: true, why: 'window', from: WALL, to: WALL + 9_000, gaps: [], crashed: false },
      ...{ fills: 1, refusals: 1, ended: 1, equityThen: '100000', equityNow: '99000', quote: 'USD' },
      fillRows: [{ order: orderId(1) }],
      endedRows: [{ id: orderId(2), state: 'cancelled' }],
      refusalRows: [{ code: 'risk.halted' }],
      alerts: 1,
      alertRows: [{ time: market - 4_000, sentence: expect.stringContaining('62500') as string }],
      trips: [
        { state: 'ACTIVE', sentence: 'No entries: three stops.' },
        { state: 'HALTED', reason: 'drawdown', sentence: 'Fell by 9%.' },
      ],
    });
    here.pageCame();
    here.pageWent();
    expect(here.note?.isNew).toBe(true);
    here.pageWent();
    here.pageCame();
    expect(here.note).toMatchObject({ isNew: false, fills: 1 });
  });

  it('nothing is told of what was seen, of another account, or of what was not kept by us', async () => {
    market = START - 5_000;
    happens();
    market = START;
    const here = await away();
    here.pageCame();
    here.pageWent();
    here.pageCame();
    expect(here.note).toBeNull();
    here.pageWent();
    pass(9_000);
    happens();
    account = { ...FIRST, account: 'paper-2' as AccountId };
    here.pageCame();
    expect(here.note).toBeNull();
    account = FIRST;
    const settings = new SettingsFile(join(folder.path, 'settings.json'));
    for (const kept of ['{', '{"wall":"then"}', '[]']) {
      settings.save('away', kept);
      const next = await away({ settings });
      next.pageCame();
      expect(next.note).toBeNull();
    }
  });
});

describe('after a restart', () => {
  it('of a program that was killed with a window, it begins at the moment that was kept last; orders in doubt are told with what became of them', async () => {
    const before = await away();
    facts = { ...facts!, doubts: [orderId(2)], running: ['grid'] };
    before.pageCame();
    pass(70_000);
    await Promise.resolve();
    pass(30_000);
    // Killed here, 10 s after the moment was kept last.
    pass(10_000);
    happens();
    const endedAt = clock.now();
    clock = new SteppedClock(endedAt + 3_600_000);
    facts = { ...facts, state: 'REDUCING', equity: '98000' };
    const after = await away({ before: { endedAt, crashed: true } });
    after.pageCame();
    expect(after.note).toMatchObject({
      ...{ why: 'program', from: endedAt - 20_000, crashed: true, running: ['grid'], fills: 1, ended: 0 },
      gaps: [{ what: 'program', from: endedAt, to: endedAt + 3_600_000 }],
      doubts: [{ id: orderId(2), state: 'cancelled', reason: 'user' }],
      // What tripped before the end was not kept any more; the state that came of it is known.
      trips: [{ state: 'REDUCING' }],
      ...{ equityThen: '100000', equityNow: '98000' },
    });
  });

  it('in which nothing happened is told where strategies ran, and not where none did', async () => {
    for (const running of [['grid'], []]) {
      facts = { ...facts!, running };
      const before = await away();
      before.pageCame();
      before.close();
      pass(3_600_000);
      const after = await away({ before: { endedAt: clock.now() - 3_600_000, crashed: false } });
      after.pageCame();
      expect(after.note === null).toBe(running.length === 0);
      after.close();
    }
  });
});

it('what happened before somebody’s eyes is not told again, also where the program is killed soon after', async () => {
  const before = await away();
  before.pageCame();
  happens();
  before.heard({ kind: 'fill', row: {} as FillRow });
  before.heard({ kind: 'order', row: {} as OrderRow });
  pass(2_000);
  clock = new SteppedClock(clock.now() + 40_000);
  const after = await away({ before: { endedAt: clock.now() - 40_000, crashed: true } });
  after.pageCame();
  expect(after.note).toBeNull();
  after.pageWent();
  after.heard({ kind: 'fill', row: {} as FillRow });
  pass(1_000);
  happens();
  pass(2_000);
  after.pageCame();
  expect(after.note).toMatchObject({ fills: 1 });
});

describe('with a window that is there', () => {
  it('a sleep is told once the desk has caught up: the wall clock has gone on, the monotonic one has not', async () => {
    const here = await away();
    facts = { ...facts!, running: ['grid'] };
    here.pageCame();
    pass(31_000);
    await Promise.resolve();
    clock.sleep(7_200_000);
    market += 7_200_000;
    pass(30_000);
    happens();
    pass(5_000);
    expect(told).toBe(1);
    expect(here.note).toMatchObject({ why: 'sleep', from: WALL + 30_000, gaps: [{ what: 'sleep' }], fills: 1, running: ['grid'] });
    expect(here.note!.gaps[0]!.to - here.note!.gaps[0]!.from).toBe(7_200_000 + 30_000);
  });

  it('a step of the clock within a minute, back or forth, is no sleep', async () => {
    const here = await away();
    here.pageCame();
    clock.sleep(55_000);
    pass(30_000);
    clock.sleep(-3_600_000);
    pass(60_000);
    happens();
    pass(60_000);
    expect([told, here.note]).toEqual([0, null]);
  });

  it('a venue that was not heard is told when it is heard again; what tripped meanwhile too', async () => {
    const here = await away();
    here.pageCame();
    here.heard(status(true));
    here.heard(status(false));
    pass(10_000);
    here.heard(status(false));
    happens();
    here.heard(risk({ state: 'REDUCING', reason: 'data', evidence: '' }));
    pass(10_000);
    here.heard(status(true));
    expect(told).toBe(0);
    pass(5_000);
    expect(told).toBe(1);
    expect(here.note).toMatchObject({
      ...{ why: 'feed', from: WALL, gaps: [{ what: 'feed', from: WALL, to: WALL + 20_000 }], fills: 1 },
      trips: [{ state: 'REDUCING', reason: 'data' }],
    });
    // A short one in which nothing happened is not worth a word.
    here.heard(status(false));
    pass(1_000);
    here.heard(status(true));
    pass(6_000);
    expect(told).toBe(1);
  });

  it('one that comes later is told of sleeps and losses in between', async () => {
    const here = await away();
    here.pageCame();
    here.pageWent();
    here.heard(status(false));
    pass(20_000);
    here.heard(status(true));
    clock.sleep(600_000);
    pass(60_000);
    happens();
    here.pageCame();
    expect(told).toBe(0);
    expect(here.note).toMatchObject({ why: 'window', gaps: [{ what: 'feed' }, { what: 'sleep' }] });
    here.close();
    pass(600_000);
  });
});

it('a desk is known by its equity, its state and what is open; that of a replay is left alone', async () => {
  const snapshot = {
    account: { equity: '5', quote: 'USD' },
    risk: { state: 'HALTED', locks: [{ sentence: 'x', until: 1 }] },
    orders: [
      { id: 'a', state: 'in-doubt' },
      { id: 'b', state: 'acknowledged' },
    ] as OrderRow[],
    strategies: [
      { strategy: 'grid', running: true },
      { strategy: 'grid', running: true },
      { strategy: 'dca', running: false },
    ] as StrategyRow[],
  } as unknown as DeskSnapshot;
  expect(factsOf(snapshot)).toEqual({ equity: '5', quote: 'USD', state: 'HALTED', locks: ['x'], doubts: ['a'], running: ['grid'] });
  facts = null;
  const here = await away();
  here.heard(equity('7'));
  here.heard(risk({ state: 'HALTED' }));
  here.pageCame();
  here.pageWent();
  happensLater();
  here.pageCame();
  expect(here.note).toMatchObject({ equityThen: null, equityNow: null, quote: '', trips: [] });
});

function happensLater(): void {
  pass(1_000);
  happens();
}
