/** Places of the words that the calling thread and the link's thread share. */
export const STATE = 0;
export const LENGTH = 1;
/** Length of both words, bytes. */
export const CONTROL_BYTES = 8;
/** Largest answer of a strategy's process, bytes. */
export const LARGEST_ANSWER = 1_024 ** 2;

/** What a call waits for: nothing yet, an answer in the shared memory, or how the process ended, as JSON in the same place. */
export const WAITING = 0;
export const ANSWERED = 1;
export const ENDED = 2;

/** What the link's thread is started with. */
export interface LinkStart {
  readonly control: SharedArrayBuffer;
  readonly data: SharedArrayBuffer;
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of what it said on standard error. */
  readonly said: string;
}

/** Descriptor of the pipe between program and process on which nothing is ever said: it breaks when the program ends. */
export const LIFELINE = 3;

/**
 * Waits until an answer or the end is told, at most so many milliseconds; false when nothing was. Being woken says nothing by itself: what
 * told the answer before may wake its caller only when the next question is asked already.
 */
export function waitUntilTold(control: Int32Array, patience: number): boolean {
  while (Atomics.load(control, STATE) === WAITING) if (Atomics.wait(control, STATE, WAITING, patience) === 'timed-out') return false;
  return true;
}

/** `waitUntilTold` for those who must not wait. */
export async function toldLater(control: Int32Array, patience: number): Promise<boolean> {
  while (Atomics.load(control, STATE) === WAITING) {
    const woken = Atomics.waitAsync(control, STATE, WAITING, patience).value;
    if ((await woken) === 'timed-out') return false;
  }
  return true;
}
