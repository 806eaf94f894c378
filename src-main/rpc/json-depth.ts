const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function opens(code: number): boolean {
  return code === 0x7b || code === 0x5b;
}

function closes(code: number): boolean {
  return code === 0x7d || code === 0x5d;
}

/** The index after the string that starts at `start`; the text's length when it never ends. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at + 1;
  }
  return text.length;
}

/** Whether objects and arrays of a JSON text nest deeper than `limit`. Looks before parsing, so that depth costs nothing. */
export function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      continue;
    }
    if (opens(code)) {
      depth += 1;
      if (depth > limit) return true;
    } else if (closes(code)) depth -= 1;
    at += 1;
  }
  return false;
}
