import { Fault } from '../../src-shared/kernel/fault.ts';
import { Secret } from '../../src-shared/kernel/secret.ts';
import type { TextOutput } from './text-output.ts';

/** Asks for secrets one after the other: typed without an echo at a terminal, else a line each of standard input. Fails with `input.invalid`. */
export type AskSecrets = (labels: readonly string[]) => Promise<readonly Secret[]>;

/** What is used of standard input. */
export interface SecretSource extends AsyncIterable<unknown> {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
}

/** More than any key with its secret has, characters. */
const LONGEST = 32_768;

const INTERRUPT = '\u0003';
const END = '\u0004';
const BACKSPACE = ['\u007f', '\b'];

/** Reads from a stream; `prompt` is where a person is told what to type. */
export function secretInput(source: SecretSource, prompt: TextOutput): AskSecrets {
  return (labels) => (source.isTTY === true ? typed(source, prompt, labels) : lines(source, labels));
}

async function lines(source: SecretSource, labels: readonly string[]): Promise<readonly Secret[]> {
  let text = '';
  for await (const chunk of source) {
    text += String(chunk);
    if (text.length > LONGEST) throw new Fault('input.invalid', { field: 'standard input', problem: 'it is longer than any key.' });
  }
  const given = text.replace(/\r?\n$/u, '').split(/\r?\n/u);
  if (given.length !== labels.length || given.some((line) => line.trim() === ''))
    throw new Fault('input.invalid', { field: 'standard input', problem: `${counted(labels)} needed, a line each.` });
  return given.map((line) => new Secret(line));
}

function counted(labels: readonly string[]): string {
  return labels.length === 1 ? `${labels[0] ?? ''} is` : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1) ?? ''} are`;
}

/** A terminal that does not show what is typed; pasting works, Backspace takes back, Enter ends a field. */
async function typed(source: SecretSource, prompt: TextOutput, labels: readonly string[]): Promise<readonly Secret[]> {
  const fields: Secret[] = [];
  let field = '';
  const ask = (): void => {
    prompt.write(`${labels[fields.length] ?? ''} (not shown): `);
  };
  ask();
  source.setRawMode?.(true);
  try {
    for await (const chunk of source) {
      for (const sign of String(chunk)) {
        if (sign === INTERRUPT || sign === END) throw new Fault('call.cancelled');
        if (BACKSPACE.includes(sign)) field = field.slice(0, -1);
        else if (sign !== '\r' && sign !== '\n') field += sign;
        else if (field !== '') {
          fields.push(new Secret(field));
          field = '';
          prompt.write('\n');
          if (fields.length === labels.length) return fields;
          ask();
        }
      }
      if (field.length > LONGEST)
        throw new Fault('input.invalid', { field: labels[fields.length] ?? '', problem: 'it is longer than any key.' });
    }
    throw new Fault('call.cancelled');
  } finally {
    source.setRawMode?.(false);
    prompt.write('\n');
  }
}
