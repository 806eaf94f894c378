import type { ReactElement, ReactNode } from 'react';
import type { ResearchSource } from '../../../src-shared/contract/research.ts';
import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { venueTag } from '../../state/active-instrument.ts';
import { useDesk } from '../../state/desk-store.ts';
import { useOwnSpecs } from '../../state/own-strategies.ts';
import { instrumentFacts } from '../../state/instrument-facts.ts';
import type { Format } from '../../format/format.ts';
import { Facts } from '../../ui/figures.tsx';
import { presets } from '../../format/typed-strategy.ts';
import { Select } from '../../ui/select.tsx';
import { NumberField, TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { SIZE_KINDS, defaultAmount, formOver, readRange, sourceKey } from './run-form.ts';
import type { FormProblems, RunForm } from './run-form.ts';
import { useResearch } from './research-store.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';
import { spanText } from './span-text.ts';

type FactRows = Parameters<typeof Facts>[0]['rows'];

export interface FieldsProps {
  readonly form: RunForm;
  readonly problems: FormProblems;
  readonly onChange: (change: Partial<RunForm>) => void;
}

export function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <div className="research-labelled">
      <span className="ui-label" aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}

/** Bars: of what, how long, from when to when, and what is there. */
export function RangeFields({
  form,
  problems,
  onChange,
  sources,
  source,
}: FieldsProps & { readonly sources: readonly ResearchSource[]; readonly source: ResearchSource }): ReactElement {
  const instruments = useDesk((desk) => desk.instruments);
  const format = useFormat();
  const range = readRange(form, source);
  const bars =
    typeof range.from === 'number' && typeof range.to === 'number'
      ? Math.floor((range.to - range.from) / TIMEFRAMES[form.timeframe])
      : null;
  return (
    <>
      <div className="research-pair research-pair-wide">
        <Labelled label={SAY.instrument}>
          <Select
            label={SAY.instrument}
            value={sourceKey(source)}
            choices={sources.map((each) => ({
              value: sourceKey(each),
              label: sourceName(each, instrumentFacts(instruments, each.instrument).symbol),
              detail: sourceDetail(each),
            }))}
            onChange={(key) => {
              const next = sources.find((each) => sourceKey(each) === key);
              if (next) onChange(formOver(form, next));
            }}
          />
        </Labelled>
        <Labelled label={SAY.timeframe}>
          <Select
            label={SAY.timeframe}
            value={form.timeframe}
            choices={source.timeframes.map((value) => ({ value, label: value }))}
            onChange={(timeframe) => {
              onChange({ timeframe: timeframe });
            }}
          />
        </Labelled>
      </div>
      {source.source.kind === 'recorded' ? (
        <p className="ui-note research-bars">
          {SAY.bookSpan(spanText(source.from, source.to), format.count(bars ?? 0))} {SAY.bookBars}
        </p>
      ) : (
        <>
          <DayFields form={form} problems={problems} onChange={onChange} />
          <p className="ui-note research-bars">
            {bars === null ? SAY.day : SAY.barsOf(format.count(bars), source.gaps === 0 ? SAY.complete : SAY.someGaps(source.gaps))}
          </p>
        </>
      )}
    </>
  );
}

function DayFields({ form, problems, onChange }: FieldsProps): ReactElement {
  return (
    <div className="research-pair">
      {(['from', 'to'] as const).map((name) => (
        <TextField
          key={name}
          label={SAY[name]}
          labelAt="above"
          value={form[name]}
          error={problems[name]}
          onChange={(value) => {
            onChange(name === 'from' ? { from: value } : { to: value });
          }}
        />
      ))}
    </div>
  );
}

function sourceName({ source }: ResearchSource, symbol: string): string {
  return source.kind === 'recorded' ? SAY.bookTag(symbol) : symbol;
}

/** What tells sources of one instrument apart: the venue, or the day whose book was recorded. */
function sourceDetail({ source, instrument }: ResearchSource): string {
  if (source.kind !== 'recorded') return venueTag(instrument);
  const [venue = '', , day] = source.recording.split('/');
  return day === undefined ? SAY.bookOfAll(venue) : SAY.bookOf(venue, day);
}

/** Which strategy runs; the user's own are marked. */
function StrategyChoice({
  gallery,
  spec,
  onChange,
}: Pick<FieldsProps, 'onChange'> & { readonly gallery: readonly StrategySpec[]; readonly spec: StrategySpec }): ReactElement {
  const own = useOwnSpecs();
  return (
    <Labelled label={SAY.strategy}>
      <Select
        label={SAY.strategy}
        value={spec.id}
        choices={gallery.map((each) => ({ value: each.id, label: each.id, detail: own.includes(each) ? SAY.yours : each.family }))}
        onChange={(strategy) => {
          const next = gallery.find((each) => each.id === strategy);
          if (next) onChange({ strategy, parameters: presets(next) });
        }}
      />
    </Labelled>
  );
}

/** The strategy with the fields of its own schema, how much each entry trades, and the money there is. */
export function StrategyFields({
  form,
  problems,
  onChange,
  gallery,
  spec,
  source,
}: FieldsProps & {
  readonly gallery: readonly StrategySpec[];
  readonly spec: StrategySpec;
  readonly source: ResearchSource;
}): ReactElement {
  const { quote } = instrumentFacts(
    useDesk((desk) => desk.instruments),
    source.instrument,
  );
  return (
    <>
      <StrategyChoice gallery={gallery} spec={spec} onChange={onChange} />
      <div className="research-pair">
        {spec.parameters.map(({ name, label, unit }) => (
          <NumberField
            key={name}
            label={label}
            labelAt="above"
            unit={unit}
            value={form.parameters[name] ?? ''}
            error={problems[name]}
            onChange={(value) => {
              onChange({ parameters: { ...form.parameters, [name]: value } });
            }}
          />
        ))}
      </div>
      <div className="research-pair">
        <Labelled label={SAY.size}>
          <Select
            label={SAY.size}
            value={form.sizeKind}
            choices={SIZE_KINDS.map((value) => ({ value, label: SAY.sizeKinds[value] }))}
            onChange={(sizeKind) => {
              onChange({ sizeKind, sizeAmount: defaultAmount(sizeKind) });
            }}
          />
        </Labelled>
        <NumberField
          label={SAY.cash}
          labelAt="above"
          unit={quote}
          value={form.cash}
          error={problems['cash']}
          onChange={(cash) => {
            onChange({ cash });
          }}
        />
        {form.sizeKind === 'all' ? null : <AmountField form={form} problems={problems} onChange={onChange} source={source} />}
      </div>
    </>
  );
}

function AmountField({ form, problems, onChange, source }: FieldsProps & { readonly source: ResearchSource }): ReactElement {
  const { base, quote } = instrumentFacts(
    useDesk((desk) => desk.instruments),
    source.instrument,
  );
  return (
    <NumberField
      label={SAY.sizeAmount}
      labelAt="above"
      unit={form.sizeKind === 'equity-fraction' ? '%' : form.sizeKind === 'quote' ? quote : base}
      value={form.sizeAmount}
      error={problems['size']}
      onChange={(sizeAmount) => {
        onChange({ sizeAmount });
      }}
    />
  );
}

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  return (
    <h3 className="research-section">
      {title}
      {children}
    </h3>
  );
}

/** The cost profile and what it charges. */
export function CostFields({
  form,
  onChange,
  profiles,
  isBook,
}: FieldsProps & { readonly profiles: readonly CostProfile[]; readonly isBook: boolean }): ReactElement {
  const format = useFormat();
  const profile = profiles.find(({ name }) => name === form.costs);
  return (
    <>
      <Section title={SAY.costs}>
        <Select
          look="quiet"
          label={SAY.costs}
          value={form.costs}
          choices={profiles.map(({ name }) => ({ value: name, label: name }))}
          onChange={(costs) => {
            onChange({ costs });
          }}
        />
      </Section>
      {profile === undefined ? null : <Facts label={SAY.costs} rows={isBook ? bookCosts(profile, format) : barCosts(profile, format)} />}
      {isBook ? <p className="ui-note research-bars">{SAY.bookCosts}</p> : <OwnCosts />}
    </>
  );
}

function bookCosts(profile: CostProfile, format: Format): FactRows {
  return [
    { label: SAY.fees, figure: `${format.basisPoints(profile.takerFeeBps)} · ${format.basisPoints(profile.makerFeeBps)}` },
    { label: SAY.latency, figure: `${format.count(profile.latencyMs)} ms` },
  ];
}

function barCosts(profile: CostProfile, format: Format): FactRows {
  const [fees, latency] = bookCosts(profile, format);
  return [
    fees!,
    { label: SAY.halfSpread, figure: profile.halfSpreadBps === null ? SAY.ownSpread : format.basisPoints(profile.halfSpreadBps) },
    { label: SAY.slippage, figure: format.basisPoints(profile.slippageBps) },
    { label: SAY.impact, figure: format.ratio(profile.impact) },
    latency!,
    { label: SAY.participation, figure: SAY.ofVolume(format.percent(profile.participation)) },
  ];
}

/** What one's own fills say of costs, or how many of them are missing. */
function OwnCosts(): ReactElement | null {
  const own = useResearch((store) => store.own);
  const format = useFormat();
  if (own === null) return null;
  const { slippage, orders, needed } = own;
  return (
    <p className="ui-note research-bars">
      {slippage === null
        ? SAY.fewOwn(format.count(orders), format.count(needed))
        : SAY.ownMeasured(
            format.count(orders),
            format.basisPoints(slippage.estimate),
            format.basisPoints(slippage.low),
            format.basisPoints(slippage.high),
          )}
    </p>
  );
}

/** The limits that hold during the run. */
export function LimitFields({ form, onChange }: FieldsProps): ReactElement {
  return (
    <>
      <Section title={SAY.limits}>
        <Select
          look="quiet"
          label={SAY.limits}
          value={form.limits}
          choices={(['none', 'default'] as const).map((value) => ({ value, label: SAY.limitNames[value] }))}
          onChange={(limits) => {
            onChange({ limits });
          }}
        />
      </Section>
      <p className="ui-note research-bars">{form.limits === 'none' ? SAY.noLimits : SAY.paperLimits}</p>
    </>
  );
}
