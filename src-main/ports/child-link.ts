/** A process of ours as its starter sees it: one of the program's own files, spoken to by messages, whose output nobody reads. */
export interface ChildLink {
  send(message: unknown): void;
  /** Every message that it sends from now on. */
  onMessage(listener: (message: unknown) => void): void;
  /** It has ended and nothing of it is left unread, or it could not be started; the problem in words. */
  onEnd(listener: (problem: string) => void): void;
  /** Ends it at once. */
  kill(): void;
}

/** Starts a process with exactly this environment. */
export type StartChild = (file: string, env: Readonly<Record<string, string>>) => ChildLink;
