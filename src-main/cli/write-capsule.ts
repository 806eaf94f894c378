import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { makeCapsule } from '../sessions/research/capsule.ts';
import type { BacktestRun } from './backtest-run.ts';
import type { CliContext } from './context.ts';
import { valueOption } from './option.ts';
import { note } from './output.ts';
import { conditionsOf } from './run-conditions.ts';

/** Where the capsule of a run is written. */
export const CAPSULE = valueOption<string>({
  name: 'capsule',
  placeholder: 'FILE',
  about: 'Write what the run can be repeated from and checked by; `cryptoorch verify FILE` does so.',
  shownDefault: 'none is written',
  read: (text) => text,
});

/** Writes the capsule of a run. Fails with `input.file`; the run itself stands. */
export function writeCapsule(name: string, { bars, spec, outcome, strategyHash }: BacktestRun, context: CliContext): void {
  const file = resolve(context.cwd, name);
  const placement = spec.placements[0]!;
  const terms = { ...placement, costs: spec.costs, limits: spec.limits, seed: spec.seed, cash: spec.cash };
  const capsule = makeCapsule({
    conditions: conditionsOf(bars, terms, context),
    parameters: placement.parameters,
    strategyHash,
    candles: bars.data.candles,
    outcome,
  });
  try {
    writeFileSync(file, `${JSON.stringify(capsule, null, 1)}\n`, { flag: 'wx' });
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    const problem = code === 'EEXIST' ? 'there is such a file already; name another.' : `it cannot be written (${code}).`;
    throw new Fault('input.file', { file, problem }, { cause: thrown });
  }
  note(context, `The capsule of the run is in ${file}. Check it with: cryptoorch verify ${name}`);
}
