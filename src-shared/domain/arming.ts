import { isoTime } from '../kernel/time.ts';
import type { InstrumentSpec } from './instrument.ts';
import type { StrategyParameters, Ways } from './strategy-spec.ts';

/** How a perpetual is held: another leverage or other sides are another thing to hold. */
export interface HeldAs {
  readonly leverage: number;
  readonly direction: Ways;
}

/** How an instrument is held by a strategy that may hold these sides; nothing of spot. */
export function heldAs(spec: InstrumentSpec | undefined, ways: Ways | undefined): { readonly held?: HeldAs } {
  return spec?.kind === 'perpetual' ? { held: { leverage: spec.terms.leverage, direction: ways ?? 'long' } } : {};
}

/** A strategy that is to trade with real money, and exactly what of it. */
export interface ArmedStrategy {
  readonly instance: string;
  /** The id of the strategy. */
  readonly strategy: string;
  /** Id of the instrument, `BTC/USDT.BINANCE`. */
  readonly instrument: string;
  readonly timeframe: string;
  /** All of them, defaults included. */
  readonly parameters: StrategyParameters;
  /** SHA-256 of the files of a strategy of the user's own, hexadecimal; null for a built-in one. */
  readonly hash: string | null;
  /** Of a perpetual. */
  readonly held?: HeldAs;
}

/** What the overfit gate's kept verdicts say of a strategy: only the first of them vouches for it. */
export type GateWord = 'passed' | 'failed' | 'never' | 'other-parameters' | 'older-code' | 'tried-since';

/** A strategy with what the overfit gate says of it. */
export interface JudgedStrategy extends ArmedStrategy {
  readonly gate: GateWord;
  /** The same for a person: one sentence or two, with the strategy's name. */
  readonly sentence: string;
}

/** What lets an account trade with real money: who armed what, and what vouches for it. It is kept in ledger and journal. */
export interface Arming {
  /** The account's name. */
  readonly account: string;
  /** Through what it was armed: `command line`, `window`. */
  readonly by: string;
  /** Version of the program. */
  readonly code: string;
  /** The account's name was typed to start strategies for which the gate does not vouch. */
  readonly override: boolean;
  readonly strategies: readonly JudgedStrategy[];
}

/** What the sentences on a gate's word are filled with. */
export interface GateFacts {
  /** `sma-cross on BTC/USDT.BINANCE, 5m`. */
  readonly what: string;
  /** When it was judged, ms UTC; 0 where it never was. */
  readonly at: number;
  /** Of the verdict itself; '' where there is none. */
  readonly said: string;
  /** First and last instant of the bars that were judged by, ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly tries: number;
  /** Tries that were made since. */
  readonly more: number;
  /** Parameters that were judged, and those asked for, as text. */
  readonly judged: string;
  readonly asked: string;
}

/** The word of the overfit gate on a strategy, for a person. */
export const GATE_SENTENCES: Readonly<Record<GateWord, (facts: GateFacts) => string>> = {
  passed: ({ what, at, from, to, tries }) =>
    `${what}: passed the overfit gate on ${day(at)}, by bars from ${day(from)} to ${day(to)} and ${String(tries)} tries.`,
  failed: ({ what, at, said }) => `${what}: did not pass the overfit gate on ${day(at)}. ${said}`,
  never: ({ what }) => `${what}: the overfit gate has never judged it.`,
  'other-parameters': ({ what, at, judged, asked }) =>
    `${what}: the overfit gate judged ${judged} on ${day(at)}, and never these parameters (${asked}).`,
  'older-code': ({ what, at }) => `${what}: its code has changed since the overfit gate judged it on ${day(at)}.`,
  'tried-since': ({ what, at, more }) =>
    `${what}: was tried ${String(more)} times more since it passed the overfit gate on ${day(at)}; that has to be judged anew.`,
};

/** Parameters as a person reads them, `fast 10, slow 50`, by name; of a perpetual with `long and short at leverage 2` behind them. */
export function parametersText(parameters: StrategyParameters, held?: HeldAs): string {
  const names = Object.keys(parameters).sort();
  const text = names.length === 0 ? 'no parameters' : names.map((name) => `${name} ${String(parameters[name])}`).join(', ');
  if (held === undefined) return text;
  return `${text}, ${held.direction === 'both' ? 'long and short' : held.direction} at leverage ${String(held.leverage)}`;
}

function day(time: number): string {
  return isoTime(time).slice(0, 10);
}
