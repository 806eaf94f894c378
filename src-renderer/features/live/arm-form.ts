import { MOST_LIVE_SYMBOLS, type LiveFacts } from '../../../src-shared/contract/live.ts';
import { LIVE_SENTENCES as SAY } from './sentences.ts';

/** What is typed to arm an account. */
export interface ArmForm {
  readonly markets: string;
  readonly word: string;
  readonly unproven: string;
  readonly gate: string;
}

/** What stands in the way, by field. */
export type ArmProblems = Readonly<Partial<Record<keyof ArmForm, string>>>;

/** What main is asked for. */
export interface ArmRequest {
  readonly symbols: string[];
  readonly confirm: string | null;
  readonly unproven: string | null;
  readonly withoutGate: string | null;
}

/** Markets as they are typed: parted by commas or spaces, small letters taken as large ones. */
export function marketsOf(text: string): string[] {
  return [...new Set(text.toUpperCase().split(/[\s,;]+/u))].filter((market) => market !== '');
}

function marketsProblem(markets: readonly string[]): string | undefined {
  const wrong = markets.find((market) => !/^[A-Z0-9]{1,20}\/[A-Z0-9]{1,20}$/u.test(market));
  if (wrong !== undefined) return SAY.marketsWrong(wrong);
  if (markets.length === 0) return SAY.marketsNeeded;
  return markets.length > MOST_LIVE_SYMBOLS ? SAY.marketsMany : undefined;
}

/** Reads the form against what the account needs. */
export function readArming(form: ArmForm, facts: LiveFacts): { readonly request: ArmRequest; readonly problems: ArmProblems } {
  const { account, word, strategies } = facts;
  const markets = marketsOf(form.markets);
  const symbols = [...new Set([...facts.held, ...markets])];
  const real = word !== null;
  const gate = form.gate.trim();
  const found: [keyof ArmForm, string | undefined][] = [
    ['markets', marketsProblem(symbols)],
    ['word', real && form.word !== word ? SAY.typeExactly(word) : undefined],
    ['unproven', real && !account.proven && form.unproven !== account.name ? SAY.typeExactly(account.name) : undefined],
    ['gate', real && gate !== account.name && (strategies.length > 0 || gate !== '') ? SAY.typeExactly(account.name) : undefined],
  ];
  return {
    problems: Object.fromEntries(found.filter(([, problem]) => problem !== undefined)),
    request: {
      symbols,
      confirm: real ? form.word : null,
      unproven: real && !account.proven ? form.unproven : null,
      withoutGate: real && gate !== '' ? gate : null,
    },
  };
}
