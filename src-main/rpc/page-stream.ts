import type { Interest, StreamBatch, StreamEvent, StreamRows } from '../../src-shared/contract/stream.ts';
import type { NoticeRow } from '../../src-shared/contract/rows.ts';
import { NUMBERED_LIMIT, STREAM_CONFLATION } from './conflation-table.ts';
import { Conflator } from './conflator.ts';

/** What a page looks at before it has said so: nothing that only an open panel shows. */
const NOTHING: Interest = { books: [], tapes: [], candles: [] };

/** Notices kept for a locked page until it is unlocked. */
const NOTICES_KEPT = 50;

/** What a locked page is told: nothing of it is a figure of an account. */
function isShownLocked(event: StreamEvent): boolean {
  return event.kind === 'lock' || event.kind === 'goesOn' || (event.kind === 'notice' && event.row.code === 'window.closing');
}

/** What main tells one page unasked: filtered by what the page looks at, conflated, one unacknowledged batch at a time. A locked page is told what its lock screen shows, and asks for everything anew once it is unlocked. */
export class PageStream {
  private readonly conflator: Conflator<StreamRows>;
  private books: ReadonlySet<string> = new Set();
  private tapes: ReadonlySet<string> = new Set();
  private series: ReadonlySet<string> = new Set();
  private wake: (() => void) | null = null;
  private openings = 0;
  private listening = false;
  private readonly unlocked: () => boolean;
  private shut = false;
  private notices: NoticeRow[] = [];

  /** `unlocked`: whether the window is unlocked now; every change of it is published as a `lock` row. */
  constructor(unlocked: () => boolean = () => true) {
    this.unlocked = unlocked;
    this.conflator = new Conflator(STREAM_CONFLATION, { everyLimit: NUMBERED_LIMIT, onWaiting: () => this.wake?.() });
    this.look(NOTHING);
  }

  /** Replaces what the page looks at. */
  look(interest: Interest): void {
    this.books = new Set(interest.books);
    this.tapes = new Set(interest.tapes);
    this.series = new Set(interest.candles.map((candle) => `${candle.instrument} ${candle.timeframe}`));
  }

  /** Takes in an event that the page may want. A page that listens to nothing costs nothing. */
  publish(event: StreamEvent): void {
    if (!this.listening || !this.wants(event)) return;
    if (event.kind === 'lock') this.turn();
    if (this.unlocked() || isShownLocked(event)) this.offer(event);
    else if (event.kind === 'notice') this.notices = [...this.notices, event.row].slice(-NOTICES_KEPT);
  }

  /** Says that something was lost on the way here, so that the page asks for a snapshot. */
  lose(): void {
    if (this.listening) this.conflator.lose();
  }

  /** Says that a batch was applied, so that the next may be sent; false when it is not the one on its way. */
  acknowledge(batch: number): boolean {
    return this.conflator.acknowledge(batch);
  }

  /**
   * Batches until `signal` aborts or the page opens another stream, which starts again from number 1. It listens from this moment on, so
   * that a snapshot asked for afterwards misses nothing.
   */
  open(signal: AbortSignal): AsyncGenerator<StreamBatch, void> {
    this.close();
    const opening = this.openings;
    this.listening = !signal.aborted;
    this.shut = !this.unlocked();
    const isOpen = (): boolean => this.listening && opening === this.openings;
    signal.addEventListener('abort', () => {
      if (isOpen()) this.close();
    });
    return this.batches(isOpen);
  }

  /** Lets go of everything that waits; the page has gone. */
  close(): void {
    this.listening = false;
    this.openings += 1;
    this.conflator.restart();
    this.notices = [];
    this.wake?.();
  }

  /** Rows that wait for the page. */
  get waiting(): number {
    return this.conflator.size;
  }

  private offer({ kind, row }: StreamEvent): void {
    this.conflator.offer(kind, row);
  }

  /** The window was locked: what waits is let go of. Or it was unlocked: notices that were kept from the page are told. Either way it asks how things stand. */
  private turn(): void {
    const shut = !this.unlocked();
    if (shut === this.shut) return;
    this.shut = shut;
    this.conflator.forget();
    const { notices } = this;
    this.notices = [];
    for (const row of notices) this.offer({ kind: 'notice', row });
  }

  private async *batches(isOpen: () => boolean): AsyncGenerator<StreamBatch, void> {
    try {
      while (isOpen()) {
        const batch = this.conflator.take();
        if (batch) yield batch;
        else await this.nextWake();
      }
    } finally {
      if (isOpen()) this.close();
    }
  }

  private nextWake(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = () => {
        this.wake = null;
        resolve();
      };
    });
  }

  private wants(event: StreamEvent): boolean {
    switch (event.kind) {
      case 'book':
        return this.books.has(event.row.instrument);
      case 'trades':
        return this.tapes.has(event.row.instrument);
      case 'candle':
        return this.series.has(`${event.row.instrument} ${event.row.timeframe}`);
      default:
        return true;
    }
  }
}
