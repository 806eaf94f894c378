import './replay.css';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { BarsSource } from '../../../src-shared/contract/research.ts';
import { venueTag } from '../../state/active-instrument.ts';
import { isBarsSource } from '../../state/bars-source.ts';
import { callMain } from '../../state/call-main.ts';
import { instrumentFacts } from '../../state/instrument-facts.ts';
import { reloadPage } from '../../state/page-guard.ts';
import { useReplayRequest, type ReplayWish } from '../../state/replay-request.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { Select } from '../../ui/select.tsx';
import { NumberField, TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { formOf, formOver, readForm, sourceKey, type FormProblems, type ReplayForm } from './replay-form.ts';
import { REPLAY_SENTENCES as SAY } from './sentences.ts';

/** The bars and the money of a replay, and what becomes of paper meanwhile. */
export function ReplayDialog(): ReactElement | null {
  const wish = useReplayRequest((store) => store.wish);
  return wish === null ? null : <OpenReplay wish={wish} />;
}

function close(): void {
  useReplayRequest.setState({ wish: null });
}

type Read = readonly BarsSource[] | string | null;

async function readSources(): Promise<Read> {
  const result = await callMain((client) => client.research.sources({}));
  return result.ok ? result.value.sources.filter(isBarsSource) : SAY.failed(result.fault.message);
}

function OpenReplay({ wish }: { readonly wish: ReplayWish }): ReactElement {
  const [read, setRead] = useState<Read>(null);
  useEffect(() => {
    void readSources().then(setRead);
  }, []);
  const form = typeof read === 'object' && read !== null ? formOf(wish, read) : null;
  if (form !== null && typeof read === 'object' && read !== null) return <FormDialog first={form} sources={read} />;
  return (
    <Dialog open width={520} title={SAY.title} onClose={close} actions={<Button onPress={close}>{SAY.close}</Button>}>
      {typeof read === 'string' ? (
        <PanelMessage kind="failed" sentence={read} actions={[{ label: SAY.retry, onPress: () => void readSources().then(setRead) }]} />
      ) : (
        <LoadingBlocks label={SAY.loading} rows={4} />
      )}
    </Dialog>
  );
}

function FormDialog({ first, sources }: { readonly first: ReplayForm; readonly sources: readonly BarsSource[] }): ReactElement {
  const [form, setForm] = useState(first);
  const [problems, setProblems] = useState<FormProblems>({});
  const [message, setMessage] = useState<string | null>(null);
  const format = useFormat();
  const running = useShownDesk(({ strategies }) =>
    [...strategies.values()]
      .filter((row) => row.running)
      .map((row) => row.strategy)
      .join(', '),
  );
  const source = sources.find((each) => sourceKey(each) === form.source) ?? sources[0]!;
  const understood = readForm(form, source, format.parseAmount(form.cash));
  const begin = async (): Promise<void> => {
    setProblems(understood.problems ?? {});
    const { request } = understood;
    if (request === null) return;
    setMessage(SAY.opening);
    const result = await callMain((client, command) => client.replay.start({ command, request }));
    // Everything the page knows is of the paper book.
    if (result.ok) reloadPage();
    else setMessage(result.fault.message);
  };
  const change = (part: Partial<ReplayForm>): void => {
    setForm({ ...form, ...part });
    setProblems({});
  };
  return (
    <Dialog
      open
      width={520}
      title={SAY.title}
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{SAY.close}</Button>
          <Button tone="primary" onPress={() => void begin()}>
            {SAY.begin}
          </Button>
        </>
      }
    >
      <p className="ui-label">{SAY.note}</p>
      <div className="replay-form">
        <SourceFields form={form} sources={sources} source={source} onChange={change} />
        <RangeFields form={form} problems={problems} onChange={change} onEnter={() => void begin()} />
        <NumberField
          label={SAY.cash}
          labelAt="above"
          unit={instrumentFacts(new Map(), source.instrument).quote}
          value={form.cash}
          error={problems.cash}
          onEnter={() => void begin()}
          onChange={(cash) => {
            change({ cash });
          }}
        />
        <p className="ui-note replay-count">{understood.request === null ? '' : SAY.count(format.count(understood.bars))}</p>
      </div>
      <p className="ui-form-message" role="status">
        {message ?? SAY.waits(running)}
      </p>
    </Dialog>
  );
}

function RangeFields({
  form,
  problems,
  onChange,
  onEnter,
}: {
  readonly form: ReplayForm;
  readonly problems: FormProblems;
  readonly onChange: (part: Partial<ReplayForm>) => void;
  readonly onEnter: () => void;
}): readonly ReactElement[] {
  return (['from', 'to'] as const).map((name) => (
    <TextField
      key={name}
      label={SAY[name]}
      labelAt="above"
      value={form[name]}
      error={problems[name]}
      onEnter={onEnter}
      onChange={(value) => {
        onChange(name === 'from' ? { from: value } : { to: value });
      }}
    />
  ));
}

function SourceFields({
  form,
  sources,
  source,
  onChange,
}: {
  readonly form: ReplayForm;
  readonly sources: readonly BarsSource[];
  readonly source: BarsSource;
  readonly onChange: (part: Partial<ReplayForm>) => void;
}): ReactElement {
  return (
    <>
      <div className="replay-labelled">
        <span className="ui-label" aria-hidden="true">
          {SAY.bars}
        </span>
        <Select
          label={SAY.bars}
          value={sourceKey(source)}
          choices={sources.map((each) => ({
            value: sourceKey(each),
            label: instrumentFacts(new Map(), each.instrument).symbol,
            detail: venueTag(each.instrument),
          }))}
          onChange={(key) => {
            const next = sources.find((each) => sourceKey(each) === key);
            if (next) onChange(formOver(next, form.timeframe));
          }}
        />
      </div>
      <div className="replay-labelled">
        <span className="ui-label" aria-hidden="true">
          {SAY.timeframe}
        </span>
        <Select
          label={SAY.timeframe}
          value={form.timeframe}
          choices={source.timeframes.map((value) => ({ value, label: value }))}
          onChange={(timeframe) => {
            onChange(formOver(source, timeframe));
          }}
        />
      </div>
    </>
  );
}
