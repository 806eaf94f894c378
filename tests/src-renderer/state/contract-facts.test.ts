import { describe, expect, it } from 'vitest';
import { contractFacts } from '../../../src-renderer/state/contract-facts.ts';
import { createFormat } from '../../../src-renderer/format/format.ts';
import { PLAIN_STYLE } from '../../../src-renderer/format/number-style.ts';
import type { ContractFigures } from '../../../src-shared/domain/contract-figures.ts';

const NOW = Date.UTC(2026, 5, 1, 12, 0, 0);
const format = createFormat(PLAIN_STYLE, 'utc');
const facts = (contract: ContractFigures | undefined, now = NOW) => contractFacts(contract, { now, priceDecimals: 1, format });
const told = (rate: string, nextAt = NOW + 4 * 3_600_000): ContractFigures => ({
  mark: { price: '60123.4567', at: NOW },
  funding: { rate, nextAt, at: NOW },
});
const figures = (contract: ContractFigures | undefined, now = NOW) => facts(contract, now).map(({ label, figure }) => `${label} ${figure}`);

describe('what is shown of what a venue says of a perpetual', () => {
  it('is three items from the first, with dashes for what was not told', () => {
    expect(figures(undefined)).toEqual(['Mark —', 'Funding —', 'Countdown —']);
    expect(facts(undefined).every(({ hint, stale }) => hint.endsWith('The exchange has not told it yet.') && stale === null)).toBe(true);
    expect(figures({ mark: null, funding: null })).toEqual(figures(undefined));
    expect(figures({ ...told('0.0001'), mark: null })).toEqual(['Mark —', 'Funding +0.0100%', 'Countdown 4:00:00']);
  });

  it('is the mark to the tick, the rate in percent with its sign, and the time left', () => {
    expect(figures(told('0.0001'))).toEqual(['Mark 60,123.5', 'Funding +0.0100%', 'Countdown 4:00:00']);
    expect(figures(told('-0.00375'), NOW + 1_000)).toEqual(['Mark 60,123.5', 'Funding −0.3750%', 'Countdown 3:59:59']);
    expect(figures(told('0.0000125', NOW + 53_000))[2]).toBe('Countdown 00:53');
    expect(figures(told('0'))[1]).toBe('Funding 0.0000%');
  });

  it('says who pays whom, how much to the eighth digit, and when', () => {
    const hint = (rate: string) => facts(told(rate))[1].hint;
    expect(hint('0.0001875391284828')).toBe('Longs pay shorts 0.01875391% of a position’s value at 16:00:00.');
    expect(hint('-0.0000125')).toBe('Shorts pay longs 0.00125% of a position’s value at 16:00:00.');
    expect(hint('0.0000')).toBe('Nothing is paid at 16:00:00.');
  });

  it('never counts below nothing once the instant has passed', () => {
    expect(figures(told('0.0001', NOW - 5_000))[2]).toBe('Countdown 00:00');
  });

  it('is stale when it was heard too long ago: the mark soon, funding and its countdown later', () => {
    const stale = (now: number) => facts(told('0.0001'), now).map((fact) => fact.stale);
    expect(stale(NOW + 20_000)).toEqual([null, null, null]);
    expect(stale(NOW + 25_900)).toEqual(['25 s old', null, null]);
    expect(stale(NOW + 200_000)).toEqual(['3 m 20 s old', '3 m 20 s old', '3 m 20 s old']);
    expect(figures(told('0.0001'), NOW + 25_900)[0]).toBe('Mark 60,123.5');
  });
});
