import { parseArgs } from 'node:util';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { suggestion } from '../../src-shared/kernel/closest.ts';
import type { Option } from './option.ts';

/** The options of one call, read and checked. */
export class OptionValues {
  /** Arguments that are no options, in their order. */
  readonly positionals: readonly string[];
  private readonly texts: ReadonlyMap<string, readonly string[]>;

  constructor(texts: ReadonlyMap<string, readonly string[]>, positionals: readonly string[]) {
    this.texts = texts;
    this.positionals = positionals;
  }

  /** Whether an option was given. */
  has(option: Option<unknown>): boolean {
    return this.texts.has(option.name);
  }

  /** Every value of an option, in the order given. */
  all<Value>(option: Option<Value>): readonly Value[] {
    return (this.texts.get(option.name) ?? []).map((text) => readValue(option, text));
  }

  /** The value of an option, or undefined when it was not given. */
  given<Value>(option: Option<Value>): Value | undefined {
    return this.all(option)[0];
  }

  /** The value of an option that is needed. Fails with `input.option-missing`. */
  needed<Value>(option: Option<Value>): Value {
    const value = this.given(option);
    if (value === undefined) throw missingOption(option);
    return value;
  }
}

/** The fault for an option that is needed and was not given. */
export function missingOption(option: Option<unknown>): Fault {
  return new Fault('input.option-missing', {
    option: `--${option.name}`,
    suggestion: `Write --${option.name} ${option.placeholder ?? ''}.`,
  });
}

/** The fault for an option whose value is wrong. */
export function wrongValue(option: Option<unknown>, problem: string): Fault {
  return new Fault('input.option-value', { option: `--${option.name}`, problem });
}

function readValue<Value>(option: Option<Value>, text: string): Value {
  return option.read(text, (problem) => {
    throw wrongValue(option, problem);
  });
}

/** Reads arguments against a table of options: unknown, missing, repeated, without value or with a wrong one are faults. */
export function readOptions(argv: readonly string[], options: readonly Option<unknown>[]): OptionValues {
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      options.map((option) => [option.name, { type: option.placeholder === null ? 'boolean' : 'string' }] as const),
    ),
  });
  const texts = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = options.find((known) => known.name === token.name && token.rawName.startsWith('--'));
    if (!option) throw unknownOption(token.rawName, options);
    const text = optionText(option, token.value, token.inlineValue === true);
    const before = texts.get(option.name);
    if (before && !option.repeats) throw wrongValue(option, 'is given twice; give it once.');
    if (before) before.push(text);
    else texts.set(option.name, [text]);
  }
  const values = new OptionValues(texts, positionals);
  for (const option of options) {
    if (option.shownDefault === null) values.needed(option);
    else values.all(option);
  }
  return values;
}

function unknownOption(rawName: string, options: readonly Option<unknown>[]): Fault {
  const known = options.map((option) => `--${option.name}`);
  return new Fault('input.option-unknown', { option: rawName, suggestion: suggestion(rawName, known, '--help lists the options.') });
}

function optionText(option: Option<unknown>, value: string | undefined, inline: boolean): string {
  if (option.placeholder === null) {
    if (inline) throw wrongValue(option, 'is a switch and takes no value.');
    return '';
  }
  // A value that begins with dashes is the next option, unless it was written with `=`.
  if (value === undefined || value === '' || (!inline && value.startsWith('--'))) {
    throw wrongValue(option, `needs a value: --${option.name} ${option.placeholder}.`);
  }
  return value;
}
