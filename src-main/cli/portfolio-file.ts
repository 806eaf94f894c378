import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { suggestion } from '../../src-shared/kernel/closest.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { switchOption, valueOption } from './option.ts';
import { OptionValues } from './option-values.ts';
import { readInstrument } from './value-readers.ts';

/** The second instrument of a strategy over two; a field of portfolio files alone. */
export const AGAINST = valueOption({
  name: 'against',
  placeholder: 'BASE/QUOTE',
  about: 'The second instrument of a strategy over two.',
  shownDefault: null,
  read: readInstrument,
});

/** That it is written as a perpetual. */
export const AGAINST_PERPETUAL = switchOption('against-perpetual', 'The second instrument is a perpetual.');

/** One entry of a portfolio file, as if its fields had been options of a call. */
export interface PortfolioEntry {
  /** `strategies[2]` */
  readonly place: string;
  readonly values: OptionValues;
  /** The entry's own name, or null. */
  readonly name: string | null;
}

/** Markets and strategies of a portfolio, read and of the right shape; their values are checked where they are used. */
export interface PortfolioFile {
  readonly file: string;
  readonly markets: readonly PortfolioEntry[];
  readonly strategies: readonly PortfolioEntry[];
}

type Fields = Readonly<Record<string, unknown>>;

const MARKET_FIELDS = [
  'candles',
  'instrument',
  'timeframe',
  'tick',
  'lot',
  'leverage',
  'maintenance-bps',
  'margin-tiers',
  'funding',
  'funding-bps',
] as const;
const STRATEGY_FIELDS = ['strategy', 'instrument', 'against', 'timeframe', 'size', 'direction', 'parameters', 'name'] as const;
/** `BTC/USD:USD`: the perpetual on BTC/USD. */
const CONTRACT = /^([^:]+):[A-Z0-9]+((?:\.[A-Z0-9-]+)?)$/iu;
const MOST_ENTRIES = 200;

/** Reads a portfolio file; files that it names are found from its own folder. Fails with `input.file`. */
export function readPortfolio(file: string, allowGaps: boolean): PortfolioFile {
  const refuse = (problem: string): never => {
    throw new Fault('input.file', { file, problem });
  };
  const whole = fieldsOf(parsed(file, refuse), 'the file', refuse);
  known(whole, ['markets', 'strategies'], { place: 'the file', refuse });
  const entries = (list: 'markets' | 'strategies'): readonly unknown[] => {
    const found = whole[list];
    if (!Array.isArray(found) || found.length === 0) return refuse(`"${list}" is not a list with at least one entry.`);
    if (found.length > MOST_ENTRIES) return refuse(`"${list}" has ${found.length} entries; ${MOST_ENTRIES} are the most.`);
    return found;
  };
  return {
    file,
    markets: entries('markets').map((entry, i) => market(entry, { file, place: `markets[${i}]`, allowGaps, refuse })),
    strategies: entries('strategies').map((entry, i) => strategy(entry, `strategies[${i}]`, refuse)),
  };
}

/** Carries out what reads an entry's values; what is wrong with them is said of the file and the place in it. */
export async function inEntry<Value>(file: string, { place }: PortfolioEntry, use: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await use();
  } catch (thrown) {
    if (!(thrown instanceof Fault) || !thrown.code.startsWith('input.option')) throw thrown;
    const { option, problem } = thrown.details;
    const field = String(option).replace(/^--/u, '');
    throw new Fault('input.file', {
      file,
      problem: thrown.code === 'input.option-missing' ? `${place} has no "${field}".` : `${place}, "${field}": ${String(problem)}`,
    });
  }
}

type RefuseFile = (problem: string) => never;

function parsed(file: string, refuse: RefuseFile): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    return refuse(`it cannot be read (${thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'unknown reason'}).`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    return refuse(`it is not JSON: ${thrown instanceof Error ? thrown.message : ''}`);
  }
}

function fieldsOf(value: unknown, place: string, refuse: RefuseFile): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(`${place} is not an object.`);
  return value as Fields;
}

function known(fields: Fields, names: readonly string[], { place, refuse }: { place: string; refuse: RefuseFile }): void {
  for (const name of Object.keys(fields))
    if (!names.includes(name)) refuse(`${place} has no field "${name}". ${suggestion(name, names, `There are ${names.join(', ')}.`)}`);
}

/** Fields that are text, as options; `parameters` become one option each. */
function optionsOf(fields: Fields, place: string, refuse: RefuseFile): Map<string, readonly string[]> {
  const texts = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'name' || name === 'parameters') continue;
    if (typeof value !== 'string' || value === '') refuse(`${place}, "${name}" is not a text.`);
    else texts.set(name, [value]);
  }
  return texts;
}

function market(entry: unknown, at: { file: string; place: string; allowGaps: boolean; refuse: RefuseFile }): PortfolioEntry {
  const { file, place, allowGaps, refuse } = at;
  const fields = fieldsOf(entry, place, refuse);
  known(fields, MARKET_FIELDS, { place, refuse });
  const texts = optionsOf(fields, place, refuse);
  takeContract(texts, 'instrument', 'perpetual');
  for (const name of ['candles', 'margin-tiers']) {
    const [named] = texts.get(name) ?? [];
    if (named !== undefined) texts.set(name, [resolve(dirname(file), named)]);
  }
  if (allowGaps) texts.set('allow-gaps', ['']);
  return { place, name: null, values: new OptionValues(texts, []) };
}

/** An instrument that is written as a perpetual becomes the one it is on, with the option that makes it one. */
function takeContract(texts: Map<string, readonly string[]>, field: string, mark: string): void {
  const match = CONTRACT.exec(texts.get(field)?.[0] ?? '');
  if (match === null) return;
  texts.set(field, [`${match[1]!}${match[2]!}`]);
  texts.set(mark, ['']);
}

function strategy(entry: unknown, place: string, refuse: RefuseFile): PortfolioEntry {
  const fields = fieldsOf(entry, place, refuse);
  known(fields, STRATEGY_FIELDS, { place, refuse });
  const texts = optionsOf(fields, place, refuse);
  takeContract(texts, 'instrument', 'perpetual');
  takeContract(texts, AGAINST.name, AGAINST_PERPETUAL.name);
  const parameters = Object.entries(fieldsOf(fields['parameters'] ?? {}, `${place}, "parameters"`, refuse));
  for (const [name, value] of parameters) if (typeof value !== 'number') refuse(`${place}, parameter "${name}" is not a number.`);
  if (parameters.length > 0)
    texts.set(
      'param',
      parameters.map(([name, value]) => `${name}=${String(value)}`),
    );
  const { name = null } = fields;
  if (name !== null && (typeof name !== 'string' || !/^[a-z0-9][a-z0-9-]{0,39}$/iu.test(name) || name.toLowerCase() === 'you'))
    return refuse(`${place}, "name" is not up to 40 letters, digits and dashes, or it is "you".`);
  return { place, name, values: new OptionValues(texts, []) };
}
