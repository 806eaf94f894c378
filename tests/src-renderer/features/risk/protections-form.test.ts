import { describe, expect, it } from 'vitest';
import { figuresOf, newProtection, protectionForm, readProtection } from '../../../../src-renderer/features/risk/protections-form.ts';
import { PLAIN_STYLE } from '../../../../src-renderer/format/number-style.ts';
import { parseAmount } from '../../../../src-renderer/format/parse-amount.ts';
import { readLimits } from '../../../../src-renderer/features/risk/limits-file.ts';
import { protections } from '../../../../src-shared/contract/protections.ts';
import { DEFAULT_LIMITS } from '../../../../src-shared/domain/limits.ts';
import { defaultProtection, PROTECTION_KINDS } from '../../../../src-shared/domain/protection-spec.ts';

const parse = (typed: string): string | undefined => parseAmount(typed, PLAIN_STYLE);

describe('the form of a protection', () => {
  it.each(PROTECTION_KINDS)('gives $method back as it is', (kind) => {
    const specs = [defaultProtection(kind), { ...defaultProtection(kind), stopMs: null, unlockAt: '07:30' }];
    for (const spec of specs) expect(readProtection(protectionForm(spec), parse)).toEqual({ spec: { ...spec, ...unasked(spec.method) } });
    expect(protections.safeParse(specs).success).toBe(true);
  });

  it('reads minutes and percentages', () => {
    const form = newProtection('StoplossGuard');
    const typed = { ...form.typed, stop: '90', lookback: '1440', tradeLimit: '4', requiredProfit: '-0.5' };
    expect(readProtection({ ...form, typed }, parse)).toMatchObject({
      spec: { stopMs: 5_400_000, lookbackMs: 86_400_000, tradeLimit: 4, requiredProfit: -0.005 },
    });
  });

  it('says at each figure what is wrong', () => {
    const form = newProtection('StoplossGuard');
    const typed = { ...form.typed, stop: 'long', lookback: '-1', tradeLimit: '1.5', requiredProfit: '' };
    const read = readProtection({ ...form, typed, unlockAt: '' }, parse);
    expect(Object.keys('problems' in read ? read.problems : {})).toEqual(['stop', 'lookback', 'tradeLimit', 'requiredProfit']);
    const clock = readProtection({ ...form, unlockAt: '25:00' }, parse);
    expect('problems' in clock && clock.problems.unlockAt).toContain('07:30');
  });
});

/** Figures that a kind does not have are not asked for. */
function unasked(method: Parameters<typeof figuresOf>[0]): object {
  return figuresOf(method).includes('lookback') ? {} : { lookbackMs: 0 };
}

it('a file of limits may have protections, and an older one has none', () => {
  const { protections: _, ...older } = DEFAULT_LIMITS;
  expect(readLimits(JSON.stringify(older))).toEqual(DEFAULT_LIMITS);
  expect(readLimits(JSON.stringify({ ...DEFAULT_LIMITS, protections: 'none' }))).toBeNull();
});
