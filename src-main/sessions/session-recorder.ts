import type { Effects } from '../core/engine/effects.ts';
import type { EngineEvent } from '../core/engine/engine-event.ts';
import type { Journal } from '../ports/journal.ts';
import { encodeEffects, encodeEvent } from './journal-codec.ts';
import { encodeStart, type JournalStart } from './journal-start.ts';
import type { SessionRecorder } from './trading-session.ts';

/** Kinds of journal frames, the first byte of each. */
export const FRAME = { start: 0, input: 1, output: 2 } as const;

function framed(kind: number, bytes: Uint8Array): Uint8Array {
  const frame = new Uint8Array(bytes.length + 1);
  frame[0] = kind;
  frame.set(bytes, 1);
  return frame;
}

/** Writes a session down as it happens: how it started, every input, and what each led to, so that a replay can be held against it. */
export class JournalRecorder implements SessionRecorder {
  private readonly journal: Journal;

  constructor(journal: Journal, start: JournalStart) {
    this.journal = journal;
    journal.append(framed(FRAME.start, encodeStart(start)));
  }

  input(event: EngineEvent): void {
    this.journal.append(framed(FRAME.input, encodeEvent(event)));
  }

  output(effects: Effects): void {
    this.journal.append(framed(FRAME.output, encodeEffects(effects)));
  }

  close(): void {
    this.journal.close();
  }
}
