/** Where text goes. */
export interface TextOutput {
  write(text: string): void;
  /** Whether a person looks at it. */
  readonly terminal: boolean;
}
