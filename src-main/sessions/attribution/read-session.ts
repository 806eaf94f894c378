import { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { CommandEvent, EngineEvent } from '../../core/engine/engine-event.ts';
import type { LedgerRecord } from '../../ports/ledger.ts';
import { decodeEvent } from '../journal-codec.ts';
import { decodeStart, type JournalStart } from '../journal-start.ts';
import { FRAME } from '../session-recorder.ts';
import { decodeJson } from '../tagged-json.ts';
import { HeardMarket } from './heard-market.ts';
import { RunBook } from './run-book.ts';

/** What a person asked, and how far the session's bars had come then. */
export interface RecordedCommand extends CommandEvent {
  /** Bars that close at this very time had been handled. */
  readonly afterBars: boolean;
}

/** A session as its journal tells it. */
export interface RecordedSession {
  readonly start: JournalStart;
  readonly market: HeardMarket;
  readonly commands: readonly RecordedCommand[];
  readonly book: RunBook;
  /** Time of the last input, ms UTC. */
  readonly endedAt: number;
}

/** Reads a session's journal. Fails with `journal.corrupt`. */
export function readSession(frames: Iterable<Uint8Array>): RecordedSession {
  let reading: SessionReading | null = null;
  for (const frame of frames) {
    const bytes = frame.subarray(1);
    if (frame[0] === FRAME.start) reading = new SessionReading(decodeStart(bytes));
    else if (reading === null) throw noStart();
    else if (frame[0] === FRAME.input) reading.input(decodeEvent(bytes));
    else reading.book.commit(decodeJson(bytes) as { readonly records: readonly LedgerRecord[] });
  }
  if (reading === null) throw noStart();
  return reading;
}

function noStart(): Fault {
  return new Fault('journal.corrupt', { file: 'journal', offset: 0, problem: 'it does not begin with a start.' });
}

class SessionReading implements RecordedSession {
  readonly start: JournalStart;
  readonly market: HeardMarket;
  readonly commands: RecordedCommand[] = [];
  readonly book = new RunBook();
  endedAt: number;
  private lastBarAt = Number.NaN;

  constructor(start: JournalStart) {
    this.start = start;
    this.endedAt = start.startAt;
    this.market = new HeardMarket(start.instruments.map((spec, index) => new Instrument(spec, index)));
    for (const quote of start.quotes) this.market.quote(quote);
  }

  input(event: EngineEvent): void {
    this.endedAt = Math.max(this.endedAt, event.time);
    if (event.kind === 'bar') {
      this.lastBarAt = event.time;
      this.market.bar(event);
    } else if (event.kind === 'quote') this.market.quote(event);
    else if (event.kind === 'command') this.commands.push({ ...event, afterBars: this.lastBarAt === event.time });
  }
}
