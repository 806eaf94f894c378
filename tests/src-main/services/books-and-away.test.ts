import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLedgerReader } from '../../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from '../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import { SettingsFile } from '../../../src-main/adapters/settings-file/settings-file.ts';
import type { AccountScope } from '../../../src-main/ports/ledger.ts';
import type { LedgerReader } from '../../../src-main/ports/ledger-reader.ts';
import { Away } from '../../../src-main/services/away.ts';
import { BooksService } from '../../../src-main/services/books-service.ts';
import type { AccountId, SessionId } from '../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import { Desk, SCOPE, START, StillClock, batch, deposit, order, orderId, sessionStart, temporaryFolder } from '../../support/ledger-kit.ts';

const FIRST: AccountScope = { book: SCOPE.book, venue: SCOPE.venue, account: 'paper-1' as AccountId };

let folder: ReturnType<typeof temporaryFolder>;
let clock: StillClock;
let ledger: SqliteLedger;
let reader: LedgerReader;

/** Begins a session of an account and brings its money in. */
function begin(account: string, cash: string): void {
  const scope = { ...SCOPE, account: account as AccountId, session: `session of ${account}` as SessionId };
  ledger.begin(sessionStart(scope));
  ledger.commit({ ...batch([deposit('USD', cash)]), scope });
}

beforeEach(async () => {
  folder = temporaryFolder();
  clock = new StillClock();
  const file = join(folder.path, 'ledger.db');
  ledger = await SqliteLedger.open({ file, backups: join(folder.path, 'backups'), clock });
  begin('paper-1', '100000');
  reader = openLedgerReader(file);
});

afterEach(() => {
  reader.close();
  ledger.close();
  folder.remove();
});

describe('paper books', () => {
  const opened: (readonly [string, string])[] = [];
  let current = FIRST;
  const books = () =>
    new BooksService({
      reader,
      current: () => current,
      open: (account, cash) => {
        opened.push([account, cash]);
        clock.wall += 60_000;
        if (cash !== '0') begin(account, cash);
        current = { ...FIRST, account: account as AccountId };
        return Promise.resolve();
      },
      quote: 'USD',
    });

  test('a reset is a new book; the old one stays as it was and is opened again', async () => {
    const service = books();
    expect(service.list().books).toMatchObject([{ account: 'paper-1', cash: '100000', positions: 0, fills: 0, open: true }]);
    expect(await service.create('2500.5')).toEqual({ account: 'paper-2' });
    expect(service.list().books.map(({ account, cash, open }) => [account, cash, open])).toEqual([
      ['paper-2', '2500.5', true],
      ['paper-1', '100000', false],
    ]);
    expect(await service.open('paper-1')).toEqual({ account: 'paper-1' });
    expect(await service.open('paper-1')).toEqual({ account: 'paper-1' });
    expect(service.list().books.map(({ account }) => account)).toEqual(['paper-1', 'paper-2']);
    expect(opened).toEqual([
      ['paper-2', '2500.5'],
      ['paper-1', '0'],
    ]);
    await expect(service.open('paper-9')).rejects.toMatchObject({ code: 'book.unknown' });
  });
});

describe('while nobody looks', () => {
  let market = START;
  let account = FIRST;
  const away = () =>
    new Away({
      reader,
      settings: new SettingsFile(join(folder.path, 'settings.json')),
      current: () => account,
      now: () => clock.wall,
      marketTime: () => market,
    });

  /** A fill, a refusal and an order that was cancelled, all at one market time. */
  function happens(time: number): void {
    const desk = new Desk();
    const scope = { ...SCOPE, session: 'session of paper-1' as SessionId };
    const say = (...records: Parameters<typeof batch>[0]) => {
      ledger.commit({ ...batch(records), scope });
    };
    say({ kind: 'order', order: order(1, { lots: 100 }) }, { kind: 'order', order: order(2) });
    say(desk.fill({ id: 'f-1', order: 1, lots: 100, fee: '0.25', time }));
    say({ kind: 'order-state', order: orderId(1), state: 'filled', filledLots: 100, reason: null, time: utcMs(time) });
    say({ kind: 'order-state', order: orderId(2), state: 'cancelled', filledLots: 0, reason: 'user', time: utcMs(time) });
    say({ kind: 'refusal', code: 'risk.halted', details: {}, instrument: 0, origin: 'you', side: 'buy', time: utcMs(time) });
  }

  beforeEach(() => {
    market = START;
    account = FIRST;
  });

  test('what happened is told to the next page, also after a restart, and once', () => {
    const first = away();
    first.pageCame();
    expect(first.note).toBeNull();
    first.pageWent();
    const left = clock.wall;
    happens(START + 5_000);
    market = START + 9_000;
    clock.wall += 9_000;
    const next = away();
    next.pageCame();
    expect(next.note).toMatchObject({ from: left, to: left + 9_000, fills: 1, refusals: 1, ended: 1 });
    next.pageCame();
    next.pageWent();
    expect(next.note).not.toBeNull();
    next.pageWent();
    next.pageCame();
    expect(next.note).toBeNull();
  });

  test('nothing is told of what was seen, of another account, or of settings that are not ours', () => {
    happens(START - 5_000);
    const here = away();
    here.pageCame();
    here.pageWent();
    here.pageCame();
    expect(here.note).toBeNull();
    here.pageWent();
    happensLater();
    account = { ...FIRST, account: 'paper-2' as AccountId };
    here.pageCame();
    expect(here.note).toBeNull();
    here.pageWent();
    const settings = new SettingsFile(join(folder.path, 'settings.json'));
    for (const kept of ['{', '{"wall":"then"}']) {
      settings.save('away', kept);
      const next = new Away({ reader, settings, current: () => FIRST, now: () => clock.wall, marketTime: () => market });
      next.pageCame();
      expect(next.note).toBeNull();
    }
  });

  function happensLater(): void {
    market = START + 9_000;
    clock.wall += 9_000;
  }
});
