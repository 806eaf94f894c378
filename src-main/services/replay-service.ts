import type { ReplayMove, ReplayRequest } from '../../src-shared/contract/replay.ts';
import type { ReplayRow } from '../../src-shared/contract/rows.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { AccountScope } from '../ports/ledger.ts';
import type { LedgerReader } from '../ports/ledger-reader.ts';
import type { DeskClient } from './desk-client.ts';
import type { DeskLink } from './desk-link.ts';
import type { OpenBook } from './open-book.ts';

/** What replays are made with. */
export interface ReplayParts {
  readonly desk: DeskClient;
  /** Starts the desk of a replay in a new practice account of that name, beside the one that runs. */
  readonly open: (request: ReplayRequest, account: string) => { readonly link: DeskLink; readonly account: AccountScope };
  /** Opens the practice ledger for reading. */
  readonly reader: () => LedgerReader;
  /** Ends the desk that runs and goes on with an opened one. */
  readonly show: (link: DeskLink) => Promise<void>;
  /** Ends the desk that runs and goes on with the paper book; the name of its account. */
  readonly leave: () => Promise<string>;
  /** Wall time, ms UTC. */
  readonly now: () => number;
  /** The simulated market's time: what lies behind it has not happened on paper either. */
  readonly marketTime: () => number;
  /** Whether an account at a venue is traded with. */
  readonly trading: () => boolean;
}

/** The one replay that may be on, in the place of the paper desk. */
export class ReplayService {
  private readonly parts: ReplayParts;
  private book: OpenBook | null = null;
  private busy = false;

  constructor(parts: ReplayParts) {
    this.parts = parts;
  }

  /** The practice book while a replay is on, else null. */
  get practice(): OpenBook | null {
    return this.book;
  }

  /** Opens the replay beside the desk that runs; where that fails, nothing has changed. */
  async start(asked: ReplayRequest): Promise<{ readonly account: string }> {
    if (this.book !== null || this.busy) throw new Fault('replay.on');
    if (this.parts.trading()) throw new Fault('live.on');
    this.busy = true;
    try {
      const { open, reader, show, now, marketTime } = this.parts;
      const to = asked.source.kind === 'simulated' ? Math.min(asked.to, marketTime()) : asked.to;
      const { link, account } = open({ ...asked, to }, `practice-${String(now())}`);
      await link.ready;
      this.book = { account, reader: await openedOr(reader, () => link.stop()), timeframe: asked.timeframe };
      await show(link);
      return { account: account.account };
    } finally {
      this.busy = false;
    }
  }

  async move(move: ReplayMove): Promise<ReplayRow> {
    if (this.book === null) throw new Fault('replay.off');
    return this.parts.desk.call('moveReplay', move);
  }

  /** Goes back to the paper book, which is as it was. */
  async exit(): Promise<{ readonly account: string }> {
    const { book } = this;
    if (book === null || this.busy) throw new Fault('replay.off');
    this.busy = true;
    try {
      this.book = null;
      return { account: await this.parts.leave() };
    } finally {
      book.reader.close();
      this.busy = false;
    }
  }

  /** Lets go of the practice ledger, when the program ends. */
  close(): void {
    this.book?.reader.close();
    this.book = null;
  }
}

/** What `open` gives; where it fails, `undo` is done before anybody hears of it. */
async function openedOr<Value>(open: () => Value, undo: () => Promise<void>): Promise<Value> {
  try {
    return open();
  } catch (thrown) {
    await undo();
    throw thrown;
  }
}
