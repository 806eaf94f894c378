import type { RunRequest } from '../../../src-shared/contract/research.ts';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { useGallery } from '../../state/strategy-gallery.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useResearch } from './research-store.ts';
import { defaultRunForm, readRunForm, sourceKey } from './run-form.ts';

/** The run that stands in the form beside it: what a search varies. Nothing while it has a problem. */
export function useBaseRun(): { readonly spec: StrategySpec; readonly run: RunRequest | null } | null {
  const sources = useResearch((store) => store.sources);
  const gallery = useGallery((store) => store.specs);
  const kept = useResearch((store) => store.form);
  const format = useFormat();
  const [first] = sources ?? [];
  const [firstSpec] = gallery ?? [];
  if (first === undefined || firstSpec === undefined) return null;
  const form = kept ?? defaultRunForm(firstSpec, first);
  const spec = gallery?.find((each) => each.id === form.strategy) ?? firstSpec;
  const source = sources?.find((each) => sourceKey(each) === form.source) ?? first;
  const read = readRunForm(form, spec, source, format.parseAmount);
  return { spec, run: 'request' in read ? read.request : null };
}
