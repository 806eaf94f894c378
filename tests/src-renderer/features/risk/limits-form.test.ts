import { describe, expect, it } from 'vitest';
import { limitsForm, readLimits } from '../../../../src-renderer/features/risk/limits-form.ts';
import { limitLines } from '../../../../src-renderer/features/risk/risk-model.ts';
import { RULES } from '../../../../src-renderer/features/risk/rules.ts';
import { PLAIN_STYLE } from '../../../../src-renderer/format/number-style.ts';
import { parseAmount } from '../../../../src-renderer/format/parse-amount.ts';
import { riskLimits } from '../../../../src-shared/contract/risk.ts';
import { DEFAULT_LIMITS, NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import { FAULTS } from '../../../../src-shared/kernel/fault-codes.ts';
import { INSTRUMENTS, refusalRow } from '../sample-rows.ts';

const parse = (typed: string): string | undefined => parseAmount(typed, PLAIN_STYLE);

describe('the form of the limits', () => {
  it.each([DEFAULT_LIMITS, NO_LIMITS, { ...DEFAULT_LIMITS, maxDrawdown: 0.07, maxDataAgeMs: 1_500, allowedInstruments: ['BTC/USD.SIM'] }])(
    'gives limits back as they are, %#',
    (limits) => {
      const read = readLimits(limitsForm(limits), parse);
      expect(read).toEqual({ limits });
      expect('limits' in read && riskLimits.safeParse(read.limits).success).toBe(true);
    },
  );

  it('shows fractions as percent and milliseconds as seconds', () => {
    expect(limitsForm(DEFAULT_LIMITS).fields).toMatchObject({
      maxDrawdown: '20',
      priceCollar: '5',
      maxDataAgeMs: '5',
      maxOrderNotional: '25000',
    });
  });

  it('says at each field what is wrong, and lets no set of instruments be empty', () => {
    const form = limitsForm(DEFAULT_LIMITS);
    const fields = {
      ...form.fields,
      maxOrderNotional: '0',
      maxOpenOrders: '2.5',
      maxDrawdown: '300',
      maxDataAgeMs: '0.01',
      maxDailyLoss: 'much',
    };
    const read = readLimits({ fields, allowed: [], protections: [], breakers: [] }, parse);
    expect(read).toHaveProperty('problems');
    expect(Object.keys('problems' in read ? read.problems : {}).sort()).toEqual([
      'allowed',
      'maxDailyLoss',
      'maxDataAgeMs',
      'maxDrawdown',
      'maxOpenOrders',
      'maxOrderNotional',
    ]);
  });

  it('reads 1k as a thousand', () => {
    const form = limitsForm(DEFAULT_LIMITS);
    const read = readLimits({ ...form, fields: { ...form.fields, maxOrderNotional: '1k' } }, parse);
    expect('limits' in read && read.limits.maxOrderNotional).toBe('1000');
  });
});

describe('the table of limits', () => {
  it('names rules by codes that refusals come with', () => {
    expect(RULES.filter(({ code }) => !(code in FAULTS))).toEqual([]);
  });

  it('has a line for each use, one for each rule that is off, and the newest refusal of each', () => {
    const risk = {
      state: 'ACTIVE' as const,
      reason: 'start',
      since: 0,
      limits: DEFAULT_LIMITS,
      evidence: '',
      reducedUntil: null,
      locks: [],
      use: [
        { rule: 'risk.max-position', scope: 'BTC/USD.SIM', limit: '30,000.00 USD', used: '5,000.00 USD', fraction: 1 / 6 },
        { rule: 'risk.max-position', scope: 'XRP/USD.SIM', limit: '30,000.00 USD', used: '0.00 USD', fraction: 0 },
      ],
    };
    const lines = limitLines(risk, [refusalRow({ time: 2 }), refusalRow({ time: 1 })], INSTRUMENTS, 0);
    const positions = lines.filter((line) => line.rule.code === 'risk.max-position');
    expect(positions.map((line) => [line.scope, line.refusal?.time])).toEqual([
      ['BTC/USD', 2],
      ['XRP/USD', undefined],
    ]);
    expect(lines.filter((line) => line.use === null)).toHaveLength(RULES.length - 1);
  });
});
