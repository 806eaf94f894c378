import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from './rules.ts';
import { type SourceFacts, readFacts } from './source-facts.ts';

/** A known-bad example: files that stand where the fixture says, and what must be caught in them. */
export interface Fixture {
  readonly name: string;
  readonly files: readonly SourceFacts[];
  /** `path:line rule`, sorted. */
  readonly expected: readonly string[];
}

const FOLDER = join(import.meta.dirname, 'fixtures');
const STANDS_AT = /^\/\/ stands at: (\S+)/u;
const CAUGHT = /\/\/ caught: (.+)$/u;

/** Every fixture. Their names end in `.txt`, so that neither lint nor compiler reads them as code. */
export function fixtures(): Fixture[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts.txt'))
    .sort()
    .map((name) => parse(name, readFileSync(join(FOLDER, name), 'utf8')));
}

/** A fixture's text holds one or more files; each begins with the line that says where it stands. */
function parse(name: string, text: string): Fixture {
  const parts = text.split(/^(?=\/\/ stands at: )/mu).filter((part) => part.trim() !== '');
  const expected: string[] = [];
  const files = parts.map((part) => {
    const path = STANDS_AT.exec(part)?.[1];
    if (path === undefined) throw new Error(`${name} does not say where it stands`);
    part.split('\n').forEach((line, index) => {
      const rule = CAUGHT.exec(line)?.[1];
      if (rule !== undefined) expected.push(`${path}:${index + 1} ${rule}`);
    });
    return readFacts(path, part);
  });
  return { name, files, expected: expected.sort() };
}

/** What the rules catch in a fixture, in the form of `expected`. */
export function caughtIn(fixture: Fixture, rules: readonly Rule[]): string[] {
  const caught = rules.flatMap((rule) => rule.check(fixture.files)).map(({ path, line, rule }) => `${path}:${line} ${rule}`);
  return [...new Set(caught)].sort();
}
