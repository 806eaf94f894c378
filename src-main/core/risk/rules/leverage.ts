import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { exposureRule } from '../exposure-rule.ts';
import type { Judged } from '../judged.ts';
import type { Amount } from '../parsed-limits.ts';
import type { SizeRule } from '../rule.ts';

/** What may be held for the equity there is: nothing where it is used up. */
function most({ view }: Judged): Amount | null {
  if (view.limits.maxLeverage === null) return null;
  const rough = Math.max(0, view.equity) * view.limits.maxLeverage;
  return { exact: Decimal.fromNumber(rough), rough };
}

const times = exposureRule({ code: 'risk.max-leverage', needs: 'maxLeverage', limit: most, counts: () => true, scope: () => 'all' });

/** What all positions may be worth together, as a multiple of equity. */
export const leverage: SizeRule = {
  ...times,
  check: (judged) => {
    const refusal = times.check(judged);
    return refusal && { ...refusal, details: { ...refusal.details, times: String(judged.view.limits.maxLeverage) } };
  },
};
