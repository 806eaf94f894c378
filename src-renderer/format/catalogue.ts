/** The window's own address with this in its query says everything 40 % longer, to try whether a longer language would fit. */
const LONGER_WORDS = 'longer-words';
const SHARE = 0.4;
const FILL = 'ö';
const WORD = /(?<![\p{L}\d/])\p{L}[\p{L}’'-]*/gu;

/** A text 40 % longer, word by word; what is written in capitals (PAPER, BTC) and what is lengthened already stays. */
export function lengthened(text: string): string {
  return text.replace(WORD, (word) =>
    word === word.toUpperCase() || word.endsWith(FILL) ? word : word + FILL.repeat(Math.ceil(word.length * SHARE)),
  );
}

function longer(value: unknown): unknown {
  if (typeof value === 'string') return lengthened(value);
  if (typeof value === 'function')
    return (...given: readonly unknown[]) => longer((value as (...given: readonly unknown[]) => unknown)(...given));
  if (Array.isArray(value)) return value.map(longer);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, longer(each)]));
}

/** Every text of a catalogue and everything its functions say, 40 % longer. */
export function longerCatalogue<Words extends object>(words: Words): Words {
  return longer(words) as Words;
}

const isLonger = 'location' in globalThis && new URLSearchParams(location.search).has(LONGER_WORDS);

/** The words of one part of the window. Every catalogue goes through here, so that a trial can lengthen all of them. */
export function catalogue<const Words extends object>(words: Words): Words {
  return isLonger ? longerCatalogue(words) : words;
}
