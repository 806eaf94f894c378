/** Reads JSON with its numbers as the texts that they were printed as: a venue's sums are over digits that a number forgets. Fails with a `SyntaxError`. */
export function withPrintedNumbers(text: string): unknown {
  return JSON.parse(text, (_name, value: unknown, written?: { readonly source?: string }) =>
    typeof value === 'number' ? (written?.source ?? String(value)) : value,
  ) as unknown;
}
