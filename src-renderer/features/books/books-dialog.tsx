import './books.css';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { BookSummary } from '../../../src-shared/contract/books.ts';
import type { DeskClient } from '../../client/desk-client.ts';
import { useBooksRequest } from '../../state/books-request.ts';
import { reloadPage } from '../../state/page-guard.ts';
import { callMain } from '../../state/call-main.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { NumberField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { BOOKS_SENTENCES as SAY } from './sentences.ts';

const FIRST_CASH = '100000';

type Read = { readonly books: readonly BookSummary[] | null; readonly failure: string | null };

const UNREAD: Read = { books: null, failure: null };

async function readBooks(): Promise<Read> {
  const result = await callMain((client) => client.books.list({}));
  return result.ok ? { books: result.value.books, failure: null } : { books: null, failure: result.fault.message };
}

/** The paper books: what each holds, which is open, and a new one. */
export function BooksDialog(): ReactElement | null {
  const open = useBooksRequest((store) => store.open);
  return open ? <OpenBooks /> : null;
}

function close(): void {
  useBooksRequest.setState({ open: false });
}

function OpenBooks(): ReactElement {
  const [read, setRead] = useState<Read>(UNREAD);
  const [cash, setCash] = useState(FIRST_CASH);
  const [refused, refuse] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const format = useFormat();
  const running = useShownDesk(({ strategies }) =>
    [...strategies.values()]
      .filter((row) => row.running)
      .map((row) => row.strategy)
      .join(', '),
  );
  useEffect(() => {
    void readBooks().then(setRead);
  }, []);
  const go = async (ask: (client: DeskClient, command: string) => Promise<unknown>): Promise<void> => {
    setBusy(true);
    refuse(null);
    const result = await callMain(ask);
    // Everything the page knows is of the other book.
    if (result.ok) reloadPage();
    else {
      setBusy(false);
      refuse(result.fault.message);
    }
  };
  const begin = (): void => {
    const amount = format.parseAmount(cash);
    if (amount === undefined || Number(amount) <= 0) refuse(SAY.needsCash);
    else void go((client, command) => client.books.create({ command, cash: amount }));
  };
  return (
    <Dialog open width={640} title={SAY.title} onClose={close} actions={<Button onPress={close}>{SAY.close}</Button>}>
      <p className="ui-label">{SAY.note}</p>
      {read.failure !== null ? (
        <PanelMessage
          kind="failed"
          sentence={SAY.failed(read.failure)}
          actions={[{ label: SAY.retry, onPress: () => void readBooks().then(setRead) }]}
        />
      ) : read.books === null ? (
        <LoadingBlocks label={SAY.loading} rows={3} />
      ) : (
        <ul className="books" aria-label={SAY.title}>
          {read.books.map((book) => (
            <BookRow
              key={book.account}
              book={book}
              busy={busy}
              onOpen={() => {
                void go((client, command) => client.books.open({ command, account: book.account }));
              }}
            />
          ))}
        </ul>
      )}
      <div className="books-new">
        <NumberField label={SAY.cash} labelAt="above" unit={read.books?.[0]?.quote ?? ''} value={cash} onChange={setCash} onEnter={begin} />
        <Button tone="primary" onPress={begin}>
          {SAY.begin}
        </Button>
      </div>
      <p className="ui-form-message" role="status">
        {busy ? SAY.switching : (refused ?? SAY.waits(running))}
      </p>
    </Dialog>
  );
}

function BookRow({
  book,
  busy,
  onOpen,
}: {
  readonly book: BookSummary;
  readonly busy: boolean;
  readonly onOpen: () => void;
}): ReactElement {
  const format = useFormat();
  const now = Date.now();
  const cash = `${format.quoteMoney(book.cash)} ${book.quote}`;
  return (
    <li className="books-row">
      <div>
        <p className="books-name">
          {SAY.name(book.account)} {book.open ? <Chip tone="outlined">{SAY.isOpen}</Chip> : null}
        </p>
        <p>{SAY.facts({ cash, positions: book.positions, orders: book.openOrders, fills: format.count(book.fills) })}</p>
        <p className="ui-note">{SAY.used(format.timeOrDate(book.createdAt, now), format.timeOrDate(book.usedAt, now))}</p>
      </div>
      {book.open ? null : (
        <Button size="small" label={`${SAY.open} ${SAY.name(book.account)}`} onPress={busy ? undefined : onOpen}>
          {SAY.open}
        </Button>
      )}
    </li>
  );
}
