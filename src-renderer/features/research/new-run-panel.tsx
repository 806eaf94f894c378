import './research.css';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { ResearchSource } from '../../../src-shared/contract/research.ts';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { presets } from '../../format/typed-strategy.ts';
import { useReplaying } from '../../state/replaying.ts';
import { callMain } from '../../state/call-main.ts';
import { useDesk } from '../../state/desk-store.ts';
import { showPanel } from '../../state/panel-request.ts';
import { useOfferedSpecs, useOwnStrategies, useRunRequests } from '../../state/own-strategies.ts';
import { loadGallery, useGallery } from '../../state/strategy-gallery.ts';
import { Button } from '../../ui/button.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { age } from '../../format/times.ts';
import { useFormat } from '../../ui/use-format.ts';
import { estimateSeconds } from './estimate-run.ts';
import { runsNewestFirst } from '../../state/run-list.ts';
import { loadResearch, measureOwnCosts, useResearch } from './research-store.ts';
import { PerpetualFields } from './perpetual-fields.tsx';
import { ProtectionChoice, useAccountProtections } from './protection-choice.tsx';
import { CostFields, LimitFields, RangeFields, StrategyFields } from './run-fields.tsx';
import { QueueFields } from './queue-fields.tsx';
import { defaultRunForm, formOver, readRange, readRunForm, sourceKey } from './run-form.ts';
import type { FormProblems, RunForm } from './run-form.ts';
import { ReplayButton } from './replay-button.tsx';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';
import { useStandingForm } from './use-base-run.ts';

/** What a run is made over and with; it opens as the last run was. */
export function NewRunPanel(): ReactElement {
  const ready = useDesk((desk) => desk.ready);
  const sources = useResearch((store) => store.sources);
  const failure = useResearch((store) => store.failure);
  const gallery = useOfferedSpecs();
  useEffect(() => {
    if (!ready) return;
    if (useGallery.getState().specs === null) void loadGallery();
    void loadResearch().then(measureOwnCosts);
  }, [ready]);
  const protections = useAccountProtections();
  const spec = gallery?.[0];
  const source = sources?.[0];
  return (
    <>
      {failure !== null ? (
        <PanelMessage kind="failed" sentence={SAY.failed(failure)} actions={[{ label: SAY.retry, onPress: () => void loadResearch() }]} />
      ) : gallery === null || sources === null || spec === undefined || source === undefined ? (
        <LoadingBlocks label={SAY.loading} rows={8} />
      ) : (
        <RunFormPanel gallery={gallery} sources={sources} first={{ ...defaultRunForm(spec, source), protections }} />
      )}
    </>
  );
}

interface Typed {
  readonly problems: FormProblems;
  readonly refused: string | null;
  readonly busy: boolean;
}

interface RunFormPanelProps {
  readonly gallery: readonly StrategySpec[];
  readonly sources: readonly ResearchSource[];
  readonly first: RunForm;
}

/** The form as it can be sent: a strategy that is not offered (one of the user's own that does not load) gives way, and why is said. */
function useForm({ gallery, sources, first }: RunFormPanelProps): { readonly form: RunForm; readonly lost: string | null } {
  const own = useOwnStrategies();
  const asked = useRunRequests((store) => store.strategy);
  const form = useStandingForm(() => first);
  const over = useResearch((store) => store.over);
  const wanted = gallery.find(({ id }) => id === asked);
  const wantedSource = sources.find((each) => sourceKey(each) === over);
  useEffect(() => {
    if (wantedSource === undefined) return;
    useResearch.setState({ over: null, form: formOver(form, wantedSource) });
  }, [wantedSource, form]);
  useEffect(() => {
    if (wanted === undefined) return;
    useRunRequests.setState({ strategy: null });
    useResearch.getState().type({ ...form, strategy: wanted.id, parameters: presets(wanted) });
  }, [wanted, form]);
  const [spec] = gallery;
  if (spec === undefined || gallery.some(({ id }) => id === form.strategy)) return { form, lost: null };
  const problem = own?.strategies.find(({ file, problem: wrong }) => file === `${form.strategy}.ts` && wrong !== '')?.problem ?? '';
  return { form: { ...form, strategy: spec.id, parameters: presets(spec) }, lost: SAY.lostStrategy(form.strategy, spec.id, problem) };
}

function RunFormPanel(props: RunFormPanelProps): ReactElement {
  const { gallery, sources } = props;
  const newest = useDesk(({ runs }) => runsNewestFirst(runs)[0]);
  const [typed, setTyped] = useState<Typed>({ problems: {}, refused: null, busy: false });
  const { form, lost } = useForm(props);
  const profiles = useResearch((store) => store.costs);
  const format = useFormat();
  const { problems } = typed;
  const spec = gallery.find((each) => each.id === form.strategy) ?? gallery[0];
  const source = sources.find((each) => sourceKey(each) === form.source) ?? sources[0];
  if (spec === undefined || source === undefined) return <LoadingBlocks label={SAY.loading} rows={8} />;
  const change = (part: Partial<RunForm>): void => {
    useResearch.getState().type({ ...form, ...part });
    setTyped((now) => ({ ...now, problems: {}, refused: null }));
  };
  const run = async (): Promise<void> => {
    const read = readRunForm(form, spec, source, format.parseAmount);
    if (!('request' in read)) {
      setTyped((now) => ({ ...now, problems: read.problems }));
      return;
    }
    setTyped((now) => ({ ...now, busy: true, refused: null, problems: {} }));
    const result = await callMain((client, command) => client.research.run({ command, request: read.request }));
    setTyped((now) => ({ ...now, busy: false, refused: result.ok ? null : result.fault.message }));
    if (!result.ok) return;
    useResearch.getState().choose(result.value.run);
    showPanel('report');
  };
  const fields = { form, problems, onChange: change };
  return (
    <>
      <PanelHead title={SAY.newRun} figure={newest === undefined ? undefined : SAY.asRun(newest.run)}>
        <ReplayButton over={{ source: source.source, instrument: source.instrument, timeframe: form.timeframe }}>{SAY.replay}</ReplayButton>
      </PanelHead>
      <form
        className="research-form"
        onSubmit={(event) => {
          event.preventDefault();
        }}
      >
        <div className="research-fields">
          <RangeFields {...fields} sources={sources} source={source} />
          <StrategyFields {...fields} gallery={gallery} spec={spec} source={source} />
          {source.source.kind === 'recorded' ? <QueueFields {...fields} /> : <PerpetualFields {...fields} spec={spec} />}
          <CostFields {...fields} profiles={profiles} isBook={source.source.kind === 'recorded'} />
          <LimitFields {...fields} />
          <ProtectionChoice protections={form.protections} onChange={change} />
        </div>
        {(typed.refused ?? lost) === null ? null : (
          <p className="ui-form-message" role="alert">
            {typed.refused ?? lost}
          </p>
        )}
        <RunButton form={form} source={source} busy={typed.busy} onPress={() => void run()} />
      </form>
    </>
  );
}

function RunButton({
  form,
  source,
  busy,
  onPress,
}: {
  readonly form: RunForm;
  readonly source: ResearchSource;
  readonly busy: boolean;
  readonly onPress: () => void;
}): ReactElement {
  const runs = useDesk((desk) => desk.runs);
  const replaying = useReplaying();
  const range = readRange(form, source);
  const seconds =
    typeof range.from === 'number' && typeof range.to === 'number'
      ? estimateSeconds({ source: source.source, from: range.from, to: range.to, timeframe: form.timeframe }, runsNewestFirst(runs))
      : null;
  return (
    <Button tone="primary" size="tall" fill disabledReason={replaying ? SAY.replayOn : undefined} onPress={busy ? undefined : onPress}>
      {seconds === null ? SAY.run : SAY.runAbout(age(Math.max(100, seconds * 1_000)))}
    </Button>
  );
}
