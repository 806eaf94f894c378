/** A list as text: what was understood, and the lines that were not, each with its number from 1. */
export interface ReadList {
  readonly ids: readonly string[];
  readonly unread: readonly { readonly line: number; readonly text: string }[];
}

const ID = /^[A-Z0-9]{1,15}\/[A-Z0-9]{1,15}\.[A-Z0-9-]{1,20}$/u;

/** A list as text, an id in each line. */
export function listText(ids: readonly string[]): string {
  return ids.map((id) => `${id}\n`).join('');
}

/** Reads ids, one or several in a line, apart by blanks or commas; what follows a `#` is a remark. Each counts once, where it stands first. */
export function readListText(text: string): ReadList {
  const ids = new Set<string>();
  const unread: { line: number; text: string }[] = [];
  text.split(/\r?\n/u).forEach((line, at) => {
    const words = (line.split('#')[0] ?? '').split(/[\s,;]+/u).filter((word) => word !== '');
    for (const word of words) {
      const id = word.toUpperCase();
      if (ID.test(id)) ids.add(id);
      else unread.push({ line: at + 1, text: word });
    }
  });
  return { ids: [...ids], unread };
}
