import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { MarginTierTerms } from '../../src-shared/domain/margin-tiers.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { readMarginTiers } from '../core/market-data/read-margin-tiers.ts';
import type { CliContext } from './context.ts';
import { valueOption } from './option.ts';

export const MARGIN_TIERS = valueOption({
  name: 'margin-tiers',
  placeholder: 'FILE',
  about: 'With --perpetual: maintenance margin that rises with the position’s value, a CSV file with from,rate and maybe amount,leverage.',
  shownDefault: 'one rate for any value',
  read: (text) => text,
});

/** The brackets in a file. Fails with `input.file` and `input.row`. */
export function marginTiersIn(name: string, { cwd }: CliContext): readonly MarginTierTerms[] {
  const file = resolve(cwd, name);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    const problem = code === 'ENOENT' ? 'there is no such file.' : `it cannot be read (${code}).`;
    throw new Fault('input.file', { file, problem }, { cause: thrown });
  }
  const read = readMarginTiers(text);
  if ('problem' in read) throw new Fault('input.row', { file, ...read });
  return read;
}
