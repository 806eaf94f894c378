import type { BookSummary } from '../../src-shared/contract/books.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { AccountScope } from '../ports/ledger.ts';
import type { LedgerReader } from '../ports/ledger-reader.ts';

/** What the books act on. */
export interface BooksParts {
  readonly reader: LedgerReader;
  /** The account that is traded on now. */
  readonly current: () => AccountScope;
  /** Ends the desk in order and opens it on another account, which begins with `cash` where it is new. */
  readonly open: (account: string, cash: string) => Promise<void>;
  readonly quote: string;
}

const NAME = /^paper-(\d+)$/u;

/** Paper books: a reset is a new one, and the old ones stay as they were. */
export class BooksService {
  private readonly parts: BooksParts;

  constructor(parts: BooksParts) {
    this.parts = parts;
  }

  /** The newest used first. */
  list(): { readonly books: readonly BookSummary[] } {
    const { reader, quote } = this.parts;
    const open = this.parts.current().account;
    const books = reader
      .accounts()
      .filter(({ account }) => account.book === 'paper' && NAME.test(account.account))
      .map(({ account, createdWall, usedWall, balances, positions, openOrders, fills }): BookSummary => ({
        account: account.account,
        quote,
        createdAt: createdWall,
        usedAt: usedWall,
        cash: balances.get(quote) ?? '0',
        positions,
        openOrders,
        fills,
        open: account.account === open,
      }));
    return { books: books.sort((a, b) => Number(b.open) - Number(a.open) || b.usedAt - a.usedAt) };
  }

  async create(cash: string): Promise<{ readonly account: string }> {
    const numbers = this.list().books.map(({ account }) => Number(NAME.exec(account)?.[1] ?? 0));
    const account = `paper-${String(Math.max(0, ...numbers) + 1)}`;
    await this.parts.open(account, cash);
    return { account };
  }

  async open(account: string): Promise<{ readonly account: string }> {
    const book = this.list().books.find((candidate) => candidate.account === account);
    if (book === undefined) throw new Fault('book.unknown', { book: account });
    if (!book.open) await this.parts.open(account, '0');
    return { account };
  }
}
