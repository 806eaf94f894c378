import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import { venueTag } from '../../state/active-instrument.ts';
import { useDesk } from '../../state/desk-store.ts';
import { instrumentFacts } from '../../state/instrument-facts.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { presets } from '../../format/typed-strategy.ts';
import { Select } from '../../ui/select.tsx';
import { NumberField, TextField } from '../../ui/text-field.tsx';
import { SPOT, defaultAmount, formOver, SIZE_KINDS, sourceKey } from './run-form.ts';
import type { FormProblems } from './run-form.ts';
import { groundOf, secondsOf } from './portfolio-form.ts';
import type { PortfolioForm, PortfolioGround, PortfolioRowForm } from './portfolio-form.ts';
import { PORTFOLIO_SENTENCES as SAY } from './portfolio-sentences.ts';
import { Labelled } from './run-fields.tsx';
import { RESEARCH_SENTENCES as RUN } from './sentences.ts';
import { ProtectionSelect } from './protection-choice.tsx';

interface RowProps extends PortfolioGround {
  /** From 1. */
  readonly number: string;
  readonly account: Omit<PortfolioForm, 'rows'>;
  readonly row: PortfolioRowForm;
  readonly problems: FormProblems;
  readonly onChange: (change: Partial<PortfolioRowForm>) => void;
  /** Takes the row away; why not where it must stay. */
  readonly onRemove: (() => void) | string;
}

/** One strategy of a portfolio: its bars, itself with its parameters, and how much an entry trades. */
export function PortfolioRowFields(props: RowProps): ReactElement {
  const { number, onRemove } = props;
  return (
    <li className="research-portfolio-row" aria-label={SAY.row(number)}>
      <span className="research-portfolio-number">{number}</span>
      <div className="research-portfolio-fields">
        <BarsFields {...props} />
        <StrategyField {...props} />
        <SizeFields {...props} />
        <PairFields {...props} />
        <ParameterFields {...props} />
      </div>
      <IconButton
        icon={X}
        label={SAY.remove(number)}
        disabledReason={typeof onRemove === 'string' ? onRemove : undefined}
        onPress={typeof onRemove === 'string' ? undefined : onRemove}
      />
    </li>
  );
}

function BarsFields({ number, account, row, sources, gallery, onChange }: RowProps): ReactElement {
  const instruments = useDesk((desk) => desk.instruments);
  const { source } = groundOf(row, { gallery, sources });
  return (
    <>
      <Select
        label={SAY.inRow(RUN.instrument, number)}
        value={sourceKey(source)}
        choices={sources.map((each) => ({
          value: sourceKey(each),
          label: instrumentFacts(instruments, each.instrument).symbol,
          detail: venueTag(each.instrument),
        }))}
        onChange={(key) => {
          const next = sources.find((each) => sourceKey(each) === key);
          if (next) onChange({ source: key, timeframe: formOver({ ...account, ...row, ...SPOT }, next).timeframe });
        }}
      />
      <Select
        label={SAY.inRow(RUN.timeframe, number)}
        value={row.timeframe}
        choices={source.timeframes.map((value) => ({ value, label: value }))}
        onChange={(timeframe) => {
          onChange({ timeframe });
        }}
      />
    </>
  );
}

function StrategyField({ number, row, gallery, sources, onChange }: RowProps): ReactElement {
  return (
    <Select
      label={SAY.inRow(RUN.strategy, number)}
      value={row.strategy}
      choices={gallery.map((each) => ({ value: each.id, label: each.id, detail: each.family }))}
      onChange={(strategy) => {
        const next = gallery.find((each) => each.id === strategy);
        if (next === undefined) return;
        const [second] = secondsOf(row, { gallery, sources });
        const against = next.pair === true && second !== undefined ? { against: sourceKey(second) } : {};
        onChange({ strategy, parameters: presets(next), ...against });
      }}
    />
  );
}

const FUNDINGS: readonly PortfolioRowForm['funding'][] = ['assumed', 'stored'];

/** The second instrument of a strategy over two, and how both are held. */
function PairFields({ number, row, problems, sources, gallery, onChange }: RowProps): ReactElement | null {
  const instruments = useDesk((desk) => desk.instruments);
  const { spec } = groundOf(row, { gallery, sources });
  if (spec.pair !== true) return null;
  const seconds = secondsOf(row, { gallery, sources });
  const chosen = seconds.some((each) => sourceKey(each) === row.against);
  return (
    <div className="research-portfolio-parameters">
      <Inline label={SAY.against} wide>
        <Select
          label={SAY.inRow(SAY.against, number)}
          value={chosen ? row.against : ''}
          choices={[
            ...(chosen ? [] : [{ value: '', label: SAY.againstNone }]),
            ...seconds.map((each) => ({
              value: sourceKey(each),
              label: instrumentFacts(instruments, each.instrument).symbol,
              detail: venueTag(each.instrument),
            })),
          ]}
          onChange={(against) => {
            onChange({ against });
          }}
        />
      </Inline>
      <Inline label={RUN.leverage}>
        <NumberField
          label={SAY.inRow(RUN.leverage, number)}
          hideLabel
          unit="x"
          value={row.leverage}
          error={problems['leverage']}
          onChange={(leverage) => {
            onChange({ leverage });
          }}
        />
      </Inline>
      <Inline label={RUN.funding}>
        <Select
          label={SAY.inRow(RUN.funding, number)}
          value={row.funding}
          choices={FUNDINGS.map((value) => ({ value, label: RUN.fundings[value] }))}
          onChange={(funding) => {
            onChange({ funding });
          }}
        />
      </Inline>
      <p className="ui-note research-portfolio-note">{problems['against'] ?? SAY.pairNote}</p>
    </div>
  );
}

/** A field with its label before it. */
function Inline({
  label,
  wide = false,
  children,
}: {
  readonly label: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className="research-portfolio-parameter" data-wide={wide || undefined}>
      <span className="ui-note" aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}

function SizeFields({ number, row, problems, sources, gallery, onChange }: RowProps): ReactElement {
  const { source } = groundOf(row, { gallery, sources });
  const { base, quote } = instrumentFacts(
    useDesk((desk) => desk.instruments),
    source.instrument,
  );
  return (
    <>
      <Select
        label={SAY.inRow(RUN.size, number)}
        value={row.sizeKind}
        choices={SIZE_KINDS.map((value) => ({ value, label: RUN.sizeKinds[value] }))}
        onChange={(sizeKind) => {
          onChange({ sizeKind, sizeAmount: defaultAmount(sizeKind) });
        }}
      />
      {row.sizeKind === 'all' ? (
        <span />
      ) : (
        <NumberField
          label={SAY.inRow(RUN.sizeAmount, number)}
          hideLabel
          unit={row.sizeKind === 'equity-fraction' ? '%' : row.sizeKind === 'quote' ? quote : base}
          value={row.sizeAmount}
          error={problems['size']}
          onChange={(sizeAmount) => {
            onChange({ sizeAmount });
          }}
        />
      )}
    </>
  );
}

function ParameterFields({ number, row, problems, sources, gallery, onChange }: RowProps): ReactElement | null {
  const { spec } = groundOf(row, { gallery, sources });
  if (spec.parameters.length === 0) return null;
  return (
    <div className="research-portfolio-parameters">
      {spec.parameters.map(({ name, label, unit }) => (
        <Inline key={name} label={label}>
          <NumberField
            label={SAY.inRow(label, number)}
            hideLabel
            unit={unit}
            value={row.parameters[name] ?? ''}
            error={problems[name]}
            onChange={(value) => {
              onChange({ parameters: { ...row.parameters, [name]: value } });
            }}
          />
        </Inline>
      ))}
    </div>
  );
}

interface AccountProps {
  readonly form: PortfolioForm;
  readonly problems: FormProblems;
  readonly profiles: readonly CostProfile[];
  readonly quote: string;
  readonly onChange: (change: Partial<PortfolioForm>) => void;
}

/** The account's own terms: when, how much money, what costs, which limits. */
export function AccountFields({ form, problems, profiles, quote, onChange }: AccountProps): ReactElement {
  return (
    <div className="research-portfolio-account">
      {(['from', 'to'] as const).map((name) => (
        <TextField
          key={name}
          label={RUN[name]}
          labelAt="above"
          value={form[name]}
          error={problems[name]}
          onChange={(value) => {
            onChange(name === 'from' ? { from: value } : { to: value });
          }}
        />
      ))}
      <NumberField
        label={RUN.cash}
        labelAt="above"
        unit={quote}
        value={form.cash}
        error={problems['cash']}
        onChange={(cash) => {
          onChange({ cash });
        }}
      />
      <Labelled label={RUN.costs}>
        <Select
          label={RUN.costs}
          value={form.costs}
          choices={profiles.map(({ name }) => ({ value: name, label: name }))}
          onChange={(costs) => {
            onChange({ costs });
          }}
        />
      </Labelled>
      <Labelled label={RUN.limits}>
        <Select
          label={RUN.limits}
          value={form.limits}
          choices={(['none', 'default'] as const).map((value) => ({ value, label: RUN.limitNames[value] }))}
          onChange={(limits) => {
            onChange({ limits });
          }}
        />
      </Labelled>
      <Labelled label={RUN.protections}>
        <ProtectionSelect protections={form.protections} onChange={onChange} />
      </Labelled>
    </div>
  );
}
