/** The checks of the overfit gate. */
export type GateCheckCode = 'span' | 'trades' | 'skill' | 'luck' | 'selection' | 'entries';

/** How a check came out; `not-judged` where the evidence for it was not given. */
export type GateOutcome = 'passed' | 'failed' | 'not-judged';

/** What each check is called. */
export const GATE_CHECK_NAMES: Readonly<Record<GateCheckCode, string>> = {
  span: 'Length of the record',
  trades: 'Number of trades',
  skill: 'Probabilistic Sharpe ratio',
  luck: 'Deflated Sharpe ratio',
  selection: 'Probability of backtest overfitting',
  entries: 'Entries against random ones',
};

/** Every sentence of the gate; `{name}` is a parameter. */
const GATE_SENTENCES = {
  'span.passed': 'The record covers {figure} years; {threshold} or more are needed.',
  'span.failed': 'The record covers {figure} years; {threshold} or more are needed: test over a longer span.',
  'span.not-judged': 'The length of the record is not known.',
  'trades.passed': 'There are {figure} closed trades; {threshold} or more are needed.',
  'trades.failed': 'There are {figure} closed trades; {threshold} or more are needed, fewer can be a handful of lucky ones.',
  'trades.not-judged': 'The number of trades is not known.',
  'skill.passed': 'The strategy earns more than nothing with a probability of {figure}; {threshold} or more is needed.',
  'skill.failed': 'The strategy earns more than nothing with a probability of only {figure}; {threshold} or more is needed.',
  'skill.not-judged': 'There are too few returns that vary, so nothing can be said of the Sharpe ratio.',
  'luck.passed':
    'Luck alone would lift the best of {trials} trials to a Sharpe ratio of {hurdle}; this one is above that with a probability of {figure}, and {threshold} or more is needed.',
  'luck.failed':
    'Luck alone would lift the best of {trials} trials to a Sharpe ratio of {hurdle}; this one is above that with a probability of only {figure}, and {threshold} or more is needed.',
  'luck.not-judged': 'There are too few returns that vary, so luck cannot be told from skill.',
  'selection.passed':
    'Of the splits of the record, {figure} turn the best trial of one half into a poor one of the other; {threshold} is the most.',
  'selection.failed':
    'Of the splits of the record, {figure} turn the best trial of one half into a poor one of the other; {threshold} is the most, so choosing the best of these trials picks noise.',
  'selection.not-judged':
    'The returns of the other trials are not known, so it was not tested whether the best of one half stays good in the other.',
  'entries.passed': 'Random entries, as many and as long, do as well in {figure} of the cases; {threshold} is the most.',
  'entries.failed':
    'Random entries, as many and as long, do as well in {figure} of the cases; {threshold} is the most, so the rule may add nothing.',
  'entries.not-judged': 'The entries were not held against random ones.',
  'verdict.strict':
    'Passes, by the strict standard too: a Sharpe ratio of {sharpe} a year is more than luck explains, with all {trials} trials counted.',
  'verdict.passed':
    'Passes, but not by the strict standard ({strict}): a Sharpe ratio of {sharpe} a year is more than a strategy without an edge shows, yet the luckiest of {trials} could come to it. Prove it on paper before money.',
  'verdict.failed': 'Does not pass: {failed} of {judged} checks failed with all {trials} trials counted. Do not trade this with money.',
} as const satisfies Record<`${GateCheckCode}.${GateOutcome}` | `verdict.${string}`, string>;

/** A key of the catalogue. */
export type GateSentenceKey = keyof typeof GATE_SENTENCES;

/** A sentence of the gate with its parameters filled in. */
export function gateSentence(key: GateSentenceKey, parameters: Readonly<Record<string, string>>): string {
  return GATE_SENTENCES[key].replace(/\{(\w+)\}/gu, (_, name: string) => parameters[name]!);
}
