import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { venueTag } from '../../state/active-instrument.ts';
import { callMain } from '../../state/call-main.ts';
import { useOwnStrategies } from '../../state/own-strategies.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { tellNote } from '../../ui/tell.ts';
import { NumberField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { OWN_SENTENCES as OWN } from './own-sentences.ts';
import { ownFile } from './strategies-model.ts';
import { SIZE_KINDS, TIMEFRAMES, defaultAmount, defaultForm, readForm } from './start-form.ts';
import type { FormProblems, StartForm, StartRequest } from './start-form.ts';
import { STRATEGIES_SENTENCES as SAY } from './sentences.ts';

export interface StartDialogProps {
  /** What it opens with; nothing keeps it closed. */
  readonly initial: StartForm | null;
  readonly gallery: readonly StrategySpec[];
  readonly onDone: () => void;
}

/** The form of a start, drawn from the strategy's own schema. It opens ready to be sent. */
export function StartDialog({ initial, gallery, onDone }: StartDialogProps): ReactElement | null {
  if (initial === null) return null;
  return <OpenStartDialog key={`${initial.strategy} ${initial.instrument}`} initial={initial} gallery={gallery} onDone={onDone} />;
}

interface FormState {
  readonly form: StartForm;
  readonly problems: FormProblems;
  /** Why main refused, or nothing. */
  readonly refused: string | null;
  readonly busy: boolean;
}

function OpenStartDialog({ initial, gallery, onDone }: StartDialogProps & { readonly initial: StartForm }): ReactElement {
  const [state, setState] = useState<FormState>({ form: initial, problems: {}, refused: null, busy: false });
  const instruments = useShownDesk((desk) => desk.instruments);
  const mode = SAY.modes[useShownDesk((desk) => desk.account?.book) ?? 'paper'];
  const format = useFormat();
  const { form, refused, busy } = state;
  const spec = gallery.find((each) => each.id === form.strategy);
  const instrument = instruments.get(form.instrument);
  const symbol = instrument?.spec.symbol ?? form.instrument;
  const send = async (request: StartRequest): Promise<void> => {
    setState((now) => ({ ...now, busy: true, refused: null, problems: {} }));
    const result = await callMain((client, command) => client.strategies.start({ command, ...request }));
    if (result.ok) {
      tellNote('strategy-started', SAY.started(form.strategy, symbol, form.timeframe, mode));
      onDone();
    } else setState((now) => ({ ...now, busy: false, refused: result.fault.message }));
  };
  const start = (): void => {
    if (spec === undefined || busy) return;
    const read = readForm(form, spec, format.parseAmount);
    if ('request' in read) void send(read.request);
    else setState((now) => ({ ...now, problems: read.problems, refused: null }));
  };
  return (
    <Dialog
      open
      width={480}
      title={SAY.startTitle(form.strategy)}
      onClose={onDone}
      actions={
        <>
          <Button onPress={onDone}>{SAY.back}</Button>
          <Button tone="primary" autoFocus disabledReason={spec === undefined ? OWN.notOffered : undefined} onPress={start}>
            {SAY.startTitle(form.strategy)}
          </Button>
        </>
      }
    >
      {spec === undefined ? null : (
        <StartFields
          state={state}
          spec={spec}
          gallery={gallery}
          instruments={instruments}
          onChange={(change) => {
            setState((now) => ({ ...now, form: { ...now.form, ...change }, problems: {}, refused: null }));
          }}
        />
      )}
      <p className={refused === null ? 'ui-form-message ui-note' : 'ui-form-message'} role={refused === null ? undefined : 'alert'}>
        {refused ?? (spec === undefined ? OWN.notOffered : SAY.startNote(symbol, mode))}
      </p>
    </Dialog>
  );
}

interface FieldsProps {
  readonly state: FormState;
  readonly spec: StrategySpec;
  readonly gallery: readonly StrategySpec[];
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly onChange: (change: Partial<StartForm>) => void;
}

function StartFields({ state: { form, problems }, spec, gallery, instruments, onChange }: FieldsProps): ReactElement {
  const own = useOwnStrategies();
  const file = ownFile(spec.id, own);
  return (
    <div className="ui-form-grid">
      <p className="ui-form-wide">{spec.description}</p>
      {file === null ? null : <p className="ui-form-wide ui-note">{OWN.fromFile(file)}</p>}
      <Labelled label={SAY.strategy}>
        <Select
          label={SAY.strategy}
          value={form.strategy}
          choices={gallery.map((each) => ({
            value: each.id,
            label: each.id,
            detail: ownFile(each.id, own) === null ? each.family : OWN.yours,
          }))}
          onChange={(strategy) => {
            const next = gallery.find((each) => each.id === strategy);
            if (next) onChange({ strategy, parameters: defaultForm(next, form.instrument).parameters });
          }}
        />
      </Labelled>
      <Labelled label={SAY.instrument}>
        <Select
          label={SAY.instrument}
          value={form.instrument}
          choices={[...instruments.values()].map(({ id, spec: each }) => ({ value: id, label: each.symbol, detail: venueTag(id) }))}
          onChange={(instrument) => {
            onChange({ instrument });
          }}
        />
      </Labelled>
      <Labelled label={SAY.timeframe} wide>
        <SegmentedControl
          label={SAY.timeframe}
          value={form.timeframe}
          segments={TIMEFRAMES.map((value) => ({ value, label: value }))}
          onChange={(timeframe) => {
            onChange({ timeframe });
          }}
        />
      </Labelled>
      {spec.parameters.map((parameter) => (
        <NumberField
          key={parameter.name}
          label={parameter.label}
          labelAt="above"
          unit={parameter.unit}
          value={form.parameters[parameter.name] ?? ''}
          error={problems[parameter.name]}
          onChange={(value) => {
            onChange({ parameters: { ...form.parameters, [parameter.name]: value } });
          }}
        />
      ))}
      <SizeFields form={form} problem={problems['size']} instruments={instruments} onChange={onChange} />
    </div>
  );
}

function SizeFields({
  form,
  problem,
  instruments,
  onChange,
}: Pick<FieldsProps, 'instruments' | 'onChange'> & { readonly form: StartForm; readonly problem: string | undefined }): ReactElement {
  const traded = instruments.get(form.instrument)?.spec;
  const unit = form.sizeKind === 'equity-fraction' ? SAY.percent : form.sizeKind === 'quote' ? traded?.quote : traded?.base;
  return (
    <Labelled label={SAY.sizeRule} wide>
      <div className="strategy-amount">
        <Select
          label={SAY.sizeRule}
          value={form.sizeKind}
          choices={SIZE_KINDS.map((value) => ({ value, label: SAY.sizeKinds[value] }))}
          onChange={(sizeKind) => {
            onChange({ sizeKind, sizeAmount: defaultAmount(sizeKind) });
          }}
        />
        {form.sizeKind === 'all' ? null : (
          <NumberField
            label={SAY.sizeAmount}
            hideLabel
            unit={unit}
            value={form.sizeAmount}
            error={problem}
            onChange={(sizeAmount) => {
              onChange({ sizeAmount });
            }}
          />
        )}
      </div>
    </Labelled>
  );
}

function Labelled({
  label,
  wide,
  children,
}: {
  readonly label: string;
  readonly wide?: boolean;
  readonly children: ReactElement;
}): ReactElement {
  return (
    <div className={wide === true ? 'ui-form-wide' : undefined}>
      <p className="ui-form-label" aria-hidden="true">
        {label}
      </p>
      {children}
    </div>
  );
}
