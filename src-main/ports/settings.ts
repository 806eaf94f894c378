/** Small texts that the program keeps for its user, by key. */
export interface Settings {
  /** The text of a key, or null when there is none. */
  load(key: string): string | null;
  /** Keeps a text durably; null forgets the key. Throws `disk.full` or `disk.failed`. */
  save(key: string, value: string | null): void;
}
