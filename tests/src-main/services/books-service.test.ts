import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLedgerReader } from '../../../src-main/adapters/ledger-sqlite/ledger-reader.ts';
import { SqliteLedger } from '../../../src-main/adapters/ledger-sqlite/sqlite-ledger.ts';
import type { AccountScope } from '../../../src-main/ports/ledger.ts';
import type { LedgerReader } from '../../../src-main/ports/ledger-reader.ts';
import { BooksService } from '../../../src-main/services/books-service.ts';
import type { AccountId, SessionId } from '../../../src-shared/kernel/ids.ts';
import { SCOPE, StillClock, batch, deposit, sessionStart, temporaryFolder } from '../../support/ledger-kit.ts';

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
