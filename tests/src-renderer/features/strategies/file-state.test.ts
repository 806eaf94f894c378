import { describe, expect, it } from 'vitest';
import type { OwnStrategiesRow } from '../../../../src-shared/contract/strategies.ts';
import { fileState } from '../../../../src-renderer/features/strategies/file-state.ts';
import { strategyLines } from '../../../../src-renderer/features/strategies/strategies-model.ts';
import { strategyRow } from '../sample-rows.ts';

const SPEC = { id: 'mine', family: 'own', description: '', parameters: [] };
const own = (change: Partial<OwnStrategiesRow['strategies'][number]>): OwnStrategiesRow => ({
  folder: '/home/me/strategies',
  problem: '',
  strategies: [{ file: 'mine.ts', spec: SPEC, hash: 'aa', problem: '', ...change }],
});
const RUNS = { file: 'mine.ts', hash: 'aa' };

describe('the file of a strategy of one’s own', () => {
  it('is what runs, has changed, does not load or is gone', () => {
    expect(fileState(RUNS, own({}))).toEqual({ kind: 'same', file: 'mine.ts' });
    expect(fileState(RUNS, own({ hash: 'bb' }))).toEqual({ kind: 'changed', file: 'mine.ts' });
    const problem = 'mine.ts:3:5: Unexpected token';
    expect(fileState(RUNS, own({ spec: null, hash: '', problem }))).toEqual({ kind: 'broken', file: 'mine.ts', problem });
    expect(fileState(RUNS, own({ file: 'other.ts' }))).toEqual({ kind: 'gone', file: 'mine.ts' });
  });

  it('is nothing to speak of where a strategy is built in, or before the files were read', () => {
    expect(fileState(null, own({}))).toBeNull();
    expect(fileState(RUNS, null)).toBeNull();
  });

  it('stands beside what runs, and beside what could be started', () => {
    const desk = { orders: new Map(), instruments: new Map(), now: 0, gallery: [SPEC] };
    const row = strategyRow({ strategy: 'mine', script: RUNS });
    const placed = strategyLines({ ...desk, strategies: new Map([['a', row]]), own: own({ hash: 'bb' }) });
    // Values are shown by the names that run, not by what the file has become.
    const names = placed.flatMap((line) => (line.kind === 'placed' ? (line.spec?.parameters.map(({ name }) => name) ?? []) : []));
    expect([placed[0], names]).toMatchObject([{ kind: 'placed', version: { kind: 'changed' } }, ['fast', 'slow']]);
    const again = (running: boolean, hash: string) =>
      strategyLines({ ...desk, strategies: new Map([['a', { ...row, running }]]), own: own({ hash }) });
    expect(again(true, 'aa')).toMatchObject([{ spec: SPEC, version: { kind: 'same' } }]);
    expect(again(false, 'bb')).toMatchObject([{ spec: SPEC, version: { kind: 'changed' } }]);
    const offered = strategyLines({ ...desk, strategies: new Map(), own: own({}) });
    expect(offered).toMatchObject([{ kind: 'offered', file: 'mine.ts' }]);
    expect(strategyLines({ ...desk, strategies: new Map(), own: null })).toMatchObject([{ kind: 'offered', file: null }]);
  });
});
