const DELIMITERS = [',', ';', '\t'];
/** Lines before the header that some sites put there: a comment, or the site's own address. */
const FOREWORD = /^\s*(?:#|https?:|$)/u;

/** Whether a line stands before header and rows and says nothing of them. */
export function isForeword(line: string): boolean {
  return FOREWORD.test(line);
}

/** What separates the fields of a file, told from its first line, and that line's fields. */
export function firstFields(line: string): { readonly delimiter: string; readonly fields: readonly string[] } {
  const count = (delimiter: string): number => line.split(delimiter).length;
  const delimiter = DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
  return { delimiter, fields: fieldsOf(line, delimiter) };
}

/** The fields of a line without blanks and quotes around them. */
export function fieldsOf(line: string, delimiter: string): readonly string[] {
  return line.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/u, '$1'));
}

/** Whether fields are a row of figures and no header. */
export function isFigures(fields: readonly string[]): boolean {
  return fields.slice(1).some((field) => /^[+-]?\d*\.?\d+(?:e[+-]?\d+)?$/iu.test(field));
}
