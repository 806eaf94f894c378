import { describe, expect, it } from 'vitest';
import { figuresOf, kindOf, protectionForm, readProtection } from '../../../../src-renderer/features/risk/protections-form.ts';
import { breakerForm, readBreaker } from '../../../../src-renderer/features/risk/breakers-form.ts';
import { stateReason } from '../../../../src-renderer/features/risk/sentences.ts';
import { PLAIN_STYLE } from '../../../../src-renderer/format/number-style.ts';
import { parseAmount } from '../../../../src-renderer/format/parse-amount.ts';
import { readLimits } from '../../../../src-renderer/features/risk/limits-file.ts';
import { breakers } from '../../../../src-shared/contract/breakers.ts';
import { BREAKER_KINDS, BREAKERS } from '../../../../src-shared/domain/breaker-spec.ts';
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
    const form = protectionForm(defaultProtection(kindOf('StoplossGuard')));
    const typed = { ...form.typed, stop: '90', lookback: '1440', tradeLimit: '4', requiredProfit: '-0.5' };
    expect(readProtection({ ...form, typed }, parse)).toMatchObject({
      spec: { stopMs: 5_400_000, lookbackMs: 86_400_000, tradeLimit: 4, requiredProfit: -0.005 },
    });
  });

  it('says at each figure what is wrong', () => {
    const form = protectionForm(defaultProtection(kindOf('StoplossGuard')));
    const typed = { ...form.typed, stop: 'long', lookback: '-1', tradeLimit: '1.5', requiredProfit: '' };
    const read = readProtection({ ...form, typed, unlockAt: '' }, parse);
    expect(Object.keys('problems' in read ? read.problems : {})).toEqual(['stop', 'lookback', 'tradeLimit', 'requiredProfit']);
    const clock = readProtection({ ...form, unlockAt: '25:00' }, parse);
    expect('problems' in clock && clock.problems.unlockAt).toContain('07:30');
  });
});

describe('the form of a circuit breaker', () => {
  it.each(BREAKER_KINDS)('gives %s back as it is', (kind) => {
    const { preset } = BREAKERS[kind];
    expect(readBreaker(breakerForm(preset), parse)).toEqual({ spec: preset });
    expect(breakers.safeParse([preset]).success).toBe(true);
  });

  it('takes shares in percent, multiples as they are, spans in minutes', () => {
    expect(breakerForm(BREAKERS.unanswered.preset).typed).toEqual({ count: '3', withinMs: '10', level: '20' });
    expect(breakerForm(BREAKERS['abnormal-fills'].preset).typed).toMatchObject({ level: '25' });
  });

  it('says at each figure what is wrong', () => {
    const form = breakerForm(BREAKERS.unanswered.preset);
    const read = readBreaker({ ...form, typed: { count: '1.5', withinMs: '-1', level: 'much' } }, parse);
    expect(Object.keys('problems' in read ? read.problems : {})).toEqual(['count', 'withinMs', 'level']);
  });
});

/** Figures that a kind does not have are not asked for. */
function unasked(method: Parameters<typeof figuresOf>[0]): object {
  return figuresOf(method).includes('lookback') ? {} : { lookbackMs: 0 };
}

it('a file of limits may have protections, and an older one has none', () => {
  const { protections: _, breakers: __, ...older } = DEFAULT_LIMITS;
  expect(readLimits(JSON.stringify(older))).toEqual(DEFAULT_LIMITS);
  expect(readLimits(JSON.stringify({ ...DEFAULT_LIMITS, protections: 'none' }))).toBeNull();
  expect(readLimits(JSON.stringify({ ...DEFAULT_LIMITS, breakers: 1 }))).toBeNull();
});

it('a state says which breaker led to it', () => {
  expect(stateReason('breaker.losses')).toBe('the circuit breaker “Repeated losses” tripped');
  expect(stateReason('something-new')).toBe('something-new');
});
