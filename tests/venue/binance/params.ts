import { parseUnits } from '../core/units.ts';
import { ApiError } from './api-error.ts';

const DECIMAL_RANGE = String.raw`^([0-9]{1,20})(\.[0-9]{1,20})?$`;
const ID_RANGE = '^[a-zA-Z0-9-_]{1,36}$';
const ID = /^[a-zA-Z0-9-_]{1,36}$/u;

/** Parameters of a request as they came; each is asked for by name, and what nobody asked for is found out. */
export class Params {
  private readonly values: ReadonlyMap<string, string>;
  private readonly asked = new Set<string>();
  private readonly strict: boolean;

  /** `strict` refuses parameters that nobody asks for, as REST does. */
  constructor(pairs: Iterable<readonly [string, string]>, strict = false) {
    this.strict = strict;
    const values = new Map<string, string>();
    for (const [name, value] of pairs) if (!values.has(name)) values.set(name, value);
    this.values = values;
  }

  /** The text, or undefined where it was not sent or is empty. */
  text(name: string): string | undefined {
    this.asked.add(name);
    const value = this.values.get(name);
    return value === undefined || value === '' ? undefined : value;
  }

  required(name: string): string {
    return this.text(name) ?? missing(name);
  }

  whole(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^\d{1,15}$/u.test(text))
      throw new ApiError(-1100, `Illegal characters found in parameter '${name}'; legal range is '^[0-9]{1,20}$'.`);
    return Number(text);
  }

  amount(name: string): bigint | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const parsed = parseUnits(text);
    if (parsed === 'malformed')
      throw new ApiError(-1100, `Illegal characters found in parameter '${name}'; legal range is '${DECIMAL_RANGE}'.`);
    if (parsed === 'too precise') throw new ApiError(-1111, `Parameter '${name}' has too much precision.`);
    return parsed;
  }

  requiredAmount(name: string): bigint {
    return this.amount(name) ?? missing(name);
  }

  /** A customer's id; empty where none was sent. */
  id(name: string): string {
    const text = this.text(name) ?? '';
    if (text !== '' && !ID.test(text))
      throw new ApiError(-1100, `Illegal characters found in parameter '${name}'; legal range is '${ID_RANGE}'.`);
    return text;
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[], refusal: ApiError): Choice | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const chosen = choices.find((choice) => choice === text);
    if (chosen === undefined) throw refusal;
    return chosen;
  }

  /** Names in a list such as `["BTCUSDT","ETHUSDT"]`. */
  names(name: string): string[] | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!/^\["[A-Z0-9]+"(?:,\s*"[A-Z0-9]+")*\]$/u.test(text)) throw new ApiError(-1100, `Illegal characters found in parameter '${name}'.`);
    return [...text.matchAll(/[A-Z0-9]+/gu)].map(([found]) => found);
  }

  flag(name: string): boolean {
    return this.text(name)?.toLowerCase() === 'true';
  }

  /** Refuses what was sent though the type of the order has no place for it. */
  unwanted(...names: readonly string[]): void {
    for (const name of names) if (this.text(name) !== undefined) throw new ApiError(-1106, `Parameter '${name}' sent when not required.`);
  }

  /** Refuses a request with parameters that nobody asked for. */
  checkAllRead(): void {
    if (!this.strict) return;
    const unread = [...this.values.keys()].filter((name) => !this.asked.has(name));
    if (unread.length === 0) return;
    const counts = `read '${this.values.size - unread.length}' parameter(s) but was sent '${this.values.size}'`;
    throw new ApiError(-1104, `Not all sent parameters were read; ${counts}.`);
  }
}

function missing(name: string): never {
  throw new ApiError(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
}
