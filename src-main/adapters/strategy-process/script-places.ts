import { Script } from 'node:vm';

/** A place in one of the user's files, `my.ts:3:8`; lines and columns count from 1. */
export function placeText(file: string, line: number, column: number): string {
  return `${file}:${String(line)}:${String(column)}`;
}

/** The place in a text at an offset. */
export function placeAt(file: string, text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return placeText(file, line, offset - before.lastIndexOf('\n'));
}

/** The topmost frame of a stack that lies in one of the user's files; '' when none does. */
export function placeInStack(stack: string, files: readonly string[]): string {
  let first = { at: Number.POSITIVE_INFINITY, place: '' };
  for (const file of files) {
    const escaped = file.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
    const match = new RegExp(`(?:\\(|at (?:async )?)${escaped}:(\\d+):(\\d+)\\)?$`, 'mu').exec(stack);
    if (match !== null && match.index < first.at) first = { at: match.index, place: placeText(file, Number(match[1]), Number(match[2])) };
  }
  return first.place;
}

/** The place that the head of a syntax error's stack shows: `file:line`, the line, and a caret under the column. */
export function placeInHead(stack: string, file: string): string {
  const lines = stack.split('\n');
  const line = Number(/:(\d+)$/u.exec(lines[0] ?? '')?.[1]);
  const caret = lines.find((text, i) => i > 0 && /^\s*\^+\s*$/u.test(text));
  if (!Number.isInteger(line)) return file;
  return placeText(file, line, caret === undefined ? 1 : caret.indexOf('^') + 1);
}

/** Text in which comments, and what stands inside quotes, are blanks: lines and columns stay. */
export function maskText(text: string): string {
  const pattern = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/gu;
  return text.replaceAll(pattern, (match) => {
    const quote = /^['"`]/u.test(match) ? match.slice(0, 1) : ' ';
    return quote + match.slice(1, -1).replaceAll(/[^\n]/gu, ' ') + (match.length > 1 ? quote : '');
  });
}

/** Where a module is imported from; the file alone when it cannot be found. */
export function placeOfImport(file: string, text: string, specifier: string): string {
  const masked = maskText(text);
  for (const match of masked.matchAll(/\b(?:from|import)\s*(['"])/gu)) {
    const at = match.index + match[0].length;
    if (text.slice(at, at + specifier.length) === specifier) return placeAt(file, text, at - 1);
  }
  return file;
}

/** Where something would be imported while the strategy runs, or null. */
export function dynamicImport(file: string, text: string): string | null {
  const found = /(?<![.\w$])import\s*[(.]/u.exec(maskText(text));
  return found === null ? null : placeAt(file, text, found.index);
}

/**
 * The place of a mistake that V8 finds in a module without telling where: the text is compiled once more as a script, its imports and
 * exports blanked, because a script's mistakes have a place.
 */
export function placeInModule(file: string, text: string): string {
  const blank = (match: string): string => match.replaceAll(/[^\n]/gu, ' ');
  const script = text
    .replaceAll(/^\s*import\b[^;'"]*['"][^'"]*['"]/gmu, blank)
    .replaceAll(/^(\s*)export\s+default\b/gmu, (match) => `${match.replaceAll(/[^\n]/gu, ' ').slice(0, -4)}void`)
    .replaceAll(/^\s*export\s*\{[^}]*\}(?:\s*from\s*['"][^'"]*['"])?/gmu, blank)
    .replaceAll(/^(\s*)export(?=\s)/gmu, blank);
  try {
    new Script(`'use strict';\n${script}`, { filename: file, lineOffset: -1 });
    return file;
  } catch (thrown) {
    return thrown instanceof Error ? placeInHead(thrown.stack ?? '', file) : file;
  }
}
