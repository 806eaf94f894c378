import type { RunRequest } from '../../../src-shared/contract/research.ts';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { presets } from '../../format/typed-strategy.ts';
import { useOfferedSpecs } from '../../state/own-strategies.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useResearch } from './research-store.ts';
import { defaultRunForm, readRunForm, sourceKey } from './run-form.ts';

/** The run that stands in the form beside it: what a search varies. Nothing while it has a problem. */
export function useBaseRun(): { readonly spec: StrategySpec; readonly run: RunRequest | null } | null {
  const sources = useResearch((store) => store.sources);
  const gallery = useOfferedSpecs();
  const kept = useResearch((store) => store.form);
  const format = useFormat();
  const [first] = sources ?? [];
  const [firstSpec] = gallery ?? [];
  if (first === undefined || firstSpec === undefined) return null;
  const typed = kept ?? defaultRunForm(firstSpec, first);
  const offered = gallery?.find((each) => each.id === typed.strategy);
  const spec = offered ?? firstSpec;
  // What does not load gives way, as in the form.
  const form = offered === undefined ? { ...typed, strategy: spec.id, parameters: presets(spec) } : typed;
  const source = sources?.find((each) => sourceKey(each) === form.source) ?? first;
  // Searches run on spot.
  const read = readRunForm({ ...form, perpetual: false }, spec, source, format.parseAmount);
  return { spec, run: 'request' in read ? read.request : null };
}
