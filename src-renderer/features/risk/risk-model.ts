import type { RefusalRow, RiskRow } from '../../../src-shared/contract/rows.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { instrumentFacts } from '../../state/instrument-facts.ts';
import { RULES } from './rules.ts';
import type { RuleSpec } from './rules.ts';
import { RISK_SENTENCES as SAY } from './sentences.ts';

/** A limit with its use as the table shows it. */
export interface LimitLine {
  readonly key: string;
  readonly rule: RuleSpec;
  /** An instrument's symbol, or "all". */
  readonly scope: string;
  /** Limit and use as text with unit; nothing while the rule is off. */
  readonly use: { readonly limit: string; readonly used: string; readonly fraction: number } | null;
  /** The newest refusal of this rule that concerns the scope. */
  readonly refusal: RefusalRow | undefined;
  readonly now: number;
}

const ALL = 'all';

/** An instrument by its symbol; an asset, a venue, a strategy or a group as it is. */
function scopeText(scope: string, instruments: ReadonlyMap<string, Instrument>): string {
  if (scope === ALL) return SAY.all;
  return scope.includes('.') ? instrumentFacts(instruments, scope).symbol : scope;
}

/** A line per rule and scope in the order of the rules; then one for each rule that is off. */
export function limitLines(
  risk: RiskRow,
  refusals: readonly RefusalRow[],
  instruments: ReadonlyMap<string, Instrument>,
  now: number,
): readonly LimitLine[] {
  const lines = RULES.flatMap((rule): readonly LimitLine[] => {
    const uses = risk.use.filter((use) => use.rule === rule.code);
    const refused = (scope: string): RefusalRow | undefined =>
      refusals.find((row) => row.code === rule.code && (scope === ALL || row.instrument === scope));
    if (uses.length === 0) {
      return [{ key: rule.code, rule, scope: SAY.all, use: null, refusal: refused(ALL), now }];
    }
    return uses.map(({ scope, limit, used, fraction }) => ({
      key: `${rule.code} ${scope}`,
      rule,
      scope: scopeText(scope, instruments),
      use: { limit, used, fraction },
      refusal: refused(scope),
      now,
    }));
  });
  // What is off is out of the way.
  return [...lines.filter(({ use }) => use !== null), ...lines.filter(({ use }) => use === null)];
}
