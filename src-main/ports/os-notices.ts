/** What the operating system shows beside its clock, over every window. */
export interface OsNotices {
  /** Shows a notice. Where the system shows none, nothing happens: the ledger has what was said. */
  show(title: string, body: string): void;
}
