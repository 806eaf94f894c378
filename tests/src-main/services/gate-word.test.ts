import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArmedStrategy } from '../../../src-shared/domain/arming.ts';
import type { StoredVerdict } from '../../../src-main/ports/research-store.ts';
import { gateWord } from '../../../src-main/services/gate-word.ts';
import { FAMILY, storedRun, temporaryResearch } from '../../support/research-kit.ts';

const DAY = Date.UTC(2026, 10, 20, 9);

const VERDICT: StoredVerdict = {
  ...{ at: DAY, family: FAMILY, parameters: { fast: 20, slow: 50 }, strategyHash: null, engine: '0.1.0', passed: true },
  ...{ sentence: 'It holds.', tries: 1, from: Date.UTC(2021, 0, 1), to: Date.UTC(2025, 0, 1) },
};

const ASKED: ArmedStrategy = {
  ...{ instance: 'sma-cross-1', strategy: 'sma-cross', instrument: FAMILY.instrument, timeframe: '4h' },
  ...{ parameters: { slow: 50, fast: 20 }, hash: null },
};

describe('the word of the gate on a strategy', () => {
  let place: ReturnType<typeof temporaryResearch>;
  beforeEach(() => {
    place = temporaryResearch();
    place.store.addRun(storedRun());
  });
  afterEach(() => place.remove());

  function word(verdicts: readonly Partial<StoredVerdict>[], over: Partial<ArmedStrategy> = {}, code = '0.1.0'): readonly [string, string] {
    for (const verdict of verdicts) place.store.addVerdict({ ...VERDICT, ...verdict });
    const { gate, sentence } = gateWord({ ...ASKED, ...over }, { store: place.store, code });
    return [gate, sentence];
  }
  const WHAT = `sma-cross on ${FAMILY.instrument}, 4h`;

  it('vouches where exactly this was judged last, and passed', () => {
    const passed = `${WHAT}: passed the overfit gate on 2026-11-20, by bars from 2021-01-01 to 2025-01-01 and 1 tries.`;
    expect(word([{ passed: false }, {}])).toEqual(['passed', passed]);
    // What another combination came to says nothing against it.
    expect(word([{ parameters: { fast: 5, slow: 50 }, passed: false }])).toEqual(['passed', passed]);
  });

  it('does not where it was never judged: not it, not this instrument, not this timeframe', () => {
    const never = ['never', `${WHAT}: the overfit gate has never judged it.`];
    expect(word([])).toEqual(never);
    for (const other of [{ strategy: 'grid' }, { instrument: 'ETH/USD.FILE' }, { timeframe: '1h' }])
      expect(word([{}], other)[0]).toBe('never');
  });

  it('names the parameters that were judged in place of these', () => {
    expect(word([{}], { parameters: { fast: 21, slow: 50 } })).toEqual([
      'other-parameters',
      `${WHAT}: the overfit gate judged fast 20, slow 50 on 2026-11-20, and never these parameters (fast 21, slow 50).`,
    ]);
    expect(word([], { parameters: { fast: 20, slow: 50, exit: 1 } })[0]).toBe('other-parameters');
    expect(word([], { parameters: {} })[1]).toContain('never these parameters (no parameters)');
  });

  it('vouches for a perpetual only as it was held when it was judged', () => {
    const held = { leverage: 3, direction: 'both' } as const;
    expect(word([{ held }], { held })[0]).toBe('passed');
    expect(word([], { held: { ...held, leverage: 2 } })).toEqual([
      'other-parameters',
      `${WHAT}: the overfit gate judged fast 20, slow 50, long and short at leverage 3 on 2026-11-20, and never these parameters (fast 20, slow 50, long and short at leverage 2).`,
    ]);
    expect(word([], { held: { ...held, direction: 'short' } })[0]).toBe('other-parameters');
    expect(word([])[0]).toBe('other-parameters');
  });

  it('says when it failed, with the verdict', () => {
    expect(word([{}, { passed: false, sentence: 'Does not pass: luck is enough.' }])).toEqual([
      'failed',
      `${WHAT}: did not pass the overfit gate on 2026-11-20. Does not pass: luck is enough.`,
    ]);
  });

  it('takes no verdict on older code: another version of the program, or of the file', () => {
    expect(word([{}], {}, '0.2.0')).toEqual([
      'older-code',
      `${WHAT}: its code has changed since the overfit gate judged it on 2026-11-20.`,
    ]);
    expect(word([{ strategyHash: 'aa' }], { hash: 'bb' })[0]).toBe('older-code');
    expect(word([], { hash: 'aa' })[0]).toBe('passed');
  });

  it('wants to be asked again when more was tried since', () => {
    place.store.addRun(storedRun({ id: 'run2000000000000' }));
    expect(word([{}])).toEqual([
      'tried-since',
      `${WHAT}: was tried 1 times more since it passed the overfit gate on 2026-11-20; that has to be judged anew.`,
    ]);
    expect(word([{ tries: 2 }])[0]).toBe('passed');
  });
});
