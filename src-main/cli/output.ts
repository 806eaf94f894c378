import type { CliContext } from './context.ts';

/** Writes the one JSON line that a machine reads: compact, last, nothing after it. */
export function printJson(context: CliContext, value: unknown): void {
  context.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Writes lines for a person. */
export function printLines(context: CliContext, lines: readonly string[]): void {
  context.stdout.write(`${lines.join('\n')}\n`);
}

/** Writes a line beside the answer: warnings, what is going on. */
export function note(context: CliContext, line: string): void {
  context.stderr.write(`${line}\n`);
}

/** Rows of text in columns, two spaces apart; the first column to the left, the others to the right. */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** Tells a person what they should know while something goes on. */
export function notesTo(context: CliContext): (sentence: string) => void {
  return (sentence) => {
    note(context, sentence);
  };
}
