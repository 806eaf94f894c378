import { Fault } from '../../src-shared/kernel/fault.ts';
import type { ControlBook } from '../ports/session-control.ts';
import { type Command, JSON_OPTION } from './command.ts';
import type { CliContext } from './context.ts';
import { bookLines } from './control-text.ts';
import { switchOption } from './option.ts';
import { note, printJson, printLines } from './output.ts';

const ALL = switchOption('all', 'Show every account of the ledger with something open, not the one used last alone.');

/** What the ledger is read for in place of a session that does not answer. */
const WITHOUT_SESSION: readonly string[] = ['control.absent', 'control.unreachable', 'control.silent', 'control.garbled'];

/** Shows what is open. */
export const ordersCommand: Command = {
  name: 'orders',
  about: 'Show open orders, orders in doubt and positions: of the session that runs, else as the ledger has them.',
  positionals: [],
  options: [ALL, JSON_OPTION],
  examples: ['cryptoorch orders', 'cryptoorch orders --json'],
  async run(values, context) {
    const { books, session } = await openBooks(context, values.has(ALL));
    if (values.has(JSON_OPTION)) printJson(context, { session, books });
    else
      printLines(
        context,
        books.flatMap((book, place) => [...(place === 0 ? [] : ['']), ...bookLines(book)]),
      );
    // Nobody runs: the ledger is the truth. Somebody runs and does not answer: that is bad news.
    return session === 'answered' || session === 'control.absent' ? 0 : 1;
  },
};

interface OpenBooks {
  readonly books: readonly ControlBook[];
  /** `answered`, or why the ledger was read in its place. */
  readonly session: string;
}

async function openBooks(context: CliContext, all: boolean): Promise<OpenBooks> {
  const { control, heldBooks } = context.services;
  try {
    const { status, orders, positions } = await control(context.home, { kind: 'orders' });
    const running: ControlBook = { status, orders, positions };
    const others = all ? (await heldBooks(context.home)).filter((book) => book.status.account !== status.account) : [];
    return { session: 'answered', books: [running, ...others.filter(hasSomething)] };
  } catch (thrown) {
    if (!(thrown instanceof Fault) || !WITHOUT_SESSION.includes(thrown.code)) throw thrown;
    const held = await heldBooks(context.home);
    const books = held.filter((book, place) => (place === 0 ? true : all && hasSomething(book)));
    const others = held.slice(1).filter(hasSomething).length;
    note(
      context,
      thrown.code === 'control.absent' ? 'No session runs. This is what the ledger has.' : `${thrown.message} This is what the ledger has.`,
    );
    if (!all && others > 0)
      note(
        context,
        `${others === 1 ? '1 older account has' : `${String(others)} older accounts have`} something open too: --all shows them.`,
      );
    return { session: thrown.code, books };
  }
}

function hasSomething({ orders, positions }: ControlBook): boolean {
  return orders.length > 0 || positions.length > 0;
}
