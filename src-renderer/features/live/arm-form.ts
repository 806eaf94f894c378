import { MOST_LIVE_SYMBOLS, type LiveFacts } from '../../../src-shared/contract/live.ts';
import { LIVE_SENTENCES as SAY } from './sentences.ts';

/** What is typed to arm an account. */
export interface ArmForm {
  readonly markets: string;
  readonly leverage: string;
  readonly word: string;
  readonly unproven: string;
  readonly gate: string;
}

/** What stands in the way, by field. */
export type ArmProblems = Readonly<Partial<Record<keyof ArmForm, string>>>;

/** What main is asked for. */
export interface ArmRequest {
  readonly symbols: string[];
  readonly leverage: number;
  readonly confirm: string | null;
  readonly unproven: string | null;
  readonly withoutGate: string | null;
}

/** Markets as they are typed: parted by commas or spaces, small letters taken as large ones. */
export function marketsOf(text: string): string[] {
  return [...new Set(text.toUpperCase().split(/[\s,;]+/u))].filter((market) => market !== '');
}

function marketsProblem(markets: readonly string[]): string | undefined {
  const wrong = markets.find((market) => !/^[A-Z0-9]{1,20}\/[A-Z0-9]{1,20}(:[A-Z0-9]{1,20})?$/u.test(market));
  if (wrong !== undefined) return SAY.marketsWrong(wrong);
  if (markets.length === 0) return SAY.marketsNeeded;
  return markets.length > MOST_LIVE_SYMBOLS ? SAY.marketsMany : undefined;
}

/** Whether a perpetual is among the markets that are typed, or held. */
export function hasContracts(form: Pick<ArmForm, 'markets'>, { held }: Pick<LiveFacts, 'held'>): boolean {
  return [...held, ...marketsOf(form.markets)].some((market) => market.includes(':'));
}

function leverageOf(text: string): number | null {
  const value = /^\d{1,4}(\.\d{1,2})?$/u.test(text.trim()) ? Number(text) : 0;
  return value >= 1 && value <= 1_000 ? value : null;
}

/** Reads the form against what the account needs. */
export function readArming(form: ArmForm, facts: LiveFacts): { readonly request: ArmRequest; readonly problems: ArmProblems } {
  const { account, word, strategies } = facts;
  const markets = marketsOf(form.markets);
  const symbols = [...new Set([...facts.held, ...markets])];
  const real = word !== null;
  const leverage = hasContracts(form, facts) ? leverageOf(form.leverage) : 1;
  const gate = form.gate.trim();
  const found: [keyof ArmForm, string | undefined][] = [
    ['markets', marketsProblem(symbols)],
    ['leverage', leverage === null ? SAY.leverageWrong : undefined],
    ['word', real && form.word !== word ? SAY.typeExactly(word) : undefined],
    ['unproven', real && !account.proven && form.unproven !== account.name ? SAY.typeExactly(account.name) : undefined],
    ['gate', real && gate !== account.name && (strategies.length > 0 || gate !== '') ? SAY.typeExactly(account.name) : undefined],
  ];
  return {
    problems: Object.fromEntries(found.filter(([, problem]) => problem !== undefined)),
    request: {
      symbols,
      leverage: leverage ?? 1,
      confirm: real ? form.word : null,
      unproven: real && !account.proven ? form.unproven : null,
      withoutGate: real && gate !== '' ? gate : null,
    },
  };
}
