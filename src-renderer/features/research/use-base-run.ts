import type { BarsRequest } from '../../../src-shared/contract/research.ts';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { presets, TYPED_SENTENCES as TYPED } from '../../format/typed-strategy.ts';
import { isBarsSource } from '../../state/bars-source.ts';
import { useDesk } from '../../state/desk-store.ts';
import { useOfferedSpecs } from '../../state/own-strategies.ts';
import { runsNewestFirst } from '../../state/run-list.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useAccountProtections } from './protection-choice.tsx';
import { useResearch } from './research-store.ts';
import { defaultRunForm, formOfRun, readRunForm, sourceKey } from './run-form.ts';
import type { FormProblems, RunForm } from './run-form.ts';
import { RESEARCH_SENTENCES } from './sentences.ts';

/** The run that stands in the form of a new run: what a search varies. */
export interface BaseRun {
  readonly spec: StrategySpec;
  readonly form: RunForm;
  /** Nothing while the form has a problem, or goes over a recorded book: searches go over bars. */
  readonly run: BarsRequest | null;
  /** Why there is none, a sentence. */
  readonly lacks: string;
  readonly problems: FormProblems;
}

/** The form of a new run as it stands: as it was typed, else as the last run was, else as it can be sent at once. */
export function useStandingForm<First extends RunForm | null>(first: () => First): RunForm | First {
  const newest = useDesk(({ runs }) => runsNewestFirst(runs)[0]);
  const kept = useResearch((store) => store.form);
  if (kept !== null) return kept;
  if (newest !== undefined) return formOfRun(newest.request);
  return first();
}

/** The run that stands in the form beside it; nothing until main has answered. */
export function useBaseRun(): BaseRun | null {
  const sources = useResearch((store) => store.sources);
  const gallery = useOfferedSpecs();
  const protections = useAccountProtections();
  const format = useFormat();
  const [first] = sources ?? [];
  const [firstSpec] = gallery ?? [];
  const typed = useStandingForm(() =>
    firstSpec === undefined || first === undefined ? null : { ...defaultRunForm(firstSpec, first), protections },
  );
  if (first === undefined || firstSpec === undefined || typed === null) return null;
  const offered = gallery?.find((each) => each.id === typed.strategy);
  const spec = offered ?? firstSpec;
  // What does not load gives way, as in the form.
  const form = offered === undefined ? { ...typed, strategy: spec.id, parameters: presets(spec) } : typed;
  const source = sources?.find((each) => sourceKey(each) === form.source) ?? first;
  if (!isBarsSource(source)) return { spec, form, run: null, lacks: RESEARCH_SENTENCES.bookNoSearch, problems: {} };
  const read = readRunForm(form, spec, source, format.parseAmount);
  const lacks = TYPED.missing;
  return 'request' in read
    ? { spec, form, run: read.request, lacks, problems: {} }
    : { spec, form, run: null, lacks, problems: read.problems };
}
