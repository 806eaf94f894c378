import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { TextOutput } from './text-output.ts';

/** Asks a person for a word; null where nobody sits at a terminal, '' where nothing was typed. */
export type AskWord = (question: string) => Promise<string | null>;

/** Reads a line of a terminal; `prompt` is where the question stands. */
export function typedWord(source: Readable & { readonly isTTY?: boolean }, prompt: TextOutput): AskWord {
  return async (question) => {
    if (source.isTTY !== true) return null;
    prompt.write(question);
    const lines = createInterface({ input: source });
    try {
      for await (const line of lines) return line.trim();
      return '';
    } finally {
      lines.close();
    }
  };
}
