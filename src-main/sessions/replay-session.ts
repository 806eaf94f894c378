import { Effects } from '../core/engine/effects.ts';
import type { Engine } from '../core/engine/engine.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { beginEngine, engineOf } from './open-session.ts';
import { decodeStart } from './journal-start.ts';
import { decodeEvent, encodeEffects } from './journal-codec.ts';
import { FRAME } from './session-recorder.ts';

/** What a replay found. */
export interface ReplayFinding {
  /** Inputs replayed. */
  readonly inputs: number;
  /** Count of the first input (from 1) whose effects differ, 0 for the start itself, or null when all were equal. */
  readonly firstDifference: number | null;
  /** What was different there, as a sentence; '' when nothing was. */
  readonly difference: string;
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function shown(bytes: Uint8Array | null): string {
  return bytes === null ? 'nothing' : new TextDecoder().decode(bytes).slice(0, 300);
}

/** Plays a journal's inputs through a new engine and holds every effect against the one that was written, byte for byte. */
export function replaySession(frames: Iterable<Uint8Array>, find: (strategy: string) => StrategyDefinition | undefined): ReplayFinding {
  const effects = new Effects();
  let engine: Engine | null = null;
  let inputs = 0;
  /** What the newest input led to, until the journal's own frame for it was met. */
  let produced: Uint8Array | null = null;
  const differs = (written: Uint8Array | null): ReplayFinding => ({
    inputs,
    firstDifference: inputs,
    difference: `Written was ${shown(written)}; the replay gave ${shown(produced)}.`,
  });
  const take = (): void => {
    produced = effects.records.length > 0 || effects.actions.length > 0 ? encodeEffects(effects) : null;
    effects.clear();
  };
  for (const frame of frames) {
    const bytes = frame.subarray(1);
    if (frame[0] === FRAME.start) {
      const start = decodeStart(bytes);
      engine = engineOf(start, find);
      beginEngine(engine, start, effects);
      take();
    } else if (engine === null)
      throw new Fault('journal.corrupt', { file: 'journal', offset: 0, problem: 'it does not begin with a start.' });
    else if (frame[0] === FRAME.input) {
      if (produced !== null) return differs(null);
      inputs += 1;
      engine.step(decodeEvent(bytes), effects);
      take();
    } else {
      if (produced === null || !equalBytes(produced, bytes)) return differs(bytes);
      produced = null;
    }
  }
  // The process may have died between an input and the frame of its effects.
  return { inputs, firstDifference: null, difference: '' };
}
