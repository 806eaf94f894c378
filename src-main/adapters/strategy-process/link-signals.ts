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
