import { expect, test } from 'vitest';
import { fillRealised } from '../../../src-shared/contract/fill-realised.ts';

const given = (realised: string | null) => ({ instrument: 'BTC/USD.SIM', origin: 'you', lots: 1, value: '0.1', realised });

test('a fill has realised what its trade and what its fee sold', () => {
  expect(fillRealised({ realised: null })).toBeNull();
  expect(fillRealised({ realised: '5' })).toBe('5');
  expect(fillRealised({ realised: '5', feeLots: [given('-0.2'), given(null), given('0.05')] })).toBe('4.85');
  expect(fillRealised({ realised: null, feeLots: [given('-0.2')] })).toBe('-0.2');
});

test('a fill that only opened has realised nothing where its fee sold at cost', () => {
  expect(fillRealised({ realised: null, feeLots: [given('0')] })).toBeNull();
  expect(fillRealised({ realised: '0', feeLots: [given('0')] })).toBe('0');
});
